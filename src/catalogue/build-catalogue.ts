/**
 * Builds the catalogue file from the library's documents: what a tablet fetches once, and then finds any barcode in.
 * Runs on the endpoint, after an import. Pure: the same documents in any order give the same bytes, hence the same hash and no new download.
 */
import type { RecordId } from '../domain/ids.ts'
import type { CatalogueItem } from '../domain/item/record.ts'
import { toDayNumber } from '../domain/local-date.ts'
import { isbnNumber, wordsOf } from '../domain/search/search-words.ts'
import {
  bitsPerItem,
  bytesPerWord,
  checksum,
  checksumWord,
  edition,
  formatVersion,
  headerWords,
  immobilities,
  itemsPerByte,
  magic,
  maximumFileBytes,
  noIsbn,
  type SectionName,
  sectionTags,
  unknownDay,
  wordsPerSection,
} from './catalogue-format.ts'
import { isSurrogate, sortByBytes } from './text-order.ts'

/** What of a record is searched, and what its rank is made of. `lent`: how often its copies were lent, 0 where the ILS does not tell. */
interface IndexedRecord {
  readonly title: string
  readonly author: string
  readonly callNumbers: ReadonlySet<string>
  readonly copies: number
  readonly lent: number
  /** Day number of the newest copy's arrival; 0 where none is known. */
  readonly arrivedOn: number
}

/** The most lent first; then the most copies, the newest, and the order of the records. */
const rank = (records: readonly IndexedRecord[]): Uint32Array =>
  Uint32Array.from(records.keys()).sort((a, b) => {
    const [one, other] = [records[a], records[b]]
    if (one === undefined || other === undefined) return a - b
    return other.lent - one.lent || other.copies - one.copies || other.arrivedOn - one.arrivedOn || a - b
  })

/** Each word once, but those that another begins with: whatever finds « leb » of a call number finds Leblanc, its author. */
const withoutBeginnings = (words: readonly string[]): readonly string[] =>
  words.toSorted().filter((word, i, sorted) => !(sorted[i + 1]?.startsWith(word) ?? false))

/** Whole numbers as they lie in the file: 7 bits a byte, the lowest first, bit 8 on all bytes but the last. */
class NumberWriter {
  #bytes = new Uint8Array(1 << 16)
  length = 0

  write(value: number): void {
    if (this.length + 5 > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#bytes[this.length++] = rest
  }

  written(): Uint8Array {
    return this.#bytes.slice(0, this.length)
  }
}

/** The same records give the same index. */
const buildIndex = (records: readonly IndexedRecord[]) => {
  /** Number of the record at each rank. */
  const ranking = rank(records)
  const ranksByWord = new Map<string, number[]>()
  ranking.forEach((record, at) => {
    const { title = '', author = '', callNumbers = [] } = records[record] ?? {}
    for (const word of withoutBeginnings([title, author, ...callNumbers].flatMap(wordsOf))) {
      const ranks = ranksByWord.get(word)
      if (ranks === undefined) ranksByWord.set(word, [at])
      else ranks.push(at)
    }
  })
  /** Ascending in bytes. */
  const words = sortByBytes([...ranksByWord.keys()])
  /** Of each word: the ranks, each as its distance from the one before, the first from -1. */
  const postings = new NumberWriter()
  /** Of each word: bytes of its postings. */
  const postingLengths = new NumberWriter()
  for (const word of words) {
    const from = postings.length
    let before = -1
    for (const at of ranksByWord.get(word) ?? []) {
      postings.write(at - before)
      before = at
    }
    postingLengths.write(postings.length - from)
  }
  return { ranking, words, postings: postings.written(), postingLengths: postingLengths.written() }
}

const encoder = new TextEncoder()

/** Of a text that nothing has used yet: none has so high a number. */
const unused = 0xffff_ffff

const utf8Length = (text: string): number => {
  let length = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    // Either half of a letter of two units is two of its four bytes.
    if (unit > 0x7f) length += unit > 0x7ff && !isSurrogate(unit) ? 2 : 1
  }
  return length
}

/** Encoded all at once: a call per text would cost more than the texts. */
const joinTexts = (texts: readonly string[]): { bytes: Uint8Array; bounds: Uint32Array } => {
  const bounds = new Uint32Array(texts.length + 1)
  let end = 0
  texts.forEach((text, i) => {
    end += utf8Length(text)
    bounds[i + 1] = end
  })
  const bytes = encoder.encode(texts.join(''))
  if (bytes.length !== end) throw new Error('buildCatalogue: half a letter in a text')
  return { bytes, bounds }
}

/** A document as the endpoint knows it: what is searched, and how often it was lent, 0 or absent where the ILS does not tell. */
export interface CatalogueDocument extends CatalogueItem {
  readonly isbn?: string | undefined
  readonly lent?: number | undefined
}

