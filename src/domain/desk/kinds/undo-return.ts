/**
 * The document was scanned back by mistake (RET-4): that return counts for nothing.
 * Of today alone, and of a document that has not moved since.
 */
import { itemState } from '../../item/item-state.ts'
import { storyOf } from '../../item/story.ts'
import { refuse } from '../../result.ts'
import { changeItem } from '../change-rows.ts'
import { type KindOf, ofDocument, yes } from '../kind.ts'

export const undoReturn: KindOf<'undo-return'> = {
  ...ofDocument,
  takesBack: ({ returning }) => returning,
  decide: (state, { barcode, returning }, { now }) => {
    const item = state.get('item', barcode)
    const isStanding =
      item !== undefined &&
      itemState(item).kind === 'returned' &&
      storyOf(item).returns.some((fact) => fact.operationId === returning && fact.happened.date === now.date)
    return isStanding ? yes : refuse({ kind: 'return-stands', barcode })
  },
  apply: (draft, { barcode, returning }, envelope) => changeItem(draft, envelope, barcode, { what: 'return-undone', returning }),
}
