/**
 * A file's rows with the line on which each begins. Runs in the endpoint's commands; papaparse does the parsing.
 * Real exports hold quotes that never close, which swallow the rows after them: such a block is taken apart again line by line, so
 * that one bad title costs one row and not a thousand.
 */
import papa from 'papaparse'

interface Dialect {
  readonly separator: ',' | ';' | '\t' | '|'
  readonly quote: '"' | "'"
  /** What protects a quote inside quotes: another quote, or a backslash. */
  readonly escaping: '"' | "'" | '\\'
  /** Lines to leave out above the header: Excel's "sep=;". */
  readonly skippedLines: number
}

const separators = [',', ';', '\t', '|'] as const
/** Characters of the beginning on which the dialects are compared. */
const sampleLength = 64 * 1024
/** What a column more counts beside a share of agreeing rows: it decides between equals only. */
const widthWeight = 0.001

/** Whole lines, where there is one: a line without end is cut. */
const sampleOf = (body: string): string => {
  if (body.length <= sampleLength) return body
  const end = body.lastIndexOf('\n', sampleLength)
  return body.slice(0, end === -1 ? sampleLength : end)
}

/** Cells of the header, as far as the beginning of the file shows them. */
export const widthOf = (text: string, dialect: Dialect): number =>
  parseLoosely(sampleOf(text), dialect).find((row) => row.length > 1)?.length ?? 0

/**
 * Separator, quote and escape of a file; undefined where no separator gives two columns. The one that gives most lines the header's number
 * of cells wins: counting separators alone would be fooled by commas in titles.
 */
export const detectDialect = (text: string): Dialect | undefined => {
  const announced = /^sep=([,;\t|])\r?\n/.exec(text)
  const body = announced === null ? text : text.slice(announced[0].length)
  const cut = sampleOf(body)
  let best: { dialect: Dialect; score: number } | undefined
  for (const separator of separators) {
    if (announced !== null && announced[1] !== separator) continue
    const edge = separator === '|' ? '\\|' : separator
    const quoted = (mark: string): number =>
      cut.match(new RegExp(`(?:^|${edge})${mark}[^${mark}\\n]*${mark}(?=${edge}|\\r?$)`, 'gm'))?.length ?? 0
    const quote = quoted("'") > quoted('"') ? "'" : '"'
    const escaping = cut.includes(`\\${quote}`) && !cut.includes(quote + quote) ? '\\' : quote
    const dialect: Dialect = { separator, quote, escaping, skippedLines: announced === null ? 0 : 1 }
    const rows = parseLoosely(cut, dialect)
    // Above the header there may be the report's title, alone on its line.
    const width = rows.find((row) => row.length > 1)?.length ?? 0
    if (width < 2) continue
    const agreeing = rows.filter((row) => row.length === width).length
    const score = agreeing / rows.length + width * widthWeight
    if (best === undefined || score > best.score) best = { dialect, score }
  }
  return best?.dialect
}

const parse = (text: string, { separator, quote, escaping }: Dialect): { readonly rows: string[][]; readonly isClosed: boolean } => {
  const [newline] = /\r\n|\n|\r/.exec(text) ?? ['\n']
  const { data: rows, errors } = papa.parse<string[]>(text, {
    delimiter: separator,
    quoteChar: quote,
    escapeChar: escaping,
    // The cast holds: the expression finds nothing else.
    newline: newline as '\r\n' | '\n' | '\r',
  })
  // The end of the last line begins no row.
  if (rows.at(-1)?.join('') === '' && text.endsWith(newline)) rows.pop()
  return { rows, isClosed: !errors.some(({ code }) => code === 'MissingQuotes') }
}

/** All rows, blank lines included; undefined when a quote never closes. */
const parseStrictly = (text: string, dialect: Dialect): string[][] | undefined => {
  const { rows, isClosed } = parse(text, dialect)
  return isClosed ? rows : undefined
}

/** All rows, however badly quoted; a quote that never closes takes the rest of the text with it. */
const parseLoosely = (text: string, dialect: Dialect): string[][] => parse(text, dialect).rows

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

/** Characters in which a file shows how its lines end. */
const lineEndSample = 4096
/** A cell of more lines than this is a quote that was never closed. */
const linesPerCell = 12

const countLineEnds = (text: string): number => {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** At least two cells say something. */
const hasTwoCells = (cells: readonly string[]): boolean => cells.filter((cell) => cell.trim() !== '').length >= 2

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === '')

