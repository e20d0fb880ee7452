/**
 * The receipt: titles and due dates, on an 80 mm roll or an A4 sheet, through the system's print window (HO-9). Runs in the browser.
 * No name and no full card number: paper is left on tables.
 */
import styles from './receipt.module.css'

export interface ReceiptWords {
  readonly paper: 'roll' | 'sheet'
  readonly service: string
  readonly library: string
  readonly title: string
  readonly lines: readonly { readonly key: string; readonly title: string; readonly due: string }[]
}

export const Receipt = ({ paper, service, library, title, lines }: ReceiptWords) => (
  <div class={paper === 'roll' ? styles.roll : styles.sheet}>
    <h1>{library}</h1>
    <p>{service}</p>
    <p>{title}</p>
    <ul>
      {lines.map((line) => (
        <li key={line.key}>
          <b>{line.title}</b>
          <br />
          {line.due}
        </li>
      ))}
    </ul>
  </div>
)
