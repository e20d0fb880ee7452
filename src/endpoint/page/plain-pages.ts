/**
 * Pages that only say something: closed, in trouble, held back by a limit, nowhere, and what the page is (PAGE-4, PAGE-16). Runs on the
 * endpoint. Each ends with the telephone, as all do.
 */
import type { Context } from 'hono'
import { html } from 'hono/html'
import type { CardNumber } from '../../domain/ids.ts'
import { msPerMinute } from '../../domain/instant.ts'
import { type Html, ownText, sayAlone, toPage } from './layout.ts'
import type { PageEnv, Visit } from './page-env.ts'

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
