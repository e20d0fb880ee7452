/**
 * What the library's rows are after an operation: the one function that tablets and the endpoint both call. Runs everywhere.
 * It never refuses a fact; where facts contradict each other, it writes a case. It adds to sets and computes again what follows from
 * them, so that the same facts in any order, once or twice, give the same rows (I-3 and I-8).
 */

import { explainedBy, isExplained, isOfLoanAndReturn, subjectOfCase } from '../case/case.ts'
import { explainCases, mayExplain } from '../case/explain-cases.ts'
import { findItemContradictions, findOrderContradictions } from '../case/find-contradictions.ts'
import { lastCaseOf, recordCase } from '../case/record-case.ts'
import type { CaseId, ItemBarcode, OperationId, OrderId, RecordId } from '../ids.ts'
import type { Item, ItemFact } from '../item/item.ts'
import { newItem } from '../item/new-item.ts'
import { withFact } from '../operation/causality.ts'
import { type DeskRequest, type Envelope, type Fact, isFact } from '../operation/operation.ts'
import type { RecordedFact } from '../operation/recorded-fact.ts'
import { formatItemSubject, formatOrderSubject, formatSubject } from '../operation/subject.ts'
import { changeLines } from '../order/change-lines.ts'
import { newOrder } from '../order/new-order.ts'
import type { Order, OrderFact, OrderLine } from '../order/order.ts'
import { formatClaimScope, withClaim } from '../pull-list/claim.ts'
import type { DeskReader, Row } from '../row/desk-state.ts'
import { slotFilling } from '../slot/build-slots.ts'
import { capacityOf } from '../slot/capacity-of.ts'
import { moveInSlots } from '../slot/move-in-slots.ts'
import type { SlotKey } from '../slot/slot.ts'
import { refreshPatrons } from './refresh-patrons.ts'
import { openRowDraft, type RowDraft } from './row-draft.ts'
import { writeDecision } from './write-decision.ts'

export interface Applied {
  /** Rows to write, whole. */
  readonly rows: readonly Row[]
  /** Cases that this operation opened or joined. */
  readonly caseIds: readonly CaseId[]
}

/** What an order's or an item's fact says besides who recorded it. */
type FactBody<F extends RecordedFact> = F extends unknown ? Omit<F, keyof RecordedFact> : never

const recorded = ({ operationId, librarianId, deviceId, at, based }: Envelope, { happened }: Fact, subject: string): RecordedFact => ({
  operationId,
  librarianId,
  deviceId,
  at,
  happened,
  based: based[subject] ?? [],
})

const changeItem = (
  draft: RowDraft,
  envelope: Envelope,
  barcode: ItemBarcode,
  body: FactBody<ItemFact>,
  known: { readonly recordId: RecordId | undefined; readonly documentType: string | undefined } = {
    recordId: undefined,
    documentType: undefined,
  },
): void => {
  const { payload } = envelope
  if (!isFact(payload)) return
  const before = draft.get('item', barcode) ?? newItem(barcode)
  // The spread of a union loses the union: `body` is one of its members without these very fields.
  const fact = { ...body, ...recorded(envelope, payload, formatItemSubject(barcode)) } as ItemFact
  const after: Item = {
    ...before,
    recordId: before.recordId ?? known.recordId,
    documentType: before.documentType ?? known.documentType,
    facts: withFact(before.facts, fact),
  }
  draft.put(after)
  refreshPatrons(draft, before, after)
  const found = findItemContradictions(after)
  for (const contradiction of found) putCase(draft, contradiction)
  if (!mayExplain(before.facts, fact)) return
  for (const row of explainCases(draft, fact, findItemContradictions(before), found)) draft.put(row)
}

const putCase = (draft: RowDraft, contradiction: Parameters<typeof recordCase>[1]): void => {
  const found = recordCase(draft, contradiction)
  if (found !== undefined) draft.put(found)
}

const changeOrder = (draft: RowDraft, envelope: Envelope, orderId: OrderId, body: FactBody<OrderFact>): void => {
  const { payload } = envelope
  const before = draft.get('order', orderId)
  // An order that was erased or never reached this end: its items' facts are kept all the same.
  if (before === undefined || !isFact(payload)) return
  const fact = { ...body, ...recorded(envelope, payload, formatOrderSubject(orderId)) } as OrderFact // As in changeItem.
  const after = { ...before, facts: withFact(before.facts, fact) }
  reviewOrder(draft, after)
  if (!mayExplain(before.cancelledBy === undefined ? before.facts : [...before.facts, before.cancelledBy], fact)) return
  for (const row of explainCases(draft, fact, findOrderContradictions(before), findOrderContradictions(after))) draft.put(row)
}

const reviewOrder = (draft: RowDraft, order: Order): void => {
  draft.put(order)
  for (const contradiction of findOrderContradictions(order)) putCase(draft, contradiction)
}

/**
 * The rows of orders that gained lines otherwise than by an operation, with the cases of what had been said of these lines before: an earlier
 * build opened none for a line that was not there.
 */
