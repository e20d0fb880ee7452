/**
 * Rows whose cells stand one column away from their own. Runs in the endpoint's commands; pure.
 * What the columns of this very file hold tells them: dates, years, ISBNs, numbers of one shape, words that come again and again.
 * One strange cell proves nothing: the neighbour's value has to stand in it, and another cell of the row has to be strange too.
 */
import { shapeOf } from './barcode-column.ts'

export interface Shift {
  /** Index of the column to which the first displaced cell belongs, and of the one under which it stands. */
  readonly belongs: number
  readonly under: number
}

type Kind = 'date' | 'isbn' | 'code' | 'year' | 'count' | 'words' | 'text'

interface ColumnKind {
  readonly kind: Kind
  readonly fits: (cell: string) => boolean
  /** Nearly every row says something here. */
  readonly isFilled: boolean
}

const plainKinds: readonly (readonly [Kind, RegExp])[] = [
  ['date', /^(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2})(?:$|[ T])/],
  ['isbn', /^(?:97[89][\d -]{10,14}|\d[\d -]{8,11}[\dXx])$/],
  ['year', /^(?:1[4-9]|20)\d\d$/],
  ['count', /^\d{1,4}$/],
]

/** Rows that are looked at to learn a column, spread over the whole file: more teach nothing new. And the fewest that teach anything. */
const sampleSize = 2000
const fewestRows = 20
/** A column is of a kind where this share of its cells is: the shifted rows are among them. */
const shareOfKind = 0.6
/** Below this share, what a column of free text holds of a kind is there by accident. */
const shareOfAccident = 0.3
const shareFilled = 0.75
/** A word of a list (a type, a location) is no longer than this, and comes again at least so many times. */
const longestWord = 60
const fewestTimes = 3

const learnWords = (columns: readonly (readonly string[])[]): ReadonlyMap<string, number> => {
  const countsByWord = new Map<string, number[]>()
  columns.forEach((cells, column) => {
    for (const cell of cells) {
      if (cell === '' || cell.length > longestWord) continue
      const counts = countsByWord.get(cell) ?? []
      counts[column] = (counts[column] ?? 0) + 1
      countsByWord.set(cell, counts)
    }
  })
  const ownerByWord = new Map<string, number>()
  for (const [word, counts] of countsByWord) {
    const ranked = [...counts.entries()].map(([column, count = 0]) => ({ column, count })).sort((a, b) => b.count - a.count)
    const [first, second] = ranked
    // A word at home in two columns belongs to neither.
    if (first !== undefined && first.count >= fewestTimes && first.count >= 2 * (second?.count ?? 0)) ownerByWord.set(word, first.column)
  }
  return ownerByWord
}

/** A shape as an expression, which is asked of every row. */
const patternOf = (shape: string): RegExp =>
  new RegExp(
    `^${shape
      .replace(/[^9A-Za-z]/g, '\\$&')
      .replace(/9/g, '\\d')
      .replace(/(?<=..)A/g, '[A-Za-z]')}$`,
  )

const learnKind = (cells: readonly string[], column: number, ownerByWord: ReadonlyMap<string, number>): ColumnKind => {
  const said = cells.filter((cell) => cell !== '')
  const isFilled = said.length >= cells.length * shareFilled
  const isMost = (fits: (cell: string) => boolean): boolean => said.length > 0 && said.filter(fits).length >= said.length * shareOfKind
  const words = { kind: 'words', fits: (cell: string) => ownerByWord.get(cell) === column, isFilled } as const
  for (const [kind, pattern] of plainKinds) {
    const fits = (cell: string): boolean => pattern.test(cell)
    if (isMost(fits)) return { kind, fits, isFilled }
  }
  const countByShape = new Map<string, number>()
  for (const cell of said) countByShape.set(shapeOf(cell), (countByShape.get(shapeOf(cell)) ?? 0) + 1)
  const [shape = ''] = [...countByShape].sort((a, b) => b[1] - a[1])[0] ?? []
  const pattern = patternOf(shape)
  const isOfShape = (cell: string): boolean => pattern.test(cell)
  if (/9.*9.*9.*9/.test(shape) && isMost(isOfShape)) return { kind: 'code', fits: isOfShape, isFilled }
  return isMost(words.fits) ? words : { kind: 'text', fits: () => false, isFilled }
}

/** Learns the columns of a table, then tells of any row whether it is shifted; undefined where it is not, or where too few rows teach. */
export const learnShifts = (rows: readonly (readonly string[])[], width: number): ((cells: readonly string[]) => Shift | undefined) => {
  if (rows.length < fewestRows) return () => undefined
  const step = Math.max(1, Math.floor(rows.length / sampleSize))
  const sample = rows.filter((_, i) => i % step === 0)
  const columns = Array.from({ length: width }, (_, column) => sample.map((cells) => (cells[column] ?? '').trim()))
  const ownerByWord = learnWords(columns)
  const kinds = columns.map((cells, column) => learnKind(cells, column, ownerByWord))
  /** Whether a cell of this column that fits its neighbour's kind is a stranger there. */
  const isRare = (column: number, of: ColumnKind): boolean =>
    (columns[column] ?? []).filter(of.fits).length <= sample.length * shareOfAccident
  const rareByPair = kinds.map((_, column) =>
    [-1, 1].map((by) => {
      const home = kinds[column - by]
      return home !== undefined && home.kind !== 'text' && isRare(column, home)
    }),
  )

  /** Cells of columns `by` further left (−1: right) that stand here, and what else of the row agrees or does not. */
  const weigh = (cells: readonly string[], by: 1 | -1): Shift | undefined => {
    let [displaced, agreeing, against] = [0, 0, 0]
    let first: Shift | undefined
    for (let column = 0; column < width; column++) {
      const cell = (cells[column] ?? '').trim()
      const own = kinds[column]
      const home = kinds[column - by]
      if (cell === '' || own === undefined) continue
      if (own.fits(cell)) {
        if (first !== undefined && home?.fits(cell) !== true) against++
        continue
      }
      if (home?.fits(cell) !== true || rareByPair[column]?.[by === -1 ? 0 : 1] !== true) continue
      displaced++
      first ??= { belongs: column - by, under: column }
      const athome = (cells[column - by] ?? '').trim()
      const isSpecific = home.kind !== 'year' && home.kind !== 'count'
      // At its own place stands something else, or nothing where nearly every row has something.
      if (athome === '' ? home.isFilled && isSpecific : !home.fits(athome)) agreeing++
    }
    return displaced + agreeing >= 2 && displaced > against ? first : undefined
  }

  return (cells) => {
    const isSound = kinds.every(({ kind, fits, isFilled }, column) => {
      const cell = (cells[column] ?? '').trim()
      return kind === 'text' || (cell === '' ? !isFilled : fits(cell))
    })
    return isSound ? undefined : (weigh(cells, 1) ?? weigh(cells, -1))
  }
}
