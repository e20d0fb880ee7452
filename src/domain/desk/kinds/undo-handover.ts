/**
 * A handover is taken back, on its own day (HO-7): to the ILS it may be the return of what it had lent (ILS-7).
 * It names the handover and its documents, without an order too.
 */
import { refuse } from '../../result.ts'
import { changeItem, changeOrder } from '../change-rows.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'

export const undoHandover: KindOf<'undo-handover'> = {
  ...ofOrder,
  documents: ({ barcodes }) => barcodes,
  moves: ({ barcodes }) => barcodes,
  takesBack: ({ handover }) => handover,
  names: ({ card, barcodes }) => ({ card, count: barcodes.length }),
  decide: (state, { handover, orderId, barcodes }, { now }) => {
    const facts = [
      ...(orderId === undefined ? [] : (state.get('order', orderId)?.facts ?? [])),
      ...barcodes.flatMap((barcode) => state.get('item', barcode)?.facts ?? []),
    ]
    const found = facts.find((fact) => fact.what === 'handed-over' && fact.operationId === handover)
    if (found === undefined) return refuse({ kind: 'handover-unknown' })
    if (facts.some((fact) => fact.what === 'handover-undone' && fact.handover === handover)) {
      return refuse({ kind: 'handover-already-undone' })
    }
    return found.happened.date === now.date ? yes : refuse({ kind: 'undo-too-late', happened: found.happened })
  },
  apply: (draft, { handover, orderId, barcodes }, envelope) => {
    if (orderId !== undefined) changeOrder(draft, envelope, orderId, { what: 'handover-undone', handover })
    for (const barcode of barcodes) changeItem(draft, envelope, barcode, { what: 'handover-undone', handover })
  },
}
