/**
 * Writes a person's decision on the rows of the facts that it cites (CASE-2). Runs everywhere.
 * The facts stay; `case/decided.ts` reads what counts. A decision that lapses by this one may speak of other rows: they have it too.
 */
import { type Decided, withDecided } from '../case/decided.ts'
import type { ItemBarcode, OperationId, OrderId } from '../ids.ts'
import { barcodeIn, parseSubject } from '../operation/subject.ts'
import { refreshPatrons } from './refresh-patrons.ts'
import type { RowDraft } from './row-draft.ts'

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

/** `replaced`: the decision of the same case that this one takes the place of. */
export const writeDecision = (draft: RowDraft, decided: Decided, replaced: OperationId | undefined): void => {
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
