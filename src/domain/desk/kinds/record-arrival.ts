/**
 * The patron stands before the door.
 * Said of an order that is still open; it may be said again.
 */
import { changeOrder } from '../change-rows.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'
import { openOrder } from '../open-order.ts'

export const recordArrival: KindOf<'record-arrival'> = {
  ...ofOrder,
  decide: (state, { orderId }) => {
    const found = openOrder(state, orderId)
    return found.ok ? yes : found
  },
  apply: (draft, { orderId }, envelope) => changeOrder(draft, envelope, orderId, { what: 'arrived' }),
}
