/**
 * The document was ticked as reshelved by mistake (RET-2): it waits where it did before.
 * It names the tick, which must still stand.
 */
import { standingReshelvings } from '../../item/item-state.ts'
import { refuse } from '../../result.ts'
import { changeItem } from '../change-rows.ts'
import { type KindOf, ofDocument, yes } from '../kind.ts'

export const unreshelveItem: KindOf<'unreshelve-item'> = {
  ...ofDocument,
  takesBack: ({ reshelving }) => reshelving,
  decide: (state, { barcode, reshelving }) => {
    const item = state.get('item', barcode)
    return item !== undefined && standingReshelvings(item).some(({ operationId }) => operationId === reshelving)
      ? yes
      : refuse({ kind: 'not-reshelved', barcode })
  },
  apply: (draft, { barcode, reshelving }, envelope) => changeItem(draft, envelope, barcode, { what: 'unreshelved', reshelving }),
}
