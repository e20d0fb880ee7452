/**
 * A librarian says that the patron did not come, of an order that is late.
 * Its documents then wait to be reshelved.
 */
import { refuse } from '../../result.ts'
import { isLate } from '../../slot/lateness.ts'
import { changeOrder } from '../change-rows.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'
import { openOrder } from '../open-order.ts'

export const confirmNoShow: KindOf<'confirm-no-show'> = {
  ...ofOrder,
  decide: (state, { orderId }, { now }) => {
    const found = openOrder(state, orderId)
    if (!found.ok) return found
    const settings = state.get('settings', 'settings')
    return settings !== undefined && isLate(settings, found.value, now) ? yes : refuse({ kind: 'not-late' })
  },
  apply: (draft, { orderId }, envelope) => changeOrder(draft, envelope, orderId, { what: 'no-show' }),
}
