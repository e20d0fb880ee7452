/**
 * The same documents wanted once more: a cancellation that was a mistake, a patron who did not come and asks for another day (ORD-3,
 * ABS-2). Runs on the tablet. What is closed stays closed and keeps its number; a new order asks for what the old one asked for.
 */
import type { DeskRequest } from '../desk/operation.ts'
import type { Settings } from '../desk/settings.ts'
import { type OrderId, toLineId } from '../ids.ts'
import type { LocalMoment } from '../local-date.ts'
import { isUrgent } from '../slot/judge-placing.ts'
import type { SlotKey } from '../slot/slot.ts'
import type { Order } from './order.ts'
import { orderState } from './order-state.ts'

/** Cancelled, or not collected: the only orders that are asked for again. */
export const mayRenew = (order: Order): boolean => ['cancelled', 'no-show'].includes(orderState(order))

/** ORD-3, ABS-2: the request for a new order of the same lines, equivalents included, in another slot. Its note and its number to call go with it. */
export const renewOrder = (
  { card, lines, note, callBackNumber }: Order,
  settings: Settings,
  { orderId, number, slot, now }: { readonly orderId: OrderId; readonly number: string; readonly slot: SlotKey; readonly now: LocalMoment },
): Extract<DeskRequest, { readonly kind: 'place-order' }> => ({
  kind: 'place-order',
  orderId,
  number,
  source: 'desk',
  card,
  slot,
  lines: lines.map(({ wanted }, n) => ({ id: toLineId(String(n + 1)), wanted })),
  note,
  callBackNumber,
  isUrgent: isUrgent(settings, slot, now),
  overrideReason: undefined,
})
