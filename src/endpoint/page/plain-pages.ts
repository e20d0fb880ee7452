/**
 * Pages that only say something: closed, in trouble, held back by a limit, nowhere, what the page is, the guide for patrons, the
 * declaration of accessibility (PAGE-4, PAGE-16, MSG-14). Runs on the endpoint. Each ends with the telephone, as all do.
 */
import type { Context } from 'hono'
import { html } from 'hono/html'
import type { CardNumber } from '../../domain/ids.ts'
import { msPerMinute } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { OwnWords } from '../../domain/settings/settings.ts'
import { declarationWords } from '../../locale/en/declaration.ts'
import { patronsGuideWords } from '../../locale/en/patrons-guide.ts'
import { type Html, icon, ownText, type PageEnv, sayAlone, telephoneLink, toPage, trialPath, type Visit } from './layout.ts'

/** The manager's own sentence, or ours. */
export const sayClosed = (visit: Visit): Html | string =>
  visit.page.closed === undefined ? visit.words.notices.closedSay : ownText(visit, visit.page.closed)

export const closedPage = (visit: Visit): Html => {
  const { notices } = visit.words
  const body = html`<h1 class="ask">${notices.closed}</h1><p class="tell">${sayClosed(visit)}</p>`
  return toPage(visit, { title: notices.closed, body })
}

const startLink = ({ base, words }: Visit): Html => html`<p><a class="text-link" href="${base}/">${words.notices.start}</a></p>`

export const troublePage = (visit: Visit): Html => {
  const { notices } = visit.words
  return toPage(visit, { title: notices.trouble, body: html`${sayAlone(notices.trouble, notices.troubleSay)}${startLink(visit)}` })
}

/** `waitMs`: when it is of use to come back. */
const limitPage = (visit: Visit, waitMs: number): Html => {
  const { notices } = visit.words
  const minutes = Math.max(1, Math.ceil(waitMs / msPerMinute))
  return toPage(visit, { title: notices.limit, body: html`${sayAlone(notices.limit, notices.limitSay(minutes))}${startLink(visit)}` })
}

/** undefined: there is nothing to wait for. */
export const answerLimit = (context: Context<PageEnv>, waitMs: number): Response | Promise<Response> | undefined =>
  waitMs > 0 ? context.html(limitPage(context.get('visit'), waitMs), 429, { 'Retry-After': String(Math.ceil(waitMs / 1000)) }) : undefined

/** What is answered in place of an act of this card that would be one too many; undefined: none. */
export type HoldBack = (context: Context<PageEnv>, card: CardNumber) => Promise<Response | undefined>

export const missingPage = (visit: Visit): Html => {
  const { notices } = visit.words
  return toPage(visit, {
    title: notices.missing,
    body: html`<h1 class="ask">${notices.missing}</h1><p class="tell">${notices.missingSay}</p>${startLink(visit)}`,
  })
}

export const aboutPage = (visit: Visit): Html => {
  const { about, foot } = visit.words
  const body = html`<h1 class="ask">${foot.data}</h1><div class="panel pad"><ul class="bullets">${about.map((sentence) => html`<li>${sentence}</li>`)}</ul></div>`
  return toPage(visit, { title: foot.data, body, path: '/a-propos' })
}

export const guidePath = '/mode-d-emploi'
/** Of the pictures, in pixels of the page: all are taken alike. */
const [pictureWidth, pictureHeight] = [390, 440]

const { fr, en } = patronsGuideWords
const ours = (of: (words: typeof fr) => string | undefined): OwnWords => ({ fr: of(fr) ?? '', en: of(en) })

/**
 * Steps with a picture each, the library's own or ours, read on a screen and printed on two sheets of A4. It is there while the service is
 * paused too: it is what the mailing leads to.
 */
export const guidePage = (visit: Visit): Html => {
  const { language, root, base, words, page, settings } = visit
  const { title, lead, order, where, steps, pictures } = patronsGuideWords[language]
  const blocks =
    page.guide ?? steps.map(({ picture }, n) => ({ picture, title: ours((w) => w.steps[n]?.title), text: ours((w) => w.steps[n]?.text) }))
  const body = html`<h1 class="ask">${title}</h1>${page.guide === undefined ? html`<p class="tell">${lead}</p>` : ''}<ol class="guide">${blocks.map(
    ({ title: head, text, picture }, n) =>
      html`<li class="panel guide-step"><span class="n" aria-hidden="true">${n + 1}</span><div><h2>${ownText(visit, head)}</h2><p>${ownText(visit, text)}</p></div>${
        picture === undefined
          ? ''
          : html`<figure><img src="${root}/guide/${picture}-${language}.webp" alt="${pictures[picture]}" width="${pictureWidth}" height="${pictureHeight}"></figure>`
      }</li>`,
  )}</ol>${settings.pageAddress === undefined ? '' : html`<p class="on-paper">${where(settings.pageAddress)}</p>`}<p class="acts guide-ways"><a class="btn primary" href="${base}/">${order}${icon('arrow')}</a><a class="btn" href="${base}/${trialPath}/">${words.trial.start}</a></p>`
  return toPage(visit, { title: words.foot.guide, body, path: guidePath, summary: lead })
}

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

/**
 * The declaration of accessibility: how far the page goes, what was tried and what was not, whom to tell. What it says of the criteria of RGAA
 * 4.1 is what docs/rgaa.md says, which a test reads.
 */
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
