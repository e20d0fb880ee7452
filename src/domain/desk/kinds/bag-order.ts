/**
 * The pile is done and lies in its bays (PULL-7).
 * Every line is settled by then, and the bays exist and are free.
 */
import { isLineDone } from '../../order/order-state.ts'
import { bayHolders } from '../../pull-list/choose-bay.ts'
import { refuse } from '../../result.ts'
import { changeOrder } from '../change-rows.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'
import { openOrder } from '../open-order.ts'

export const bagOrder: KindOf<'bag-order'> = {
  ...ofOrder,
  names: ({ bays }) => ({ bays }),
  decide: (state, { orderId, bays }) => {
    const found = openOrder(state, orderId)
    if (!found.ok) return found
    const order = found.value
    const count = order.lines.filter((line) => !isLineDone(order, line)).length
    if (count > 0) return refuse({ kind: 'lines-not-done', count })
    const site = state.get('settings', 'settings')?.sites.find((candidate) => candidate.id === order.slot.siteId)
    const last = site?.bays ?? 0
    if (bays.length === 0 || bays.some((bay) => !Number.isInteger(bay) || bay < 1 || bay > last)) {
      return refuse({ kind: 'bay-unknown', bays: last })
    }
    const holders = bayHolders(state, order.slot.siteId)
    for (const bay of bays) {
      const other = holders.get(bay)?.find((holder) => holder.id !== orderId)
      if (other !== undefined) return refuse({ kind: 'bay-taken', bay, orderId: other.id })
    }
    return yes
  },
  apply: (draft, { orderId, bays }, envelope) => changeOrder(draft, envelope, orderId, { what: 'bagged', bays }),
}
