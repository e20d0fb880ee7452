/**
 * How an order is told before it is opened: whose it is, when it was expected, in which bay it waits, since when its patron does.
 * Runs in the browser.
 */
import { undoOfOrder } from '../../../domain/handover/may-undo.ts'
import type { Visit } from '../../../domain/handover/visit.ts'
import type { CardNumber, LibrarianId } from '../../../domain/ids.ts'
import { type LocalMoment, minutesApart } from '../../../domain/local-date.ts'
import { linesAwaited } from '../../../domain/order/arrival.ts'
import { arrivedAt, baysOf, canBeCollected, type Order, orderAnswers, orderState } from '../../../domain/order/order.ts'
import { compareBySlot } from '../../../domain/order/share-barcodes.ts'
import { answersOf } from '../../../domain/order/state-answers.ts'
import { hasName } from '../../../domain/patron/patron.ts'
import type { DeskState } from '../../../domain/row/desk-state.ts'
import { markWords } from '../../../domain/search/mark-words.ts'
import { expectedNow } from '../../../domain/slot/expected-now.ts'
import { isLate } from '../../../domain/slot/lateness.ts'
import type { SlotKey } from '../../../domain/slot/slot.ts'
import { handoverWords } from '../../../locale/en/handover.ts'
import { formatCardEnd } from '../../../locale/formats.ts'
import { useDesk, useFormats, useLanguage, useNaming, useNow, useSnapshot, useWords } from '../../use-desk.ts'

/**
 * What every sentence of the handover is made of: the rows, the words and forms of the language, the clock. One object, so that what
 * describes a visit is plain functions.
 */
export const useDescribing = () => ({
  state: useSnapshot().state,
  words: useWords(handoverWords),
  format: useFormats(),
  language: useLanguage(),
  naming: useNaming(),
  now: useNow(),
  toLocal: useDesk().toLocal,
})
export type Describing = ReturnType<typeof useDescribing>

/** « Lucie Marchand »; the end of the card where the directory does not know the person. */
export const nameOf = (state: DeskState, card: CardNumber): string => {
  const patron = state.get('patron', card)
  return patron === undefined || !hasName(patron) ? formatCardEnd(card) : `${patron.firstName} ${patron.surname}`.trim()
}

/** « Lucie Marchand et Zoé Marchand »: those of a visit. */
export const namesOf = ({ state, format }: Describing, { piles }: Visit): string =>
  format.list([...new Set(piles.map(({ card }) => nameOf(state, card)))])

/** « mardi 24 novembre à 15 h » */
export const sayMoment = ({ words, format }: Describing, { date, time }: LocalMoment): string =>
  words.onDay(format.date(date), format.time(time))

/** « à 15 h » where it is today. */
export const sayWhen = (describing: Describing, slot: SlotKey): string =>
  slot.date === describing.now.date ? describing.words.atTime(describing.format.time(slot.time)) : sayMoment(describing, slot)

/** HO-10: when it truly happened, and by whose hand where that is not who entered it. */
export const sayAfterwards = (
  describing: Describing,
  { happened, handedBy }: { readonly happened: LocalMoment; readonly handedBy?: LibrarianId | undefined },
): string => {
  const { words, naming } = describing
  const said = words.afterwardsOn(sayMoment(describing, happened))
  return handedBy === undefined ? said : words.afterwardsByOne(said, naming.librarian(handedBy))
}

/** Breakable: on a phone the margin is narrower than a date. */
const whenOf = ({ format, now }: Describing, { slot: { date, time } }: Order): string =>
  date === now.date ? format.time(time) : format.shortDate(date).replaceAll('\u00a0', ' ')

export const describeFound = (describing: Describing, order: Order, search: string) => {
  const { state, words, now } = describing
  const patron = state.get('patron', order.card)
  const became = orderState(order)
  const isReady = answersOf(became).waitsFor !== undefined
  return {
    order,
    name: markWords(
      patron === undefined || !hasName(patron) ? formatCardEnd(order.card) : `${patron.surname}, ${patron.firstName}`,
      search,
    ),
    card: words.card(formatCardEnd(order.card)),
    when: whenOf(describing, order),
    say: isReady ? words.documents(order.lines.length) : words.states[became],
    // A no-show's pile is kept: whoever comes after all finds it (ABS-2).
    bays: canBeCollected(order) ? baysOf(order) : [],
    state: became,
    /** The handover that can still be undone today, when the order is closed by one. */
    undo: undoOfOrder(order, now.date),
  }
}
export type FoundOrder = ReturnType<typeof describeFound>

/** An order whose patron may stand at the desk. `when`: since when the patron waits, or the hour of the slot. */
const nearOrder = ({ naming }: Describing, order: Order, when: string, say: string) => ({
  order,
  when,
  // Breakable before the card's end: on a phone the bay stands beside it.
  who: naming.patron(order.card).replace('\u00a0··', ' ··'),
  say,
  bays: baysOf(order),
})
export type NearOrder = ReturnType<typeof nearOrder>

/** Those who arrived, the longest waiting first. */
export const describeWaiting = (describing: Describing): readonly NearOrder[] => {
  const { state, words, format, now } = describing
  return [...state.all('order')]
    .filter((order) => orderAnswers(order).waitsFor === 'patron-here')
    .map((order) => ({ order, minutes: minutesApart(arrivedAt(order) ?? now, now) }))
    .sort((a, b) => b.minutes - a.minutes)
    .map(({ order, minutes }) => {
      const isEarly = order.slot.date === now.date && order.slot.time > now.time
      const [hour, documents] = [format.time(order.slot.time), words.documents(order.lines.length)]
      const awaited = linesAwaited(order)
      const said = isEarly ? words.early(hour) : `${documents}, ${words.expectedAt(hour)}`
      const say = awaited === 0 ? said : `${said} · ${words.toTake(awaited)}`
      return nearOrder(describing, order, format.duration(Math.max(0, minutes)), say)
    })
}

/** Those whose slot it is and whose pile is ready, and those who are late (ABS-1); the earliest slot first. */
export const describeExpected = (describing: Describing) => {
  const { state, words, now } = describing
  const settings = state.get('settings', 'settings')
  const late = [...state.all('order')].filter((order) => settings !== undefined && isLate(settings, order, now)).sort(compareBySlot)
  const near = (orders: readonly Order[]): readonly NearOrder[] =>
    orders.map((order) => nearOrder(describing, order, whenOf(describing, order), words.documents(order.lines.length)))
  return { expected: near(expectedNow(state, now)), late: near(late) }
}

/** Where nobody waits: the next slot of today with orders that are ready, and how many. */
export const describeNobody = ({ state, words, format, now }: Describing): string => {
  const ready = [...state.all('order')].filter(
    (order) => orderAnswers(order).waitsFor === 'patron-to-come' && order.slot.date === now.date && order.slot.time >= now.time,
  )
  const next = ready.map(({ slot }) => slot.time).sort()[0]
  const say =
    next === undefined ? words.noneReady : words.nextReady(format.time(next), ready.filter(({ slot }) => slot.time === next).length)
  return `${words.nobodyWaits} ${say}`
}