export const reviewOrders = (reader: DeskReader, orders: readonly Order[]): readonly Row[] => {
  const draft = openRowDraft(reader)
  for (const order of orders) reviewOrder(draft, order)
  return draft.rows()
}

/** Writes the order, and the slots that it leaves and enters. */
const putInSlot = (draft: RowDraft, order: Order, from?: SlotKey): void => {
  draft.put(order)
  for (const row of moveInSlots((id) => draft.get('slot', id), order.id, from, order.slot)) draft.put(row)
}

/** SLOT-3: an order placed or moved by the desk into a slot that is then over capacity opens a case; all orders stand. */
const reviewSlot = (draft: RowDraft, slot: SlotKey, operationId: OperationId): void => {
  const settings = draft.get('settings', 'settings')
  if (settings === undefined) return
  if (slotFilling(draft, slot) <= capacityOf(settings, slot)) return
  putCase(draft, { caseKind: 'slot-overfilled', subject: formatSubject({ kind: 'slot', slot }), cites: [operationId] })
}

/** The case of a slot that is over capacity no more closes, as nobody's decision (CASE-2). */
const explainSlot = (draft: RowDraft, envelope: Envelope, slot: SlotKey): void => {
  const settings = draft.get('settings', 'settings')
  const open = lastCaseOf(draft, 'slot-overfilled', formatSubject({ kind: 'slot', slot }))
  if (settings === undefined || open === undefined || open.settlement !== undefined) return
  if (slotFilling(draft, slot) > capacityOf(settings, slot)) return
  draft.put(explainedBy(open, envelope))
}

const applyFact = (draft: RowDraft, envelope: Envelope, fact: Fact): void => {
  switch (fact.kind) {
    case 'pick-item':
      changeOrder(draft, envelope, fact.orderId, {
        what: 'picked',
        lineId: fact.lineId,
        barcode: fact.barcode,
        // Most have none: their rows stay short.
        ...(fact.of === undefined ? {} : { of: fact.of }),
      })
      if (fact.barcode !== undefined) {
        changeItem(draft, envelope, fact.barcode, { what: 'picked', orderId: fact.orderId, lineId: fact.lineId }, fact)
      }
      return
    case 'unpick-item':
      changeOrder(draft, envelope, fact.orderId, { what: 'unpicked', lineId: fact.lineId, pick: fact.pick })
      if (fact.barcode !== undefined) changeItem(draft, envelope, fact.barcode, { what: 'unpicked', pick: fact.pick })
      return
    case 'report-not-found':
      changeOrder(draft, envelope, fact.orderId, { what: 'not-found', lineId: fact.lineId })
      return
    case 'give-up-line':
      changeOrder(draft, envelope, fact.orderId, { what: 'given-up', lineId: fact.lineId, reason: fact.reason })
      return
    case 'bag-order':
      changeOrder(draft, envelope, fact.orderId, { what: 'bagged', bays: fact.bays })
      return
    case 'print-label':
      changeOrder(draft, envelope, fact.orderId, { what: 'label-printed' })
      return
    case 'record-arrival':
      changeOrder(draft, envelope, fact.orderId, { what: 'arrived' })
      return
    case 'hand-over-order': {
      const { orderId, card, items, leftBehind, notFound } = fact
      if (orderId !== undefined) {
        changeOrder(draft, envelope, orderId, {
          what: 'handed-over',
          items: items.map(({ barcode, lineId }) => ({ barcode, lineId })),
          leftBehind,
          notFound,
        })
      }
      // First: one envelope leaves one fact on a document, and should it say both, the document left.
      for (const item of items) {
        const body = { what: 'handed-over', orderId, card, dueOn: item.dueOn, isNewRelease: item.isNewRelease } as const
        changeItem(draft, envelope, item.barcode, body, item)
      }
      if (orderId === undefined) return
      for (const { barcode } of leftBehind) {
        if (barcode !== undefined) changeItem(draft, envelope, barcode, { what: 'left-behind', orderId })
      }
      return
    }
    case 'undo-handover':
      if (fact.orderId !== undefined) changeOrder(draft, envelope, fact.orderId, { what: 'handover-undone', handover: fact.handover })
      for (const barcode of fact.barcodes) changeItem(draft, envelope, barcode, { what: 'handover-undone', handover: fact.handover })
      return
    case 'return-item':
      changeItem(draft, envelope, fact.barcode, { what: 'returned', quarantineUntil: fact.quarantineUntil }, fact)
      return
    case 'undo-return':
      changeItem(draft, envelope, fact.barcode, { what: 'return-undone', returning: fact.returning })
      return
    case 'reshelve-item':
      changeItem(draft, envelope, fact.barcode, { what: 'reshelved' })
      return
    case 'unreshelve-item':
      changeItem(draft, envelope, fact.barcode, { what: 'unreshelved', reshelving: fact.reshelving })
      return
    case 'confirm-no-show':
      changeOrder(draft, envelope, fact.orderId, { what: 'no-show' })
      return
  }
}

