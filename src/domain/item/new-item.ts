/**
 * The row of a document about which nothing is known yet but its number: the first fact about it makes one. Runs everywhere.
 */
import type { ItemBarcode } from '../ids.ts'
import type { Item } from './item.ts'

export const newItem = (barcode: ItemBarcode): Item => ({
  kind: 'item',
  id: barcode,
  recordId: undefined,
  documentType: undefined,
  facts: [],
  voided: [],
  ilsLoanSince: undefined,
})
