/**
 * A document as a catalogue's file takes it: a novel of its own barcode and record, unless said otherwise. For tests, beside the catalogue.
 * Each is another one: numbered in the order in which a test asks for them.
 */
import type { CatalogueDocument } from '../../src/catalogue/build-catalogue.ts'
import { toItemBarcode, toRecordId } from '../../src/domain/ids.ts'

let next = 0
export const aDocument = (document: Partial<CatalogueDocument> = {}): CatalogueDocument => {
  next += 1
  return {
    barcode: toItemBarcode(`33332${String(next).padStart(9, '0')}`),
    recordId: toRecordId(`N${String(next).padStart(6, '0')}`),
    title: 'Notre-Dame de Paris',
    author: 'Hugo, Victor',
    documentType: 'livre',
    audience: 'A',
    callNumber: 'R HUG',
    location: 'Adultes romans',
    arrivedOn: undefined,
    ...document,
  }
}
