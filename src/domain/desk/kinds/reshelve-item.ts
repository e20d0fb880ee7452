/**
 * A document goes back to its shelf (HO-5, RET-2, ORD-3).
 * It waited for that: it is neither out, nor on the pile of an order that is still open.
 */
import { itemState } from '../../item/item-state.ts'
import { refuse } from '../../result.ts'
import { changeItem } from '../change-rows.ts'
import { freeItem } from '../free-item.ts'
import { type KindOf, ofDocument } from '../kind.ts'

export const reshelveItem: KindOf<'reshelve-item'> = {
  ...ofDocument,
  decide: (state, { barcode }, { now }) => {
    const item = state.get('item', barcode)
    const waits = item !== undefined && itemState(item).kind !== 'on-shelf'
    return waits ? freeItem(state, barcode, now) : refuse({ kind: 'nothing-to-reshelve', barcode })
  },
  apply: (draft, { barcode }, envelope) => changeItem(draft, envelope, barcode, { what: 'reshelved' }),
}
