/**
 * The declaration of accessibility (PAGE-4): how far the page goes, what was tried and what was not, whom to tell. Runs on the endpoint. There
 * while the service is paused too. What it says of the criteria of RGAA 4.1 is what docs/rgaa.md says, which a test reads.
 */
import { html } from 'hono/html'
import type { LocalDate } from '../../domain/local-date.ts'
import { declarationWords } from '../../locale/en/declaration.ts'
import { type Html, ownText, telephoneLink, toPage } from './layout.ts'
import type { Visit } from './page-env.ts'

export const declarationPath = '/accessibilite'

/** Our own looking through, by criterion; of what build, and when. */
export const assessment = {
  on: '2026-11-28' as LocalDate,
  build: '32c7829b',
  /** All that concern the page. */
  met: 57,
} as const

/** Of the French ombudsman, who hears whoever had no answer. */
const ombudsman = { form: 'https://formulaire.defenseurdesdroits.fr/', telephone: '09 69 39 00 00' }

export const declarationPage = (visit: Visit): Html => {
  const { language, format, settings, page } = visit
  const { title, lead, state, untried, tried, contact, appeal } = declarationWords[language]
  const { on, build, met } = assessment
  const part = (head: string, body: Html | readonly Html[]): Html => html`<section class="panel pad"><h2>${head}</h2>${body}</section>`
  const list = (items: readonly (string | Html)[]): Html => html`<ul class="bullets">${items.map((item) => html`<li>${item}</li>`)}</ul>`
  const write = page.access === undefined ? '' : html`<p>${contact.write}${ownText(visit, page.access)}</p>`
  const body = html`<h1 class="ask">${title}</h1><p class="tell">${lead(settings.libraryName)}</p>${part(
    state.title,
    html`<p>${state.say(met)}</p><p>${state.by(`${format.dayAndMonth(on)}\u00a0${on.slice(0, 4)}`, build)}</p>`,
  )}${part(contact.title, html`<p>${contact.call} ${telephoneLink(page.telephone)}</p>${write}`)}${part(untried.title, list(untried.what))}${part(
    tried.title,
    html`${list(tried.how)}<p>${tried.made}</p>`,
  )}${part(
    appeal.title,
    html`<p>${appeal.say}</p>${list([
      html`<a class="text-link" href="${ombudsman.form}">${appeal.form}</a>`,
      html`${appeal.phone}${telephoneLink(ombudsman.telephone)}`,
      appeal.post,
    ])}`,
  )}`
  return toPage(visit, { title, body, path: declarationPath, summary: lead(settings.libraryName) })
}
