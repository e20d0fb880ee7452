/**
 * How facts and requests enter the rows: what each kind of operation calls to apply itself. Runs everywhere.
 * These add to sets, and compute again what follows with its cases. The same facts in any order, once or twice, give the same rows (I-3
 * and I-8).
 */
import { explainedBy } from '../case/case.ts'
import { explainCases, mayExplain } from '../case/explain-cases.ts'
import { findItemContradictions, findOrderContradictions } from '../case/find-contradictions.ts'
import { lastCaseOf, recordCase } from '../case/record-case.ts'
import type { ItemBarcode, OperationId, OrderId, RecordId } from '../ids.ts'
import type { Item, ItemFact } from '../item/item.ts'
import { newItem } from '../item/new-item.ts'
import { withFact } from '../operation/causality.ts'
import { type Envelope, type Fact, isFact } from '../operation/operation.ts'
import type { RecordedFact } from '../operation/recorded-fact.ts'
import { formatItemSubject, formatOrderSubject, formatSubject } from '../operation/subject.ts'
import type { Order, OrderFact } from '../order/order.ts'
import { capacityOf, slotFilling } from '../slot/build-slots.ts'
import { moveInSlots } from '../slot/move-in-slots.ts'
import type { SlotKey } from '../slot/slot.ts'
import { refreshPatrons } from './refresh-patrons.ts'
import type { RowDraft } from './row-draft.ts'

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

export const changeItem = (
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

export const putCase = (draft: RowDraft, contradiction: Parameters<typeof recordCase>[1]): void => {
  const found = recordCase(draft, contradiction)
  if (found !== undefined) draft.put(found)
}

export const changeOrder = (draft: RowDraft, envelope: Envelope, orderId: OrderId, body: FactBody<OrderFact>): void => {
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

export const reviewOrder = (draft: RowDraft, order: Order): void => {
  draft.put(order)
  for (const contradiction of findOrderContradictions(order)) putCase(draft, contradiction)
}

/** Writes the order, and the slots that it leaves and enters. */
export const putInSlot = (draft: RowDraft, order: Order, from?: SlotKey): void => {
  draft.put(order)
  for (const row of moveInSlots((id) => draft.get('slot', id), order.id, from, order.slot)) draft.put(row)
}

/** SLOT-3: an order placed or moved by the desk into a slot that is then over capacity opens a case; all orders stand. */
export const reviewSlot = (draft: RowDraft, slot: SlotKey, operationId: OperationId): void => {
  const settings = draft.get('settings', 'settings')
  if (settings === undefined) return
  if (slotFilling(draft, slot) <= capacityOf(settings, slot)) return
  putCase(draft, { caseKind: 'slot-overfilled', subject: formatSubject({ kind: 'slot', slot }), cites: [operationId] })
}

/** The case of a slot that is over capacity no more closes, as nobody's decision (CASE-16). */
export const explainSlot = (draft: RowDraft, slot: SlotKey, envelope: Envelope): void => {
  const settings = draft.get('settings', 'settings')
  const open = lastCaseOf(draft, 'slot-overfilled', formatSubject({ kind: 'slot', slot }))
  if (settings === undefined || open === undefined || open.settlement !== undefined) return
  if (slotFilling(draft, slot) > capacityOf(settings, slot)) return
  draft.put(explainedBy(open, envelope))
}
