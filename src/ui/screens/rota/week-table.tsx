/**
 * The week as a table: when, the orders to expect against what the planned team can prepare, and who is where, task by task; a cell of it,
 * opened; and the week on paper. Runs in the browser. What is missing is dashed and said; whoever is away is struck and stays readable
 * (ROTA-3, ROTA-4).
 */
import '../../styles/labels.css'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { isAlike } from '../../../domain/is-alike.ts'
import { addDays, type LocalTime, parseLocalTime, weekdayOf } from '../../../domain/local-date.ts'
import { drawWeek } from '../../../domain/rota/draw-week.ts'
import type { HalfDay, PlannedWeek } from '../../../domain/rota/plan-week.ts'
import { clashOf, type DatedShift, isStruck } from '../../../domain/rota/rota-week.ts'
import type { DeskTask } from '../../../domain/settings/settings.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Sign } from '../../components/icon.tsx'
import { TimeField } from '../../components/moment-field.tsx'
import { Button, ButtonLink } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import styles from './rota.module.css'
import type { Rota } from './use-rota.ts'

/** A cell of the table: a task in a half-day. */
export interface Place {
  readonly halfDay: HalfDay
  readonly task: DeskTask
}

export const tasks: readonly DeskTask[] = ['preparation', 'handover', 'telephone']

/** To the quarter of an hour: nobody plans by the minute. */
export const shownMinutes = (minutes: number): number => Math.max(15, Math.round(minutes / 15) * 15)

/** Thirds of the axis: the next round number above a third of the highest. */
const axisStep = ({ halfDays }: PlannedWeek): number => {
  const highest = Math.max(1, ...halfDays.map(({ expected }) => expected))
  return [5, 10, 20, 50, 100, 200, 500].find((step) => step * 3 >= highest) ?? Math.ceil(highest / 300) * 100
}

/** « 1er au 5 décembre »: the first and the last day that the table has. */
export const useWeekTitle = ({ words, format, plan, monday }: Rota): string => {
  const [first, last] = [plan.halfDays[0]?.date ?? monday, plan.halfDays.at(-1)?.date ?? addDays(monday, 6)]
  return words.week(format.dayAndMonth(first), format.dayAndMonth(last), first.slice(0, 7) === last.slice(0, 7))
}

