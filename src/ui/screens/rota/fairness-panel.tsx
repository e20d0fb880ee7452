/**
 * Hours and Saturdays of the last four weeks, each beside what their share of full time comes to (ROTA-6). Runs in the browser. Seen by all.
 */
import { Panel } from '../../components/panel.tsx'
import styles from './rota.module.css'
import type { Rota } from './use-rota.ts'

/** A bar shorter than its figure, which then stands beside it. Per cent. */
const shortLoad = 32

const hours = (minutes: number): number => Math.round(minutes / 60)

export const Fairness = ({ rota: { words, format, naming, loads } }: { readonly rota: Rota }) => {
  const shown = loads.filter(({ share, minutes }) => share > 0 || minutes > 0)
  const longest = Math.max(60, ...shown.flatMap(({ minutes, due }) => [minutes, due])) * 1.16
  const shares = shown.reduce((sum, { share }) => sum + share, 0)
  const total = shown.reduce((sum, { minutes }) => sum + minutes, 0)
  const mean = shares === 0 ? 0 : (total * 100) / shares
  if (shown.length === 0) return null
  return (
    <Panel title={words.fairness}>
      <table class={styles.fair} aria-label={words.fairnessSay}>
        <thead>
          <tr>
            <th>
              <span class="sr">{words.who}</span>
            </th>
            <th class={styles.wide}>{words.hoursMean(format.count(hours(mean)))}</th>
            <th>{words.saturdays}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ librarianId, minutes, saturdays, share, due }) => (
            <tr key={librarianId}>
              <th scope="row">
                {naming.librarian(librarianId)}
                {share === 100 ? null : <span class={styles.part}> {words.share(share)}</span>}
              </th>
              <td class={styles.len} style={{ '--p': (minutes * 100) / longest, '--mean': (due * 100) / longest }}>
                <i />
                <b class={(minutes * 100) / longest < shortLoad ? styles.beyond : undefined}>
                  {words.hoursOf(format.count(hours(minutes)))}
                </b>
              </td>
              <td>{saturdays}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
