/**
 * An order and everything that happened to it. Runs everywhere. What was wanted (patron, slot, lines) changes by requests, in the order in
 * which the endpoint received them, and by the ILS's lists. What happened is a set of facts, from which the state is computed
 * (`orderState`); no state is stored. Its number is what people say of it: it identifies nothing (the id does), but no two tablets make the
 * same one, even off line (ORD-2).
 */
import { type Decided, untrueOf } from '../case/decided.ts'
import {
  type CardNumber,
  type DeviceId,
  type DeviceLetter,
  type ItemBarcode,
  type LineId,
  type OperationId,
  type OrderId,
  pageDevice,
  type RecordId,
  toDeviceLetter,
} from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Item } from '../item/item.ts'
import { standingPicks } from '../item/item-state.ts'
import type { LocalMoment } from '../local-date.ts'
import type { MessageLanguage } from '../message/message.ts'
import { causalPasts, isBefore, lastOf } from '../operation/causality.ts'
import type { RecordedFact } from '../operation/recorded-fact.ts'
import type { SlotKey } from '../slot/slot.ts'
import { answersOf, type ClosedState, type OpenState, type OrderState, type StateAnswers } from './state-answers.ts'

export type OrderSource = 'ils' | 'phone' | 'desk' | 'portal'

/** What a line asks for (ORD-1). An item asked for by barcode also names its record, so that ORD-6 can fall back on it. */
export type Wanted =
  | { readonly kind: 'record'; readonly recordId: RecordId }
  | { readonly kind: 'item'; readonly barcode: ItemBarcode; readonly recordId: RecordId }
  /** `count`: how many documents, as whoever entered it said; absent, one, unless the preparer says more. */
  | { readonly kind: 'wish'; readonly text: string; readonly count?: number | undefined }

export interface OrderLine {
  readonly id: LineId
  readonly wanted: Wanted
  /** The record that was wanted before an equivalent was substituted (PULL-5). */
  readonly substitutedFor: RecordId | undefined
  /** The ILS no longer lists this line; kept because something was already picked for it. */
  readonly goneFromIls: boolean
  /** The request that added it to an order that was there already; absent of the others (PHONE-15). */
  readonly addedBy?: OperationId | undefined
}

/** ORD-11: the words of a wish are the patron's own, from the page, or the ILS's: no tablet wrote or brought them, and a patron may read them again. */
export const isOwnWords = ({ source, brought }: Pick<Order, 'source' | 'brought'>, { addedBy }: OrderLine): boolean =>
  (source === 'portal' || source === 'ils') && addedBy === undefined && brought === undefined

/** Which tablet brought the order back after a restore, from which base: the epoch, the row's version in it, and when it was fetched. */
export interface Brought {
  readonly deviceId: DeviceId
  readonly epoch: string
  readonly version: number
  readonly at: Instant
}

/** A line that was taken out: its facts still say what was picked for it, and it may come back as it was. */
export interface RemovedLine extends OrderLine {
  readonly removedBy: OperationId
}

export type OrderFact =
  | (RecordedFact & {
      readonly what: 'picked'
      readonly lineId: LineId
      readonly barcode: ItemBarcode | undefined
      /** How many documents the preparer read in the wish that this one serves; absent of other lines. */
      readonly of?: number | undefined
    })
  | (RecordedFact & { readonly what: 'unpicked'; readonly lineId: LineId; readonly pick: OperationId })
  | (RecordedFact & { readonly what: 'not-found'; readonly lineId: LineId })
  | (RecordedFact & { readonly what: 'given-up'; readonly lineId: LineId; readonly reason: string })
  | (RecordedFact & { readonly what: 'bagged'; readonly bays: readonly number[] })
  | (RecordedFact & { readonly what: 'label-printed' })
  | (RecordedFact & { readonly what: 'arrived'; readonly place?: string | undefined })
  | (RecordedFact & { readonly what: 'arrival-undone'; readonly arrivals: readonly OperationId[] })
  | (RecordedFact & {
      readonly what: 'handed-over'
      readonly items: readonly { readonly barcode: ItemBarcode; readonly lineId: LineId | undefined }[]
      readonly leftBehind: readonly { readonly barcode: ItemBarcode | undefined; readonly lineId: LineId | undefined }[]
      readonly notFound: readonly LineId[]
    })
  | (RecordedFact & { readonly what: 'handover-undone'; readonly handover: OperationId })
  | (RecordedFact & { readonly what: 'no-show' })

