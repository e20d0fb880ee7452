/**
 * A line is given up, with a reason that the patron is told (PULL-5).
 * It stays on the order: a document that turns up is still picked for it.
 */
import { changeOrder } from '../change-rows.ts'
import { type KindOf, ofLine } from '../kind.ts'
import { unpickedLine } from '../open-order.ts'

export const giveUpLine: KindOf<'give-up-line'> = {
  ...ofLine,
  names: ({ lineId, reason }) => ({ lineId, reason }),
  texts: ({ reason }) => [reason],
  decide: (state, { orderId, lineId }) => unpickedLine(state, orderId, lineId),
  apply: (draft, { orderId, lineId, reason }, envelope) => changeOrder(draft, envelope, orderId, { what: 'given-up', lineId, reason }),
}
