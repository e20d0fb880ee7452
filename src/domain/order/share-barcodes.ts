/**
 * Which order gets a document that two orders want: the one of the earliest slot (ORD-6, PULL-4). Runs everywhere.
 */
import type { ItemBarcode, LineId, OrderId } from '../ids.ts'
import { compareMoments } from '../local-date.ts'
import type { Order } from './order.ts'

/** Earliest slot first; in one slot, the order placed first. */
export const compareBySlot = (a: Order, b: Order): number =>
  compareMoments(a.slot, b.slot) || a.placedAt - b.placedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** ORD-6: for each document asked for by its barcode, the line that gets it; any other line that asks for it takes any item of its record. */
export const shareBarcodes = (
  orders: readonly Order[],
): ReadonlyMap<ItemBarcode, { readonly orderId: OrderId; readonly lineId: LineId }> => {
  const lineByBarcode = new Map<ItemBarcode, { readonly orderId: OrderId; readonly lineId: LineId }>()
  for (const order of orders.toSorted(compareBySlot)) {
    for (const { id, wanted } of order.lines) {
      if (wanted.kind === 'item' && !lineByBarcode.has(wanted.barcode)) lineByBarcode.set(wanted.barcode, { orderId: order.id, lineId: id })
    }
  }
  return lineByBarcode
}
