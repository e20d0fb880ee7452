/**
 * One catalogue file, open. Runs in a tablet's worker, and on the endpoint.
 * Nothing is parsed ahead: each answer decodes the few texts it needs, so opening costs one pass over the numbers and no memory beside
 * the file. That pass checks everything a later read relies on: a file that opens cannot fail afterwards.
 */
import { type RecordId, toItemBarcode, toRecordId } from '../domain/ids.ts'
import type { BibliographicRecord, CatalogueItem, Copy, Immobility } from '../domain/item/record.ts'
import { fromDayNumber } from '../domain/local-date.ts'
import { accept, type Result } from '../domain/result.ts'
import type { CatalogueFilter } from '../domain/search/catalogue-findings.ts'
import { bitsPerItem, immobilities, itemsPerByte, noIsbn, unknownDay } from './catalogue-format.ts'
import { type OpenIndex, openIndex } from './open-index.ts'
import { type CatalogueRefusal, corrupted, readSections } from './read-sections.ts'
import { areBounds, findText, isColumn, textAt } from './text-list.ts'

/** Items and records by their numbers in the file; -1 where it has none. */
export interface OpenFile {
  /** Which writer made it. */
  readonly edition: number
  readonly itemCount: number
  readonly recordCount: number
  readonly index: OpenIndex
  /** Of a file of changes: what left. */
  removed(): Iterable<RecordId>
  findItem(barcode: string): number
  findRecord(recordId: string): number
  recordOfItem(item: number): number
  recordIdAt(record: number): RecordId
  /** `isbnNumber`, or `noIsbn`. */
  isbnAt(record: number): number
  /** Ascending, as `recordAt` gives its copies. */
  itemsOf(record: number): Uint32Array
  /** undefined: it may leave the library. */
  immobilityAt(item: number): Immobility | undefined
  itemAt(item: number): CatalogueItem
  recordAt(record: number): BibliographicRecord
  isKept(record: number, filter: CatalogueFilter): boolean
  /** Records by document type, and copies by location, of all records but these. */
  tally(without: ReadonlySet<number>): {
    readonly documentTypes: ReadonlyMap<string, number>
    readonly locations: ReadonlyMap<string, number>
  }
}

