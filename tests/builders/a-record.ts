/**
 * Builds a bibliographic record with its copies, and the same document as the catalogue file answers it. Runs in tests.
 * Works are real ones of the public domain.
 */
import { toItemBarcode, toRecordId } from '../../src/domain/ids.ts'
import type { BibliographicRecord, CatalogueItem, Copy } from '../../src/domain/item/record.ts'

export const aCopy = (barcode: string, changes: Partial<Copy> = {}): Copy => ({
  barcode: toItemBarcode(barcode),
  callNumber: 'R ZOL',
  location: 'Adultes romans',
  arrivedOn: undefined,
  ...changes,
})

export const aRecord = (id = 'record-1', changes: Partial<BibliographicRecord> = {}): BibliographicRecord => ({
  kind: 'record',
  id: toRecordId(id),
  title: 'Au Bonheur des Dames',
  author: 'Zola, Émile',
  documentType: 'livre',
  audience: 'A',
  copies: [aCopy('33331000000012')],
  ...changes,
})

export const aCatalogueItem = (barcode: string, changes: Partial<CatalogueItem> = {}): CatalogueItem => ({
  barcode: toItemBarcode(barcode),
  recordId: toRecordId('record-9'),
  title: 'Bel-Ami',
  author: 'Maupassant, Guy de',
  documentType: 'livre',
  audience: 'A',
  callNumber: 'R MAU',
  location: 'Adultes romans',
  arrivedOn: undefined,
  ...changes,
})
