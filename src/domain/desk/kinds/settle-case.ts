/**
 * A person decides a case (CASE-2): whoever is signed in, manager or not, having seen all that it cites.
 * Anew, only who has read the decision that stands: another one may have come meanwhile.
 */
import { isExplained, isOfLoanAndReturn, subjectOfCase } from '../../case/case.ts'
import { isOffered } from '../../case/case-decisions.ts'
import { type Decided, withDecided } from '../../case/decided.ts'
import { isOfIls } from '../../case/ils-case.ts'
import { lastCaseOf } from '../../case/record-case.ts'
import { isAllSeen } from '../../case/seen-cites.ts'
import type { ItemBarcode, OperationId, OrderId } from '../../ids.ts'
import { barcodeIn, parseSubject } from '../../operation/subject.ts'
import { refuse } from '../../result.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'
import { refreshPatrons } from '../refresh-patrons.ts'
import type { RowDraft } from '../row-draft.ts'

interface Rows {
  readonly items: ReadonlySet<ItemBarcode>
  readonly orders: ReadonlySet<OrderId>
}

/** The document and the orders, or the order and the documents, that a decision's facts are about. */
const rowsOf = (draft: RowDraft, { subject, says, cites }: Decided): Rows => {
  const about = parseSubject(subject)
  if (about?.kind === 'item') {
    const facts = draft.get('item', about.barcode)?.facts ?? []
    const orders =
      says === 'order'
        ? []
        : facts.flatMap((fact) =>
            cites.includes(fact.operationId) && 'orderId' in fact && fact.orderId !== undefined ? [fact.orderId] : [],
          )
    return { items: new Set([about.barcode]), orders: new Set(orders) }
  }
  if (about?.kind !== 'line' && about?.kind !== 'order') return { items: new Set(), orders: new Set() }
  const items = (draft.get('order', about.orderId)?.facts ?? []).flatMap((fact) =>
    cites.includes(fact.operationId) && fact.what === 'picked' && fact.barcode !== undefined ? [fact.barcode] : [],
  )
  return { items: new Set(items), orders: new Set([about.orderId]) }
}

/** Whether they speak of one fact: a handover may be untrue of one document, and true of another. */
const canLapse = (one: Decided, other: Decided): boolean => {
  const [document_, otherDocument] = [barcodeIn(one.subject), barcodeIn(other.subject)]
  const isOfOne = document_ === undefined || otherDocument === undefined || document_ === otherDocument
  return isOfOne && other.cites.some((id) => one.cites.includes(id))
}

/** The rows of the decision, and those of every decision that shares a fact with one of these. */
const concernedRows = (draft: RowDraft, first: Decided): Rows => {
  const [items, orders] = [new Set<ItemBarcode>(), new Set<OrderId>()]
  const seen = new Set([first.operationId])
  const toRead = [first]
  for (let one = toRead.pop(); one !== undefined; one = toRead.pop()) {
    const rows = rowsOf(draft, one)
    for (const barcode of rows.items) items.add(barcode)
    for (const orderId of rows.orders) orders.add(orderId)
    if (one.says === 'order') continue
    const known = [
      ...[...rows.items].flatMap((id) => draft.get('item', id)?.decided ?? []),
      ...[...rows.orders].flatMap((id) => draft.get('order', id)?.decided ?? []),
    ]
    for (const other of known) {
      if (seen.has(other.operationId) || other.says === 'order' || !canLapse(one, other)) continue
      seen.add(other.operationId)
      toRead.push(other)
    }
  }
  return { items, orders }
}

/** On the rows of the facts that it cites; the facts stay. `replaced`: the decision of the same case that it takes the place of. */
const writeDecision = (draft: RowDraft, decided: Decided, replaced: OperationId | undefined): void => {
  const { items, orders } = concernedRows(draft, decided)
  for (const id of orders) {
    const order = draft.get('order', id)
    if (order !== undefined) draft.put({ ...order, decided: withDecided(order.decided, decided, replaced) })
  }
  for (const id of items) {
    const item = draft.get('item', id)
    if (item === undefined) continue
    const after = { ...item, decided: withDecided(item.decided, decided, replaced) }
    draft.put(after)
    refreshPatrons(draft, item, after)
  }
}

export const settleCase: KindOf<'settle-case'> = {
  ...ofOrder,
  texts: ({ note }) => [note],
  names: ({ note }) => ({ reason: note }),
  decide: (state, request) => {
    const found = state.get('case', request.caseId)
    if (found === undefined) return refuse({ kind: 'case-unknown' })
    // Nobody's decision closed it, so there is none to take again: its facts contradict nothing, and neither is untrue.
    if (isExplained(found)) return refuse({ kind: 'case-changed-meanwhile' })
    const { settlement } = found
    // The ILS was asked again, or no more, by the decision itself: it is done once, and what comes of it is the next case.
    if (settlement !== undefined && (isOfIls(found) || settlement.operationId !== request.anew?.replaces)) {
      return refuse({ kind: 'case-already-settled', by: settlement.librarianId })
    }
    // What the next case about the same facts says counts more: that one is decided anew.
    if ((lastCaseOf(state, found.caseKind, found.subject) ?? found).id !== found.id) return refuse({ kind: 'case-changed-meanwhile' })
    // A fact that joined meanwhile was not seen by the person who decided, and what the case does not offer nobody could have read in it.
    return isAllSeen(found, request) && isOffered(found, request.decision) ? yes : refuse({ kind: 'case-changed-meanwhile' })
  },
  apply: (draft, { caseId, cites, decision, note, anew }, { operationId, librarianId, deviceId, at }) => {
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
  },
}
