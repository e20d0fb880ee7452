/**
 * What the author of an operation had seen when pressing: the last facts on each document and on the order. Runs everywhere.
 * It travels in the envelope. Later, nothing else says which of two facts came first.
 */
import type { OperationId, OrderId } from '../ids.ts'
import { headsOf } from '../operation/causality.ts'
import type { Based, Operation } from '../operation/operation.ts'
import { formatItemSubject, formatOrderSubject, formatSubject } from '../operation/subject.ts'
import { formatClaimScope } from '../pull-list/claim.ts'
import type { DeskReader } from '../row/desk-state.ts'
import { rowAbout } from '../row/row-about.ts'
import { kindOf } from './kinds.ts'

export const orderOf = (operation: Operation): OrderId | undefined => ('orderId' in operation ? operation.orderId : undefined)

/** Every document and order that the operation is about. */
export const subjectsOf = (operation: Operation): readonly string[] => {
  const orderId = orderOf(operation)
  const items = kindOf(operation)
    .documents(operation)
    .flatMap((barcode) => (barcode === undefined ? [] : [formatItemSubject(barcode)]))
  return orderId === undefined ? items : [...items, formatOrderSubject(orderId)]
}

/** The heads of every subject the operation touches, and the claims a claim takes over; a subject without facts is left out. */
export const basedOf = (reader: DeskReader, operation: Operation): Based => {
  const based: Record<string, readonly OperationId[]> = {}
  for (const subject of subjectsOf(operation)) {
    const heads = headsOf(rowAbout(reader, subject)?.facts ?? [])
    if (heads.length > 0) based[subject] = heads
  }
  if (operation.kind === 'claim') {
    const { holders = [] } = reader.get('claim', formatClaimScope(operation.scope)) ?? {}
    if (holders.length > 0) based[formatSubject({ kind: 'claim', scope: operation.scope })] = holders.map((holder) => holder.operationId)
  }
  return based
}
