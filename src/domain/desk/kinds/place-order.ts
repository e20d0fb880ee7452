/**
 * A patron wants these titles in this slot: on the telephone, at the desk or on the public page (ORD-1).
 */
import { newOrder } from '../../order/new-order.ts'
import { judgePlacing } from '../../slot/judge-placing.ts'
import { putInSlot, reviewSlot } from '../change-rows.ts'
import { type KindOf, ofOrder } from '../kind.ts'

export const placeOrder: KindOf<'place-order'> = {
  ...ofOrder,
  texts: ({ note, overrideReason, callBackNumber }) => [note, overrideReason ?? '', callBackNumber ?? ''],
  names: ({ number, card, slot }) => ({ number, card, slot }),
  decide: (state, request, { now }) => judgePlacing(state, request, now),
  apply: (draft, request, { operationId, at }) => {
    if (draft.get('order', request.orderId) !== undefined) return
    const { orderId: id, number, source, card, slot, lines, note, callBackNumber, isUrgent, language, renews } = request
    const placed = {
      id,
      number,
      ilsNumber: undefined,
      source,
      card,
      slot,
      lines,
      note,
      callBackNumber,
      placedAt: at,
      isUrgent,
      language,
      renews,
    }
    const { saidNumber } = request
    putInSlot(draft, newOrder(saidNumber === undefined ? placed : { ...placed, saidNumber }))
    reviewSlot(draft, slot, operationId)
  },
}
