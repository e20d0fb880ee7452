/**
 * The rehearsal's numbers as barcodes on paper, for the camera and the gun. Runs in the browser, with the barcode maker.
 * Invented names only; the sheet says so in its title.
 */
import { drawCode128 } from '../../printing/code-128.ts'
import type { NamedNumber } from './describe-guide.ts'
import styles from './exercise.module.css'

export const ExerciseCodes = ({ title, numbers }: { readonly title: string; readonly numbers: readonly NamedNumber[] }) => (
  <article class={styles.paper}>
    <h1>{title}</h1>
    <ul>
      {numbers.map(({ what, number }) => {
        const { modules, path } = drawCode128(number)
        return (
          <li key={number}>
            <span>
              {what}
              <br />
              <b>{number}</b>
            </span>
            <svg viewBox={`0 0 ${modules} 1`} preserveAspectRatio="none" style={{ '--modules': modules }} role="img" aria-label={number}>
              <path d={path} shape-rendering="crispEdges" />
            </svg>
          </li>
        )
      })}
    </ul>
  </article>
)
