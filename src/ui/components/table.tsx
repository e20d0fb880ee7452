/**
 * Figures and facts in rows and columns. Runs in the browser.
 * A table has a title and named columns, or it does not compile.
 */
import type { ComponentChildren } from 'preact'

export interface Column<T> {
  readonly title: string
  readonly numeric?: boolean
  readonly cell: (row: T) => ComponentChildren
}

interface TableProps<T> {
  readonly title: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly rowKey: (row: T) => string
}

export const Table = <T,>({ title, columns, rows, rowKey }: TableProps<T>) => (
  <table class="table">
    <caption>{title}</caption>
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column.title} scope="col" class={column.numeric === true ? 'num' : undefined}>
            {column.title}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={rowKey(row)}>
          {columns.map((column) => (
            <td key={column.title} class={column.numeric === true ? 'num' : undefined}>
              {column.cell(row)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)
