/**
 * The same documents ordered again: a cancellation was a mistake, or a patron who did not come asks for another day (ORD-3, ABS-2).
 * The closed order stays closed; a new one asks for what it asked for, under its number where the patron was told this hour. Runs everywhere.
 */
import { type OrderId, toLineId } from '../ids.ts'
import { compareMoments, type LocalMoment } from '../local-date.ts'
import type { DeskRequest } from '../operation/operation.ts'
import type { Settings } from '../settings/settings.ts'
import { capacityOf, slotEnd } from '../slot/build-slots.ts'
import { isUrgent } from '../slot/judge-placing.ts'
import { isSameSlot, type SlotKey } from '../slot/slot.ts'
import { type Order, orderAnswers } from './order.ts'

/** Cancelled, or not collected: the only orders that are asked for again. */
export const mayRenew = (order: Order): boolean => orderAnswers(order).renewal !== 'none'

const isCancelled = (order: Order): boolean => orderAnswers(order).renewal === 'its-own-slot-too'

/** ORD-3: cancelled by mistake, perhaps: its own slot is offered again for as long as that is not over. */
export const mayRestore = (settings: Settings, order: Order, now: LocalMoment): boolean =>
  isCancelled(order) && capacityOf(settings, order.slot) > 0 && compareMoments(now, slotEnd(settings, order.slot)) < 0

/** ORD-3: the patron was told its number for this hour, so that it stands on the new order too; restored twice, on the first one alone. */
export const keepsNumber = (
  orders: Iterable<Order>,
  closed: Order,
  { card, number, slot }: Pick<Order, 'card' | 'number' | 'slot'>,
): boolean =>
  closed.card === card &&
  closed.number === number &&
  isSameSlot(closed.slot, slot) &&
  [...orders].every((other) => other.number !== number || isCancelled(other))

interface Renewal {
  readonly orderId: OrderId
  readonly number: string
  readonly slot: SlotKey
  readonly now: LocalMoment
  /** The reason to go beyond SLOT-5, once it was asked for. */
  readonly overrideReason: string | undefined
}

/** ORD-3, ABS-2: the request for a new order of the same lines, equivalents included, in another slot. Its note and its number to call go with it. */
export const renewOrder = (
  { id, card, lines, note, callBackNumber, language }: Order,
  settings: Settings,
  { orderId, number, slot, now, overrideReason }: Renewal,
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
  overrideReason,
  language,
  renews: id,
})
