/**
 * The week as a table: when, the orders to expect against what the planned team can prepare, and who is where, task by task. Runs in the
 * browser. What is missing is dashed and said; whoever is away is struck and stays readable (ROTA-3, ROTA-4).
 */
import type { ComponentChildren } from 'preact'
import { addDays, weekdayOf } from '../../../domain/local-date.ts'
import type { HalfDay, PlannedWeek } from '../../../domain/rota/plan-week.ts'
import type { DeskTask } from '../../../domain/settings/settings.ts'
import { Icon, Sign } from '../../components/icon.tsx'
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
          <a class="btn icon" href={hrefOf('management', 'planning', addDays(monday, -7))} aria-label={words.before}>
            <Icon name="left" />
          </a>
          <a class="btn icon" href={hrefOf('management', 'planning', addDays(monday, 7))} aria-label={words.after}>
            <Icon name="right" />
          </a>
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
