/**
 * A pick is taken back: the document leaves the pile again (PULL-4).
 * It names the pick, so that another pick of the same line stands.
 */
import { standingLinePicks } from '../../order/order-state.ts'
import { refuse } from '../../result.ts'
import { changeItem, changeOrder } from '../change-rows.ts'
import { type KindOf, ofDocument, ofLine, yes } from '../kind.ts'
import { openLine } from '../open-order.ts'

export const unpickItem: KindOf<'unpick-item'> = {
  ...ofDocument,
  names: ofLine.names,
  takesBack: ({ pick }) => pick,
  decide: (state, { orderId, lineId, pick }) => {
    const found = openLine(state, orderId, lineId)
    if (!found.ok) return found
    const isStanding = standingLinePicks(found.value.order, lineId).some(({ operationId }) => operationId === pick)
    return isStanding ? yes : refuse({ kind: 'line-not-picked' })
  },
  apply: (draft, { orderId, lineId, pick, barcode }, envelope) => {
    changeOrder(draft, envelope, orderId, { what: 'unpicked', lineId, pick })
    if (barcode !== undefined) changeItem(draft, envelope, barcode, { what: 'unpicked', pick })
  },
}
