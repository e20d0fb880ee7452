/**
 * The row that holds the facts about a subject: a document's own, and an order's for the order and each of its lines. Runs everywhere.
 */
import type { Item } from '../item/item.ts'
import { parseSubject } from '../operation/subject.ts'
import type { Order } from '../order/order.ts'
import type { DeskReader } from './desk-state.ts'

/** undefined: no such row is here, or rows of facts say nothing of such a subject. */
export const rowAbout = (reader: DeskReader, subject: string): Item | Order | undefined => {
  const about = parseSubject(subject)
  if (about?.kind === 'item') return reader.get('item', about.barcode)
  return about !== undefined && 'orderId' in about ? reader.get('order', about.orderId) : undefined
}
