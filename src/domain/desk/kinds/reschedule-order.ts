/**
 * An order moves to another slot.
 * Of two that moved it without knowing of each other the first received stands: the second says from where, and finds it elsewhere.
 */
import { isDeskDay } from '../../operation/doubtful-dates.ts'
import { refuse } from '../../result.ts'
import { capacityOf } from '../../slot/capacity-of.ts'
import { isSameSlot } from '../../slot/slot.ts'
import { explainSlot, putInSlot, reviewSlot } from '../change-rows.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'
import { openOrder } from '../open-order.ts'

export const rescheduleOrder: KindOf<'reschedule-order'> = {
  ...ofOrder,
  names: ({ to }) => ({ slot: to }),
  decide: (state, { orderId, from, to }) => {
    const found = openOrder(state, orderId)
    if (!found.ok) return found
    if (!isSameSlot(found.value.slot, from)) return refuse({ kind: 'order-moved-meanwhile', now: found.value.slot })
    const settings = state.get('settings', 'settings')
    const hasSlot = settings !== undefined && isDeskDay(to.date) && capacityOf(settings, to) > 0
    return hasSlot ? yes : refuse({ kind: 'slot-closed', slot: to })
  },
  apply: (draft, { orderId, to }, envelope) => {
    const order = draft.get('order', orderId)
    if (order === undefined) return
    putInSlot(draft, { ...order, slot: to }, order.slot)
    explainSlot(draft, order.slot, envelope)
    reviewSlot(draft, to, envelope.operationId)
  },
}
