/**
 * The catalogue file, open: any barcode → its record, offline. Runs in a tablet's worker, and on the endpoint.
 * Nothing is parsed ahead: each answer decodes the few texts it needs, so opening costs one pass over the numbers and no memory beside
 * the file. That pass checks everything a later read relies on: a file that opens cannot fail afterwards.
 */
import { type ItemBarcode, type RecordId, toItemBarcode, toRecordId } from '../domain/ids.ts'
import type { CatalogueItem } from '../domain/item/record.ts'
import { fromDayNumber } from '../domain/local-date.ts'
import { accept, type Result, refuse } from '../domain/result.ts'
import {
  bytesPerWord,
  checksum,
  checksumWord,
  compareBytes,
  firstSections,
  formatVersion,
  headerWords,
  magic,
  maximumFileBytes,
  maximumSections,
  type SectionName,
  sectionTags,
  unknownDay,
  wordsPerSection,
} from './catalogue-format.ts'

export type CatalogueRefusal =
  /** Not a catalogue file at all (an error page saved under its name…). */
  | { readonly kind: 'catalogue-not-recognised' }
  /** Made by a build that this one cannot read. */
  | { readonly kind: 'catalogue-of-other-version'; readonly version: number }
  | { readonly kind: 'catalogue-truncated'; readonly bytes: number; readonly expectedBytes: number }
  /** The bytes are not those that were written; `what` is for the log. */
  | { readonly kind: 'catalogue-corrupted'; readonly what: string }

export interface Catalogue {
  /** Which writer made the file. */
  readonly edition: number
  readonly itemCount: number
  readonly recordCount: number
  /** The document under this barcode, compared exactly (leading zeros count); undefined where the library has none. */
  itemByBarcode(barcode: ItemBarcode): CatalogueItem | undefined
  /** Every copy of a record, by ascending barcode; empty where the record is unknown. */
  copiesOfRecord(recordId: RecordId): readonly CatalogueItem[]
}

const encoder = new TextEncoder()
// A title may begin with U+FEFF: it is kept as any other character.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** A sorted or numbered list of texts, as it lies in the file. */
interface TextList {
  readonly bytes: Uint8Array
  readonly bounds: Uint32Array
}

const textAt = ({ bytes, bounds }: TextList, i: number): string => decoder.decode(bytes.subarray(bounds[i], bounds[i + 1]))

