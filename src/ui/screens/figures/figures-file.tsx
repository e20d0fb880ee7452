/**
 * The file of a table, made of the rows that the screen shows and by the function of the endpoint's own command (STAT-3). Runs in the
 * browser; off line too.
 */
import type { FigureTable } from '../../../domain/figures/figures.ts'
import { writeCsv } from '../../../domain/figures/write-csv.ts'
import styles from './figures.module.css'
import { useSayFigures } from './say-figures.ts'

const save = (name: string, text: string): void => {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
  URL.revokeObjectURL(href)
}

export const FiguresFile = ({ tables, period }: { readonly tables: readonly FigureTable[]; readonly period: string }) => {
  const { words } = useSayFigures()
  return (
    <p class={styles.files}>
      {tables.map((table) => {
        const { title } = words.csv.tables[table.name]
        return (
          <button
            key={table.name}
            type="button"
            class="btn quiet"
            aria-label={words.fileOf(title)}
            onClick={() => save(words.fileName(table.name, period), writeCsv([table], words.csv))}
          >
            <svg
              class="i"
              viewBox="0 0 24 24"
              fill="none"
              stroke="currentColor"
              stroke-width="2"
              stroke-linejoin="round"
              aria-hidden="true"
            >
              <path d="M3.5 4.5h17v15h-17zM3.5 9.5h17M3.5 14.5h17M10 9.5v10" />
            </svg>
            {tables.length === 1 ? words.file : words.fileOf(title)}
          </button>
        )
      })}
    </p>
  )
}
