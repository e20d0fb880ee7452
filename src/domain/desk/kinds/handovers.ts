/**
 * A pile goes to its patron, and comes back from a mistake. Runs everywhere; pure.
 * Each kind says what may refuse it, what it changes and what it names (`domain/desk/kind.ts`).
 */
import { judgeHandOverOrder } from '../../handover/judge-hand-over-order.ts'
import { refuse } from '../../result.ts'
import { changeItem, changeOrder } from '../change-rows.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'

/**
 * Documents leave with a patron, of an order or without one (HO-1): the loans that the ILS is told.
 * What the patron left and what was not in the bay travel with it (HO-5).
 */
export const handOverOrder: KindOf<'hand-over-order'> = {
  ...ofOrder,
  documents: ({ items, leftBehind }) => [...items, ...leftBehind].map(({ barcode }) => barcode),
  moves: ({ items }) => items.map(({ barcode }) => barcode),
  texts: ({ items }) => items.map(({ overrideReason }) => overrideReason ?? ''),
  names: ({ card, items, handedBy }) => {
    const [document] = items
    const isOneDay = items.every(({ dueOn }) => dueOn === document?.dueOn)
    return { document, count: items.length, card, by: handedBy, dueOn: isOneDay ? document?.dueOn : undefined }
  },
  decide: judgeHandOverOrder,
  apply: (draft, { orderId, card, items, leftBehind, notFound }, envelope) => {
    if (orderId !== undefined) {
      const given = items.map(({ barcode, lineId }) => ({ barcode, lineId }))
      changeOrder(draft, envelope, orderId, { what: 'handed-over', items: given, leftBehind, notFound })
    }
    // First: one envelope leaves one fact on a document, and should it say both, the document left.
    for (const item of items) {
      const { dueOn, isNewRelease } = item
      changeItem(draft, envelope, item.barcode, { what: 'handed-over', orderId, card, dueOn, isNewRelease }, item)
    }
    if (orderId === undefined) return
    for (const { barcode } of leftBehind) {
      if (barcode !== undefined) changeItem(draft, envelope, barcode, { what: 'left-behind', orderId })
    }
  },
}

/**
 * A handover is taken back, on its own day (HO-7): to the ILS it may be the return of what it had lent (ILS-7). It names the handover and
 * its documents, without an order too.
 */
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
