/**
 * What no longer fits on a day: more orders in a slot than places, or orders where the site has closed (SLOT-4). Runs everywhere.
 * Nothing is ever dropped: the day shows the slot, and whom to call.
 */

import type { SiteId } from '../ids.ts'
import { type LocalDate, toMinutes } from '../local-date.ts'
import type { Order } from '../order/order.ts'
import { countsInSlot, isOpen } from '../order/order-state.ts'
import type { DeskState } from '../row/desk-state.ts'
import { slotAt } from './build-slots.ts'
import { formatSlotKey, type SlotKey } from './slot.ts'

export interface OverfullSlot {
  readonly key: SlotKey
  /** Orders it may take; 0: the site is closed then. */
  readonly capacity: number
  /** Orders it has, neither cancelled nor no-show. */
  readonly filling: number
  /** The orders to move: the last placed, as many as there are too many, without those already handed over. */
  readonly toCall: readonly Order[]
}

/** SLOT-4: the slots of one day that hold more than they may, in the order of the clock. */
export const overfullSlots = (state: DeskState, siteId: SiteId, date: LocalDate): readonly OverfullSlot[] => {
  const settings = state.get('settings', 'settings')
  if (settings === undefined) return []
  const ordersById = new Map<string, Order[]>()
  for (const order of state.all('order')) {
    if (order.slot.siteId !== siteId || order.slot.date !== date || !countsInSlot(order)) continue
    // An order whose time is no slot any more counts in the one that it falls in (SET-6).
    const id = formatSlotKey(slotAt(settings, order.slot)?.key ?? order.slot)
    ordersById.set(id, [...(ordersById.get(id) ?? []), order])
  }
  const overfull: OverfullSlot[] = []
  for (const orders of ordersById.values()) {
    const placed = orders[0]?.slot
    if (placed === undefined) continue
    const slot = slotAt(settings, placed)
    const [key, capacity] = [slot?.key ?? placed, slot?.capacity ?? 0]
    if (orders.length <= capacity) continue
    const lastFirst = orders.filter(isOpen).sort((a, b) => b.placedAt - a.placedAt || (a.id < b.id ? 1 : -1))
    overfull.push({ key, capacity, filling: orders.length, toCall: lastFirst.slice(0, orders.length - capacity) })
  }
  return overfull.sort((a, b) => toMinutes(a.key.time) - toMinutes(b.key.time))
}
