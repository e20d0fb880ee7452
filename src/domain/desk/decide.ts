/**
 * May this be done? Asked on the tablet before every commit, and on the endpoint for requests only: a fact that reaches the endpoint
 * has happened, and is never refused. Runs everywhere, with the moment passed in.
 */

import { isExplained } from '../case/case.ts'
import { isOffered } from '../case/case-decisions.ts'
import { isOfIls } from '../case/ils-case.ts'
import { lastCaseOf } from '../case/record-case.ts'
import { isAllSeen } from '../case/seen-cites.ts'
import { judgeHandOverOrder } from '../handover/judge-hand-over-order.ts'
import { type ItemBarcode, type LibrarianId, type LineId, type OperationId, type OrderId, toOperationId } from '../ids.ts'
import { isInQuarantine, itemState, standingReshelvings, standingReturns } from '../item/item-state.ts'
import type { LocalMoment } from '../local-date.ts'
import { isDeskDay } from '../operation/doubtful-dates.ts'
import type { Operation } from '../operation/operation.ts'
import type { Refusal } from '../operation/refusal.ts'
import { type ChangeLines, changeLines, isAsSeen } from '../order/change-lines.ts'
import type { Order, OrderLine } from '../order/order.ts'
import { isLineDone, isOnPileOf, isOpen, lineState, orderAnswers, standingLinePicks } from '../order/order-state.ts'
import { bayHolders } from '../pull-list/choose-bay.ts'
import { formatClaimScope } from '../pull-list/claim.ts'
import { accept, type Result, refuse } from '../result.ts'
import type { DeskState } from '../row/desk-state.ts'
import { capacityOf } from '../slot/capacity-of.ts'
import { judgePlacing } from '../slot/judge-placing.ts'
import { isLate } from '../slot/lateness.ts'
import { isSameSlot, type SlotKey } from '../slot/slot.ts'
import { textLengths } from '../text-lengths.ts'

export interface DecideContext {
  /** Now, on the library's clock. */
  readonly now: LocalMoment
  readonly librarian: { readonly id: LibrarianId }
  /** The endpoint lets stand what two people wanted without knowing of each other, and shows it as a case. */
  readonly end: 'tablet' | 'endpoint'
  /** It was accepted once, by a database that was put back: asked only whether what it changes is as its author had seen it. `isLast`: nobody can bring that any more. */
  readonly again?: { readonly isLast: boolean } | undefined
  /** The claim that the person was told of, and takes over (PULL-3). */
  readonly takesOver?: OperationId | undefined
}

type Decision = Result<undefined, Refusal>
const yes = accept(undefined)

/** The order, when something can still be done with it; `isAgain`: it was, by then. */
const openOrder = (state: DeskState, orderId: OrderId, isAgain = false): Result<Order, Refusal> => {
  const order = state.get('order', orderId)
  if (order === undefined) return refuse({ kind: 'order-unknown', orderId })
  if (isAgain) return accept(order)
  const { refusesChange } = orderAnswers(order)
  return refusesChange === undefined ? accept(order) : refuse({ kind: refusesChange, orderId })
}

const openLine = (
  state: DeskState,
  orderId: OrderId,
  lineId: LineId,
  isAgain = false,
): Result<{ order: Order; line: OrderLine }, Refusal> => {
  const order = openOrder(state, orderId, isAgain)
  if (!order.ok) return order
  const line = order.value.lines.find((candidate) => candidate.id === lineId)
  return line === undefined ? refuse({ kind: 'line-unknown' }) : accept({ order: order.value, line })
}

/** `of`: how many documents the preparer says that a wish takes (PULL-8): one more than it has is welcome. */
const unpickedLine = (state: DeskState, orderId: OrderId, lineId: LineId, of = 0): Decision => {
  const found = openLine(state, orderId, lineId)
  if (!found.ok) return found
  const { order, line } = found.value
  const lineNow = lineState(order, line)
  if (lineNow.kind !== 'picked') return yes
  const takesMore = line.wanted.kind === 'wish' && of > standingLinePicks(order, lineId).length
  return takesMore ? yes : refuse({ kind: 'line-already-picked', barcode: lineNow.barcode })
}

