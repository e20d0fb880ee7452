/**
 * Documents leave with a patron, of an order or without one (HO-1): the loans that the ILS is told.
 * What the patron left and what was not in the bay travel with it (HO-5).
 */
import { judgeHandOverOrder } from '../../handover/judge-hand-over-order.ts'
import { changeItem, changeOrder } from '../change-rows.ts'
import { type KindOf, ofOrder } from '../kind.ts'

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
