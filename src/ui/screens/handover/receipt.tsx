/**
 * The receipt: titles and due dates, on an 80 mm roll or an A4 sheet, through the system's print window (HO-9). Runs in the browser.
 * No name and no full card number: paper is left on tables.
 */
import { Each } from '../../components/each.tsx'
import styles from './receipt.module.css'

export interface ReceiptWords {
  readonly paper: 'roll' | 'sheet'
  readonly service: string
  readonly library: string
  readonly title: string
  readonly lines: readonly { readonly key: string; readonly title: string; readonly due: string }[]
}

/** Signs of 10 points that a roll is wide, and its measures in millimetres: margins and a breath, the head, a line, the space of a document. */
const roll = { signs: 30, ends: 14, head: 7, line: 4.7, space: 4.3 }

/** Millimetres of roll that a receipt takes: CSS must be told a page's height, and cannot find it in its text. */
const rollHeight = ({ service, library, title, lines }: ReceiptWords): number => {
  const rows = (text: string): number => Math.max(1, Math.ceil(text.length / roll.signs))
  const head = rows(library) * roll.head + (rows(service) + rows(title)) * roll.line
  const body = lines.reduce((sum, line) => sum + (rows(line.title) + rows(line.due)) * roll.line + roll.space, 0)
  return Math.ceil(roll.ends + head + body)
}

const cutRoll = (height: number): void => {
  const page = new CSSStyleSheet()
  page.replaceSync(`@page receipt-roll { size: 80mm ${height}mm; margin: 4mm; }`)
  document.adoptedStyleSheets = [page]
}

export const Receipt = (receipt: ReceiptWords) => {
  const { paper, service, library, title, lines } = receipt
  if (paper === 'roll') cutRoll(rollHeight(receipt))
  return (
    <div class={paper === 'roll' ? styles.roll : styles.sheet}>
      <h1>{library}</h1>
      <p>{service}</p>
      <p>{title}</p>
      <ul>
        <Each of={lines} by={({ title }) => title}>
          {(line) => (
            <li key={line.key}>
              <b>{line.title}</b>
              <br />
              {line.due}
            </li>
          )}
        </Each>
      </ul>
    </div>
  )
}
