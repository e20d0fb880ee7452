/**
 * Documents that come back and go to their shelves. Runs everywhere; pure.
 * Each kind says what may refuse it, what it changes and what it names (`domain/desk/kind.ts`).
 */
import { itemState, standingReshelvings } from '../../item/item-state.ts'
import { refuse } from '../../result.ts'
import { undoableReturns } from '../../return/returns-today.ts'
import { changeItem } from '../change-rows.ts'
import { freeItem } from '../free-item.ts'
import { type KindOf, ofDocument, yes } from '../kind.ts'

/**
 * A document comes back (RET-4), and may rest in quarantine (RET-1).
 * Nothing refuses it: whoever holds the document in hand is right.
 */
export const returnItem: KindOf<'return-item'> = {
  ...ofDocument,
  moves: ({ barcode }) => [barcode],
  names: (fact) => ({ document: fact, until: fact.quarantineUntil }),
  decide: () => yes,
  apply: (draft, fact, envelope) => {
    changeItem(draft, envelope, fact.barcode, { what: 'returned', quarantineUntil: fact.quarantineUntil }, fact)
  },
}

/**
 * The document was scanned back by mistake (RET-4): that return counts for nothing. Of today alone, and of a document that has not moved
 * since.
 */
export const undoReturn: KindOf<'undo-return'> = {
  ...ofDocument,
  takesBack: ({ returning }) => returning,
  decide: (state, { barcode, returning }, { now }) => {
    const isStanding = undoableReturns(state.get('item', barcode), now.date).some(({ operationId }) => operationId === returning)
    return isStanding ? yes : refuse({ kind: 'return-stands', barcode })
  },
  apply: (draft, { barcode, returning }, envelope) => changeItem(draft, envelope, barcode, { what: 'return-undone', returning }),
}

/**
 * A document goes back to its shelf (HO-5, RET-2, ORD-3). It waited for that: it is neither out, nor on the pile of an order that is still
 * open.
 */
export const reshelveItem: KindOf<'reshelve-item'> = {
  ...ofDocument,
  decide: (state, { barcode }, { now }) => {
    const item = state.get('item', barcode)
    const waits = item !== undefined && itemState(item).kind !== 'on-shelf'
    return waits ? freeItem(state, barcode, now) : refuse({ kind: 'nothing-to-reshelve', barcode })
  },
  apply: (draft, { barcode }, envelope) => changeItem(draft, envelope, barcode, { what: 'reshelved' }),
}

/** The document was ticked as reshelved by mistake (RET-2): it waits where it did before. It names the tick, which must still stand. */
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