/** PULL-4: the document may go to a pile: it is here, free of quarantine, and on no other pile. */
const freeItem = (state: DeskState, barcode: ItemBarcode, now: LocalMoment): Decision => {
  const item = state.get('item', barcode)
  if (item === undefined) return yes
  const where = itemState(item)
  const [card] = where.kind === 'out' ? where.cards : []
  if (card !== undefined) return refuse({ kind: 'item-out', barcode, card })
  const holder =
    where.kind === 'picked'
      ? where.orderIds.find((id) => {
          const order = state.get('order', id)
          return order !== undefined && isOpen(order) && isOnPileOf(order, item)
        })
      : undefined
  if (holder !== undefined) return refuse({ kind: 'item-already-picked', orderId: holder })
  if (where.kind === 'returned' && where.quarantineUntil !== undefined && isInQuarantine(item, now.date)) {
    return refuse({ kind: 'item-in-quarantine', barcode, until: where.quarantineUntil })
  }
  return yes
}

/** PULL-7: every line settled, and bays that exist and are free. */
const bagOrder = (state: DeskState, orderId: OrderId, bays: readonly number[]): Decision => {
  const found = openOrder(state, orderId)
  if (!found.ok) return found
  const order = found.value
  const count = order.lines.filter((line) => !isLineDone(order, line)).length
  if (count > 0) return refuse({ kind: 'lines-not-done', count })
  const site = state.get('settings', 'settings')?.sites.find((candidate) => candidate.id === order.slot.siteId)
  const last = site?.bays ?? 0
  if (bays.length === 0 || bays.some((bay) => !Number.isInteger(bay) || bay < 1 || bay > last)) {
    return refuse({ kind: 'bay-unknown', bays: last })
  }
  const holders = bayHolders(state, order.slot.siteId)
  for (const bay of bays) {
    const other = holders.get(bay)?.find((holder) => holder.id !== orderId)
    if (other !== undefined) return refuse({ kind: 'bay-taken', bay, orderId: other.id })
  }
  return yes
}

/** HO-7: a handover that stands, of today. The endpoint never asks: an undo is a fact. */
const undoHandover = (state: DeskState, operation: Extract<Operation, { kind: 'undo-handover' }>, now: LocalMoment): Decision => {
  const facts = [
    ...(operation.orderId === undefined ? [] : (state.get('order', operation.orderId)?.facts ?? [])),
    ...operation.barcodes.flatMap((barcode) => state.get('item', barcode)?.facts ?? []),
  ]
  const handover = facts.find((fact) => fact.what === 'handed-over' && fact.operationId === operation.handover)
  if (handover === undefined) return refuse({ kind: 'handover-unknown' })
  if (facts.some((fact) => fact.what === 'handover-undone' && fact.handover === operation.handover)) {
    return refuse({ kind: 'handover-already-undone' })
  }
  return handover.happened.date === now.date ? yes : refuse({ kind: 'undo-too-late', happened: handover.happened })
}

/** RET-4: a return of today that stands, of a document that has not moved since. The endpoint never asks: an undo is a fact. */
const undoReturn = (state: DeskState, { barcode, returning }: Extract<Operation, { kind: 'undo-return' }>, now: LocalMoment): Decision => {
  const item = state.get('item', barcode)
  const isStanding =
    item !== undefined &&
    itemState(item).kind === 'returned' &&
    standingReturns(item.facts).some((fact) => fact.operationId === returning && fact.happened.date === now.date)
  return isStanding ? yes : refuse({ kind: 'return-stands', barcode })
}

/** HO-5, RET-2, ORD-3: the document waits to go back: it is neither out, nor on the pile of an order that is still open. */
const reshelveItem = (state: DeskState, barcode: ItemBarcode, now: LocalMoment): Decision => {
  const item = state.get('item', barcode)
  if (item === undefined) return refuse({ kind: 'nothing-to-reshelve', barcode })
  const where = itemState(item)
  if (where.kind === 'on-shelf') return refuse({ kind: 'nothing-to-reshelve', barcode })
  return freeItem(state, barcode, now)
}

/** Whatever a tablet says was accepted once: an order of the year 9999 would never be over (CASE-8). */
const onDeskDay = (slot: SlotKey): Decision => (isDeskDay(slot.date) ? yes : refuse({ kind: 'slot-closed', slot }))

