/**
 * What is asked of an order and said of its patron, at the desk, on the telephone or on the page. Runs everywhere; pure.
 * Each kind says what may refuse it, what it changes and what it names (`domain/desk/kind.ts`).
 */
import { toOperationId } from '../../ids.ts'
import { isDeskDay } from '../../operation/doubtful-dates.ts'
import { formatOrderSubject } from '../../operation/subject.ts'
import { changeLines as changed, isAsSeen } from '../../order/change-lines.ts'
import { newOrder } from '../../order/new-order.ts'
import { orderAnswers } from '../../order/order.ts'
import { refuse } from '../../result.ts'
import { capacityOf } from '../../slot/build-slots.ts'
import { judgePlacing } from '../../slot/judge-placing.ts'
import { isLate } from '../../slot/lateness.ts'
import { isSameSlot } from '../../slot/slot.ts'
import { changeOrder, explainSlot, putCase, putInSlot, reviewOrder, reviewSlot } from '../change-rows.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'
import { openOrder, whileOpen } from '../open-order.ts'

/** A patron wants these titles in this slot: on the telephone, at the desk or on the public page (ORD-1). */
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

/**
 * An order moves to another slot. Of two that moved it without knowing of each other the first received stands: the second says from
 * where, and finds it elsewhere.
 */
export const rescheduleOrder: KindOf<'reschedule-order'> = {
  ...ofOrder,
  names: ({ to }) => ({ slot: to }),
  decide: (state, { orderId, from, to }) => {
    const found = openOrder(state, orderId)
    if (!found.ok) return found
    if (!isSameSlot(found.value.slot, from)) return refuse({ kind: 'order-moved-meanwhile', now: found.value.slot })
    const settings = state.get('settings', 'settings')
    const hasSlot = settings !== undefined && isDeskDay(to.date) && capacityOf(settings, to) > 0
    return hasSlot ? yes : refuse({ kind: 'slot-closed', slot: to })
  },
  apply: (draft, { orderId, to }, envelope) => {
    const order = draft.get('order', orderId)
    if (order === undefined) return
    putInSlot(draft, { ...order, slot: to }, order.slot)
    explainSlot(draft, order.slot, envelope)
    reviewSlot(draft, to, envelope.operationId)
  },
}

/**
 * The patron wants the order no more (ORD-3): its place is free, and its pile waits to be reshelved. A handover of which its author knew
 * nothing stands beside it, as a case.
 */
export const cancelOrder: KindOf<'cancel-order'> = {
  ...ofOrder,
  texts: ({ reason }) => [reason],
  names: ({ reason }) => ({ reason }),
  decide: (state, { orderId }, { end }) => {
    const order = state.get('order', orderId)
    if (order === undefined) return refuse({ kind: 'order-unknown', orderId })
    if (order.cancelledBy !== undefined) return refuse({ kind: 'order-cancelled', orderId })
    // On the endpoint a handover that the author could not know of does not refuse the cancellation: both stand, whichever came first.
    const { refusesCancelling } = orderAnswers(order)
    return end === 'tablet' && refusesCancelling !== undefined ? refuse({ kind: refusesCancelling, orderId }) : yes
  },
  apply: (draft, { orderId }, envelope) => {
    const { operationId, based } = envelope
    const order = draft.get('order', orderId)
    if (order === undefined || order.cancelledBy !== undefined) return
    reviewOrder(draft, { ...order, cancelledBy: { operationId, based: based[formatOrderSubject(orderId)] ?? [] } })
    explainSlot(draft, order.slot, envelope)
  },
}

/**
 * Lines are added to an order and taken out of it (PHONE-15); a line at least stays. On the endpoint what two changed without knowing of
 * each other stands, as a case.
 */
export const changeLines: KindOf<'change-lines'> = {
  ...ofOrder,
  texts: ({ overrideReason }) => [overrideReason ?? ''],
  names: ({ adds, removes }) => ({ changed: { adds, removes } }),
  decide: (state, request, { end }) => {
    const found = openOrder(state, request.orderId)
    if (!found.ok) return found
    if (end === 'tablet' && !isAsSeen(found.value, request)) return refuse({ kind: 'line-changed-meanwhile' })
    return changed(found.value, request, toOperationId('')).order.lines.length === 0 ? refuse({ kind: 'order-empty' }) : yes
  },
  apply: (draft, request, { operationId }) => {
    const before = draft.get('order', request.orderId)
    if (before === undefined) return
    const { order, clashing } = changed(before, request, operationId)
    reviewOrder(draft, order)
    if (clashing.length > 0) putCase(draft, { caseKind: 'line-changed-twice', subject: formatOrderSubject(order.id), cites: clashing })
  },
}

/** A remark on an order's sheet (ORD-8). It replaces the note that its author had read, and no other one. */
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

/** The patron stands before the door. Said of an order that is still open; said again, it says where (ARR-2). */
export const recordArrival: KindOf<'record-arrival'> = {
  ...ofOrder,
  texts: ({ place }) => [place ?? ''],
  decide: whileOpen,
  apply: (draft, { orderId, place }, envelope) =>
    changeOrder(draft, envelope, orderId, place === undefined ? { what: 'arrived' } : { what: 'arrived', place }),
}

/** The patron left again, or the press was a mistake (ARR-2). It names the arrivals that its author knew: another one stands. */
export const undoArrival: KindOf<'undo-arrival'> = {
  ...ofOrder,
  decide: whileOpen,
  apply: (draft, { orderId, arrivals }, envelope) => changeOrder(draft, envelope, orderId, { what: 'arrival-undone', arrivals }),
}

/** A librarian says that the patron did not come, of an order that is late. Its documents then wait to be reshelved. */
export const confirmNoShow: KindOf<'confirm-no-show'> = {
  ...ofOrder,
  decide: (state, { orderId }, { now }) => {
    const found = openOrder(state, orderId)
    if (!found.ok) return found
    const settings = state.get('settings', 'settings')
    return settings !== undefined && isLate(settings, found.value, now) ? yes : refuse({ kind: 'not-late' })
  },
  apply: (draft, { orderId }, envelope) => changeOrder(draft, envelope, orderId, { what: 'no-show' }),
}