export interface Order {
  readonly kind: 'order'
  readonly id: OrderId
  /** The label said on the phone: letter of its maker and a counter, "B-017" (ORD-2). */
  readonly number: string
  /** As it was read aloud, where the endpoint gave it another one (ORD-9): it finds the order all the same. Absent: as it is. */
  readonly saidNumber?: string | undefined
  readonly ilsNumber: string | undefined
  readonly source: OrderSource
  readonly card: CardNumber
  readonly slot: SlotKey
  readonly lines: readonly OrderLine[]
  /** Absent where none ever was taken out. */
  readonly removed?: readonly RemovedLine[] | undefined
  readonly note: string
  /** Erased with the order (ORD-7). */
  readonly callBackNumber: string | undefined
  readonly placedAt: Instant
  /** Arrived after its slot's lead time (ORD-5). */
  readonly isUrgent: boolean
  /** In which language whoever ordered it read the page, or was spoken to: what is written of it is too (MSG-7). Absent: the ILS's word, or none. */
  readonly language?: MessageLanguage | undefined
  /** The closed order whose lines it asks for again: its link leads here (PAGE-14). */
  readonly renews?: OrderId | undefined
  /** The request that cancelled it, when one did, and the last facts on the order that its author had seen. */
  readonly cancelledBy: { readonly operationId: OperationId; readonly based: readonly OperationId[] } | undefined
  /** The ILS's import that no longer listed it; it is shown as such, never silently dropped if something was picked. */
  readonly goneFromIlsAt: Instant | undefined
  /** Absent of an order that no restore had lost (CASE-24). */
  readonly brought?: Brought | undefined
  /** Ordered by operation id. */
  readonly facts: readonly OrderFact[]
  /** What people decided of its picks, and of documents of its handovers, in the order in which it was accepted. */
  readonly decided: readonly Decided[]
}

export type OrderFactOf<W extends OrderFact['what']> = Extract<OrderFact, { readonly what: W }>

export type LineState =
  | { readonly kind: 'to-pick' }
  /** Not found once: to be looked for again (PULL-5). */
  | { readonly kind: 'second-pass'; readonly reportedBy: OrderFactOf<'not-found'> }
  | { readonly kind: 'given-up'; readonly reason: string }
  /** `barcode` undefined: ticked by a tap, no document bound. */
  | { readonly kind: 'picked'; readonly pick: OperationId; readonly barcode: ItemBarcode | undefined }
  // After the handover, which closes the order (each line ends in one of these three):
  | { readonly kind: 'handed-over'; readonly barcode: ItemBarcode; readonly handover: OperationId }
  | { readonly kind: 'left-behind'; readonly barcode: ItemBarcode | undefined }
  | { readonly kind: 'not-found'; readonly barcode: ItemBarcode | undefined }

const isA =
  <W extends OrderFact['what']>(what: W) =>
  (fact: OrderFact): fact is OrderFactOf<W> =>
    fact.what === what

/** Handovers of this order that were not undone (HO-7). */
export const standingHandovers = (order: Order): readonly OrderFactOf<'handed-over'>[] => {
  const undone = new Set(order.facts.filter(isA('handover-undone')).map((fact) => fact.handover))
  return order.facts.filter(isA('handed-over')).filter((fact) => !undone.has(fact.operationId))
}

/** Those of an order's facts that no other of them follows. Who knew what is only worked out where there are two or more. */
const lastOfOrder = <F extends OrderFact>(order: Order, facts: readonly F[]): readonly F[] =>
  facts.length < 2 ? facts : lastOf(facts, causalPasts(order.facts))

const isUntrue = (order: Order, fact: OperationId, barcode: ItemBarcode | undefined): boolean => untrueOf(order.decided, barcode).has(fact)

