/**
 * Figures in rows and columns, on the screen and on paper. Runs in the browser.
 * The first column names the rows.
 */
import styles from './figures.module.css'

interface CellsProps {
  readonly label?: string
  readonly className?: string | undefined
  readonly heads: readonly string[]
  readonly rows: readonly { readonly key: string; readonly isOn?: boolean; readonly name: string; readonly cells: readonly string[] }[]
}

export const Cells = ({ label, className, heads, rows }: CellsProps) => (
  <table class={className} aria-label={label}>
    <thead>
      <tr>
        {heads.map((head, n) => (
          <th key={n} scope="col">
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(({ key, isOn, name, cells }) => (
        <tr key={key} class={isOn === true ? styles.now : undefined}>
          <th scope="row">{name}</th>
          {cells.map((cell, n) => (
            <td key={n}>{cell}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)
