/**
 * Whom to call where settings leave orders without a place, on every day to come (SET-8, SLOT-4). Runs everywhere: for the button that says
 * how many, and for the journal, which remembers it.
 */
import type { LocalDate } from '../local-date.ts'
import { countsInSlot, type Order } from '../order/order.ts'
import type { DeskState } from '../row/desk-state.ts'
import { overfullAmong } from './overfull-slots.ts'

/** SLOT-4: by the settings of `state`, from today on, in the order of the days. */
export const ordersToCall = (state: DeskState, today: LocalDate): readonly Order[] => {
  const settings = state.get('settings', 'settings')
  if (settings === undefined) return []
  const ordersByDay = new Map<string, Order[]>()
  for (const order of state.all('order')) {
    const { date, siteId } = order.slot
    if (date < today || !countsInSlot(order)) continue
    const day = `${date} ${siteId}`
    const others = ordersByDay.get(day)
    if (others === undefined) ordersByDay.set(day, [order])
    else others.push(order)
  }
  return [...ordersByDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, orders]) => {
      const [first] = orders
      return first === undefined ? [] : overfullAmong(orders, settings, first.slot.siteId, first.slot.date).flatMap(({ toCall }) => toCall)
    })
}
