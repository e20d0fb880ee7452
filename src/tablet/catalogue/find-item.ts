/**
 * A barcode among the records of the base: what any order wants answers at once, without the catalogue. Runs in the page.
 * The other 58,000 documents are the worker's (workers/ask-catalogue.ts).
 */

import type { ItemBarcode } from '../../domain/ids.ts'
import type { CatalogueItem } from '../../domain/item/record.ts'
import type { DeskState } from '../../domain/row/desk-state.ts'

/** The document in the records of the base; undefined when no order wants its record. */
export const findInBase = (state: DeskState, barcode: ItemBarcode): CatalogueItem | undefined => {
  for (const record of state.all('record')) {
    const copy = record.copies.find((copy) => copy.barcode === barcode)
    if (copy === undefined) continue
    const { id: recordId, title, author, documentType, audience, year } = record
    return { ...copy, recordId, title, author, documentType, audience, year }
  }
  return undefined
}
