/**
 * What is known of a document from its barcode: title, type, shelf. Runs everywhere.
 * The catalogue file knows every document. Where that file has not arrived yet, the base knows those of records that some order wants.
 */
import type { ItemBarcode } from '../ids.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { BibliographicRecord, CatalogueItem } from './record.ts'

/** Documents looked up in the catalogue file, by barcode; empty where none was. */
export type CatalogueItems = ReadonlyMap<ItemBarcode, CatalogueItem>

const toCatalogueItem = (record: BibliographicRecord, barcode: ItemBarcode): CatalogueItem => {
  const copy = record.copies.find((candidate) => candidate.barcode === barcode)
  return {
    barcode,
    recordId: record.id,
    title: record.title,
    author: record.author,
    documentType: record.documentType,
    audience: record.audience,
    year: record.year,
    publisher: record.publisher,
    callNumber: copy?.callNumber ?? '',
    location: copy?.location ?? '',
    arrivedOn: copy?.arrivedOn,
  }
}

/** The document as the catalogue file or the base knows it; undefined when neither does. */
export const findDocument = (state: DeskState, barcode: ItemBarcode, catalogue: CatalogueItems = new Map()): CatalogueItem | undefined => {
  const inFile = catalogue.get(barcode)
  if (inFile !== undefined) {
    const record = state.get('record', inFile.recordId)
    return record === undefined ? inFile : { ...inFile, year: inFile.year ?? record.year, publisher: record.publisher }
  }
  const recordId = state.get('item', barcode)?.recordId
  const ofItem = recordId === undefined ? undefined : state.get('record', recordId)
  if (ofItem !== undefined) return toCatalogueItem(ofItem, barcode)
  for (const record of state.all('record')) {
    if (record.copies.some((copy) => copy.barcode === barcode)) return toCatalogueItem(record, barcode)
  }
  return undefined
}
