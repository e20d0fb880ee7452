/**
 * What an order becomes when the ILS lists it again, or lists it no longer. Pure; runs on the endpoint.
 * Only what the ILS changed is changed: a slot moved or a note written at the desk stands until the ILS says something new. Nothing
 * that was picked is ever dropped.
 */
import { createHash } from 'node:crypto'
import { type LineId, type OrderId, toLineId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { newLine } from '../../domain/order/new-order.ts'
import { everyLine, isOpen, type Order, type OrderLine, standingLinePicks, type Wanted } from '../../domain/order/order.ts'
import { formatSlotKey, type SlotKey } from '../../domain/slot/slot.ts'

/** What the ILS said of an order at an import: remembered, to tell at the next one what it changed. */
export interface IlsWord {
  readonly slot: string
  readonly note: string
  /** The order that was made of it, where the ILS gives no number by which to find it. */
  readonly orderId?: Order['id'] | undefined
  /** Whose word it is, so that no other list drops it; absent: a file's. */
  readonly source?: 'holds' | undefined
}

/** What the file says of one order, its card and records found. */
export interface ListedOrder {
  readonly card: Order['card']
  readonly slot: SlotKey
  readonly note: string
  readonly wanted: readonly Wanted[]
}

const recordOf = (line: OrderLine): string | undefined =>
  line.substitutedFor ?? (line.wanted.kind === 'wish' ? line.wanted.text : line.wanted.recordId)
const recordWanted = (wanted: Wanted): string => (wanted.kind === 'wish' ? wanted.text : wanted.recordId)

const isPicked = (order: Order, line: OrderLine): boolean => standingLinePicks(order, line.id).length > 0

/** Lines as the file lists them; known ones keep their id, those that a whole list no longer holds stay and say so. */
const mergeLines = (order: Order, wanted: readonly Wanted[], isWhole: boolean): readonly OrderLine[] => {
  // What was taken out here is not asked for again by a list that still has it.
  const left = wanted.filter((one) => !order.removed?.some((line) => recordOf(line) === recordWanted(one)))
  const kept = order.lines.map((line): OrderLine => {
    const index = left.findIndex((one) => recordWanted(one) === recordOf(line))
    const [listed] = index === -1 ? [] : left.splice(index, 1)
    // The ILS never had what was added here.
    if (listed === undefined) return isWhole && line.addedBy === undefined ? { ...line, goneFromIls: true } : line
    const isDecidedHere = line.substitutedFor !== undefined || isPicked(order, line)
    return { ...line, wanted: isDecidedHere ? line.wanted : listed, goneFromIls: false }
  })
  return [...kept, ...newLines(order.id, left, { listed: wanted, taken: everyLine(order).map(({ id }) => id) })]
}

/** Hexadecimal digits of a line's hash: 48 bits, far more than the lines of one order could bring together by chance. */
const lineDigits = 12

/**
 * New lines of an order that wants `listed` in all. An id comes of what the line wants, never of its place: after a restore a pick finds
 * its line. It begins with a letter, as no tablet's does.
 */
export const newLines = (
  orderId: OrderId,
  wanted: readonly Wanted[],
  { listed = wanted, taken = [] }: { readonly listed?: readonly Wanted[]; readonly taken?: readonly LineId[] } = {},
): readonly OrderLine[] => {
  const ids = new Set(taken)
  return wanted.map((one) => {
    const isOfSeveral = listed.filter((other) => recordWanted(other) === recordWanted(one)).length > 1
    const what = [one.kind === 'wish', recordWanted(one), one.kind === 'item' && isOfSeveral ? one.barcode : '']
    const idOf = (count: number): LineId =>
      toLineId(
        `w${createHash('sha256')
          .update(JSON.stringify([orderId, ...what, count]))
          .digest('hex')
          .slice(0, lineDigits)}`,
      )
    let count = 1
    while (ids.has(idOf(count))) count++
    const id = idOf(count)
    ids.add(id)
    return newLine({ id, wanted: one })
  })
}

/**
 * The order with the ILS's new word; an order that is handed over, absent or cancelled here is left as it ended. `isWhole`: every line of
 * the file was taken, so that one that is not among them is gone.
 */
export const mergeOrder = (order: Order, listed: ListedOrder, said: IlsWord | undefined, isWhole: boolean): Order => {
  // One that the ILS had dropped comes back to life with it.
  if (!isOpen({ ...order, goneFromIlsAt: undefined })) return order
  return {
    ...order,
    card: listed.card,
    slot: said?.slot === formatSlotKey(listed.slot) ? order.slot : listed.slot,
    note: said?.note === listed.note ? order.note : listed.note,
    lines: mergeLines(order, listed.wanted, isWhole),
    goneFromIlsAt: undefined,
  }
}

/** The order that the ILS no longer lists: shown as such; with nothing picked it is no longer wanted (see `orderState`). */
export const dropOrder = (order: Order, at: Instant): Order => ({
  ...order,
  goneFromIlsAt: at,
  lines: order.lines.map((line) => ({ ...line, goneFromIls: true })),
})
