/**
 * « Quand viendrez-vous ? »: what stands in the way, else the hours by day, as radios (PAGE-9, PAGE-11). Runs on the endpoint; what is shown, and
 * nothing else. An hour that is full stays in its place and says so; none is chosen for anybody.
 */
import { html } from 'hono/html'
import { addDays, type LocalTime } from '../../domain/local-date.ts'
import type { LoanRefusal, Refusal } from '../../domain/operation/refusal.ts'
import type { Order } from '../../domain/order/order.ts'
import type { OfferedSlot, offeredDays } from '../../domain/slot/next-free-slots.ts'
import { formatSlotKey, isSameSlot, type SlotKey } from '../../domain/slot/slot.ts'
import { formatCardEnd } from '../../locale/formats.ts'
import { basketList, type NamedLine } from './choose-page.ts'
import type { BasketJudgement } from './judge-basket.ts'
import { type Html, icon, ownText, pressed, say, sayAlone, toPage, type Visit } from './layout.ts'
import { around, markedTitle, ofLibrary } from './marked-text.ts'
import { sayUntil } from './who-page.ts'
import type { Proven } from './who-routes.ts'

export type OfferedDays = ReturnType<typeof offeredDays>

const noon = '12:30' as LocalTime

/** On a phone it takes two lines: its words may part. */
const dayName = ({ words, format, local }: Visit, date: OfferedDays[number]['date']): string => {
  const day = format.date(date).replaceAll('\u00a0', ' ')
  return date === addDays(local.date, 1) ? words.when.tomorrow(day) : day
}

const hour = ({ words, format }: Visit, { key, free }: OfferedSlot, chosen: SlotKey | undefined): Html => {
  const time = html`<b>${format.time(key.time)}</b>`
  return free <= 0
    ? html`<span class="time gone">${time}<small>${words.when.full}</small></span>`
    : html`<label class="time"><input type="radio" name="slot" value="${formatSlotKey(key)}" required${chosen !== undefined && isSameSlot(key, chosen) ? html` checked` : ''}>${time}<small class="sel">${icon('check')}${words.when.chosen}</small></label>`
}

const part = (visit: Visit, name: string, slots: readonly OfferedSlot[], chosen: SlotKey | undefined): Html | '' =>
  slots.length === 0
    ? ''
    : html`<fieldset class="daypart"><legend>${name}</legend>${slots.map((slot) => hour(visit, slot, chosen))}</fieldset>`

/** Each day up to the horizon; of those within the lead time nothing is offered. */
export const hoursList = (visit: Visit, days: OfferedDays, chosen?: SlotKey): Html => {
  const { words } = visit
  const offered = days.map(({ date, slots }) => ({ date, isClosed: slots.length === 0, slots: slots.filter(({ isUrgent }) => !isUrgent) }))
  const first = chosen?.date ?? offered.find(({ slots }) => slots.some(({ free }) => free > 0))?.date
  return html`<ul class="days">${offered.map(({ date, isClosed, slots }) => {
    const freeHours = slots.filter(({ free }) => free > 0).length
    if (slots.length === 0) {
      return isClosed && date !== visit.local.date
        ? html`<li class="shut"><b>${dayName(visit, date)}</b><span class="soft">${words.when.closed}</span></li>`
        : ''
    }
    const [morning, later] = [slots.filter(({ key }) => key.time < noon), slots.filter(({ key }) => key.time >= noon)]
    return html`<li><details class="day" name="day"${date === first ? html` open` : ''}><summary><h2>${dayName(visit, date)}</h2><span class="soft">${
      freeHours === 0 ? words.when.full : words.when.free(freeHours)
    }</span>${icon('down')}</summary>${part(visit, words.when.morning, morning, chosen)}${part(visit, words.when.afternoon, later, chosen)}</details></li>`
  })}</ul>`
}

export const isAnyFree = (days: OfferedDays): boolean => days.some(({ slots }) => slots.some(({ free, isUrgent }) => free > 0 && !isUrgent))

/** « 10 h, 10 h 30 et 11 h », with the day of those that are not of the day that was wanted. */
const sayNear = ({ words, format }: Visit, wanted: SlotKey, near: readonly SlotKey[]): string =>
  format.list(
    near.map(({ date, time }) => (date === wanted.date ? format.time(time) : words.when.at(format.date(date), format.time(time)))),
  )

/** Somebody was faster. `near`: the nearest hours with room; none of them is chosen. */
export const sayTaken = (visit: Visit, wanted: SlotKey, near: readonly SlotKey[]): Html => {
  const { when } = visit.words
  const sentences = [when.takenSay, ...(near.length === 0 ? [] : [when.left(sayNear(visit, wanted, near))])]
  return say(when.taken(visit.format.time(wanted.time)), sentences.join(' '))
}

const sayRefusal = ({ words: { when }, format }: Visit, refusal: Refusal): string =>
  refusal.kind === 'patron-blocked'
    ? when.blocked
    : refusal.kind === 'card-expired'
      ? when.expired(format.dayAndMonth(refusal.expiredOn))
      : refusal.kind === 'too-many-open-orders'
        ? when.openOrders(refusal.maximum)
        : when.unknown

