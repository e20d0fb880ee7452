/**
 * The catalogue file's table of sections, once header, checksum and table hold. Runs everywhere.
 * Sections that this build does not know are skipped; an optional one that a file has not is as an empty one.
 */
import { accept, type Result, refuse } from '../domain/result.ts'
import {
  bytesPerWord,
  checksum,
  checksumWord,
  formatVersion,
  headerWords,
  magic,
  maximumFileBytes,
  maximumSections,
  optionalSections,
  type SectionName,
  sectionTags,
  wordsPerSection,
} from './catalogue-format.ts'
import type { TextList } from './text-list.ts'

export type CatalogueRefusal =
  /** Not a catalogue file at all (an error page saved under its name…). */
  | { readonly kind: 'catalogue-not-recognised' }
  /** Made by a build that this one cannot read. */
  | { readonly kind: 'catalogue-of-other-version'; readonly version: number }
  | { readonly kind: 'catalogue-truncated'; readonly bytes: number; readonly expectedBytes: number }
  /** The bytes are not those that were written; `what` is for the log. */
  | { readonly kind: 'catalogue-corrupted'; readonly what: string }

export const corrupted = (what: string) => refuse<CatalogueRefusal>({ kind: 'catalogue-corrupted', what })

const optional: ReadonlySet<string> = new Set(optionalSections)
const requiredTags = Object.entries(sectionTags).filter(([name]) => !optional.has(name))

/** Views into the file, nothing copied. */
export interface Sections {
  has(name: SectionName): boolean
  bytes(name: SectionName): Uint8Array
  numbers(name: SectionName): Uint32Array
  texts(content: SectionName, bounds: SectionName): TextList
}

/** Refuses a file that is not ours, of another version, cut, or whose bytes changed. */
export const readSections = (buffer: ArrayBuffer): Result<Sections, CatalogueRefusal> => {
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
  for (const [name, tag] of requiredTags) if (!placeByTag.has(tag)) return corrupted(`no ${name}`)
  const placeOf = (name: SectionName) => placeByTag.get(sectionTags[name]) ?? { from: 0, bytes: 0 }
  const bytes = (name: SectionName): Uint8Array => new Uint8Array(buffer, placeOf(name).from, placeOf(name).bytes)
  const numbers = (name: SectionName): Uint32Array =>
    new Uint32Array(buffer, placeOf(name).from, Math.floor(placeOf(name).bytes / bytesPerWord))
  return accept({
    has: (name) => placeByTag.has(sectionTags[name]),
    bytes,
    numbers,
    texts: (content, bounds) => ({ bytes: bytes(content), bounds: numbers(bounds) }),
  })
}