/** Picks of a line that were not unpicked or declared untrue; two or more only where tablets contradicted each other. */
export const standingLinePicks = (order: Order, lineId: LineId): readonly OrderFactOf<'picked'>[] => {
  const unpicked = new Set(order.facts.filter(isA('unpicked')).map((fact) => fact.pick))
  return order.facts
    .filter(isA('picked'))
    .filter((fact) => fact.lineId === lineId && !unpicked.has(fact.operationId) && !isUntrue(order, fact.operationId, fact.barcode))
}

/**
 * PULL-8: how many documents a line takes. A wish takes as many as the preparer who took the last one said, and before that as many as
 * whoever entered it; any other line takes one.
 */
export const numberWanted = (order: Order, line: OrderLine): number => {
  if (line.wanted.kind !== 'wish') return 1
  const entered = line.wanted.count ?? 1
  const last = lastOfOrder(order, standingLinePicks(order, line.id))
  return last.length === 0 ? entered : Math.max(...last.map((pick) => pick.of ?? entered))
}

/** How many of a line's documents lie on the pile. */
const numberPicked = (order: Order, line: OrderLine): number =>
  Math.min(standingLinePicks(order, line.id).length, numberWanted(order, line))

/** Where one line stands. A pick dominates "not found", once the line has all that it takes; the handover closes the line. */
export const lineState = (order: Order, line: OrderLine): LineState => {
  const picks = standingLinePicks(order, line.id)
  const [pick] = picks
  const handovers = standingHandovers(order)
  for (const fact of handovers) {
    const given = fact.items.find((item) => item.lineId === line.id && !isUntrue(order, fact.operationId, item.barcode))
    if (given !== undefined) return { kind: 'handed-over', barcode: given.barcode, handover: fact.operationId }
  }
  if (handovers.length > 0) {
    const left = handovers.flatMap((fact) => fact.leftBehind).find((item) => item.lineId === line.id)
    return left !== undefined ? { kind: 'left-behind', barcode: left.barcode } : { kind: 'not-found', barcode: pick?.barcode }
  }
  if (pick !== undefined && picks.length >= numberWanted(order, line)) {
    return { kind: 'picked', pick: pick.operationId, barcode: pick.barcode }
  }
  const searches = order.facts.filter(
    (fact): fact is OrderFactOf<'not-found'> | OrderFactOf<'given-up'> =>
      (fact.what === 'not-found' || fact.what === 'given-up') && fact.lineId === line.id,
  )
  // What was said before a document was taken for the wish after all is no longer the last word.
  const last = lastOfOrder<OrderFactOf<'picked' | 'not-found' | 'given-up'>>(order, [...picks, ...searches])
  const givenUp = last.find(isA('given-up'))
  // « C'est bon »: of a wish that has something already, what was given up is only the rest.
  if (givenUp !== undefined && pick !== undefined) return { kind: 'picked', pick: pick.operationId, barcode: pick.barcode }
  if (givenUp !== undefined) return { kind: 'given-up', reason: givenUp.reason }
  const report = last.find(isA('not-found'))
  return report !== undefined ? { kind: 'second-pass', reportedBy: report } : { kind: 'to-pick' }
}

/** Picked or given up: nothing more is expected from the preparer (PULL-7). A line that the ILS dropped, with nothing picked, asks nothing. */
export const isDone = ({ goneFromIls }: OrderLine, { kind }: LineState): boolean =>
  goneFromIls || (kind !== 'to-pick' && kind !== 'second-pass')

/** PULL-5: to be looked for again, apart. A wish has no second pass: it is to take until something is, or it is given up. */
export const isForSecondPass = ({ wanted }: OrderLine, { kind }: LineState): boolean => wanted.kind !== 'wish' && kind === 'second-pass'

export const isLineDone = (order: Order, line: OrderLine): boolean => isDone(line, lineState(order, line))

/** Nothing more is expected from the preparer of any line: its pile asks for a bay, or has one (PULL-7). */
export const isPrepared = (order: Order): boolean => order.lines.every((line) => isLineDone(order, line))

