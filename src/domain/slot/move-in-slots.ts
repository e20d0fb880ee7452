/**
 * An order enters a slot, or leaves it for another one. Slots learn in no other way who is in them (SLOT-3). Runs everywhere: for what the
 * desk places and moves, and for what the ILS places and moves.
 */
import type { OrderId } from '../ids.ts'
import { formatSlotKey, isSameSlot, type SlotFilling, type SlotKey } from './slot.ts'

/** Rows of the slots that this changes; `from` undefined: the order is new. `filling` answers a slot's row by its id. */
export const moveInSlots = (
  filling: (id: SlotFilling['id']) => SlotFilling | undefined,
  orderId: OrderId,
  from: SlotKey | undefined,
  to: SlotKey,
): readonly SlotFilling[] => {
  const left = from === undefined || isSameSlot(from, to) ? undefined : filling(formatSlotKey(from))
  const id = formatSlotKey(to)
  const entered = filling(id) ?? { kind: 'slot', id, slot: to, orderIds: [] }
  return [
    ...(left?.orderIds.includes(orderId) ? [{ ...left, orderIds: left.orderIds.filter((other) => other !== orderId) }] : []),
    ...(entered.orderIds.includes(orderId) ? [] : [{ ...entered, orderIds: [...entered.orderIds, orderId].sort() }]),
  ]
}
