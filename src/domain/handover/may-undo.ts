/**
 * Which handovers the desk may still take back: those of the same day (HO-7). Runs on the tablet; the endpoint never refuses an undo.
 */
import type { LocalDate, LocalMoment } from '../local-date.ts'
import type { Order } from '../order/order.ts'
import { type OrderFactOf, standingHandovers } from '../order/order-state.ts'

/** HO-7: true on the day on which the handover truly happened. */
export const mayUndo = ({ happened }: { readonly happened: LocalMoment }, today: LocalDate): boolean => happened.date === today

/** HO-7: the handovers of an order that stand and may be undone today. */
export const undoableHandovers = (order: Order, today: LocalDate): readonly OrderFactOf<'handed-over'>[] =>
  standingHandovers(order).filter((handover) => mayUndo(handover, today))