/** A third of the bounds' weight when they travel; the reader adds them up again. */
const lengthsOf = (bounds: Uint32Array): Uint8Array => {
  const lengths = new NumberWriter()
  for (let i = 1; i < bounds.length; i++) lengths.write((bounds[i] ?? 0) - (bounds[i - 1] ?? 0))
  return lengths.written()
}

type TextName = 'barcode' | 'recordId' | 'title' | 'author' | 'documentType' | 'audience' | 'callNumber' | 'location' | 'year'

/** Numbers each distinct text once, as it is first met. */
class TextTable {
  readonly #numberByText = new Map<string, number>()

  numbersOf(items: readonly CatalogueDocument[], name: TextName): Uint32Array {
    const numbers = new Uint32Array(items.length)
    let i = 0
    for (const item of items) {
      const text = item[name] ?? ''
      let number = this.#numberByText.get(text)
      if (number === undefined) {
        number = this.#numberByText.size
        this.#numberByText.set(text, number)
      }
      numbers[i++] = number
    }
    return numbers
  }

  texts(): string[] {
    return [...this.#numberByText.keys()]
  }

  /** The texts ascending in bytes, and the number of each. */
  sorted(): { readonly texts: readonly string[]; readonly numbers: Uint32Array } {
    const texts = sortByBytes(this.texts())
    return { texts, numbers: Uint32Array.from(texts, (text) => this.#numberByText.get(text) ?? 0) }
  }
}

/** Absent where every copy may leave, as of most libraries: the section costs nothing. */
const immobilitySection = (given: readonly CatalogueDocument[], items: Uint32Array): { readonly itemImmobilities?: Uint8Array } => {
  if (given.every(({ immobility }) => immobility === undefined)) return {}
  const bytes = new Uint8Array(Math.ceil(items.length / itemsPerByte))
  items.forEach((place, item) => {
    const at = Math.floor(item / itemsPerByte)
    bytes[at] = (bytes[at] ?? 0) | (immobilities.indexOf(given[place]?.immobility) << ((item % itemsPerByte) * bitsPerItem))
  })
  return { itemImmobilities: bytes }
}

const numbersAt = (numbers: Uint32Array, places: Uint32Array): Uint32Array => places.map((place) => numbers[place] ?? 0)

const layOut = (sections: ReadonlyMap<SectionName, Uint8Array | Uint32Array>): Uint8Array<ArrayBuffer> => {
  const tableWords = headerWords + sections.size * wordsPerSection
  let end = tableWords * bytesPerWord
  const placed = [...sections].map(([name, content]) => {
    const from = end
    end = from + Math.ceil(content.byteLength / bytesPerWord) * bytesPerWord
    return { name, content, from }
  })
  if (end > maximumFileBytes) throw new Error(`buildCatalogue: ${end} bytes are more than a catalogue file may have`)
  const words = new Uint32Array(end / bytesPerWord)
  const bytes = new Uint8Array(words.buffer)
  words.set([magic, formatVersion, end, 0, sections.size])
  placed.forEach(({ name, content, from }, i) => {
    words.set([sectionTags[name], from, content.byteLength], headerWords + i * wordsPerSection)
    bytes.set(new Uint8Array(content.buffer, content.byteOffset, content.byteLength), from)
  })
  words[checksumWord] = checksum(words, checksumWord + 1)
  return bytes
}

/** One record as the index reads it: `copies` are numbers of `items`, whose places are those of `given`. */
const indexedRecord = (given: readonly CatalogueDocument[], items: Uint32Array, copies: Uint32Array): IndexedRecord => {
  const documents = Array.from(copies, (item) => given[items[item] ?? 0]).filter((document) => document !== undefined)
  const days = documents.map(({ arrivedOn }) => (arrivedOn === undefined ? 0 : toDayNumber(arrivedOn)))
  return {
    title: documents[0]?.title ?? '',
    author: documents[0]?.author ?? '',
    callNumbers: new Set(documents.map(({ callNumber }) => callNumber)),
    copies: documents.length,
    lent: documents.reduce((total, { lent = 0 }) => total + lent, 0),
    arrivedOn: Math.max(0, ...days),
  }
}

/**
 * The catalogue file of these documents; copies of one record share the texts of its first by barcode. Throws on a barcode that comes
 * twice and above `maximumFileBytes`. `removed`: a file of changes.
 */
export const buildCatalogue = (documents: Iterable<CatalogueDocument>, removed?: readonly RecordId[]): Uint8Array<ArrayBuffer> => {
  // All is numbered as it comes, which is how it lies in memory, and only then in the file's own order: from one text to another far
  // away a processor waits, and a catalogue does not fit its cache.
  const given = [...documents]
  const table = new TextTable()
  const documentTypes = table.numbersOf(given, 'documentType')
  const audiences = table.numbersOf(given, 'audience')
  const locations = table.numbersOf(given, 'location')
  const callNumbers = table.numbersOf(given, 'callNumber')
  const authors = table.numbersOf(given, 'author')
  const titles = table.numbersOf(given, 'title')
  const years = table.numbersOf(given, 'year')
  const arrivals = Uint32Array.from(given, ({ arrivedOn }) => (arrivedOn === undefined ? unknownDay : toDayNumber(arrivedOn)))
  const recordTable = new TextTable()
  const recordNumbers = recordTable.numbersOf(given, 'recordId')

  const barcodeTable = new TextTable()
  barcodeTable.numbersOf(given, 'barcode')

  // Without two of the same, a barcode's number is its document's place.
  const { texts: barcodes, numbers: items } = barcodeTable.sorted()
  if (barcodes.length < given.length) throw new Error('buildCatalogue: one barcode twice')
  const { texts: recordIds, numbers: records } = recordTable.sorted()
  const recordAt = new Uint32Array(records.length)
  records.forEach((place, record) => {
    recordAt[place] = record
  })
  const itemRecords = numbersAt(recordAt, numbersAt(recordNumbers, items))

  // How many copies each record has, then where they begin; the copies of a record keep the order of the items.
  const copyBounds = new Uint32Array(records.length + 1)
  for (const record of itemRecords) copyBounds[record + 1] = (copyBounds[record + 1] ?? 0) + 1
  copyBounds.forEach((count, i) => {
    copyBounds[i] = count + (copyBounds[i - 1] ?? 0)
  })
  const copies = new Uint32Array(items.length)
  const nextCopy = copyBounds.slice()
  itemRecords.forEach((record, item) => {
    const at = nextCopy[record] ?? 0
    copies[at] = item
    nextCopy[record] = at + 1
  })

  const firstCopies = numbersAt(items, numbersAt(copies, copyBounds.subarray(0, -1)))

  // Only the texts that are used, numbered as they are first met. Few texts first: they travel best compressed that way.
  const texts = table.texts()
  const used: string[] = []
  const numberAt = new Uint32Array(texts.length).fill(unused)
  const column = (numbers: Uint32Array, places: Uint32Array): Uint32Array =>
    places.map((place) => {
      const text = numbers[place] ?? 0
      if (numberAt[text] === unused) numberAt[text] = used.push(texts[text] ?? '') - 1
      return numberAt[text] ?? 0
    })
  const recordDocumentTypes = column(documentTypes, firstCopies)
  const recordAudiences = column(audiences, firstCopies)
  const itemLocations = column(locations, items)
  const itemCallNumbers = column(callNumbers, items)
  const recordYears = column(years, firstCopies)
  const recordAuthors = column(authors, firstCopies)
  const recordTitles = column(titles, firstCopies)

  const index = buildIndex(
    Array.from(firstCopies, (_, record) => indexedRecord(given, items, copies.subarray(copyBounds[record], copyBounds[record + 1]))),
  )

  const textSection = joinTexts(used)
  const wordSection = joinTexts(index.words)
  const barcodeSection = joinTexts(barcodes)
  const recordIdSection = joinTexts(recordIds)
  const removedSection = removed && joinTexts(sortByBytes([...removed]))
  const sections: Partial<Record<SectionName, Uint8Array | Uint32Array>> = {
    texts: textSection.bytes,
    textBounds: textSection.bounds,
    barcodes: barcodeSection.bytes,
    barcodeBounds: barcodeSection.bounds,
    itemRecords,
    itemCallNumbers,
    itemLocations,
    itemArrivals: numbersAt(arrivals, items),
    recordIds: recordIdSection.bytes,
    recordIdBounds: recordIdSection.bounds,
    recordTitles,
    recordAuthors,
    recordDocumentTypes,
    recordAudiences,
    copies,
    copyBounds,
    edition: Uint32Array.of(edition),
    recordYears,
    recordIsbns: firstCopies.map((item) => isbnNumber(given[item]?.isbn ?? '') ?? noIsbn),
    ranking: index.ranking,
    words: wordSection.bytes,
    wordLengths: lengthsOf(wordSection.bounds),
    postings: index.postings,
    postingLengths: index.postingLengths,
    ...immobilitySection(given, items),
    ...(removedSection && { removedRecords: removedSection.bytes, removedRecordBounds: removedSection.bounds }),
  }
  // The cast holds: the record's keys are names of sections.
  return layOut(new Map(Object.entries(sections) as [SectionName, Uint8Array | Uint32Array][]))
}
