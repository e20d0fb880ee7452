/**
 * Whom to call where settings leave orders without a place, on every day to come (SET-8, SLOT-4). Runs everywhere: for the button that says
 * how many, and for the journal, which remembers it.
 */
import type { LocalDate } from '../local-date.ts'
import type { Order } from '../order/order.ts'
import { isOpen } from '../order/order-state.ts'
import type { DeskState } from '../row/desk-state.ts'
import { overfullSlots } from './overfull-slots.ts'

/** SLOT-4: by the settings of `state`, from today on, in the order of the days. */
export const ordersToCall = (state: DeskState, today: LocalDate): readonly Order[] => {
  const days = new Map<string, Order['slot']>()
  for (const order of state.all('order')) {
    if (isOpen(order) && order.slot.date >= today) days.set(`${order.slot.date} ${order.slot.siteId}`, order.slot)
  }
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { siteId, date }]) => overfullSlots(state, siteId, date).flatMap(({ toCall }) => toCall))
}
