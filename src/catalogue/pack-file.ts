/**
 * The catalogue file as it travels: of each section of numbers the differences between neighbours, all their lowest bytes first, then the next.
 * Runs everywhere. Most columns count up, which a compressor does not see in whole numbers: so written, the file weighs a fifth less.
 * Nothing is lost: unpacked it is the file again, byte for byte, which its hash proves.
 */
import { bytesPerWord, headerWords, maximumSections, type SectionName, sectionTags, wordsPerSection } from './catalogue-format.ts'

/** On the tag of a section that is packed: a reader unpacks also those that it does not know. */
const packedMark = 0x8000_0000

const numberSections: readonly SectionName[] = [
  'textBounds',
  'barcodeBounds',
  'itemRecords',
  'itemCallNumbers',
  'itemLocations',
  'itemArrivals',
  'recordIdBounds',
  'recordTitles',
  'recordAuthors',
  'recordDocumentTypes',
  'recordAudiences',
  'copies',
  'copyBounds',
  'recordYears',
  'recordIsbns',
  'ranking',
  'removedRecordBounds',
]
const numberTags: ReadonlySet<number> = new Set(numberSections.map((name) => sectionTags[name]))

const wordsOf = (file: Uint8Array<ArrayBuffer>): Uint32Array =>
  new Uint32Array(file.buffer, file.byteOffset, Math.floor(file.length / bytesPerWord))

/** The sections of a file that may be none: those alone that lie in it, as words. */
function* sectionsOf(words: Uint32Array): Iterable<{ readonly tagAt: number; readonly tag: number; readonly numbers: Uint32Array }> {
  const end = Math.min(
    headerWords + Math.min(words[headerWords - 1] ?? 0, maximumSections) * wordsPerSection,
    words.length - wordsPerSection + 1,
  )
  for (let tagAt = headerWords; tagAt < end; tagAt += wordsPerSection) {
    const [tag = 0, from = 0, bytes = 0] = words.subarray(tagAt, tagAt + wordsPerSection)
    const [first, count] = [from / bytesPerWord, bytes / bytesPerWord]
    if (Number.isInteger(first) && Number.isInteger(count) && first >= end && first + count <= words.length)
      yield { tagAt, tag, numbers: words.subarray(first, first + count) }
  }
}

/** As long as the file. */
export const packFile = (file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  const packed = file.slice()
  const words = wordsOf(packed)
  for (const { tagAt, tag, numbers } of sectionsOf(words)) {
    if (!numberTags.has(tag)) continue
    const count = numbers.length
    const steps = new Uint8Array(count * bytesPerWord)
    let before = 0
    for (let i = 0; i < count; i++) {
      const number = numbers[i] ?? 0
      const difference = (number - before) | 0
      before = number
      // The sign goes to the lowest bit: small steps back are small numbers too.
      const step = (difference << 1) ^ (difference >> 31)
      // Each plane by name: a loop over them takes ten times as long.
      steps[i] = step
      steps[count + i] = step >>> 8
      steps[2 * count + i] = step >>> 16
      steps[3 * count + i] = step >>> 24
    }
    new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength).set(steps)
    words[tagAt] = tag | packedMark
  }
  return packed
}

/** Unpacks where it lies. Of bytes that are no packed file something comes out, which has another hash than the one asked for. */
export const unpackFile = (packed: Uint8Array<ArrayBuffer>): void => {
  const words = wordsOf(packed)
  for (const { tagAt, tag, numbers } of sectionsOf(words)) {
    if (tag < packedMark) continue
    const count = numbers.length
    const steps = new Uint8Array(numbers.slice().buffer)
    let before = 0
    for (let i = 0; i < count; i++) {
      const low = (steps[i] ?? 0) | ((steps[count + i] ?? 0) << 8)
      const step = low | ((steps[2 * count + i] ?? 0) << 16) | ((steps[3 * count + i] ?? 0) << 24)
      before = (before + ((step >>> 1) ^ -(step & 1))) | 0
      numbers[i] = before
    }
    words[tagAt] = tag & ~packedMark
  }
}