/** Opens a catalogue file; refuses one that is not ours, of another version, cut, or whose bytes changed. */
export const openFile = (buffer: ArrayBuffer): Result<OpenFile, CatalogueRefusal> => {
  const read = readSections(buffer)
  if (!read.ok) return read
  const sections = read.value
  const texts = sections.texts('texts', 'textBounds')
  const barcodes = sections.texts('barcodes', 'barcodeBounds')
  const recordIds = sections.texts('recordIds', 'recordIdBounds')
  const copyBounds = sections.numbers('copyBounds')
  const copies = sections.numbers('copies')
  const removed = sections.has('removedRecords') ? [sections.texts('removedRecords', 'removedRecordBounds')] : []
  for (const list of [texts, barcodes, recordIds, ...removed]) if (!areBounds(list, list.bounds.length)) return corrupted('bounds of texts')
  if (!areBounds({ bytes: copies, bounds: copyBounds }, copyBounds.length)) return corrupted('bounds of copies')
  const itemCount = barcodes.bounds.length - 1
  const recordCount = recordIds.bounds.length - 1
  const textCount = texts.bounds.length - 1

  const itemRecords = sections.numbers('itemRecords')
  const itemCallNumbers = sections.numbers('itemCallNumbers')
  const itemLocations = sections.numbers('itemLocations')
  const itemArrivals = sections.numbers('itemArrivals')
  const titles = sections.numbers('recordTitles')
  const authors = sections.numbers('recordAuthors')
  const documentTypes = sections.numbers('recordDocumentTypes')
  const audiences = sections.numbers('recordAudiences')
  const years = sections.numbers('recordYears')
  const isWhole =
    copyBounds.length === recordCount + 1 &&
    isColumn(copies, itemCount, itemCount) &&
    isColumn(itemRecords, itemCount, recordCount) &&
    [itemCallNumbers, itemLocations].every((column) => isColumn(column, itemCount, textCount)) &&
    itemArrivals.length === itemCount &&
    [titles, authors, documentTypes, audiences, years].every((column) => isColumn(column, recordCount, textCount))
  if (!isWhole) return corrupted('columns')
  const isbns = sections.numbers('recordIsbns')
  const index = openIndex(sections, recordCount)
  if (!index.ok) return index

  const immobile = sections.bytes('itemImmobilities')
  const immobilityAt = (item: number): Immobility | undefined =>
    immobilities[((immobile[Math.floor(item / itemsPerByte)] ?? 0) >> ((item % itemsPerByte) * bitsPerItem)) & ((1 << bitsPerItem) - 1)]
  const text = (column: Uint32Array, i: number): string => textAt(texts, column[i] ?? 0)
  const copyAt = (item: number): Copy => {
    const day = itemArrivals[item] ?? unknownDay
    const immobility = immobilityAt(item)
    return {
      barcode: toItemBarcode(textAt(barcodes, item)),
      callNumber: text(itemCallNumbers, item),
      location: text(itemLocations, item),
      // `| 0` gives days before 1970 their sign back.
      arrivedOn: day === unknownDay ? undefined : fromDayNumber(day | 0),
      ...(immobility && { immobility }),
    }
  }
  const copiesOf = (record: number): Uint32Array => copies.subarray(copyBounds[record], copyBounds[record + 1])
  const titleAt = (record: number) => ({
    title: text(titles, record),
    author: text(authors, record),
    documentType: text(documentTypes, record),
    audience: text(audiences, record),
    year: text(years, record) || undefined,
  })
  const recordIdAt = (record: number): RecordId => toRecordId(textAt(recordIds, record))
  const itemAt = (item: number): CatalogueItem => {
    const record = itemRecords[item] ?? 0
    return { ...copyAt(item), recordId: recordIdAt(record), ...titleAt(record) }
  }
  const recordAt = (record: number): BibliographicRecord => ({
    kind: 'record',
    id: recordIdAt(record),
    ...titleAt(record),
    copies: Array.from(copiesOf(record), copyAt),
  })

  const isKept = (record: number, { documentType, audience, location, onShelf }: CatalogueFilter): boolean =>
    onShelf?.without.has(recordIdAt(record)) !== true &&
    (documentType === undefined || text(documentTypes, record) === documentType) &&
    (audience === undefined || text(audiences, record) === audience) &&
    (location === undefined || copiesOf(record).some((item) => text(itemLocations, item) === location))

  const tallyTexts = (column: Uint32Array, isCounted: (i: number) => boolean): ReadonlyMap<string, number> => {
    const counts = new Map<number, number>()
    for (const [i, number] of column.entries()) if (isCounted(i)) counts.set(number, (counts.get(number) ?? 0) + 1)
    return new Map([...counts].map(([number, count]) => [textAt(texts, number), count]))
  }

  return accept({
    edition: sections.numbers('edition')[0] ?? 0,
    itemCount,
    recordCount,
    index: index.value,
    removed: () => removed.flatMap((ids) => Array.from(ids.bounds.subarray(1), (_, i) => toRecordId(textAt(ids, i)))),
    findItem: (barcode) => findText(barcodes, barcode),
    findRecord: (recordId) => findText(recordIds, recordId),
    recordOfItem: (item) => itemRecords[item] ?? 0,
    recordIdAt,
    isbnAt: (record) => isbns[record] ?? noIsbn,
    itemsOf: copiesOf,
    immobilityAt,
    itemAt,
    recordAt,
    isKept,
    tally: (without) => ({
      documentTypes: tallyTexts(documentTypes, (record) => !without.has(record)),
      locations: tallyTexts(itemLocations, (item) => !without.has(itemRecords[item] ?? 0)),
    }),
  })
}