const applyRequest = (draft: RowDraft, envelope: Envelope, request: DeskRequest, isAgain: boolean): void => {
  const { operationId, librarianId, deviceId, at, based } = envelope
  switch (request.kind) {
    case 'place-order': {
      if (draft.get('order', request.orderId) !== undefined) return
      const { orderId: id, number, source, card, slot, lines, note, callBackNumber, isUrgent, language } = request
      const placed = { id, number, ilsNumber: undefined, source, card, slot, lines, note, callBackNumber, placedAt: at, isUrgent, language }
      const { saidNumber } = request
      putInSlot(draft, newOrder(saidNumber === undefined ? placed : { ...placed, saidNumber }))
      reviewSlot(draft, request.slot, operationId)
      return
    }
    case 'reschedule-order': {
      const order = draft.get('order', request.orderId)
      if (order === undefined) return
      putInSlot(draft, { ...order, slot: request.to }, order.slot)
      reviewSlot(draft, request.to, operationId)
      if (isAgain) explainSlot(draft, envelope, order.slot)
      return
    }
    case 'cancel-order': {
      const order = draft.get('order', request.orderId)
      if (order === undefined || order.cancelledBy !== undefined) return
      reviewOrder(draft, { ...order, cancelledBy: { operationId, based: based[formatOrderSubject(order.id)] ?? [] } })
      if (isAgain) explainSlot(draft, envelope, order.slot)
      return
    }
    case 'change-lines': {
      const order = draft.get('order', request.orderId)
      if (order === undefined) return
      const { order: changed, clashing } = changeLines(order, request, operationId)
      reviewOrder(draft, changed)
      if (clashing.length > 0) putCase(draft, { caseKind: 'line-changed-twice', subject: formatOrderSubject(order.id), cites: clashing })
      return
    }
    case 'claim': {
      const id = formatClaimScope(request.scope)
      const subject = formatSubject({ kind: 'claim', scope: request.scope })
      const before = draft.get('claim', id)?.holders ?? []
      const { holders, isContested } = withClaim(before, { operationId, librarianId, deviceId, at }, based[subject] ?? [])
      if (holders === before) return
      draft.put({ kind: 'claim', id, scope: request.scope, holders })
      const [first] = holders
      if (isContested && first !== undefined) {
        putCase(draft, { caseKind: 'claimed-twice', subject, cites: [first.operationId, operationId] })
      }
      return
    }
    case 'release-claim': {
      const claim = draft.get('claim', formatClaimScope(request.scope))
      if (claim === undefined) return
      draft.put({ ...claim, holders: claim.holders.filter((holder) => holder.librarianId !== librarianId) })
      return
    }
    case 'write-note': {
      const order = draft.get('order', request.orderId)
      if (order !== undefined) draft.put({ ...order, note: request.note })
      return
    }
    case 'substitute-record': {
      const order = draft.get('order', request.orderId)
      if (order === undefined) return
      const lines = order.lines.map(
        (line): OrderLine =>
          line.id === request.lineId
            ? { ...line, wanted: { kind: 'record', recordId: request.to }, substitutedFor: line.substitutedFor ?? request.from }
            : line,
      )
      draft.put({ ...order, lines })
      return
    }
    case 'settle-case': {
      const { caseId, cites, decision, note, anew } = request
      const settled = draft.get('case', caseId)
      const decided = settled === undefined || isExplained(settled) ? undefined : settled.settlement
      if (decided !== undefined && decided.operationId !== anew?.replaces) return
      if (settled !== undefined) draft.put({ ...settled, settlement: { operationId, librarianId, deviceId, at, decision, note } })
      if (decision.kind !== 'stands' && decision.kind !== 'both-true') return
      // By what the person saw and not by the row: a fact that came late may have explained the case, which in another order never was.
      const seen = cites.length > 0 ? cites : (settled?.cites ?? [])
      const fact = decision.kind === 'stands' ? decision.fact : undefined
      const says = isOfLoanAndReturn(caseId) ? 'order' : 'truth'
      writeDecision(draft, { operationId, subject: subjectOfCase(caseId), says, cites: seen, fact }, anew?.replaces)
      return
    }
  }
}

/**
 * Applies one operation to the rows. Total: what it cannot place changes nothing.
 * `isAgain`: it was accepted in a history that was lost. Tablets bring such ones in turn: a slot may hold then, for a while, what it never held.
 */
export const apply = (reader: DeskReader, envelope: Envelope, isAgain = false): Applied => {
  const draft = openRowDraft(reader)
  const { payload, operationId } = envelope
  if (isFact(payload)) applyFact(draft, envelope, payload)
  else applyRequest(draft, envelope, payload, isAgain)
  const rows = draft.rows()
  const caseIds = rows.flatMap((row) =>
    row.kind === 'case' && row.settlement === undefined && row.cites.includes(operationId) ? [row.id] : [],
  )
  return { rows, caseIds }
}