/** Lines that a patron is told of, and how many documents of each: all that was ordered, and what lies there once no more is looked for. */
export const linesToCome = (order: Order): readonly { readonly line: OrderLine; readonly count: number }[] => {
  const numberOf = isPrepared(order) ? numberPicked : numberWanted
  const lines = order.lines.filter(({ goneFromIls }) => !goneFromIls)
  return lines.map((line) => ({ line, count: numberOf(order, line) })).filter(({ count }) => count > 0)
}

export const documentsToCome = (order: Order): number => linesToCome(order).reduce((sum, { count }) => sum + count, 0)

/** Documents that nobody looks for any more, each by its line: a wish that lacks two is there twice. Ascending. */
export const missingDocuments = (order: Order): readonly LineId[] =>
  order.lines
    .filter((line) => !line.goneFromIls && isLineDone(order, line))
    .flatMap((line) => Array<LineId>(numberWanted(order, line) - numberPicked(order, line)).fill(line.id))
    .sort()

/** Its lines, and those that were taken out of it: something may have been picked for one. */
export const everyLine = (order: Order): readonly OrderLine[] =>
  order.removed === undefined ? order.lines : [...order.lines, ...order.removed]

/** The order wants this document that was picked for it: it has that line, which was neither taken out (PHONE-15) nor lost by a roll-back. */
export const isOnPileOf = (order: Order, item: Item): boolean =>
  standingPicks(item).some(({ orderId, lineId }) => orderId === order.id && order.lines.some(({ id }) => id === lineId))

/** Bays where the pile waits; two bagging facts that did not know each other leave both. Ascending; empty when not bagged. */
export const baysOf = (order: Order): readonly number[] => {
  const bagged = order.facts.filter(isA('bagged'))
  return [...new Set(lastOfOrder(order, bagged).flatMap((fact) => fact.bays))].sort((a, b) => a - b)
}

/** In its bay, all of it: what was added since and picked is not there before the pile was put there anew (PHONE-15). */
export const isInBay = (order: Order): boolean => {
  if (baysOf(order).length === 0) return false
  const added = order.lines.filter(({ addedBy }) => addedBy !== undefined).flatMap(({ id }) => standingLinePicks(order, id))
  if (added.length === 0) return true
  const pasts = causalPasts(order.facts)
  const bagged = lastOfOrder(order, order.facts.filter(isA('bagged')))
  return added.every((pick) => bagged.some((bag) => isBefore(pasts, pick.operationId, bag.operationId)))
}

/** Arrivals that nobody took back; who recorded one without knowing of the taking back is believed (ARR-2). */
export const standingArrivals = ({ facts }: Order): readonly OrderFactOf<'arrived'>[] => {
  const undone = facts.filter(isA('arrival-undone')).flatMap(({ arrivals }) => arrivals)
  return facts.filter(isA('arrived')).filter(({ operationId }) => !undone.includes(operationId))
}

/** On the public page, and by nobody of the team. */
export const isByPatron = ({ deviceId }: RecordedFact): boolean => deviceId === pageDevice

/** Where the patron waits, as they last said; undefined where they did not. No tablet's words: a lost one would write them on the page. */
export const placeOfPatron = (order: Order): string | undefined =>
  lastOfOrder(
    order,
    standingArrivals(order).filter((fact) => isByPatron(fact) && fact.place !== undefined),
  )[0]?.place

/**
 * The ILS no longer lists it, nothing was picked for it and nobody came: it asks nothing of anyone. One that has a pile stays, and says
 * so, for its documents must go back to their shelves.
 */
const isDropped = (order: Order): boolean =>
  order.goneFromIlsAt !== undefined &&
  standingArrivals(order).length === 0 &&
  order.lines.every((line) => standingLinePicks(order, line.id).length === 0)

/** How the order ended; undefined while something is still expected of somebody. */
const closedState = (order: Order): ClosedState | undefined => {
  if (standingHandovers(order).length > 0) return 'handed-over'
  if (order.facts.some((fact) => fact.what === 'no-show')) return 'no-show'
  return order.cancelledBy !== undefined || isDropped(order) ? 'cancelled' : undefined
}

