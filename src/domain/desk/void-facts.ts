/**
 * What a decision about a case does to the facts that it concerns (CASE-2): untrue ones count for nothing from here on and stay readable,
 * and count again where a person decided anew. Runs everywhere.
 */

import type { ItemBarcode, OperationId, OrderId } from '../ids.ts'
import type { Item } from '../item/item.ts'
import { parseSubject } from '../operation/subject.ts'
import type { Order } from '../order/order.ts'
import { refreshPatrons } from './refresh-patrons.ts'
import type { RowDraft } from './row-draft.ts'

type Voided = Order['voided'][number]
type Concerns = (fact: OperationId) => boolean

const putOrder = (draft: RowDraft, id: OrderId, voidedAfter: (before: readonly Voided[]) => readonly Voided[]): void => {
  const order = draft.get('order', id)
  if (order === undefined) return
  const key = ({ fact, barcode }: Voided): string => `${fact} ${barcode ?? ''}`
  draft.put({ ...order, voided: [...voidedAfter(order.voided)].sort((a, b) => (key(a) < key(b) ? -1 : 1)) })
}

const putItem = (draft: RowDraft, item: Item, voided: readonly OperationId[]): void => {
  const after: Item = { ...item, voided: [...new Set(voided)].sort() }
  draft.put(after)
  refreshPatrons(draft, item, after)
}

/** The facts of the case's document or line, with the order and the document that each of them is a fact of. */
const concerned = (
  draft: RowDraft,
  subject: string,
  isConcerned: Concerns,
): readonly { readonly fact: OperationId; readonly orderId: OrderId | undefined; readonly barcode: ItemBarcode | undefined }[] => {
  const about = parseSubject(subject)
  if (about?.kind === 'item') {
    const facts = draft.get('item', about.barcode)?.facts ?? []
    return facts.flatMap((fact) =>
      isConcerned(fact.operationId) && (fact.what === 'handed-over' || fact.what === 'picked')
        ? [{ fact: fact.operationId, orderId: fact.orderId, barcode: about.barcode }]
        : [],
    )
  }
  if (about?.kind !== 'line' && about?.kind !== 'order') return []
  const { orderId } = about
  return (draft.get('order', orderId)?.facts ?? []).flatMap((fact) =>
    isConcerned(fact.operationId) && fact.what === 'picked' ? [{ fact: fact.operationId, orderId, barcode: fact.barcode }] : [],
  )
}

export const voidFacts = (draft: RowDraft, subject: string, isUntrue: Concerns): void => {
  for (const { fact, orderId, barcode } of concerned(draft, subject, isUntrue)) {
    const item = barcode === undefined ? undefined : draft.get('item', barcode)
    if (item !== undefined) putItem(draft, item, [...item.voided, fact])
    if (orderId === undefined) continue
    const isSame = (voided: Voided): boolean => voided.fact === fact && voided.barcode === barcode
    putOrder(draft, orderId, (before) => (before.some(isSame) ? before : [...before, { fact, barcode }]))
  }
}

export const restoreFacts = (draft: RowDraft, subject: string, isTrueAgain: Concerns): void => {
  for (const { fact, orderId, barcode } of concerned(draft, subject, isTrueAgain)) {
    const item = barcode === undefined ? undefined : draft.get('item', barcode)
    if (item !== undefined)
      putItem(
        draft,
        item,
        item.voided.filter((id) => id !== fact),
      )
    if (orderId !== undefined) {
      putOrder(draft, orderId, (before) => before.filter((voided) => voided.fact !== fact || voided.barcode !== barcode))
    }
  }
}

/** Of a loan and a return that did not know of each other: the person said that the document came back. Both happened (CASE-2). */
export const endLoans = (draft: RowDraft, subject: string, isOver: Concerns, isOnAgain: Concerns): void => {
  const about = parseSubject(subject)
  const item = about?.kind === 'item' ? draft.get('item', about.barcode) : undefined
  if (item === undefined) return
  const over = item.facts.flatMap(({ what, operationId }) => (what === 'handed-over' && isOver(operationId) ? [operationId] : []))
  const before = item.ended ?? []
  const ended = [...new Set([...before.filter((id) => !isOnAgain(id)), ...over])].sort()
  // A row that never had any stays the row that older builds made, to the byte.
  if (ended.length === 0 && item.ended === undefined) return
  const after: Item = { ...item, ended }
  draft.put(after)
  refreshPatrons(draft, item, after)
}
