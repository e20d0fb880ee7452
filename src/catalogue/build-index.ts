/**
 * The index that the catalogue is searched by: for each word, the records that hold it, the most borrowed first. Runs on the endpoint.
 * Records are named by their rank, so that whoever reads a word's records in their order has the best first and may stop at twenty.
 */
import { wordsOf } from '../domain/search/search-words.ts'
import { sortByBytes } from './text-order.ts'

/** What of a record is searched, and what its rank is made of. `lent`: how often its copies were lent, 0 where the ILS does not tell. */
export interface IndexedRecord {
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
export class NumberWriter {
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
export const buildIndex = (records: readonly IndexedRecord[]) => {
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