/** PULL-5: of two equivalents for one line, proposed by people who did not know of each other, the first received stands. */
const substituteRecord = (
  state: DeskState,
  { orderId, lineId, from }: Extract<Operation, { kind: 'substitute-record' }>,
  isAgain: boolean,
): Decision => {
  const found = openLine(state, orderId, lineId, isAgain)
  if (!found.ok) return found
  const { wanted } = found.value.line
  if (wanted.kind !== 'wish' && wanted.recordId !== from) return refuse({ kind: 'line-changed-meanwhile' })
  return isAgain ? yes : unpickedLine(state, orderId, lineId)
}

const cancelOrder = (state: DeskState, orderId: OrderId, end: DecideContext['end']): Decision => {
  const order = state.get('order', orderId)
  if (order === undefined) return refuse({ kind: 'order-unknown', orderId })
  if (order.cancelledBy !== undefined) return refuse({ kind: 'order-cancelled', orderId })
  // On the endpoint a handover that the author could not know of does not refuse the cancellation: both stand, as a case, whichever came first.
  const { refusesCancelling } = orderAnswers(order)
  return end === 'tablet' && refusesCancelling !== undefined ? refuse({ kind: refusesCancelling, orderId }) : yes
}

/** PHONE-15: an order keeps a line at least; on the endpoint what two changed without knowing of each other stands, as a case. */
const judgeChange = (state: DeskState, operation: ChangeLines, end: DecideContext['end']): Decision => {
  const found = openOrder(state, operation.orderId)
  if (!found.ok) return found
  if (end === 'tablet' && !isAsSeen(found.value, operation)) return refuse({ kind: 'line-changed-meanwhile' })
  const { order } = changeLines(found.value, operation, toOperationId(''))
  return order.lines.length === 0 ? refuse({ kind: 'order-empty' }) : yes
}

/** CASE-2: whoever is signed in decides it, manager or not, having seen all that it cites; anew, only who has read the decision that stands. */
const settleCase = (state: DeskState, operation: Extract<Operation, { kind: 'settle-case' }>): Decision => {
  const found = state.get('case', operation.caseId)
  if (found === undefined) return refuse({ kind: 'case-unknown' })
  // Nobody's decision closed it, so there is none to take again: its facts contradict nothing, and neither is untrue.
  if (isExplained(found)) return refuse({ kind: 'case-changed-meanwhile' })
  const { settlement } = found
  // The ILS was asked again, or no more, by the decision itself: it is done once, and what comes of it is the next case.
  if (settlement !== undefined && isOfIls(found)) return refuse({ kind: 'case-already-settled', by: settlement.librarianId })
  // Decided anew only by who has read the decision that stands: another one may have come meanwhile.
  if (settlement !== undefined && settlement.operationId !== operation.anew?.replaces) {
    return refuse({ kind: 'case-already-settled', by: settlement.librarianId })
  }
  // What the next case about the same facts says counts more: that one is decided anew.
  if ((lastCaseOf(state, found.caseKind, found.subject) ?? found).id !== found.id) return refuse({ kind: 'case-changed-meanwhile' })
  // A fact that joined meanwhile was not seen by the person who decided, and what the case does not offer nobody could have read in it.
  return isAllSeen(found, operation) && isOffered(found, operation.decision) ? yes : refuse({ kind: 'case-changed-meanwhile' })
}

const textsOf = (operation: Operation): readonly string[] => {
  switch (operation.kind) {
    case 'give-up-line':
    case 'cancel-order':
      return [operation.reason]
    case 'change-lines':
      return [operation.overrideReason ?? '']
    case 'place-order':
      return [operation.note, operation.overrideReason ?? '', operation.callBackNumber ?? '']
    case 'write-note':
    case 'settle-case':
      return [operation.note]
    case 'hand-over-order':
      return operation.items.map((item) => item.overrideReason ?? '')
    case 'pick-item':
    case 'unpick-item':
    case 'report-not-found':
    case 'bag-order':
    case 'print-label':
    case 'record-arrival':
    case 'undo-handover':
    case 'return-item':
    case 'undo-return':
    case 'reshelve-item':
    case 'unreshelve-item':
    case 'confirm-no-show':
    case 'reschedule-order':
    case 'claim':
    case 'release-claim':
    case 'substitute-record':
      return []
  }
}

