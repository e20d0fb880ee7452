/**
 * The catalogue searched as one types: words and beginnings of words, the most borrowed first. Runs in a tablet's worker.
 * Each word marks its records in a row of bits, one bit a rank; what all words marked is found. When nothing is, one error in one word is
 * forgiven. tests/catalogue/plain-scan.ts says the same in its plainest form, and is compared with this.
 */
import { accept, type Result } from '../domain/result.ts'
import { oneErrorAway, queryWords } from '../domain/search/search-words.ts'
import { compareBytes } from './catalogue-format.ts'
import { type CatalogueRefusal, corrupted, type Sections } from './read-sections.ts'
import { areBounds, isColumn, type TextList } from './text-list.ts'

const encoder = new TextEncoder()
const bitsPerWord = 32

/** One bit a rank. */
type Marks = Uint32Array

export const markRank = (marks: Marks, rank: number): void => {
  marks[rank >>> 5] = (marks[rank >>> 5] ?? 0) | (1 << (rank & 31))
}

export const noMarks = (recordCount: number): Marks => new Uint32Array(Math.ceil(recordCount / bitsPerWord))

export interface Found {
  /** Ascending: the most borrowed first. */
  readonly ranks: Iterable<number>
  readonly count: number
  /** Nothing holds what was typed: this is what one error away holds. */
  readonly isNear: boolean
}

export interface OpenIndex {
  /** Number of the record at each rank. */
  readonly ranking: Uint32Array
  /** `hidden`: ranks that are as if they were not there. */
  search(query: string, hidden?: Marks): Found
  findIsbn(isbn: number, hidden?: Marks): Found
}

/** Of an ascending list, the entries from the first to before the second begin so. */
const findBeginning = ({ bytes, bounds }: TextList, beginning: string): readonly [number, number] => {
  const wanted = encoder.encode(beginning)
  const orderOf = (entry: number): number => {
    const from = bounds[entry] ?? 0
    return compareBytes(bytes, from, Math.min(bounds[entry + 1] ?? 0, from + wanted.length), wanted)
  }
  const count = bounds.length - 1
  let [first, high] = [0, count]
  while (first < high) {
    const middle = (first + high) >>> 1
    if (orderOf(middle) >= 0) high = middle
    else first = middle + 1
  }
  // Of most beginnings that hold an error there is no word at all.
  if (first === count || orderOf(first) !== 0) return [first, first]
  let end = first + 1
  high = count
  while (end < high) {
    const middle = (end + high) >>> 1
    if (orderOf(middle) > 0) high = middle
    else end = middle + 1
  }
  return [first, end]
}

/** Bounds from lengths, written as `NumberWriter` does. */
const addUp = (lengths: Uint8Array): Uint32Array => {
  const bounds = new Uint32Array(lengths.reduce((count, byte) => (byte > 0x7f ? count : count + 1), 1))
  let [entry, length, shift] = [0, 0, 0]
  for (const byte of lengths) {
    length |= (byte & 0x7f) << shift
    shift += 7
    if (byte > 0x7f) continue
    bounds[entry + 1] = (bounds[entry] ?? 0) + length
    entry++
    length = 0
    shift = 0
  }
  return bounds
}

const keepBoth = (marks: Marks, others: Marks): void => {
  for (let i = 0; i < marks.length; i++) marks[i] = (marks[i] ?? 0) & (others[i] ?? 0)
}

const leaveOut = (marks: Marks, others: Marks | undefined): void => {
  if (others !== undefined) for (let i = 0; i < marks.length; i++) marks[i] = (marks[i] ?? 0) & ~(others[i] ?? 0)
}

const addAll = (marks: Marks, others: Marks): void => {
  for (let i = 0; i < marks.length; i++) marks[i] = (marks[i] ?? 0) | (others[i] ?? 0)
}

/** How many bits are set: summed by pairs, fours and bytes. */
const countMarks = (marks: Marks): number => {
  let count = 0
  for (const bits of marks) {
    const pairs = bits - ((bits >>> 1) & 0x5555_5555)
    const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333)
    count += Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
  }
  return count
}

function* markedRanks(marks: Marks): Generator<number> {
  for (let i = 0; i < marks.length; i++) {
    for (let rest = marks[i] ?? 0; rest !== 0; rest &= rest - 1) yield i * bitsPerWord + bitsPerWord - 1 - Math.clz32(rest & -rest)
  }
}

/** The index, its numbers checked. */
export const openIndex = (sections: Sections, recordCount: number): Result<OpenIndex, CatalogueRefusal> => {
  const words: TextList = { bytes: sections.bytes('words'), bounds: addUp(sections.bytes('wordLengths')) }
  const postings = sections.bytes('postings')
  const postingBounds = addUp(sections.bytes('postingLengths'))
  const ranking = sections.numbers('ranking')
  const isbns = sections.numbers('recordIsbns')
  const isWhole =
    areBounds(words, words.bounds.length) &&
    areBounds({ bytes: postings, bounds: postingBounds }, words.bounds.length) &&
    isColumn(ranking, recordCount, recordCount) &&
    isbns.length === recordCount
  if (!isWhole) return corrupted('index')

  /** Marks the records that hold a word beginning so. A rank beyond the last falls outside, and changes nothing. */
  const mark = (marks: Marks, beginning: string): void => {
    const [first, end] = findBeginning(words, beginning)
    for (let word = first; word < end; word++) {
      const to = postingBounds[word + 1] ?? 0
      let rank = -1
      let at = postingBounds[word] ?? 0
      while (at < to) {
        let distance = 0
        let shift = 0
        let byte = 0x80
        while (byte > 0x7f && at < to) {
          byte = postings[at++] ?? 0
          distance |= (byte & 0x7f) << shift
          shift += 7
        }
        rank += distance
        markRank(marks, rank)
      }
    }
  }
  const marksOf = (beginnings: readonly string[]): Marks => {
    const marks = noMarks(recordCount)
    for (const beginning of beginnings) mark(marks, beginning)
    return marks
  }

  const foundOf = (marks: Marks, isNear: boolean): Found => {
    const count = countMarks(marks)
    return { ranks: markedRanks(marks), count, isNear: isNear && count > 0 }
  }
  const search = (query: string, hidden?: Marks): Found => {
    const typed = queryWords(query)
    const exact = typed.map((word) => marksOf([word]))
    const all = exact[0]?.slice() ?? marksOf([])
    for (const marks of exact) keepBoth(all, marks)
    leaveOut(all, hidden)
    const found = foundOf(all, false)
    if (found.count > 0) return found
    typed.forEach((word, i) => {
      const near = marksOf(oneErrorAway(word))
      for (const [j, marks] of exact.entries()) if (i !== j) keepBoth(near, marks)
      addAll(all, near)
    })
    leaveOut(all, hidden)
    return foundOf(all, true)
  }

  return accept({
    ranking,
    search,
    findIsbn: (isbn, hidden) => {
      const marks = noMarks(recordCount)
      ranking.forEach((record, rank) => {
        if (isbns[record] === isbn) markRank(marks, rank)
      })
      leaveOut(marks, hidden)
      return foundOf(marks, false)
    },
  })
}