const sayLine = ({ words: { when }, language }: Visit, refusal: LoanRefusal): Html | string => {
  const ofType = (say: (type: string) => string, documentType: string): Html => around(say, ofLibrary(language, documentType))
  switch (refusal.kind) {
    case 'too-many-loans':
      return when.inAll(refusal.maximum)
    case 'too-many-of-type':
      return ofType((type) => when.ofType(type, refusal.maximum), refusal.documentType)
    case 'too-many-new-releases':
      return ofType((type) => when.newOnes(type, refusal.maximum), refusal.documentType)
    case 'too-many-in-order':
      return ofType((type) => when.inOrder(type, refusal.maximum), refusal.documentType)
    case 'patron-blocked':
      return when.blocked
    case 'card-expired':
      return when.unknown
  }
}

/** Whose browser this is, never by name, with the way out. `until`, `more`: for how long, and the way to more time. */
export const helloLine = (visit: Visit, { card }: Proven, until: Html | '' = '', more: Html | '' = ''): Html =>
  html`<div class="hello"><p>${visit.words.who.hello(formatCardEnd(card))}${until}</p>${more}${pressed(`${visit.base}/terminer`, {}, html`<button class="btn quiet">${visit.words.who.leave}</button>`)}</div>`

/** Where the time runs (WCAG 2.2.1). */
const timedHelloLine = (visit: Visit, proven: Proven): Html => {
  const { who } = visit.words
  if (visit.isTrial) return helloLine(visit, proven)
  const until = html` <span class="soft">${who.keptUntil(sayUntil(visit, proven.until))}</span>`
  const more = pressed(`${visit.base}/plus-de-temps`, {}, html`<button class="btn quiet">${who.moreTime}</button>`)
  return helloLine(visit, proven, until, proven.isUnhurried === true ? '' : more)
}

const openOrders = (visit: Visit, orders: readonly Order[]): Html | '' => {
  const { words, format, base } = visit
  return orders.length === 0
    ? ''
    : html`<section class="panel pad"><h2>${words.when.already}</h2><ul class="own">${orders.map(
        ({ id, number, slot }) =>
          html`<li><a class="text-link" href="${base}/commande/${id}">${words.when.number(number, format.date(slot.date), format.time(slot.time))}</a></li>`,
      )}</ul></section>`
}

const obstacles = (visit: Visit, { refusal, byLine }: BasketJudgement, lines: readonly NamedLine[]): Html => {
  const { when } = visit.words
  if (refusal !== undefined) return sayAlone(when.cannot, sayRefusal(visit, refusal))
  const refused = lines.flatMap((line, n) => {
    const why = byLine[n]
    return why === undefined ? [] : [{ ...line, why: sayLine(visit, why) }]
  })
  return html`${sayAlone(when.cannot, when.takeOut)}<div class="panel pad">${basketList(visit, refused, undefined, 'quand')}</div>`
}

export interface WhenShown {
  readonly proven: Proven
  readonly lines: readonly NamedLine[]
  readonly orders: readonly Order[]
  readonly judged: BasketJudgement
  readonly days: OfferedDays
  /** With the order's id and its age. */
  readonly form: string
  /** Said first. */
  readonly told: Html | ''
  readonly chosen: SlotKey | undefined
}

export const whenPage = (visit: Visit, { proven, lines, orders, judged, days, form, told, chosen }: WhenShown): Html => {
  const { words, base, page } = visit
  const { when } = words
  const isHeld = judged.refusal !== undefined || judged.byLine.some((one) => one !== undefined)
  const hours = isAnyFree(days)
    ? html`${page.place === undefined ? '' : html`<p class="tell">${ownText(visit, page.place)}</p>`}<div class="panel">${hoursList(visit, days, chosen)}</div>`
    : say(when.none, when.noneSay)
  const own = html`<ul class="own">${lines.map((line) => html`<li><span>${markedTitle(visit.language, line)}</span></li>`)}</ul>`
  const body =
    lines.length === 0
      ? html`${timedHelloLine(visit, proven)}<h1 class="ask">${when.noBasket}</h1><p class="tell">${when.noBasketSay}</p><a class="btn primary" href="${base}/">${words.search.go}</a>${openOrders(visit, orders)}`
      : isHeld
        ? html`${obstacles(visit, judged, lines)}${timedHelloLine(visit, proven)}${openOrders(visit, orders)}`
        : html`${told}${timedHelloLine(visit, proven)}<form class="side" method="post" action="${base}/commander"><div class="wide"><h1 class="ask">${when.ask}</h1>${hours}</div>
<aside class="go" aria-label="${when.yours}"><h2>${when.yours}</h2>${own}<p class="now thumb"><b>${words.basket.items(lines.length)}</b></p><input type="hidden" name="form" value="${form}">${
            isAnyFree(days) ? html`<button class="btn primary">${when.order}${icon('check')}</button>` : ''
          }</aside></form>${openOrders(visit, orders)}`
  return toPage(visit, { title: when.ask, step: 2, body, path: '/quand' })
}