/** Number of the entry equal to `text` in an ascending list; -1 where there is none. */
const findText = ({ bytes, bounds }: TextList, text: string): number => {
  const wanted = encoder.encode(text)
  let [low, high] = [0, bounds.length - 2]
  while (low <= high) {
    const middle = (low + high) >>> 1
    const order = compareBytes(bytes, bounds[middle] ?? 0, bounds[middle + 1] ?? 0, wanted)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** Bounds start at 0, never go back, and end where their content ends; there is always one more of them than entries. */
const areBounds = (bounds: Uint32Array, contentLength: number): boolean =>
  bounds[0] === 0 && bounds.every((bound, i) => i === 0 || bound >= (bounds[i - 1] ?? 0)) && bounds.at(-1) === contentLength

const corrupted = (what: string) => refuse<CatalogueRefusal>({ kind: 'catalogue-corrupted', what })

type FindSection = (name: SectionName) => { readonly from: number; readonly bytes: number } | undefined

/** Where the sections lie, once header, checksum and table hold; those that this build does not know are skipped. */
const readTable = (buffer: ArrayBuffer): Result<FindSection, CatalogueRefusal> => {
  if (buffer.byteLength < headerWords * bytesPerWord) return refuse({ kind: 'catalogue-not-recognised' })
  const [theirMagic, version, expectedBytes = 0, theirChecksum, sectionCount = 0] = new Uint32Array(buffer, 0, headerWords)
  if (theirMagic !== magic) return refuse({ kind: 'catalogue-not-recognised' })
  if (version !== formatVersion) return refuse({ kind: 'catalogue-of-other-version', version: version ?? 0 })
  if (buffer.byteLength < expectedBytes) return refuse({ kind: 'catalogue-truncated', bytes: buffer.byteLength, expectedBytes })
  if (buffer.byteLength !== expectedBytes || expectedBytes % bytesPerWord !== 0 || expectedBytes > maximumFileBytes)
    return corrupted('length')
  const words = new Uint32Array(buffer)
  if (checksum(words, checksumWord + 1) !== theirChecksum) return corrupted('checksum')
  const tableWords = headerWords + sectionCount * wordsPerSection
  if (sectionCount > maximumSections || tableWords > words.length) return corrupted('section table')

  const placeByTag = new Map<number, { readonly from: number; readonly bytes: number }>()
  for (let word = headerWords; word < tableWords; word += wordsPerSection) {
    const [tag = 0, from = 0, bytes = 0] = words.subarray(word, word + wordsPerSection)
    if (from % bytesPerWord !== 0 || from < tableWords * bytesPerWord || from + bytes > expectedBytes)
      return corrupted(`place of section ${tag}`)
    placeByTag.set(tag, { from, bytes })
  }
  for (const name of firstSections) if (!placeByTag.has(sectionTags[name])) return corrupted(`no ${name}`)
  return accept((name) => placeByTag.get(sectionTags[name]))
}

/** Opens a catalogue file; refuses one that is not ours, of another version, cut, or whose bytes changed. */
export const openCatalogue = (buffer: ArrayBuffer): Result<Catalogue, CatalogueRefusal> => {
  const table = readTable(buffer)
  if (!table.ok) return table
  // A section that is not there is as an empty one.
  const placeOf = (name: SectionName) => table.value(name) ?? { from: 0, bytes: 0 }
  const bytesOf = (name: SectionName): Uint8Array => new Uint8Array(buffer, placeOf(name).from, placeOf(name).bytes)
  const numbersOf = (name: SectionName): Uint32Array =>
    new Uint32Array(buffer, placeOf(name).from, Math.floor(placeOf(name).bytes / bytesPerWord))

  const texts: TextList = { bytes: bytesOf('texts'), bounds: numbersOf('textBounds') }
  const barcodes: TextList = { bytes: bytesOf('barcodes'), bounds: numbersOf('barcodeBounds') }
  const recordIds: TextList = { bytes: bytesOf('recordIds'), bounds: numbersOf('recordIdBounds') }
  const copyBounds = numbersOf('copyBounds')
  const copies = numbersOf('copies')
  for (const list of [texts, barcodes, recordIds]) if (!areBounds(list.bounds, list.bytes.length)) return corrupted('bounds of texts')
  if (!areBounds(copyBounds, copies.length)) return corrupted('bounds of copies')
  const itemCount = barcodes.bounds.length - 1
  const recordCount = recordIds.bounds.length - 1
  const textCount = texts.bounds.length - 1

  const itemRecords = numbersOf('itemRecords')
  const itemCallNumbers = numbersOf('itemCallNumbers')
  const itemLocations = numbersOf('itemLocations')
  const itemArrivals = numbersOf('itemArrivals')
  const titles = numbersOf('recordTitles')
  const authors = numbersOf('recordAuthors')
  const documentTypes = numbersOf('recordDocumentTypes')
  const audiences = numbersOf('recordAudiences')
  const isColumn = (column: Uint32Array, length: number, below: number) =>
    column.length === length && column.every((number) => number < below)
  const isWhole =
    copyBounds.length === recordCount + 1 &&
    isColumn(copies, itemCount, itemCount) &&
    isColumn(itemRecords, itemCount, recordCount) &&
    [itemCallNumbers, itemLocations].every((column) => isColumn(column, itemCount, textCount)) &&
    itemArrivals.length === itemCount &&
    [titles, authors, documentTypes, audiences].every((column) => isColumn(column, recordCount, textCount))
  if (!isWhole) return corrupted('columns')

  const text = (column: Uint32Array, i: number): string => textAt(texts, column[i] ?? 0)
  const itemAt = (item: number): CatalogueItem => {
    const record = itemRecords[item] ?? 0
    const day = itemArrivals[item] ?? unknownDay
    return {
      barcode: toItemBarcode(textAt(barcodes, item)),
      recordId: toRecordId(textAt(recordIds, record)),
      title: text(titles, record),
      author: text(authors, record),
      documentType: text(documentTypes, record),
      audience: text(audiences, record),
      callNumber: text(itemCallNumbers, item),
      location: text(itemLocations, item),
      // `| 0` gives days before 1970 their sign back.
      arrivedOn: day === unknownDay ? undefined : fromDayNumber(day | 0),
    }
  }

  return accept({
    edition: numbersOf('edition')[0] ?? 1,
    itemCount,
    recordCount,
    itemByBarcode: (barcode) => {
      const item = findText(barcodes, barcode)
      return item === -1 ? undefined : itemAt(item)
    },
    copiesOfRecord: (recordId) => {
      const record = findText(recordIds, recordId)
      return record === -1 ? [] : Array.from(copies.subarray(copyBounds[record], copyBounds[record + 1]), itemAt)
    },
  })
}