const openState = (order: Order, claimed: boolean): OpenState => {
  if (standingArrivals(order).length > 0) return 'arrived'
  if (isInBay(order) && isPrepared(order)) return 'ready'
  const begun = order.lines.some((line) => lineState(order, line).kind !== 'to-pick' || standingLinePicks(order, line.id).length > 0)
  return begun || claimed ? 'in-preparation' : 'to-prepare'
}

/** The order's state. `claimed` says that somebody took the order, which is enough to be in preparation. */
export const orderState = (order: Order, claimed = false): OrderState => closedState(order) ?? openState(order, claimed)

/** What may be asked of the order now (state-answers.ts). */
export const orderAnswers = (order: Order): StateAnswers => answersOf(orderState(order))

export const isOpen = (order: Order): boolean => closedState(order) === undefined

/** The patron may still be given it: a no-show's pile is kept, and whoever comes after all takes it (ABS-2). */
export const canBeCollected = (order: Order): boolean => orderAnswers(order).refusesHandover === undefined

/** Neither cancelled nor no-show: what a slot's capacity counts (SLOT-3). */
export const countsInSlot = (order: Order): boolean => orderAnswers(order).countsInSlot

/** When the patron arrived, by the earliest such fact; undefined when nobody said so. */
export const arrivedAt = (order: Order): LocalMoment | undefined =>
  standingArrivals(order)
    .map((fact) => fact.happened)
    .sort((a, b) => (`${a.date} ${a.time}` < `${b.date} ${b.time}` ? -1 : 1))[0]

/** Barcodes bound to this order's lines by standing picks. */
export const pickedBarcodes = (order: Order): readonly ItemBarcode[] =>
  order.lines.flatMap((line) => standingLinePicks(order, line.id).map((fact) => fact.barcode)).filter((barcode) => barcode !== undefined)

/** ORD-2: what the endpoint writes on orders that it makes itself: the first tablet gets B. */
export const endpointLetter = toDeviceLetter('A')

/** ORD-2: the letter of the next device: A after none, AA after Z, never one that came before. */
export const nextDeviceLetter = (letter: DeviceLetter | undefined): DeviceLetter => {
  if (letter === undefined) return toDeviceLetter('A')
  const kept = letter.slice(0, -1)
  if (!letter.endsWith('Z')) return toDeviceLetter(kept + String.fromCharCode(letter.charCodeAt(letter.length - 1) + 1))
  return toDeviceLetter(`${nextDeviceLetter(kept === '' ? undefined : toDeviceLetter(kept))}A`)
}

/** A, B … Z, AA: the longer letter is the later one. */
export const isLaterLetter = (a: DeviceLetter, b: DeviceLetter): boolean => (a.length === b.length ? a > b : a.length > b.length)

/** ORD-2: so many letters after that one. */
export const lettersOn = (letter: DeviceLetter, count: number): DeviceLetter =>
  count === 0 ? letter : lettersOn(nextDeviceLetter(letter), count - 1)

/** Digits under which a counter is not said: all numbers of a week are as long. */
const counterDigits = 3

/** ORD-2: "B-017"; from the thousandth on, as many digits as it takes. */
export const formatOrderNumber = (letter: DeviceLetter, n: number): string => `${letter}-${String(n).padStart(counterDigits, '0')}`

/** Whether it is a number as `formatOrderNumber` writes it, and whose; undefined: it is none. */
export const letterOf = (number: string): DeviceLetter | undefined => {
  const [letter = '', count] = number.split('-')
  return Number(count) > 0 && parseOrderNumber(number) === number ? toDeviceLetter(letter) : undefined
}

/** Whether somebody who says this number means this order. */
export const isNumbered = ({ number, saidNumber }: Pick<Order, 'number' | 'saidNumber'>, said: string | undefined): boolean =>
  said !== undefined && (number === said || saidNumber === said)

/** The number as printed, from how it is typed or said ("b17", "B 017"); undefined when it cannot be one. */
export const parseOrderNumber = (text: string): string | undefined => {
  const parts = /^([A-Z]{1,3})[ -]?(\d{1,6})$/.exec(text.trim().toUpperCase())
  return parts?.[1] === undefined ? undefined : formatOrderNumber(toDeviceLetter(parts[1]), Number(parts[2]))
}
