/**
 * How a CSV file separates and quotes its cells. Runs in the endpoint's commands.
 * Each candidate is tried on the first lines, and the one that gives most lines the header's number of cells wins: counting separators
 * alone would be fooled by commas in titles.
 */
import papa from 'papaparse'

export interface Dialect {
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

/** Separator, quote and escape of a file; undefined where no separator gives two columns. */
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
export const parseStrictly = (text: string, dialect: Dialect): string[][] | undefined => {
  const { rows, isClosed } = parse(text, dialect)
  return isClosed ? rows : undefined
}

/** All rows, however badly quoted; a quote that never closes takes the rest of the text with it. */
export const parseLoosely = (text: string, dialect: Dialect): string[][] => parse(text, dialect).rows
