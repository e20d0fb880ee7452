/**
 * Builds the catalogue file from the library's documents: what a tablet fetches once, and then finds any barcode in.
 * Runs on the endpoint, after an import. Pure: the same documents in any order give the same bytes, hence the same hash and no new download.
 */
import type { CatalogueItem } from '../domain/item/record.ts'
import { toDayNumber } from '../domain/local-date.ts'
import {
  checksum,
  formatVersion,
  headerWords,
  magic,
  maximumFileBytes,
  type SectionName,
  sectionTags,
  unknownDay,
  wordsPerSection,
} from './catalogue-format.ts'

const encoder = new TextEncoder()

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

/** The order of the texts' bytes in UTF-8: as JavaScript's own, but for letters of two units, which come last. */
const compareTexts = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const one = a.charCodeAt(i)
    const other = b.charCodeAt(i)
    if (one !== other) return isSurrogate(one) === isSurrogate(other) ? one - other : isSurrogate(one) ? 1 : -1
  }
  return a.length - b.length
}

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

const layOut = (sections: ReadonlyMap<SectionName, Uint8Array | Uint32Array>): Uint8Array<ArrayBuffer> => {
  const tableWords = headerWords + sections.size * wordsPerSection
  let end = tableWords * 4
  const placed = [...sections].map(([name, content]) => {
    const from = end
    end = from + Math.ceil(content.byteLength / 4) * 4
    return { name, content, from }
  })
  if (end > maximumFileBytes) throw new Error(`buildCatalogue: ${end} bytes are more than a catalogue file may have`)
  const words = new Uint32Array(end / 4)
  const bytes = new Uint8Array(words.buffer)
  words.set([magic, formatVersion, end, 0, sections.size])
  placed.forEach(({ name, content, from }, i) => {
    words.set([sectionTags[name], from, content.byteLength], headerWords + i * wordsPerSection)
    bytes.set(new Uint8Array(content.buffer, content.byteOffset, content.byteLength), from)
  })
  words[3] = checksum(words, 4)
  return bytes
}

/**
 * The catalogue file of these documents; copies of one record share the texts of the first of them by barcode. Throws where a barcode
 * comes twice (the import lets none through) and where the file would pass `maximumFileBytes`.
 */
export const buildCatalogue = (documents: Iterable<CatalogueItem>): Uint8Array<ArrayBuffer> => {
  const items = [...documents].sort((a, b) => compareTexts(a.barcode, b.barcode))
  const recordById = new Map<string, { readonly first: CatalogueItem; number: number }>()
  const recordOfItem = items.map((first, number) => {
    if (first.barcode === items[number - 1]?.barcode) throw new Error('buildCatalogue: one barcode twice')
    const known = recordById.get(first.recordId)
    if (known !== undefined) return known
    const record = { first, number: 0 }
    recordById.set(first.recordId, record)
    return record
  })
  const records = [...recordById.values()].sort((a, b) => compareTexts(a.first.recordId, b.first.recordId))
  records.forEach((record, number) => {
    record.number = number
  })
  const firstItems = records.map(({ first }) => first)
  const itemRecords = Uint32Array.from(recordOfItem, ({ number }) => number)

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

  // Each distinct text once, numbered as it is first met.
  const numberByText = new Map<string, number>()
  const column = (of: readonly CatalogueItem[], name: 'title' | 'author' | 'documentType' | 'audience' | 'callNumber' | 'location') => {
    const numbers = new Uint32Array(of.length)
    of.forEach((item, i) => {
      const text = item[name]
      let number = numberByText.get(text)
      if (number === undefined) {
        number = numberByText.size
        numberByText.set(text, number)
      }
      numbers[i] = number
    })
    return numbers
  }
  // Few texts first: the longer the table, the slower it answers.
  const recordDocumentTypes = column(firstItems, 'documentType')
  const recordAudiences = column(firstItems, 'audience')
  const itemLocations = column(items, 'location')
  const itemCallNumbers = column(items, 'callNumber')
  const recordAuthors = column(firstItems, 'author')
  const recordTitles = column(firstItems, 'title')
  const itemArrivals = Uint32Array.from(items, ({ arrivedOn }) => (arrivedOn === undefined ? unknownDay : toDayNumber(arrivedOn)))

  const texts = joinTexts([...numberByText.keys()])
  const barcodes = joinTexts(items.map(({ barcode }) => barcode))
  const recordIds = joinTexts(firstItems.map(({ recordId }) => recordId))
  const sections: Record<SectionName, Uint8Array | Uint32Array> = {
    texts: texts.bytes,
    textBounds: texts.bounds,
    barcodes: barcodes.bytes,
    barcodeBounds: barcodes.bounds,
    itemRecords,
    itemCallNumbers,
    itemLocations,
    itemArrivals,
    recordIds: recordIds.bytes,
    recordIdBounds: recordIds.bounds,
    recordTitles,
    recordAuthors,
    recordDocumentTypes,
    recordAudiences,
    copies,
    copyBounds,
  }
  // The cast holds: the record's keys are exactly the section names.
  return layOut(new Map(Object.entries(sections) as [SectionName, Uint8Array | Uint32Array][]))
}
