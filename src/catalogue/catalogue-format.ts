/**
 * The catalogue file's bytes: a header, a table of sections, then the sections, each a typed array or UTF-8 text. Runs everywhere.
 * It is opened as it lies, never parsed (each library that parses an index was ready later), so every section starts on a multiple of
 * 4 bytes. A reader skips sections that it does not know: a new one that it can do without needs no new version.
 *
 * Words of 32 bits, little-endian: magic, version, bytes of the whole file, checksum of all that follows, number of sections;
 * then for each section: tag, first byte, bytes.
 */
import type { Immobility } from '../domain/item/record.ts'

/** "PTEC" when read as bytes. A big-endian machine would read another number, and refuse. */
export const magic = 0x43455450
export const formatVersion = 1
export const bytesPerWord = 4
/** Where the checksum stands among the header's words: it is of all words after it. */
export const checksumWord = 3
export const headerWords = 5
export const wordsPerSection = 3

/** Bounds of a file we accept to open: a county's network is under 2 million items; one section stays far under 2^31 bytes. */
export const maximumFileBytes = 512 * 1024 * 1024
export const maximumSections = 64

/**
 * Which writer made the file: raised with each change of what is written. The endpoint makes a file of another edition anew at its start.
 * A section whose meaning changes takes a new tag.
 */
export const edition = 4

/** A text section comes with its bounds: entry i lies in bytes bounds[i] to bounds[i + 1]. */
export const sectionTags = {
  /** Every distinct title, author, call number… once. */
  texts: 1,
  textBounds: 2,
  /** Ascending in bytes. Items are numbered by this order. */
  barcodes: 3,
  barcodeBounds: 4,
  /** Per item: number of its record, of its call number's text, of its location's text, and its day of arrival (see `unknownDay`). */
  itemRecords: 5,
  itemCallNumbers: 6,
  itemLocations: 7,
  itemArrivals: 8,
  /** Ascending in bytes. Records are numbered by this order. */
  recordIds: 9,
  recordIdBounds: 10,
  recordTitles: 11,
  recordAuthors: 12,
  recordDocumentTypes: 13,
  recordAudiences: 14,
  /** Numbers of the items of each record, record after record; record i owns entries bounds[i] to bounds[i + 1]. */
  copies: 15,
  copyBounds: 16,
  /** One number: the edition. */
  edition: 17,
  /** Per record: number of its year's text, and its ISBN as a number (`isbnNumber`), or `noIsbn`. */
  recordYears: 18,
  recordIsbns: 19,
  /** The index of words (build-catalogue.ts). */
  ranking: 20,
  words: 21,
  wordLengths: 22,
  postings: 23,
  postingLengths: 24,
  /** In a file of changes alone (changes-since.ts): the records that left since the whole file was made. */
  removedRecords: 25,
  removedRecordBounds: 26,
  /** Per item two bits, four items a byte, the first lowest: its place in `immobilities`. Absent: every copy may leave. */
  itemImmobilities: 27,
} as const
export type SectionName = keyof typeof sectionTags

/** Sections that only some files have. Without one of the others no file opens. */
export const optionalSections = ['removedRecords', 'removedRecordBounds', 'itemImmobilities'] as const satisfies readonly SectionName[]

/** What the two bits of an item say; 3 is left to a later writer. */
export const immobilities = [undefined, 'reference-only', 'not-there'] as const satisfies readonly (Immobility | undefined)[]
export const itemsPerByte = 4
export const bitsPerItem = 2

/** Days are counted from 1970-01-01, signed; this one, the lowest of 32 bits, says that none is known. */
export const unknownDay = 0x8000_0000

/** No ISBN is as high. */
export const noIsbn = 0xffff_ffff

/**
 * FNV-1a (draft-eastlake-fnv-17) taken over 32-bit words from `firstWord`: each step is a bijection, so one changed word always shows.
 * Finds a corrupted file, not a forged one: the file's name, its SHA-256, does that.
 */
export const checksum = (words: Uint32Array, firstWord: number): number => {
  let hash = 0x811c9dc5
  for (let i = firstWord; i < words.length; i++) hash = Math.imul(hash ^ (words[i] ?? 0), 0x01000193)
  return hash >>> 0
}

/** Compares two runs of bytes as unsigned numbers; a prefix comes first. */
export const compareBytes = (a: Uint8Array, aFrom: number, aTo: number, b: Uint8Array): number => {
  const length = Math.min(aTo - aFrom, b.length)
  for (let i = 0; i < length; i++) {
    const difference = (a[aFrom + i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return aTo - aFrom - b.length
}
