/**
 * A document goes to the pile of an order, for one of its lines (PULL-4).
 * Ticked by a tap it has no barcode: then only the order hears of it.
 */
import { changeItem, changeOrder } from '../change-rows.ts'
import { freeItem } from '../free-item.ts'
import { type KindOf, ofDocument } from '../kind.ts'
import { unpickedLine } from '../open-order.ts'

export const pickItem: KindOf<'pick-item'> = {
  ...ofDocument,
  decide: (state, { orderId, lineId, barcode, of }, { now }) => {
    const line = unpickedLine(state, orderId, lineId, of)
    return !line.ok || barcode === undefined ? line : freeItem(state, barcode, now)
  },
  apply: (draft, fact, envelope) => {
    const { orderId, lineId, barcode, of } = fact
    // Most have none: their rows stay short.
    changeOrder(draft, envelope, orderId, { what: 'picked', lineId, barcode, ...(of === undefined ? {} : { of }) })
    if (barcode !== undefined) changeItem(draft, envelope, barcode, { what: 'picked', orderId, lineId }, fact)
  },
}
