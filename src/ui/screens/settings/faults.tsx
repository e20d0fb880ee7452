/**
 * What is wrong with a section, or stands in its way, each with what to do. Runs in the browser.
 */
import { Say } from '../../components/parts.tsx'
import type { SaidProblem } from '../../use-refusal.ts'
import styles from './settings.module.css'

interface FaultsProps {
  readonly said: readonly SaidProblem[]
  /** By which a field says that these are its own. */
  readonly id?: string
  readonly sign?: 'stop' | 'warn'
}

export const Faults = ({ said, id, sign = 'stop' }: FaultsProps) =>
  said.length === 0 ? null : (
    <div id={id} class={styles.fault}>
      {said.map(({ what, next }) => (
        <Say key={what} sign={sign} sentence={what} nextStep={next} />
      ))}
    </div>
  )
