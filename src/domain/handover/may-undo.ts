/**
 * Which handovers the desk may still take back: those of the same day, whichever tablet made them (HO-7). Runs on the tablet; the
 * endpoint never refuses an undo.
 */
import type { CardNumber, ItemBarcode, OperationId, OrderId } from '../ids.ts'
import type { LocalDate, LocalMoment } from '../local-date.ts'
import { type Order, type OrderFactOf, standingHandovers } from '../order/order.ts'

/** What an undo names (HO-7). */
export interface UndoTarget {
  readonly operationId: OperationId
  readonly orderId: OrderId | undefined
  readonly card: CardNumber
  readonly barcodes: readonly ItemBarcode[]
}

/** HO-7: true on the day on which the handover truly happened. */
export const mayUndo = ({ happened }: { readonly happened: LocalMoment }, today: LocalDate): boolean => happened.date === today

/** HO-7: the handovers of an order that stand and may be undone today. */
export const undoableHandovers = (order: Order, today: LocalDate): readonly OrderFactOf<'handed-over'>[] =>
  standingHandovers(order).filter((handover) => mayUndo(handover, today))

/** Of a loan without an order nothing was left behind: it had no pile. */
interface PileOfHandover {
  readonly orderId: OrderId | undefined
  readonly items: readonly { readonly barcode: ItemBarcode }[]
  readonly leftBehind: readonly { readonly barcode: ItemBarcode | undefined }[]
}

/**
 * HO-7: what the undo of an order's handover puts back on its pile: the documents that left, and those left behind (HO-5). Otherwise
 * these stay on the list to reshelve while the order is ready again.
 */
export const barcodesToPutBack = ({ orderId, items, leftBehind }: PileOfHandover): readonly ItemBarcode[] =>
  [...items, ...(orderId === undefined ? [] : leftBehind)].flatMap(({ barcode }) => barcode ?? [])

/** HO-7: the handover by which an order was closed today, as an undo names it. */
export const undoOfOrder = (order: Order, today: LocalDate): UndoTarget | undefined => {
  const [handover] = undoableHandovers(order, today)
  if (handover === undefined) return undefined
  const { operationId } = handover
  return { operationId, orderId: order.id, card: order.card, barcodes: barcodesToPutBack({ ...handover, orderId: order.id }) }
}
