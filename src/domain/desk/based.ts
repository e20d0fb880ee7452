/**
 * What the author of an operation had seen when pressing: the last facts on each document and on the order. Runs everywhere.
 * It travels in the envelope. Later, nothing else says which of two facts came first.
 */
import type { ItemBarcode, OperationId, OrderId } from '../ids.ts'
import { headsOf } from '../operation/causality.ts'
import type { Based, Operation } from '../operation/operation.ts'
import { formatItemSubject, formatOrderSubject, formatSubject } from '../operation/subject.ts'
import { formatClaimScope } from '../pull-list/claim.ts'
import type { DeskReader } from '../row/desk-state.ts'

const itemsConcerned = (operation: Operation): readonly (ItemBarcode | undefined)[] => {
  switch (operation.kind) {
    case 'pick-item':
    case 'unpick-item':
    case 'return-item':
    case 'undo-return':
    case 'reshelve-item':
    case 'unreshelve-item':
      return [operation.barcode]
    case 'hand-over-order':
      return [...operation.items, ...operation.leftBehind].map((item) => item.barcode)
    case 'undo-handover':
      return operation.barcodes
    case 'report-not-found':
    case 'give-up-line':
    case 'bag-order':
    case 'print-label':
    case 'record-arrival':
    case 'confirm-no-show':
    case 'place-order':
    case 'reschedule-order':
    case 'cancel-order':
    case 'change-lines':
    case 'claim':
    case 'release-claim':
    case 'write-note':
    case 'substitute-record':
    case 'settle-case':
      return []
  }
}

const orderConcerned = (operation: Operation): OrderId | undefined => ('orderId' in operation ? operation.orderId : undefined)

/** Every document and order that the operation is about. */
export const subjectsOf = (operation: Operation): readonly string[] => {
  const orderId = orderConcerned(operation)
  const items = itemsConcerned(operation).flatMap((barcode) => (barcode === undefined ? [] : [formatItemSubject(barcode)]))
  return orderId === undefined ? items : [...items, formatOrderSubject(orderId)]
}

/** The heads of every subject the operation touches, and the claims a claim takes over; a subject without facts is left out. */
export const basedOf = (reader: DeskReader, operation: Operation): Based => {
  const based: Record<string, readonly OperationId[]> = {}
  for (const barcode of itemsConcerned(operation)) {
    if (barcode === undefined) continue
    const heads = headsOf(reader.get('item', barcode)?.facts ?? [])
    if (heads.length > 0) based[formatItemSubject(barcode)] = heads
  }
  const orderId = orderConcerned(operation)
  if (orderId !== undefined) {
    const heads = headsOf(reader.get('order', orderId)?.facts ?? [])
    if (heads.length > 0) based[formatOrderSubject(orderId)] = heads
  }
  if (operation.kind === 'claim') {
    const { holders = [] } = reader.get('claim', formatClaimScope(operation.scope)) ?? {}
    if (holders.length > 0) based[formatSubject({ kind: 'claim', scope: operation.scope })] = holders.map((holder) => holder.operationId)
  }
  return based
}
