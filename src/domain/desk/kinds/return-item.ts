/**
 * A document comes back (RET-4), and may rest in quarantine (RET-1).
 * Nothing refuses it: whoever holds the document in hand is right.
 */
import { changeItem } from '../change-rows.ts'
import { type KindOf, ofDocument, yes } from '../kind.ts'

export const returnItem: KindOf<'return-item'> = {
  ...ofDocument,
  moves: ({ barcode }) => [barcode],
  names: (fact) => ({ document: fact, until: fact.quarantineUntil }),
  decide: () => yes,
  apply: (draft, fact, envelope) => {
    changeItem(draft, envelope, fact.barcode, { what: 'returned', quarantineUntil: fact.quarantineUntil }, fact)
  },
}
