/**
 * What a search of the catalogue must find, said in its plainest form: every record is looked at, word by word. For tests and benchmarks.
 * Slow and short; the index is compared with it.
 */
import type { CatalogueDocument } from '../../src/catalogue/build-catalogue.ts'
import { queryWords, wordsOf } from '../../src/domain/search/search-words.ts'

interface ScannedRecord {
  readonly id: string
  readonly words: readonly string[]
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** Of each record the words, best record first. The first copy by barcode says title and author. */
export const scannedRecords = (documents: readonly CatalogueDocument[]): readonly ScannedRecord[] => {
  const byText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
  const copiesById = new Map<string, CatalogueDocument[]>()
  for (const document of documents) copiesById.set(document.recordId, [...(copiesById.get(document.recordId) ?? []), document])
  return [...copiesById]
    .map(([id, copies]) => {
      const [first] = copies.toSorted((a, b) => byText(a.barcode, b.barcode))
      return {
        id,
        words: [first?.title ?? '', first?.author ?? '', ...copies.map(({ callNumber }) => callNumber)].flatMap(wordsOf),
        lent: sum(copies.map(({ lent = 0 }) => lent)),
        copies: copies.length,
        arrivedOn:
          copies
            .map((copy) => copy.arrivedOn ?? '1970-01-01')
            .toSorted()
            .at(-1) ?? '',
      }
    })
    .sort((a, b) => b.lent - a.lent || b.copies - a.copies || byText(b.arrivedOn, a.arrivedOn) || byText(a.id, b.id))
}

/** One letter more, less, another, or two exchanged: how many of these make `a` of `b`, 2 standing for more than one. */
const errorsBetween = (a: string, b: string): 0 | 1 | 2 => {
  if (a === b) return 0
  const [one, other] = [[...a], [...b]]
  let from = 0
  while (from < one.length && one[from] === other[from]) from++
  const restOf = (letters: readonly string[], skipped: number): string => letters.slice(from + skipped).join('')
  const isOne =
    restOf(one, 1) === restOf(other, 1) ||
    restOf(one, 0) === restOf(other, 1) ||
    restOf(one, 1) === restOf(other, 0) ||
    (one[from] === other[from + 1] && one[from + 1] === other[from] && restOf(one, 2) === restOf(other, 2))
  return isOne ? 1 : 2
}

/** Letters that a person types by mistake: what the index tries, no accents and no other alphabet. */
const isPlain = (text: string): boolean => /^[a-z0-9]*$/.test(text)

const beginsNearly = (word: string, beginning: string): boolean => {
  const letters = [...word]
  const wanted = [...beginning].length
  if (wanted < 4 || wanted > 24) return false
  return [wanted - 1, wanted, wanted + 1].some(
    (length) => length <= letters.length && errorsBetween(letters.slice(0, length).join(''), beginning) === 1,
  )
}

/** Ids of all that is found, best first. */
export const plainScan = (
  records: readonly ScannedRecord[],
  query: string,
): { readonly ids: readonly string[]; readonly isNear: boolean } => {
  const typed = queryWords(query)
  if (typed.length === 0) return { ids: [], isNear: false }
  const holds = ({ words }: ScannedRecord, beginning: string): boolean => words.some((word) => word.startsWith(beginning))
  const exact = records.filter((record) => typed.every((word) => holds(record, word)))
  if (exact.length > 0) return { ids: exact.map(({ id }) => id), isNear: false }
  // Each word of the library is compared once.
  const all = new Set(records.flatMap(({ words }) => words))
  const nearWords = typed.map((word) => new Set([...all].filter((other) => isPlain(word + other) && beginsNearly(other, word))))
  const near = records.filter((record) =>
    typed.some(
      (_, i) => record.words.some((word) => nearWords[i]?.has(word)) && typed.every((another, j) => i === j || holds(record, another)),
    ),
  )
  return { ids: near.map(({ id }) => id), isNear: near.length > 0 }
}
