/**
 * Which handovers the desk may still take back: those of the same day, whichever tablet made them (HO-7). Runs on the tablet; the
 * endpoint never refuses an undo.
 */
import type { CardNumber, ItemBarcode, OperationId, OrderId } from '../ids.ts'
import type { Item, ItemFact } from '../item/item.ts'
import { openHandovers } from '../item/item-state.ts'
import type { LocalDate, LocalMoment } from '../local-date.ts'
import type { Order } from '../order/order.ts'
import { type OrderFactOf, standingHandovers } from '../order/order-state.ts'
import type { DeskState } from '../row/desk-state.ts'

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
 * HO-7: what the undo of an order's handover puts back on its pile: the documents that left, and those that the patron did not want
 * (HO-5), which would otherwise stay on the list to reshelve while the order is ready again.
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

/** Whose handovers are looked for: a person's, or those by which a document left. */
export type UndoQuery = { readonly card: CardNumber } | { readonly barcode: ItemBarcode }

/** HO-7: handovers of today of which a document is still out; one without an order is known by its documents alone (HO-1). */
export const undoableToday = (state: DeskState, query: UndoQuery, today: LocalDate): readonly UndoTarget[] => {
  const isAsked = (item: Item, card: CardNumber): boolean => ('card' in query ? query.card === card : query.barcode === item.id)
  const items = [...state.all('item')]
  const found = new Map<OperationId, Omit<UndoTarget, 'barcodes'>>()
  for (const item of items) {
    for (const fact of openHandovers(item)) {
      const { operationId, orderId, card } = fact
      if (mayUndo(fact, today) && isAsked(item, card)) found.set(operationId, { operationId, orderId, card })
    }
  }
  const isOf =
    ({ operationId, orderId }: Omit<UndoTarget, 'barcodes'>) =>
    (fact: ItemFact): boolean =>
      fact.operationId === operationId && (fact.what === 'handed-over' || (fact.what === 'left-behind' && orderId !== undefined))
  return [...found.values()].map((target) => ({
    ...target,
    barcodes: items.filter(({ facts }) => facts.some(isOf(target))).map(({ id }) => id),
  }))
}
