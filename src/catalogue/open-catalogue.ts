/**
 * The catalogue file, open: any barcode → its record, offline, and a search by words. Runs in a tablet's worker, and on the endpoint.
 * Nothing is parsed ahead: each answer decodes the few texts it needs, so opening costs one pass over the numbers and no memory beside
 * the file. That pass checks everything a later read relies on: a file that opens cannot fail afterwards.
 */
import { type ItemBarcode, type RecordId, toItemBarcode, toRecordId } from '../domain/ids.ts'
import type { BibliographicRecord, CatalogueItem, Copy } from '../domain/item/record.ts'
import { fromDayNumber } from '../domain/local-date.ts'
import { accept, type Result } from '../domain/result.ts'
import { type CatalogueFilter, type CatalogueFindings, mostFound } from '../domain/search/catalogue-findings.ts'
import { isbnNumber } from '../domain/search/search-words.ts'
import { unknownDay } from './catalogue-format.ts'
import { openIndex } from './open-index.ts'
import { type CatalogueRefusal, corrupted, readSections } from './read-sections.ts'
import { areBounds, findText, isColumn, textAt } from './text-list.ts'

export interface Catalogue {
  /** Which writer made the file. */
  readonly edition: number
  readonly itemCount: number
  readonly recordCount: number
  /** The document under this barcode, compared exactly (leading zeros count); undefined where the library has none. */
  itemByBarcode(barcode: ItemBarcode): CatalogueItem | undefined
  /** With every copy of it, by ascending barcode; undefined where the library has none of that identifier. */
  recordById(recordId: RecordId): BibliographicRecord | undefined
  /**
   * Records that hold each word of the query, or words that begin so; or the one whose barcode or ISBN it is.
   * undefined: the file is of an edition that cannot be searched.
   */
  search(query: string, filter?: CatalogueFilter): CatalogueFindings | undefined
}

/** Opens a catalogue file; refuses one that is not ours, of another version, cut, or whose bytes changed. */
export const openCatalogue = (buffer: ArrayBuffer): Result<Catalogue, CatalogueRefusal> => {
  const read = readSections(buffer)
  if (!read.ok) return read
  const sections = read.value
  const texts = sections.texts('texts', 'textBounds')
  const barcodes = sections.texts('barcodes', 'barcodeBounds')
  const recordIds = sections.texts('recordIds', 'recordIdBounds')
  const copyBounds = sections.numbers('copyBounds')
  const copies = sections.numbers('copies')
  for (const list of [texts, barcodes, recordIds]) if (!areBounds(list, list.bounds.length)) return corrupted('bounds of texts')
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
    [titles, authors, documentTypes, audiences].every((column) => isColumn(column, recordCount, textCount)) &&
    (years.length === 0 || isColumn(years, recordCount, textCount))
  if (!isWhole) return corrupted('columns')
  const index = openIndex(sections, recordCount)
  if (!index.ok) return index

  const text = (column: Uint32Array, i: number): string => textAt(texts, column[i] ?? 0)
  const copyAt = (item: number): Copy => {
    const day = itemArrivals[item] ?? unknownDay
    return {
      barcode: toItemBarcode(textAt(barcodes, item)),
      callNumber: text(itemCallNumbers, item),
      location: text(itemLocations, item),
      // `| 0` gives days before 1970 their sign back.
      arrivedOn: day === unknownDay ? undefined : fromDayNumber(day | 0),
    }
  }
  const copiesOf = (record: number): Uint32Array => copies.subarray(copyBounds[record], copyBounds[record + 1])
  const titleAt = (record: number) => ({
    title: text(titles, record),
    author: text(authors, record),
    documentType: text(documentTypes, record),
    audience: text(audiences, record),
    year: (years.length > 0 && text(years, record)) || undefined,
  })
  const itemAt = (item: number): CatalogueItem => {
    const record = itemRecords[item] ?? 0
    return { ...copyAt(item), recordId: toRecordId(textAt(recordIds, record)), ...titleAt(record) }
  }
  const recordAt = (record: number): BibliographicRecord => ({
    kind: 'record',
    id: toRecordId(textAt(recordIds, record)),
    ...titleAt(record),
    copies: Array.from(copiesOf(record), copyAt),
  })

  const isKept = (record: number, { documentType, audience, location, without }: CatalogueFilter): boolean =>
    without?.has(toRecordId(textAt(recordIds, record))) !== true &&
    (documentType === undefined || text(documentTypes, record) === documentType) &&
    (audience === undefined || text(audiences, record) === audience) &&
    (location === undefined || copiesOf(record).some((item) => text(itemLocations, item) === location))

  return accept({
    edition: sections.numbers('edition')[0] ?? 1,
    itemCount,
    recordCount,
    itemByBarcode: (barcode) => {
      const item = findText(barcodes, barcode)
      return item === -1 ? undefined : itemAt(item)
    },
    recordById: (recordId) => {
      const record = findText(recordIds, recordId)
      return record === -1 ? undefined : recordAt(record)
    },
    search: (query, filter = {}) => {
      if (index.value === undefined) return undefined
      const item = findText(barcodes, query.trim())
      const { records, isNear } =
        item === -1 ? index.value.search(query, isbnNumber(query)) : { records: [itemRecords[item] ?? 0], isNear: false }
      const kept: number[] = []
      let total = 0
      for (const record of records) {
        if (!isKept(record, filter)) continue
        if (total++ < mostFound) kept.push(record)
      }
      return { records: kept.map(recordAt), total, isNear }
    },
  })
}
