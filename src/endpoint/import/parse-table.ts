/**
 * A file's rows with the line on which each begins. Runs in the endpoint's commands; csv-parse does the parsing.
 * Real exports hold quotes that never close, which swallow the rows after them: such a block is taken apart again line by line, so
 * that one bad title costs one row and not a thousand.
 */
import { type Dialect, parseLoosely } from './detect-dialect.ts'

export interface TableRow {
  /** Line of the file where the row begins, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

export interface ParsedTable {
  readonly headers: readonly string[]
  readonly rows: readonly TableRow[]
  /** Rows whose quotes did not add up. */
  readonly mendedRows: number
}

/** A cell of more lines than this is a quote that was never closed. */
const linesPerCell = 12

const countLineEnds = (text: string): number => {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === '')

/** `"Le "grand" livre"`: quoted by whoever did not double the quotes inside; the first one inside opens, so the outer pair is not the title's. */
const isHalfQuoted = (cell: string): boolean =>
  cell.charCodeAt(0) === 0x22 && cell.endsWith('"') && /^"[^"]*\s"/.test(cell) && cell.length > 2

/** A cell over several lines that looks like rows: too many lines, or as many separators in one of its lines as a row has. */
const isSwallowing = (cells: readonly string[], width: number, separator: string): boolean =>
  cells.length !== width ||
  cells.some((cell) => {
    const lines = cell.split('\n')
    return lines.length > linesPerCell || lines.slice(1).some((line) => line.split(separator).length >= Math.max(2, width - 1))
  })

/** The rows of a block of lines, taking the fewest lines that make a whole row; a line that makes none stands alone. */
const parseByLine = (lines: readonly string[], firstLine: number, width: number, dialect: Dialect): TableRow[] => {
  const rows: TableRow[] = []
  const whole = (text: string): readonly string[] | undefined => {
    const found = parseLoosely(text, dialect)
    const [cells] = found
    return found.length === 1 && cells?.length === width && !isSwallowing(cells, width, dialect.separator) ? cells : undefined
  }
  for (let at = 0; at < lines.length; ) {
    let taken = 1
    let cells = whole(lines[at] ?? '')
    while (cells === undefined && taken < linesPerCell && at + taken < lines.length) {
      taken++
      cells = whole(lines.slice(at, at + taken).join('\n'))
    }
    if (cells === undefined) {
      taken = 1
      // Its quotes cannot be trusted: only the separators are.
      cells = (lines[at] ?? '').split(dialect.separator).map((cell) => cell.trim().replace(/^["']|["']$/g, ''))
    }
    if (!isBlank(cells)) rows.push({ line: firstLine + at, cells })
    at += taken
  }
  return rows
}

/** Header and rows of a decoded text; blank lines are left out, and counted in the line numbers. */
export const parseTable = (decoded: string, dialect: Dialect): ParsedTable => {
  // Old exports end lines with CR alone.
  const ends = /\r(?!\n)/.test(decoded.slice(0, 4096)) ? decoded.replace(/\r\n?/g, '\n') : decoded
  const text = dialect.skippedLines === 0 ? ends : ends.slice(ends.indexOf('\n') + 1)
  const all = parseLoosely(text, dialect)
  let sourceLines: readonly string[] | undefined
  let headers: readonly string[] | undefined
  let line = 1 + dialect.skippedLines
  let mendedRows = 0
  const rows: TableRow[] = []
  const push = (at: number, cells: readonly string[]): void => {
    rows.push({ line: at, cells: cells.some(isHalfQuoted) ? cells.map((cell) => (isHalfQuoted(cell) ? cell.slice(1, -1) : cell)) : cells })
  }
  // As many rows as lines: no cell holds a line end, and none needs to be looked for.
  const isLinePerRow = all.length >= countLineEnds(text) + (text.endsWith('\n') ? 0 : 1)
  for (const cells of all) {
    const begins = line
    let inside = 0
    if (!isLinePerRow) for (const cell of cells) inside += countLineEnds(cell)
    line += 1 + inside
    if (isBlank(cells)) continue
    if (headers === undefined) {
      headers = cells
      continue
    }
    if (inside > 0 && isSwallowing(cells, headers.length, dialect.separator)) {
      sourceLines ??= text.split(/\r?\n/)
      const from = begins - 1 - dialect.skippedLines
      const apart = parseByLine(sourceLines.slice(from, from + 1 + inside), begins, headers.length, dialect)
      rows.push(...apart)
      mendedRows++
    } else push(begins, cells)
  }
  return { headers: headers ?? [], rows, mendedRows }
}
