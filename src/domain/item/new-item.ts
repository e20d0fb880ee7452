/**
 * The row of a document of which only the number is known: the first fact about a document makes it. Runs everywhere.
 */
import type { ItemBarcode } from '../ids.ts'
import type { Item } from './item.ts'

export const newItem = (barcode: ItemBarcode): Item => ({
  kind: 'item',
  id: barcode,
  recordId: undefined,
  documentType: undefined,
  facts: [],
  decided: [],
  ilsLoanSince: undefined,
})
