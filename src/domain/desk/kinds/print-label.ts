/**
 * The label of a pile was printed (PULL-7).
 * It may be printed again: each time is a fact.
 */
import { changeOrder } from '../change-rows.ts'
import { type KindOf, ofOrder } from '../kind.ts'
import { whileOpen } from '../open-order.ts'

export const printLabel: KindOf<'print-label'> = {
  ...ofOrder,
  decide: whileOpen,
  apply: (draft, { orderId }, envelope) => changeOrder(draft, envelope, orderId, { what: 'label-printed' }),
}