/** Answers whether the operation may be done now; the refusal says what stands in the way. */
export const decide = (state: DeskState, operation: Operation, { now, librarian, end, again, takesOver }: DecideContext): Decision => {
  const isAgain = again !== undefined
  if (textsOf(operation).some((text) => text.length > textLengths.ofOperation)) {
    return refuse({ kind: 'text-too-long', maximum: textLengths.ofOperation })
  }
  switch (operation.kind) {
    case 'pick-item': {
      const line = unpickedLine(state, operation.orderId, operation.lineId, operation.of)
      return !line.ok || operation.barcode === undefined ? line : freeItem(state, operation.barcode, now)
    }
    case 'unpick-item': {
      const found = openLine(state, operation.orderId, operation.lineId)
      if (!found.ok) return found
      const isStanding = standingLinePicks(found.value.order, operation.lineId).some((pick) => pick.operationId === operation.pick)
      return isStanding ? yes : refuse({ kind: 'line-not-picked' })
    }
    case 'report-not-found':
    case 'give-up-line':
      return unpickedLine(state, operation.orderId, operation.lineId)
    case 'bag-order':
      return bagOrder(state, operation.orderId, operation.bays)
    case 'print-label':
    case 'record-arrival': {
      const found = openOrder(state, operation.orderId)
      return found.ok ? yes : found
    }
    case 'hand-over-order':
      return judgeHandOverOrder(state, operation)
    case 'undo-handover':
      return undoHandover(state, operation, now)
    case 'return-item':
      return yes
    case 'undo-return':
      return undoReturn(state, operation, now)
    case 'reshelve-item':
      return reshelveItem(state, operation.barcode, now)
    case 'unreshelve-item': {
      const { barcode, reshelving } = operation
      const standing = standingReshelvings(state.get('item', barcode)?.facts ?? [])
      return standing.some((fact) => fact.operationId === reshelving) ? yes : refuse({ kind: 'not-reshelved', barcode })
    }
    case 'confirm-no-show': {
      const found = openOrder(state, operation.orderId)
      if (!found.ok) return found
      const settings = state.get('settings', 'settings')
      return settings !== undefined && isLate(settings, found.value, now) ? yes : refuse({ kind: 'not-late' })
    }
    case 'place-order':
      if (isAgain && state.get('order', operation.orderId) === undefined) return onDeskDay(operation.slot)
      return judgePlacing(state, operation, now)
    case 'reschedule-order': {
      const found = openOrder(state, operation.orderId, isAgain)
      if (!found.ok) return found
      if (!isSameSlot(found.value.slot, operation.from)) return refuse({ kind: 'order-moved-meanwhile', now: found.value.slot })
      if (isAgain) return onDeskDay(operation.to)
      const settings = state.get('settings', 'settings')
      const hasSlot = settings !== undefined && isDeskDay(operation.to.date) && capacityOf(settings, operation.to) > 0
      return hasSlot ? yes : refuse({ kind: 'slot-closed', slot: operation.to })
    }
    case 'cancel-order':
      return cancelOrder(state, operation.orderId, end)
    case 'change-lines': {
      const order = state.get('order', operation.orderId)
      if (again === undefined || order === undefined) return judgeChange(state, operation, end)
      return again.isLast || isAsSeen(order, operation) ? yes : refuse({ kind: 'line-changed-meanwhile' })
    }
    case 'claim': {
      const holder = state.get('claim', formatClaimScope(operation.scope))?.holders[0]
      return end === 'tablet' && holder !== undefined && holder.librarianId !== librarian.id && holder.operationId !== takesOver
        ? refuse({ kind: 'claim-held', by: holder.librarianId })
        : yes
    }
    case 'release-claim':
      return yes
    case 'write-note': {
      const order = state.get('order', operation.orderId)
      if (order === undefined) return refuse({ kind: 'order-unknown', orderId: operation.orderId })
      return order.note === operation.replaces ? yes : refuse({ kind: 'note-changed-meanwhile', note: order.note })
    }
    case 'substitute-record':
      return substituteRecord(state, operation, isAgain)
    case 'settle-case':
      return settleCase(state, operation)
  }
}
