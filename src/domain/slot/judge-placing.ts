/**
 * May this order be placed in this slot? Runs on the tablet as one types, and on the endpoint when the request arrives.
 * Staff decide, so they are told and rarely refused; only the public page hears that a slot is full or too soon (SLOT-3, ORD-5).
 */
import type { CardNumber } from '../ids.ts'
import { type LocalMoment, minutesApart } from '../local-date.ts'
import type { DeskRequest } from '../operation/operation.ts'
import type { Refusal } from '../operation/refusal.ts'
import { isOpen, type Order } from '../order/order.ts'
import { accept, type Result, refuse } from '../result.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { capacityOf, isWithinHorizon, slotFilling } from './build-slots.ts'
import { isSameSlot, type SlotKey } from './slot.ts'

type PlaceOrder = Extract<DeskRequest, { readonly kind: 'place-order' }>

/** ORD-5: an order for a slot that begins within the lead time is urgent. */
export const isUrgent = (settings: Settings, slot: SlotKey, now: LocalMoment): boolean =>
  minutesApart(now, slot) < settings.leadTimeHours * 60

/** SLOT-5: the patron's orders that still wait for something, whatever their slot. */
export const openOrdersOf = (state: DeskState, card: CardNumber): readonly Order[] =>
  [...state.all('order')].filter((order) => order.card === card && isOpen(order))

/** Orders of a patron that still wait for something: in the slot of one more, and in all. */
export interface OrdersHeld {
  readonly inSlot: number
  readonly inAll: number
}

export const ordersHeld = (open: readonly Order[], slot: SlotKey): OrdersHeld => ({
  inSlot: open.filter((order) => isSameSlot(order.slot, slot)).length,
  inAll: open.length,
})

/** SLOT-5: whether whoever holds so many may have one more. */
export const judgeLimits = (
  { openOrdersPerSlot, openOrders }: Pick<Settings, 'openOrdersPerSlot' | 'openOrders'>,
  { inSlot, inAll }: OrdersHeld,
): Result<undefined, Refusal> => {
  if (inSlot >= openOrdersPerSlot) return refuse({ kind: 'too-many-orders-in-slot', maximum: openOrdersPerSlot })
  return inAll >= openOrders ? refuse({ kind: 'too-many-open-orders', maximum: openOrders }) : accept(undefined)
}

/** SLOT-5: a limit that staff go beyond by giving a reason. */
export const isOrderLimit = ({ kind }: Refusal): boolean => kind === 'too-many-orders-in-slot' || kind === 'too-many-open-orders'

/**
 * Refuses an order without a line, a closed or too late time, and too many open orders without a reason; from the portal also a full slot
 * (ORD-1, ORD-5, SLOT-1, SLOT-3, SLOT-5, NET-2). The ILS's orders pass (ORD-6).
 */
export const judgePlacing = (state: DeskState, request: PlaceOrder, now: LocalMoment): Result<undefined, Refusal> => {
  const { orderId, slot, source, card, lines } = request
  if (state.get('order', orderId) !== undefined) return refuse({ kind: 'order-already-there', orderId })
  if (lines.length === 0) return refuse({ kind: 'order-empty' })
  if (source === 'ils') return accept(undefined)
  const settings = state.get('settings', 'settings')
  const capacity = settings === undefined ? 0 : capacityOf(settings, slot)
  if (settings === undefined || settings.closedAt !== undefined || capacity === 0) return refuse({ kind: 'slot-closed', slot })
  if (!isWithinHorizon(settings, slot.date, now.date)) return refuse({ kind: 'slot-too-far', slot, horizonDays: settings.horizonDays })
  if (source === 'portal') {
    if (isUrgent(settings, slot, now)) return refuse({ kind: 'slot-too-soon', slot, leadTimeHours: settings.leadTimeHours })
    if (slotFilling(state, slot) >= capacity) return refuse({ kind: 'slot-full', slot })
  } else if (request.overrideReason !== undefined) {
    return accept(undefined)
  }
  return judgeLimits(settings, ordersHeld(openOrdersOf(state, card), slot))
}
