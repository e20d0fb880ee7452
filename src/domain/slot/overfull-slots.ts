/**
 * What no longer fits on a day: more orders in a slot than places, or orders where the site has closed (SLOT-4). Runs everywhere.
 * Nothing is ever dropped: the day shows the slot, and whom to call.
 */
import type { SiteId } from '../ids.ts'
import { type LocalDate, toMinutes } from '../local-date.ts'
import { countsInSlot, isOpen, type Order } from '../order/order.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { slotAmong, slotsOfDay } from './build-slots.ts'
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

/** SLOT-4: the same of orders that are all of that day and site, and count in a slot. */
export const overfullAmong = (orders: readonly Order[], settings: Settings, siteId: SiteId, date: LocalDate): readonly OverfullSlot[] => {
  const slots = slotsOfDay(settings, siteId, date)
  const ordersById = new Map<string, Order[]>()
  for (const order of orders) {
    // An order whose time is no slot any more counts in the one that it falls in (SET-6).
    const id = formatSlotKey(slotAmong(slots, order.slot.time)?.key ?? order.slot)
    const others = ordersById.get(id)
    if (others === undefined) ordersById.set(id, [order])
    else others.push(order)
  }
  const overfull: OverfullSlot[] = []
  for (const own of ordersById.values()) {
    const placed = own[0]?.slot
    if (placed === undefined) continue
    const slot = slotAmong(slots, placed.time)
    const [key, capacity] = [slot?.key ?? placed, slot?.capacity ?? 0]
    if (own.length <= capacity) continue
    const lastFirst = own.filter(isOpen).sort((a, b) => b.placedAt - a.placedAt || (a.id < b.id ? 1 : -1))
    overfull.push({ key, capacity, filling: own.length, toCall: lastFirst.slice(0, own.length - capacity) })
  }
  return overfull.sort((a, b) => toMinutes(a.key.time) - toMinutes(b.key.time))
}

/** SLOT-4: the slots of one day that hold more than they may, in the order of the clock. */
export const overfullSlots = (state: DeskState, siteId: SiteId, date: LocalDate): readonly OverfullSlot[] => {
  const settings = state.get('settings', 'settings')
  if (settings === undefined) return []
  const orders = [...state.all('order')].filter(({ slot }) => slot.siteId === siteId && slot.date === date).filter(countsInSlot)
  return overfullAmong(orders, settings, siteId, date)
}
