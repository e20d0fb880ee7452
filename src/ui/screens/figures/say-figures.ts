/**
 * How a figure is written, on the screen, in its picture and on paper: the words of its language, thin spaces, one decimal. Runs in the
 * browser.
 */
import { mostPercent, percentOf } from '../../../domain/figures/compare.ts'
import { type Cell, type Figures, type TableName, tableOf } from '../../../domain/figures/figures.ts'
import { headOf } from '../../../domain/figures/write-csv.ts'
import { figuresWords } from '../../../locale/en/figures.ts'
import { useFormats, useLanguage, useWords } from '../../use-desk.ts'

/** The category of most orders, where enough of them are its. */
export const mostOrders = (figures: Figures): { readonly audience: string; readonly percent: number } | undefined => {
  const rows = tableOf(figures, 'audiences')?.rows ?? []
  const numbered = rows.flatMap(({ key, cells: [n] }) => (typeof n === 'number' ? [{ audience: key, n }] : []))
  const [most] = numbered.sort((a, b) => b.n - a.n)
  const percent = most && percentOf(most.n, figures.orders[0])
  return most === undefined || percent === undefined || percent < mostPercent ? undefined : { audience: most.audience, percent }
}

export const useSayFigures = () => {
  const words = useWords(figuresWords)
  const format = useFormats()
  const language = useLanguage()
  const decimal = (n: number): string => (language === 'fr' ? String(n).replace('.', ',') : String(n))
  return {
    words,
    format,
    count: format.count,
    decimal,
    cell: (cell: Cell): string => (typeof cell === 'number' ? format.count(cell) : words.csv.cells[cell]),
    percent: (part: Cell, whole: Cell): string | undefined => {
      const percent = percentOf(part, whole)
      return percent === undefined ? undefined : words.percentSign(decimal(percent))
    },
    difference: (now: Cell, before: Cell): string => {
      if (typeof now !== 'number' || typeof before !== 'number') return '–'
      const by = now - before
      return by === 0 ? '0' : `${by > 0 ? '+' : '−'}${language === 'fr' ? '\u00a0' : ''}${format.count(Math.abs(by))}`
    },
    key: (table: TableName, key: string): string => words.csv.key(table, key),
    column: (table: TableName, code: string): string => headOf(table, code, words.csv),
  }
}
