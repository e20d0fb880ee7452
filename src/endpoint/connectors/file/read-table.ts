/**
 * From the bytes of a file to rows whose cells are found by column; the three readers share it. Runs in the endpoint's commands.
 * Everything that is refused here is refused before anything is written.
 */
import type { LocalDate } from '../../../domain/local-date.ts'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import type { BarcodeRule } from '../../../domain/settings/settings.ts'
import type { WallClock } from '../../../protocol/wall-clock.ts'
import { exponentOf, isRounded, shapeOf } from './barcode-column.ts'
import type { ColumnsOf, FileKind } from './column.ts'
import { detectEncoding } from './detect-encoding.ts'
import { detectMarc } from './detect-marc.ts'
import { CellNotes, FileRow, findMojibake, tidy } from './file-row.ts'
import type { FileFault, Note, RejectedRow } from './import-finding.ts'
import { type ColumnMap, matchHeaders } from './match-headers.ts'
import { detectDialect, parseTable, type TableRow, widthOf } from './parse-table.ts'
import type { FileBytes } from './read-bytes.ts'

interface Shift {
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
const learnShifts = (rows: readonly (readonly string[])[], width: number): ((cells: readonly string[]) => Shift | undefined) => {
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

/** How a reader is to understand one file. */
export interface ReadOptions {
  readonly map?: ColumnMap | undefined
  /** The library's rule for the numbers of this file, when it has one. */
  readonly rule?: BarcodeRule | undefined
  /** The library's wall clock, for times that name their zone. */
  readonly toLocal?: WallClock
  /** The day of the import, at the library; undefined: nothing is known to be over. */
  readonly today?: LocalDate
  /** Mend numbers however many there are: somebody has seen them. */
  readonly mendsMany?: boolean
  /** Words that block a patron here, besides those that do everywhere: somebody said so. */
  readonly blockWords?: readonly string[]
}

export interface Table<K extends FileKind> {
  has(column: ColumnsOf[K]): boolean
  /** The header under which a column stands; empty where it does not. */
  headerOf(column: ColumnsOf[K]): string
  readonly rows: readonly FileRow<K>[]
  /** Cells of one column, in the order of the rows; empty where it does not stand. */
  column(column: ColumnsOf[K]): readonly string[]
  /** Set when `code` is of the wanted form in a neighbouring cell: the header there. */
  shiftedTo(row: FileRow<K>, column: ColumnsOf[K], isUsual: (cell: string) => boolean): string | undefined
  /** Rows that have not the header's number of cells. */
  readonly rejected: readonly RejectedRow[]
  /** Every cell of these rows: what a rejected row names is still in the ILS. A duplicate adds nothing to its first row. */
  cellsOf(rejected: readonly RejectedRow[]): ReadonlySet<string>
  readonly rowCount: number
  /** Its last row ends before its last cell. */
  readonly isCut: boolean
  /** What was noticed so far: read the texts first. */
  notes(): readonly Note[]
}

/** Columns of a list, at most: ILSs have some dozens, and shifted cells are looked for in each of them. */
const maximumColumns = 300

/** Trailing empty cells are only a spreadsheet's habit. */
const trimTo = (cells: readonly string[], width: number): readonly string[] => {
  let end = cells.length
  while (end > width && (cells[end - 1] ?? '').trim() === '') end--
  return end === cells.length ? cells : cells.slice(0, end)
}

/** Characters of a header that are compared and shown. */
const headerLength = 200
/** Rows that tell what usually stands in a neighbouring column. Chosen: a few dozen already agree in the exports that were tried. */
const neighbourSample = 200

/** Above this share of short rows, the file leaves out its empty last cells, and none is a sign of anything. Chosen: a shift touches few. */
const shareOfShortRows = 0.2

/** Refuses what is not text, not a table, or not a table of this kind. */
export const readTable = <K extends FileKind>(
  kind: K,
  { bytes, compressed }: Pick<FileBytes, 'bytes' | 'compressed'>,
  map: ColumnMap | undefined,
): Result<Table<K>, FileFault> => {
  const marc = detectMarc(bytes)
  if (marc !== undefined) return refuse({ kind: 'marc', format: marc })
  const decoded = detectEncoding(bytes)
  if (!decoded.ok) return decoded
  const { text, encoding, hasBom, mixedLines } = decoded.value
  if (text.trim() === '') return refuse({ kind: 'file-empty' })
  if (/^\s*<(?:!doctype\s+)?html\b/i.test(text))
    return refuse({ kind: 'web-page', title: /<title>([^<]{0,100})/i.exec(text)?.[1]?.trim() ?? '' })
  const nuls = text.split('\0')
  const dialect = detectDialect(text) ?? { separator: ';', quote: '"', escaping: '"', skippedLines: 0 }
  const columns = widthOf(text, dialect)
  if (columns > maximumColumns) return refuse({ kind: 'too-many-columns', columns, maximum: maximumColumns })
  const { headers: rawHeaders, rows: whole, mendedRows } = parseTable(text, dialect)
  const cellNotes = new CellNotes()
  cellNotes.mojibake = findMojibake([text])
  const tidied = (cells: readonly string[]): readonly string[] => cells.map((header) => tidy(header, headerLength, cellNotes))
  const first = matchHeaders(kind, tidied(rawHeaders), map)
  // Above the names of the columns, some exports name groups of them.
  const below = whole[0] === undefined || first.ok ? first : matchHeaders(kind, tidied(whole[0].cells), map)
  const [matched, isBelow] = [below.ok ? below : first, !first.ok && below.ok]
  if (!matched.ok) return matched
  const [headers, parsed] = isBelow ? [tidied(whole[0]?.cells ?? []), whole.slice(1)] : [tidied(rawHeaders), whole]
  if (parsed.length === 0) return refuse({ kind: 'no-row' })
  const { indexByColumn, ignored } = matched.value
  const width = headers.length
  const isRagged = parsed.filter((row) => row.cells.length < width).length > parsed.length * shareOfShortRows

  const rejected: RejectedRow[] = []
  const rows: FileRow<K>[] = []
  const fitting: TableRow[] = []
  for (const { line, cells: found } of parsed) {
    const cells = found.length > width ? trimTo(found, width) : found
    if (cells.length > width || (cells.length < width && !isRagged)) {
      rejected.push({ line, reason: { kind: 'columns-counted', found: cells.length, expected: width } })
      continue
    }
    fitting.push({ line, cells })
  }
  const shiftOf = learnShifts(
    fitting.map(({ cells }) => cells),
    width,
  )
  for (const { line, cells } of fitting) {
    const shift = shiftOf(cells)
    if (shift === undefined) rows.push(new FileRow<K>(kind, line, cells, indexByColumn, cellNotes))
    else {
      const [header = '', foundUnder = ''] = [headers[shift.belongs], headers[shift.under]]
      rejected.push({ line, reason: { kind: 'cells-shifted', header, foundUnder } })
    }
  }

  return accept({
    headerOf: (column) => headers[indexByColumn.get(column) ?? -1] ?? '',
    rows,
    rejected,
    cellsOf: (bad) => {
      const lines = new Set(bad.filter(({ reason }) => reason.kind !== 'duplicate').map(({ line }) => line))
      const named = parsed.filter(({ line }) => lines.has(line)).flatMap(({ cells }) => cells.map((cell) => cell.trim()))
      return new Set(named.map((cell) => (isRounded(cell) ? exponentOf(cell) : cell)))
    },
    rowCount: parsed.length,
    isCut: !/[\r\n]$/.test(text) && (parsed.at(-1)?.cells.length ?? width) < width,
    has: (column) => indexByColumn.has(column),
    column: (column) => rows.map((row) => row.cell(column)),
    shiftedTo: (row, column, isUsual) => {
      const index = indexByColumn.get(column)
      if (index === undefined) return undefined
      const { cells } = row
      // A neighbour that usually holds such a number (the card beside the barcode) proves nothing.
      const isOthers = (at: number): boolean => {
        const sample = rows.slice(0, neighbourSample)
        return sample.filter(({ cells }) => isUsual((cells[at] ?? '').trim())).length > sample.length / 2
      }
      const at = [index + 1, index - 1].find((near) => isUsual((cells[near] ?? '').trim()) && !isOthers(near))
      return at === undefined ? undefined : headers[at]
    },
    notes: () => [
      {
        kind: 'read-as',
        encoding: hasBom ? `${encoding} (BOM)` : encoding,
        separator: dialect.separator,
        compressed,
      },
      ...(isBelow ? [{ kind: 'header-below', line: whole[0]?.line ?? 0 } as const] : []),
      ...(nuls.length > 1
        ? [{ kind: 'nul-signs', count: nuls.length - 1, line: (nuls[0] ?? '').split(/\r\n|\r|\n/).length } as const]
        : []),
      ...cellNotes.notes(),
      ...(mixedLines > 0 ? [{ kind: 'encodings-mixed', lines: mixedLines } as const] : []),
      ...(mendedRows > 0 ? [{ kind: 'quotes-mended', rows: mendedRows } as const] : []),
      ...(ignored.length > 0 ? [{ kind: 'columns-ignored', headers: ignored } as const] : []),
    ],
  })
}
