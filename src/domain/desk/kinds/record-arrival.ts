/**
 * The patron stands before the door.
 * Said of an order that is still open; it may be said again.
 */
import { changeOrder } from '../change-rows.ts'
import { type KindOf, ofOrder } from '../kind.ts'
import { whileOpen } from '../open-order.ts'

export const recordArrival: KindOf<'record-arrival'> = {
  ...ofOrder,
  decide: whileOpen,
  apply: (draft, { orderId }, envelope) => changeOrder(draft, envelope, orderId, { what: 'arrived' }),
}
