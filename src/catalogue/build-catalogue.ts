/**
 * Builds the catalogue file from the library's documents: what a tablet fetches once, and then finds any barcode in.
 * Runs on the endpoint, after an import. Pure: the same documents in any order give the same bytes, hence the same hash and no new download.
 */
import type { CatalogueItem } from '../domain/item/record.ts'
import { toDayNumber } from '../domain/local-date.ts'
import {
  checksum,
  compareBytes,
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

interface Keyed<T> {
  readonly key: Uint8Array
  readonly of: T
}

const sortByKey = <T>(members: readonly T[], keyOf: (member: T) => string): readonly Keyed<T>[] =>
  members.map((of) => ({ key: encoder.encode(keyOf(of)), of })).sort((a, b) => compareBytes(a.key, 0, a.key.length, b.key))

const joinTexts = (texts: readonly Uint8Array[]): { bytes: Uint8Array; bounds: Uint32Array } => {
  const bounds = new Uint32Array(texts.length + 1)
  texts.forEach((text, i) => {
    bounds[i + 1] = (bounds[i] ?? 0) + text.length
  })
  const bytes = new Uint8Array(bounds[texts.length] ?? 0)
  texts.forEach((text, i) => {
    bytes.set(text, bounds[i])
  })
  return { bytes, bounds }
}

/** Numbers each distinct text once. */
const createTextTable = (): { numberOf(text: string): number; readonly texts: Iterable<string> } => {
  const numberByText = new Map<string, number>()
  return {
    numberOf: (text) => {
      const known = numberByText.get(text)
      if (known !== undefined) return known
      numberByText.set(text, numberByText.size)
      return numberByText.size - 1
    },
    get texts() {
      return numberByText.keys()
    },
  }
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
  const items = sortByKey([...documents], (item) => item.barcode)
  const numbersByRecord = new Map<string, number[]>()
  items.forEach(({ key, of }, number) => {
    const before = items[number - 1]
    if (before !== undefined && compareBytes(before.key, 0, before.key.length, key) === 0)
      throw new Error('buildCatalogue: one barcode twice')
    const numbers = numbersByRecord.get(of.recordId)
    if (numbers === undefined) numbersByRecord.set(of.recordId, [number])
    else numbers.push(number)
  })
  const records = sortByKey([...numbersByRecord], ([recordId]) => recordId)
  const itemRecords = new Uint32Array(items.length)
  const copyBounds = new Uint32Array(records.length + 1)
  const copies = new Uint32Array(items.length)
  records.forEach(({ of: [, numbers] }, record) => {
    const from = copyBounds[record] ?? 0
    copies.set(numbers, from)
    copyBounds[record + 1] = from + numbers.length
    for (const number of numbers) itemRecords[number] = record
  })

  const table = createTextTable()
  const itemColumn = (read: (item: CatalogueItem) => number) => Uint32Array.from(items, ({ of }) => read(of))
  const recordColumn = (read: (item: CatalogueItem) => string) =>
    Uint32Array.from(records, ({ of: [, [first = 0]] }) => {
      const item = items[first]
      return table.numberOf(item === undefined ? '' : read(item.of))
    })
  const titles = recordColumn((item) => item.title)
  const authors = recordColumn((item) => item.author)
  const documentTypes = recordColumn((item) => item.documentType)
  const audiences = recordColumn((item) => item.audience)
  const callNumbers = itemColumn((item) => table.numberOf(item.callNumber))
  const locations = itemColumn((item) => table.numberOf(item.location))
  const arrivals = itemColumn(({ arrivedOn }) => (arrivedOn === undefined ? unknownDay : toDayNumber(arrivedOn)))

  const texts = joinTexts(Array.from(table.texts, (text) => encoder.encode(text)))
  const barcodes = joinTexts(items.map(({ key }) => key))
  const recordIds = joinTexts(records.map(({ key }) => key))
  const sections: Record<SectionName, Uint8Array | Uint32Array> = {
    texts: texts.bytes,
    textBounds: texts.bounds,
    barcodes: barcodes.bytes,
    barcodeBounds: barcodes.bounds,
    itemRecords,
    itemCallNumbers: callNumbers,
    itemLocations: locations,
    itemArrivals: arrivals,
    recordIds: recordIds.bytes,
    recordIdBounds: recordIds.bounds,
    recordTitles: titles,
    recordAuthors: authors,
    recordDocumentTypes: documentTypes,
    recordAudiences: audiences,
    copies,
    copyBounds,
  }
  // The cast holds: the record's keys are exactly the section names.
  return layOut(new Map(Object.entries(sections) as [SectionName, Uint8Array | Uint32Array][]))
}
