/**
 * What changed in the library since its whole catalogue file was made: each record that is new or not as the file has it, with all its
 * copies, and those that left. Runs on the endpoint, after an import. How often a document was lent is no change: the ranking may be a week
 * old, titles may not.
 */
import type { RecordId } from '../domain/ids.ts'
import type { Copy } from '../domain/item/record.ts'
import { isbnNumber } from '../domain/search/search-words.ts'
import { buildCatalogue, type CatalogueDocument } from './build-catalogue.ts'
import { noIsbn } from './catalogue-format.ts'
import type { OpenFile } from './open-file.ts'
import { sortByBytes } from './text-order.ts'

const describeCopy = ({ barcode, callNumber, location, arrivedOn, immobility }: Copy) => [
  barcode,
  callNumber,
  location,
  arrivedOn,
  immobility,
]

/** As `OpenFile.recordAt` would give it, in one text. `copies`: of one record, by ascending barcode. */
const describeGiven = (copies: readonly CatalogueDocument[]): string => {
  const [first] = copies
  return JSON.stringify([
    first && [first.title, first.author, first.documentType, first.audience, first.year || '', isbnNumber(first.isbn ?? '') ?? noIsbn],
    copies.map(describeCopy),
  ])
}

const describeOfFile = (whole: OpenFile, record: number): string => {
  const { title, author, documentType, audience, year, copies } = whole.recordAt(record)
  return JSON.stringify([[title, author, documentType, audience, year ?? '', whole.isbnAt(record)], copies.map(describeCopy)])
}

const sortCopies = (copies: readonly CatalogueDocument[]): readonly CatalogueDocument[] => {
  if (copies.length < 2) return copies
  const byBarcode = new Map<string, CatalogueDocument>(copies.map((copy) => [copy.barcode, copy]))
  return sortByBytes([...byBarcode.keys()]).flatMap((barcode) => byBarcode.get(barcode) ?? [])
}

/** The file of changes that makes `whole` a file of `documents`, the whole catalogue; undefined where nothing changed. */
export const buildChanges = (whole: OpenFile, documents: Iterable<CatalogueDocument>): Uint8Array<ArrayBuffer> | undefined => {
  const copiesById = new Map<RecordId, CatalogueDocument[]>()
  for (const document of documents) {
    const copies = copiesById.get(document.recordId)
    if (copies === undefined) copiesById.set(document.recordId, [document])
    else copies.push(document)
  }
  const changed: CatalogueDocument[] = []
  for (const [id, copies] of copiesById) {
    const record = whole.findRecord(id)
    if (record === -1 || describeGiven(sortCopies(copies)) !== describeOfFile(whole, record)) changed.push(...copies)
  }
  const removed: RecordId[] = []
  for (let record = 0; record < whole.recordCount; record++) {
    const id = whole.recordIdAt(record)
    if (!copiesById.has(id)) removed.push(id)
  }
  return changed.length + removed.length === 0 ? undefined : buildCatalogue(changed, removed)
}
