/**
 * An order as its signed link shows it (PAGE-14, PAGE-15): what may be done with it, and what became of it. Runs on the endpoint; what is shown,
 * and nothing else. Mail scanners read pages: titles stand here only for who pressed for them.
 */
import { html } from 'hono/html'
import type { Order } from '../../domain/order/order.ts'
import type { SlotKey } from '../../domain/slot/slot.ts'
import { type Html, icon, isShut, pressed, say, toPage, type Visit } from './layout.ts'
import { sayClosed } from './plain-pages.ts'
import { hoursList, isAnyFree, type OfferedDays } from './when-page.ts'

/** Above an order while none is taken: what is there is seen and cancelled all the same. */
export const sayShut = (visit: Visit): Html | '' => (isShut(visit) ? say(visit.words.notices.closed, sayClosed(visit)) : '')

/** What its patron may do with an open order. `isFirst`: nothing on the page comes before it. */
export const orderActs = (visit: Visit, token: string, isFirst = true): Html => {
  const { base, words } = visit
  const { seen } = words
  const move = isShut(visit) ? '' : html`<a class="btn" href="${base}/c/${token}/heure">${icon('clock')}${seen.move}</a>`
  return html`<div class="acts"><a class="btn${isFirst ? ' primary' : ''}" href="${base}/c/${token}/agenda.ics">${icon('calendar')}${seen.calendar}</a>${move}${pressed(`${base}/c/${token}/annuler`, {}, html`<button class="btn quiet">${icon('cross')}${seen.cancel}</button>`)}</div>`
}

/** In place of the titles, for a link that nobody has shown a card with. */
export const countRow = ({ base, words }: Visit, token: string, count: number): Html =>
  html`${words.basket.items(count)} ${pressed(`${base}/c/${token}/titres`, {}, html`<button class="btn">${words.seen.showTitles}</button>`)}`

const sayWhen = ({ words, format }: Visit, { number, slot }: Order): string =>
  words.when.number(number, format.date(slot.date), format.time(slot.time))

export const cancelledPage = (visit: Visit, order: Order, token: string, end: 'may' | 'refused' | 'over'): Html => {
  const { seen } = visit.words
  const button = html`<button class="btn primary">${seen.takeBack}</button>`
  const body = html`${sayShut(visit)}${end === 'refused' ? say(seen.cannotTakeBack, seen.cannotTakeBackSay) : ''}<h1 class="ask">${seen.cancelled}</h1><p class="tell">${sayWhen(visit, order)}</p>${
    end === 'may' ? pressed(`${visit.base}/c/${token}/reprendre`, {}, button) : ''
  }<p><a class="text-link" href="${visit.base}/">${visit.words.noted.again}</a></p>`
  return toPage(visit, { title: seen.cancelled, body, path: `/c/${token}` })
}

/** `order`: undefined where the link is nobody's. */
export const deadLinkPage = (visit: Visit, order: Order | undefined): Html => {
  const { seen, who } = visit.words
  const said = order === undefined ? seen.noLink : seen.overSay(sayWhen(visit, order))
  const body = html`<h1 class="ask">${seen.over}</h1><p class="tell">${said}</p><p><a class="text-link" href="${visit.base}/qui">${who.send}</a></p><p><a class="text-link" href="${visit.base}/">${visit.words.noted.again}</a></p>`
  return toPage(visit, { title: seen.over, body })
}

export const movePage = (
  visit: Visit,
  { order, token, days, told, chosen }: { order: Order; token: string; days: OfferedDays; told: Html | ''; chosen: SlotKey | undefined },
): Html => {
  const { words, base } = visit
  const body = html`${told}<form class="side" method="post" action="${base}/c/${token}/heure"><div class="wide"><h1 class="ask">${words.seen.move}</h1><p class="tell">${sayWhen(visit, order)}</p>${
    isAnyFree(days) ? html`<div class="panel">${hoursList(visit, days, chosen)}</div>` : say(words.when.none, words.when.noneSay)
  }</div>${
    isAnyFree(days)
      ? html`<aside class="go" aria-label="${words.when.yours}"><button class="btn primary">${words.seen.moveGo}${icon('check')}</button></aside>`
      : ''
  }</form><p><a class="text-link" href="${base}/c/${token}">${words.seen.keep}</a></p>`
  return toPage(visit, { title: words.seen.move, body, path: `/c/${token}/heure` })
}
