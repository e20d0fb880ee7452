/**
 * One table of the figures as a file that a spreadsheet opens: UTF-8 with its mark, semicolons, decimal commas, ISO dates, then what each
 * column means (STAT-3). Runs everywhere: the screen and the endpoint's command write the same bytes.
 */
import type { Cell, FigureTable, TableName } from './figures.ts'

export type FixedColumn = 'orders' | 'orders-before' | 'documents' | 'documents-before' | 'now' | 'before'
interface Column {
  readonly head: string
  readonly definition: string
}

/** The words of one language. */
export interface FigureWords {
  readonly tables: Readonly<Record<TableName, { readonly title: string; readonly key: string; readonly definition: string }>>
  /** Of columns with a fixed code; any other is a document type or an hour. */
  readonly columns: Readonly<Record<FixedColumn, Column>>
  /** A row's key, as people say it; what stands for itself (a date, a category) is left as it is. */
  readonly key: (table: TableName, key: string) => string
  readonly column: (table: TableName, code: string) => string
  readonly cells: { readonly nd: string; readonly nc: string; readonly closed: string }
  readonly notes: { readonly nd: string; readonly nc: string }
}

const byteOrderMark = '\u{feff}'
const lineEnd = '\r\n'

const quoted = (text: string): string => (/[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
/** What a spreadsheet would take for a formula is no formula here: a category may begin with any sign. */
const harmless = (text: string): string =>
  /^[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n ]/.test(text) && !/^-?\d+(,\d+)?$/.test(text) ? `'${text}` : text
const lineOf = (cells: readonly string[]): string => cells.map((cell) => quoted(harmless(cell))).join(';')

const cellText = (cell: Cell, words: FigureWords): string => (typeof cell === 'number' ? String(cell).replace('.', ',') : words.cells[cell])

/** undefined: its code is a document type or an hour. */
const fixedColumn = (code: string, { columns }: FigureWords): Column | undefined =>
  (columns as Readonly<Record<string, Column | undefined>>)[code]
export const headOf = (table: TableName, code: string, words: FigureWords): string =>
  fixedColumn(code, words)?.head ?? words.column(table, code)

/** The lines of one table, without the mark: what a file of several tables is made of. */
export const csvLines = (table: FigureTable, words: FigureWords): readonly string[] => {
  const { title, key, definition } = words.tables[table.name]
  const cells = table.rows.flatMap((row) => row.cells)
  const defined = table.columns.flatMap((code) => {
    const column = fixedColumn(code, words)
    return column === undefined ? [] : [lineOf([column.head, column.definition])]
  })
  return [
    lineOf([key, ...table.columns.map((code) => headOf(table.name, code, words))]),
    ...table.rows.map((row) => lineOf([words.key(table.name, row.key), ...row.cells.map((cell) => cellText(cell, words))])),
    '',
    lineOf([title, definition]),
    ...defined,
    ...(cells.includes('nd') ? [lineOf([words.cells.nd, words.notes.nd])] : []),
    ...(cells.includes('nc') ? [lineOf([words.cells.nc, words.notes.nc])] : []),
  ]
}

/** Whole files. */
export const writeCsv = (tables: readonly FigureTable[], words: FigureWords): string =>
  `${byteOrderMark}${tables.map((table) => csvLines(table, words).join(lineEnd)).join(lineEnd + lineEnd)}${lineEnd}`