export const WeekTable = ({ rota, onOpen }: { readonly rota: Rota; readonly onOpen: (place: Place) => void }) => {
  const { words, format, plan, monday } = rota
  const step = axisStep(plan)
  const { pace } = plan
  const title = useWeekTitle(rota)
  return (
    <section class="panel" aria-labelledby="rota-week">
      <div class="panel-head">
        <h2 id="rota-week">{title}</h2>
        <span class={`end ${styles.turn}`}>
          <ButtonLink icon="left" href={hrefOf('management', 'planning', addDays(monday, -7))} label={words.before} />
          <ButtonLink icon="right" href={hrefOf('management', 'planning', addDays(monday, 7))} label={words.after} />
        </span>
      </div>
      {plan.halfDays.length === 0 ? null : (
        <table class={styles.plan} aria-label={title}>
          <thead>
            <tr>
              <th>
                <span class="sr">{words.day}</span>
              </th>
              <th class={styles.ax}>
                <span class={styles.axisName}>{words.expectedHead}</span>
                <span class={styles.axis} aria-hidden="true">
                  {[0, 1, 2].map((third) => (
                    <span key={third} style={{ '--at': (third * 100) / 3 }}>
                      {third * step}
                    </span>
                  ))}
                </span>
              </th>
              {tasks.map((task) => (
                <th key={task}>{words.tasks[task]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {plan.halfDays.map((halfDay, n) => (
              <tr key={`${halfDay.date} ${halfDay.half}`} class={plan.halfDays[n - 1]?.date === halfDay.date ? undefined : styles.day}>
                <th scope="row">
                  {plan.halfDays[n - 1]?.date === halfDay.date ? (
                    <>
                      <span class="sr">{format.dayOfWeek(halfDay.date)} </span>
                      <b class={styles.again} aria-hidden="true">
                        {format.dayOfWeek(halfDay.date)}
                      </b>
                    </>
                  ) : (
                    <b>{format.dayOfWeek(halfDay.date)}</b>
                  )}
                  <small>{words.halves[halfDay.half]}</small>
                </th>
                <td class={styles.ax}>
                  {halfDay.isOpen ? <Need halfDay={halfDay} step={step} rota={rota} /> : <span class="soft">{words.closed}</span>}
                </td>
                {tasks.map((task) => (
                  <td key={task}>
                    <span class={styles.lab}>{words.tasks[task]}</span>
                    <Cell rota={rota} place={{ halfDay, task }} onOpen={onOpen} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {plan.halfDays.length === 0 ? null : (
        <p class="fold">{words.pace(format.duration(Math.max(1, Math.round(pace.minutes))), pace.isMeasured, step * 3)}</p>
      )}
    </section>
  )
}

/** A bar shorter than its figure, which then stands beside it. Per cent of the drawn axis. */
const shortNeed = 16

const Need = ({ halfDay, step, rota }: { readonly halfDay: HalfDay; readonly step: number; readonly rota: Rota }) => {
  const { expected, capacity, gaps } = halfDay
  const at = (orders: number): number => Math.min(100, (orders * 100) / (step * 3))
  const isShort = gaps.some(({ task }) => task === 'preparation')
  const solid = isShort ? Math.min(expected, capacity) : expected
  return (
    <span class={styles.need} style={{ '--to': at(expected) }} role="img" aria-label={rota.words.need(expected, capacity)}>
      <i class={styles.has} style={{ '--to': at(solid) }} />
      {isShort ? <i class={styles.lack} style={{ '--from': at(solid), '--to': at(expected) }} /> : null}
      {capacity > step * 3 ? null : <i class={isShort ? `${styles.can} ${styles.shortOf}` : styles.can} style={{ '--at': at(capacity) }} />}
      <b class={at(expected) < shortNeed ? styles.beyond : undefined}>{expected}</b>
    </span>
  )
}

const Cell = ({ rota, place, onOpen }: { readonly rota: Rota; readonly place: Place; readonly onOpen: (place: Place) => void }) => {
  const { words, format, naming, isEdited } = rota
  const { halfDay, task } = place
  const shifts = halfDay.shifts.filter((shift) => shift.task === task)
  const gap = halfDay.gaps.find((one) => one.task === task)
  const parts: ComponentChildren = (
    <>
      {shifts.map(({ librarianId, from, isStruck }) => (
        <span key={`${librarianId}${from}`} class={isStruck ? `${styles.mate} ${styles.gone}` : styles.mate}>
          {naming.librarian(librarianId)}
          {isStruck ? <span class="sr"> ({words.struck})</span> : null}
        </span>
      ))}
      {gap === undefined ? null : (
        <b class={`${styles.mate} ${styles.gap}`}>
          <Sign name="warn" />
          {gap.task === 'handover' ? words.noOne : format.duration(shownMinutes(gap.minutes))}
        </b>
      )}
      {shifts.length === 0 && gap === undefined ? <span class="soft">–</span> : null}
    </>
  )
  return isEdited ? (
    <button type="button" class={styles.cell} onClick={() => onOpen(place)}>
      <span class="sr">{words.changeCell(task, weekdayOf(halfDay.date), halfDay.half)} </span>
      {parts}
    </button>
  ) : (
    <span class={styles.cell}>{parts}</span>
  )
}

/** The week on one A4: first names, no reason for anything, gaps dashed (ROTA-7). */
export const RotaSheet = ({ rota }: { readonly rota: Rota }) => {
  const { words, format, naming, plan } = rota
  const title = useWeekTitle(rota)
  return (
    <article class={`printed ${styles.sheet}`}>
      <h1>{words.printTitle(title)}</h1>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.day}</th>
            {tasks.map((task) => (
              <th key={task} scope="col">
                {words.tasks[task]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.halfDays.map((halfDay) => (
            <tr key={`${halfDay.date} ${halfDay.half}`}>
              <th scope="row">
                {format.dayOfWeek(halfDay.date)}, {words.halves[halfDay.half]}
              </th>
              {tasks.map((task) => {
                const gap = halfDay.gaps.find((one) => one.task === task)
                return (
                  <td key={task}>
                    {halfDay.shifts
                      .filter((shift) => shift.task === task && !shift.isStruck)
                      .map(({ librarianId, from, to }) => (
                        <div key={`${librarianId}${from}`}>
                          <b>{naming.librarian(librarianId)}</b> {format.time(from)}–{format.time(to)}
                        </div>
                      ))}
                    {gap === undefined ? null : (
                      <div class={styles.paperGap}>
                        {gap.task === 'handover'
                          ? words.nobody(weekdayOf(gap.date), gap.half)
                          : words.short(weekdayOf(gap.date), gap.half, format.duration(shownMinutes(gap.minutes)))}
                      </div>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  )
}

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

/**
 * A task in a half-day, opened: who is there and from when to when, and whom one may add (ROTA-5). Whoever cannot be added stays in the
 * list, and says why by name.
 */
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
