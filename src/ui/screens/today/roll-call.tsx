/**
 * After the database was put back: which tablets have handed over again what they hold, and which one is awaited (CASE-4). Runs in the browser,
 * from the rows that each tablet has. It stops nobody: the desk goes on, and it goes by itself once the last one has spoken, or after a day.
 */
import { today as en } from '../../../locale/en/today.ts'
import { today as fr } from '../../../locale/fr/today.ts'
import { Mark } from '../../components/icon.tsx'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'
import { useFormats, useWords } from '../../use-words.ts'
import styles from './roll-call.module.css'

export const RollCall = () => {
  const words = useWords(fr, en)
  const format = useFormats()
  const desk = useDesk()
  const now = useNow()
  const tablets = [...useSnapshot().state.all('device')].filter(({ isSetAside }) => !isSetAside)
  const awaited = tablets.filter(({ awaitedSince }) => awaitedSince !== undefined)
  const since = awaited[0]?.awaitedSince
  if (since === undefined) return null
  const { date, time } = desk.toLocal(since)
  return (
    <section class={`panel ${styles.roll}`} role="status">
      <div class={styles.say}>
        <p class="title">{words.putBack(date === now.date ? '' : format.date(date), format.time(time))}</p>
        <p>
          {words.putBackSay(
            tablets.length - awaited.length,
            tablets.length,
            format.list(awaited.map((tablet) => format.tablet(tablet))),
            awaited.length === 1,
          )}
        </p>
      </div>
      <ul class={styles.call} aria-label={words.rollCall}>
        {tablets.map(({ id, letter, awaitedSince }) => (
          <li key={id} class={awaitedSince === undefined ? styles.here : styles.awaited}>
            <b>{letter}</b>
            <small>
              <Mark name={awaitedSince === undefined ? 'done' : 'todo'} />
              {awaitedSince === undefined ? words.hasAnswered : words.isAwaited}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
