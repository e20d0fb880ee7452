/**
 * What a line asks for was not where it should be: it is looked for again apart (PULL-5).
 * Of the line alone: nobody held a document.
 */
import { changeOrder } from '../change-rows.ts'
import { type KindOf, ofLine } from '../kind.ts'
import { unpickedLine } from '../open-order.ts'

export const reportNotFound: KindOf<'report-not-found'> = {
  ...ofLine,
  decide: (state, { orderId, lineId }) => unpickedLine(state, orderId, lineId),
  apply: (draft, { orderId, lineId }, envelope) => changeOrder(draft, envelope, orderId, { what: 'not-found', lineId }),
}
