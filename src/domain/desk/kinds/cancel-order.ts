/**
 * The patron wants the order no more (ORD-3): its place is free, and its pile waits to be reshelved.
 * A handover of which its author knew nothing stands beside it, as a case.
 */
import { formatOrderSubject } from '../../operation/subject.ts'
import { orderAnswers } from '../../order/order-state.ts'
import { refuse } from '../../result.ts'
import { explainSlot, reviewOrder } from '../change-rows.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'

export const cancelOrder: KindOf<'cancel-order'> = {
  ...ofOrder,
  texts: ({ reason }) => [reason],
  names: ({ reason }) => ({ reason }),
  decide: (state, { orderId }, { end }) => {
    const order = state.get('order', orderId)
    if (order === undefined) return refuse({ kind: 'order-unknown', orderId })
    if (order.cancelledBy !== undefined) return refuse({ kind: 'order-cancelled', orderId })
    // On the endpoint a handover that the author could not know of does not refuse the cancellation: both stand, whichever came first.
    const { refusesCancelling } = orderAnswers(order)
    return end === 'tablet' && refusesCancelling !== undefined ? refuse({ kind: refusesCancelling, orderId }) : yes
  },
  apply: (draft, { orderId }, envelope) => {
    const { operationId, based } = envelope
    const order = draft.get('order', orderId)
    if (order === undefined || order.cancelledBy !== undefined) return
    reviewOrder(draft, { ...order, cancelledBy: { operationId, based: based[formatOrderSubject(orderId)] ?? [] } })
    explainSlot(draft, order.slot, envelope)
  },
}
