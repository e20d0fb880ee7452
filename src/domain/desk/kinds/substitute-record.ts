/**
 * An equivalent is proposed for a line (PULL-5).
 * Of two, proposed by people who did not know of each other, the first received stands.
 */
import type { OrderLine } from '../../order/order.ts'
import { refuse } from '../../result.ts'
import { type KindOf, ofOrder } from '../kind.ts'
import { openLine, unpickedLine } from '../open-order.ts'

export const substituteRecord: KindOf<'substitute-record'> = {
  ...ofOrder,
  names: ({ to }) => ({ document: { recordId: to } }),
  decide: (state, { orderId, lineId, from }) => {
    const found = openLine(state, orderId, lineId)
    if (!found.ok) return found
    const { wanted } = found.value.line
    if (wanted.kind !== 'wish' && wanted.recordId !== from) return refuse({ kind: 'line-changed-meanwhile' })
    return unpickedLine(state, orderId, lineId)
  },
  apply: (draft, { orderId, lineId, from, to }) => {
    const order = draft.get('order', orderId)
    if (order === undefined) return
    const proposed = (line: OrderLine): OrderLine => ({
      ...line,
      wanted: { kind: 'record', recordId: to },
      substitutedFor: line.substitutedFor ?? from,
    })
    draft.put({ ...order, lines: order.lines.map((line) => (line.id === lineId ? proposed(line) : line)) })
  },
}
