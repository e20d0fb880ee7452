/**
 * After the database was put back: which tablets have handed over again what they hold, which one is awaited, and which one a manager goes on
 * without (CASE-4, CASE-25). Runs in the browser, from the rows that each tablet has. It stops nobody: the desk goes on, and it goes by
 * itself once the last one has spoken, or after a day.
 */
import type { Device } from '../../../domain/librarian/librarian.ts'
import { todayWords } from '../../../locale/en/today.ts'
import { Mark, type MarkName } from '../../components/icon.tsx'
import { later } from '../../later.tsx'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'
import { useFormats, useWords } from '../../use-words.ts'
import styles from './roll-call.module.css'

const GoOn = later(() => import('./go-on.tsx').then((module) => module.GoOn))

export const RollCall = () => {
  const words = useWords(todayWords)
  const format = useFormats()
  const desk = useDesk()
  const now = useNow()
  const { state, phase } = useSnapshot()
  const tablets = [...state.all('device')].filter(({ isSetAside }) => !isSetAside)
  const awaited = tablets.filter(({ awaitedSince }) => awaitedSince !== undefined)
  const without = tablets.filter(({ goneOnWithout }) => goneOnWithout !== undefined)
  const since = awaited[0]?.awaitedSince ?? without[0]?.goneOnWithout?.since
  if (since === undefined) return null
  const { date, time } = desk.toLocal(since)
  const named = (some: readonly Device[]) => [format.list(some.map((tablet) => format.tablet(tablet))), some.length] as const
  const missing = [...awaited, ...without]
  const stamp = ({ awaitedSince, goneOnWithout }: Device): { mark: MarkName; say: string } => {
    if (awaitedSince !== undefined) return { mark: 'todo', say: words.isAwaited }
    return goneOnWithout === undefined ? { mark: 'done', say: words.hasAnswered } : { mark: 'noshow', say: words.isWithout }
  }
  return (
    <section class={`panel ${styles.roll}`}>
      <div class={styles.say} role="status">
        <p class="title">{words.putBack(date === now.date ? '' : format.date(date), format.time(time))}</p>
        <p>{words.putBackSay(tablets.length - missing.length, tablets.length, named(awaited), named(without))}</p>
      </div>
      <ul class={styles.call} aria-label={words.rollCall}>
        {tablets.map((tablet) => {
          const { mark, say } = stamp(tablet)
          return (
            <li key={tablet.id} class={missing.includes(tablet) ? styles.awaited : styles.here}>
              <b>{tablet.letter}</b>
              <small>
                <Mark name={mark} />
                {say}
              </small>
            </li>
          )
        })}
      </ul>
      {phase.kind === 'signed-in' && phase.librarian.isManager ? (
        <div class={styles.goOn}>
          <GoOn tablets={missing} />
        </div>
      ) : null}
    </section>
  )
}
