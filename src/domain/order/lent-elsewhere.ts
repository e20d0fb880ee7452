/**
 * The documents of an order that the ordinary desk lent while the order waited for them (ORD-4). Runs everywhere.
 * The order says so before its patron comes: a picked document is no longer in the bay, one to pick is not on its shelf.
 */
import type { ItemBarcode, LineId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { lentElsewhereSince } from '../item/item-state.ts'
import type { DeskReader } from '../row/desk-state.ts'
import { isDone, isOpen, lineState, type Order, type OrderLine } from './order.ts'

/** The documents that a line waits for: one, or any of a record's. */
const awaited = (reader: DeskReader, order: Order, line: OrderLine): readonly ItemBarcode[] => {
  const state = lineState(order, line)
  if (state.kind === 'picked') return state.barcode === undefined ? [] : [state.barcode]
  if (isDone(line, state) || line.wanted.kind === 'wish') return []
  if (line.wanted.kind === 'item') return [line.wanted.barcode]
  return (reader.get('record', line.wanted.recordId)?.copies ?? []).map(({ barcode }) => barcode)
}

/** ORD-4: the lines of an open order whose document is lent, and since when. A line that any copy serves counts once all copies are lent. */
export const lentElsewhere = (reader: DeskReader, order: Order): ReadonlyMap<LineId, Instant> => {
  const sinceByLine = new Map<LineId, Instant>()
  for (const line of isOpen(order) ? order.lines : []) {
    let last: Instant | undefined
    const isNoneLeft = awaited(reader, order, line).every((barcode) => {
      const since = lentElsewhereSince(reader.get('item', barcode))
      if (since !== undefined && (last === undefined || since > last)) last = since
      return since !== undefined
    })
    if (isNoneLeft && last !== undefined) sinceByLine.set(line.id, last)
  }
  return sinceByLine
}
