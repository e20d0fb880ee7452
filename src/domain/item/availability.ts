/**
 * What can be said of a title's copies to somebody on the telephone (PHONE-4). Runs on the tablet, offline.
 * The base tells of records that some order wants; of any other title, the catalogue's file tells what the ILS had on loan, where its lists
 * say it, and the desk what it did itself.
 */
import type { RecordId } from '../ids.ts'
import type { LocalDate, LocalMoment } from '../local-date.ts'
import { isLineDone, isOpen, type Order } from '../order/order.ts'
import type { DeskState } from '../row/desk-state.ts'
import { isOnShelf, mayNoneLeave } from './is-on-shelf.ts'
import { isInQuarantine, itemState } from './item-state.ts'
import type { BibliographicRecord, Immobility } from './record.ts'
import { storyOf } from './story.ts'

export type Availability =
  /** Copies on their shelf that no order waits for. */
  | { readonly kind: 'on-shelf'; readonly count: number }
  /** Come back here, and not on the shelf yet. */
  | { readonly kind: 'returned'; readonly count: number; readonly at: LocalMoment }
  /** Copies are there, and orders wait for all of them. */
  | { readonly kind: 'awaited' }
  | { readonly kind: 'in-quarantine'; readonly until: LocalDate }
  /** Picked for an order. */
  | { readonly kind: 'set-aside' }
  /** `dueOn`: the earliest; undefined where it was lent elsewhere. */
  | { readonly kind: 'lent'; readonly dueOn: LocalDate | undefined }
  /** No copy may leave: the best that is said of one. */
  | { readonly kind: Immobility }
  /** Nobody said where they are. */
  | { readonly kind: 'unknown'; readonly copies: number }

/** Records of which an order still waits for a copy, one for each line; none of an order that is over. */
export const recordsWanted = (order: Order): readonly RecordId[] =>
  isOpen(order) ? order.lines.flatMap((line) => (line.wanted.kind === 'wish' || isLineDone(order, line) ? [] : [line.wanted.recordId])) : []

/** How many lines wait for a copy of each record. */
export const countWanted = (wanted: Iterable<readonly RecordId[]>): ReadonlyMap<RecordId, number> => {
  const waiting = new Map<RecordId, number>()
  for (const recordIds of wanted) for (const recordId of recordIds) waiting.set(recordId, (waiting.get(recordId) ?? 0) + 1)
  return waiting
}

/** Lines of open orders that still wait for a copy of each record. */
export const linesWaiting = (state: DeskState): ReadonlyMap<RecordId, number> => countWanted(Array.from(state.all('order'), recordsWanted))

/** PHONE-4: the best that can be hoped of a record; what is on the shelf is counted without what orders wait for, and without what may not leave. */
export const availabilityOf = (state: DeskState, { id, copies }: BibliographicRecord, waiting: number, today: LocalDate): Availability => {
  const isKnown = state.get('record', id) !== undefined || copies.some(({ isLent }) => isLent !== undefined)
  if (mayNoneLeave(copies))
    return { kind: copies.some(({ immobility }) => immobility === 'reference-only') ? 'reference-only' : 'not-there' }
  const lendable = copies.filter(({ immobility }) => immobility === undefined)
  const items = lendable.map(({ barcode }) => state.get('item', barcode))
  const onShelf = lendable.filter((copy) => isOnShelf(state, copy)).length
  const returned = items.flatMap((item) =>
    item !== undefined && itemState(item).kind === 'returned' && !isInQuarantine(item, today) ? storyOf(item).returns.slice(-1) : [],
  )
  const [last] = returned.map(({ happened }) => happened).sort((a, b) => (`${a.date} ${a.time}` < `${b.date} ${b.time}` ? 1 : -1))
  const free = (isKnown ? onShelf : 0) + returned.length - waiting
  if (free > 0 && last !== undefined && returned.length >= free) return { kind: 'returned', count: free, at: last }
  if (free > 0) return { kind: 'on-shelf', count: free }
  if (!isKnown && onShelf > 0) return { kind: 'unknown', copies: lendable.length }
  if (onShelf + returned.length > 0) return { kind: 'awaited' }
  const states = items.flatMap((item) => (item === undefined ? [] : [itemState(item)]))
  const [until] = states
    .flatMap((one) => (one.kind === 'returned' && one.quarantineUntil !== undefined ? [one.quarantineUntil] : []))
    .sort()
  if (until !== undefined) return { kind: 'in-quarantine', until }
  const due = items.flatMap((item) => (item === undefined ? [] : storyOf(item).runs.map(({ dueOn }) => dueOn)))
  if (states.some(({ kind }) => kind === 'picked') && due.length === 0) return { kind: 'set-aside' }
  return copies.length === 0 ? { kind: 'unknown', copies: 0 } : { kind: 'lent', dueOn: due.sort()[0] }
}