/** The cells of one line, a quote closing only before a separator: what its author meant by quotes that were not doubled. */
const splitLeniently = (line: string, { separator, quote }: Dialect): readonly string[] => {
  const cells: string[] = []
  for (let at = 0; at <= line.length; ) {
    const closes = line[at] === quote ? findClosing(line, at + 1, separator, quote) : -1
    const bare = line.indexOf(separator, at)
    const end = closes !== -1 ? closes + 1 : bare === -1 ? line.length : bare
    const cell = line.slice(at, end)
    // A lone quote was meant to close further on; two are the title's own.
    cells.push(closes === -1 ? cell.replace(/^(["'])(?!.*\1)/, '') : cell.slice(1, -1).replaceAll(quote + quote, quote))
    at = end + 1
  }
  return cells
}

const findClosing = (line: string, from: number, separator: string, quote: string): number => {
  for (let at = line.indexOf(quote, from); at !== -1; at = line.indexOf(quote, at + 1)) {
    if (at + 1 === line.length || line[at + 1] === separator) return at
    // Here another cell opens: the quote before it was the title's.
    if (line[at - 1] === separator && line[at + 1] !== quote) return -1
  }
  return -1
}

/**
 * A row that may have swallowed others, or whose quotes split a cell. Only a reason to look closer: a title over two lines with a comma
 * is taken again as it was.
 */
const isSuspect = (cells: readonly string[], width: number, { separator, quote }: Dialect): boolean =>
  cells.some((cell) => cell.includes('\n') && cell.indexOf(separator, cell.indexOf('\n')) !== -1) ||
  (cells.length !== width && cells.some((cell) => cell.includes(quote) || cell.includes('\n')))

/** The rows of a block of lines: a line that is a row, else the fewest lines that make one, else a line by its separators alone. */
const parseByLine = (lines: readonly string[], firstLine: number, width: number, dialect: Dialect): TableRow[] => {
  const rows: TableRow[] = []
  const whole = (text: string): readonly string[] | undefined => {
    const found = parseStrictly(text, dialect)
    return found?.length === 1 && found[0]?.length === width ? found[0] : undefined
  }
  const standsAlone = (line: string): boolean => whole(line) !== undefined || splitLeniently(line, dialect).length === width
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    let taken = 1
    let cells = whole(line)
    for (let more = 1; cells === undefined && more < linesPerCell && at + more < lines.length; more++) {
      if (standsAlone(lines[at + more] ?? '')) break
      cells = whole(lines.slice(at, at + more + 1).join('\n'))
      if (cells !== undefined) taken = more + 1
    }
    const row = cells ?? splitLeniently(line, dialect)
    if (!isBlank(row)) rows.push({ line: firstLine + at, cells: row })
    at += taken
  }
  return rows
}

/** Header and rows of a decoded text; blank lines are left out, and counted in the line numbers. */
export const parseTable = (decoded: string, dialect: Dialect): ParsedTable => {
  // Old exports end lines with CR alone.
  const ends = /\r(?!\n)/.test(decoded.slice(0, lineEndSample)) ? decoded.replace(/\r\n?/g, '\n') : decoded
  const text = dialect.skippedLines === 0 ? ends : ends.slice(ends.indexOf('\n') + 1)
  const all = parseLoosely(text, dialect)
  let sourceLines: readonly string[] | undefined
  let headers: readonly string[] | undefined
  let line = 1 + dialect.skippedLines
  let mendedRows = 0
  const rows: TableRow[] = []
  // As many rows as lines: no cell holds a line end, and none needs to be looked for.
  const isLinePerRow = all.length >= countLineEnds(text) + (text.endsWith('\n') ? 0 : 1)
  for (const cells of all) {
    const begins = line
    let inside = 0
    if (!isLinePerRow) for (const cell of cells) inside += countLineEnds(cell)
    line += 1 + inside
    if (isBlank(cells)) continue
    if (headers === undefined) {
      // Reports open with their title: a header names two columns at least.
      if (hasTwoCells(cells)) headers = cells
      continue
    }
    if ((inside > 0 || cells.length !== headers.length) && isSuspect(cells, headers.length, dialect)) {
      sourceLines ??= text.split(/\r?\n/)
      const from = begins - 1 - dialect.skippedLines
      const apart = parseByLine(sourceLines.slice(from, from + 1 + inside), begins, headers.length, dialect)
      rows.push(...apart)
      mendedRows++
    } else rows.push({ line: begins, cells })
  }
  return { headers: headers ?? [], rows, mendedRows }
}
