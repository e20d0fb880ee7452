/**
 * A remark on an order's sheet (ORD-8).
 * It replaces the note that its author had read, and no other one.
 */
import { refuse } from '../../result.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'

export const writeNote: KindOf<'write-note'> = {
  ...ofOrder,
  texts: ({ note }) => [note],
  decide: (state, { orderId, replaces }) => {
    const order = state.get('order', orderId)
    if (order === undefined) return refuse({ kind: 'order-unknown', orderId })
    return order.note === replaces ? yes : refuse({ kind: 'note-changed-meanwhile', note: order.note })
  },
  apply: (draft, { orderId, note }) => {
    const order = draft.get('order', orderId)
    if (order !== undefined) draft.put({ ...order, note })
  },
}
