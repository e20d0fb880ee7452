/**
 * A task in a half-day, opened: who is there and from when to when, and whom one may add (ROTA-5). Runs in the browser.
 * Whoever cannot be added stays in the list, and says why by name. Nothing is kept before « Garder ».
 */
import { useState } from 'preact/hooks'
import { isAlike } from '../../../domain/is-alike.ts'
import { type LocalTime, parseLocalTime, weekdayOf } from '../../../domain/local-date.ts'
import { drawWeek } from '../../../domain/rota/draw-week.ts'
import { clashOf } from '../../../domain/rota/judge-week.ts'
import { type DatedShift, isStruck } from '../../../domain/rota/rota-week.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TimeField } from '../../components/moment-field.tsx'
import styles from './rota.module.css'
import type { Rota } from './use-rota.ts'
import type { Place } from './week-table.tsx'

/** Hours as they are typed: empty while they cannot be read. */
interface Draft {
  readonly shift: DatedShift
  readonly from: string
  readonly to: string
}

const toDraft = (shift: DatedShift): Draft => ({ shift, from: shift.from, to: shift.to })
const toShift = ({ shift, from, to }: Draft): DatedShift | undefined => {
  const [begins, ends] = [parseLocalTime(from), parseLocalTime(to)]
  return begins === undefined || ends === undefined || begins >= ends ? undefined : { ...shift, from: begins, to: ends }
}

interface ShiftWindowProps {
  readonly rota: Rota
  readonly place: Place
  readonly onClose: () => void
}

export const ShiftWindow = ({ rota, place: { halfDay, task }, onClose }: ShiftWindowProps) => {
  const { words, naming, settings, monday, week, loads, save } = rota
  const { date, half } = halfDay
  const [drawn] = useState(() => drawWeek(settings, monday, week))
  const isHere = (shift: DatedShift): boolean =>
    halfDay.shifts.some((one) => one.task === task && one.librarianId === shift.librarianId && one.from === shift.from) &&
    shift.task === task &&
    shift.date === date
  const all = drawn.shifts ?? []
  const before = all.filter(isHere)
  const others = all.filter((shift) => !isHere(shift))
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => before.map(toDraft))
  /** Why the last one pressed cannot be added, by name. */
  const [refused, setRefused] = useState<string | undefined>(undefined)
  const shifts = drafts.map(toShift)
  const whole = shifts.flatMap((shift) => shift ?? [])
  const faults = drafts.flatMap(({ shift }, n): readonly string[] => {
    const name = naming.librarian(shift.librarianId)
    const own = shifts[n]
    if (own === undefined) return [words.hours(name)]
    const clash = clashOf([...others, ...whole.slice(0, n)], own)
    return clash === undefined ? [] : [words.already(name, clash.task)]
  })
  const isChanged = !isAlike(before, whole) || whole.length !== drafts.length
  const type = (n: number, typed: Partial<Draft>): void => setDrafts(drafts.map((draft, m) => (m === n ? { ...draft, ...typed } : draft)))
  const addable = [...loads]
    .sort((a, b) => a.minutesByTask[task] - b.minutesByTask[task])
    .filter(({ lastDay }) => lastDay === undefined || date <= lastDay)
    .filter(({ librarianId }) => !drafts.some(({ shift }) => shift.librarianId === librarianId))
    .map(({ librarianId }) => ({ date, task, librarianId, from: halfDay.from, to: halfDay.to }))
  const whyNot = (shift: DatedShift): string | undefined => {
    const name = naming.librarian(shift.librarianId)
    const clash = clashOf([...others, ...whole], shift)
    return isStruck(shift, week.absences) ? words.away(name) : clash === undefined ? undefined : words.already(name, clash.task)
  }
  const keep = async (): Promise<void> => {
    await save({ ...drawn, shifts: [...others, ...whole] }, words.kept(weekdayOf(date), half, task))
    onClose()
  }
  return (
    <Dialog title={words.cellTitle(task, weekdayOf(date), half)} onClose={onClose}>
      {drafts.length === 0 ? <p class="soft">{words.nobodyThere}</p> : null}
      <ul class={styles.form}>
        {drafts.map((draft, n) => {
          const name = naming.librarian(draft.shift.librarianId)
          return (
            <li key={draft.shift.librarianId} class={`${styles.line} ${styles.times}`}>
              <TimeField label={words.fromOf(name)} value={draft.from} onInput={(from) => type(n, { from: from as LocalTime })} />
              <TimeField label={words.toOf(name)} value={draft.to} onInput={(to) => type(n, { to: to as LocalTime })} />
              <Button label={words.removeNamed(name)} onPress={() => setDrafts(drafts.filter((one) => one !== draft))}>
                {words.remove}
              </Button>
            </li>
          )
        })}
      </ul>
      {faults.map((fault) => (
        <p key={fault} class={styles.fault}>
          {fault}
        </p>
      ))}
      {refused === undefined ? null : (
        <p class={styles.fault} role="alert">
          {refused}
        </p>
      )}
      <h3>{words.add}</h3>
      <div class={styles.people}>
        {addable.map((shift) => (
          <Button
            key={shift.librarianId}
            icon="plus"
            unavailable={whyNot(shift)}
            onUnavailable={() => setRefused(whyNot(shift))}
            onPress={() => {
              setRefused(undefined)
              setDrafts([...drafts, toDraft(shift)])
            }}
          >
            {naming.librarian(shift.librarianId)}
          </Button>
        ))}
      </div>
      <Button look="primary" block unavailable={faults[0] ?? (isChanged ? undefined : words.nothingChanged)} onPress={() => void keep()}>
        {words.keep}
      </Button>
    </Dialog>
  )
}
