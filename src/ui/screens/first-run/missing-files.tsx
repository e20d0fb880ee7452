/**
 * What the library's software has not given yet, and how it comes: a new library goes on without (SET-16). Runs in the browser.
 * The command stands on a line of its own, as it is typed.
 */
import type { FirstRunWords } from '../../../locale/fr/first-run.ts'
import styles from './first-run.module.css'

export const MissingFiles = ({ words }: { readonly words: FirstRunWords }) => (
  <div class={styles.missing}>
    <p class="small soft">{words.noFiles}</p>
    <p>
      <code class="small">{words.importCommand}</code>
    </p>
  </div>
)
