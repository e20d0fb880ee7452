/**
 * The week drawn: a column a day, a frame while it is open, dashed where it is not saved yet; the chosen day's frames have handles to drag
 * or to move by keys (SET-9). Runs in the browser. Wide screens alone: all of it is typed, too, in the sentences.
 */
import { useRef } from 'preact/hooks'
import { isAlike } from '../../../domain/is-alike.ts'
import { fromMinutes, minutesPerHour, toMinutes, type Weekday } from '../../../domain/local-date.ts'
import type { DayHours } from '../../../domain/settings/ranges-on.ts'
import { useFormats } from '../../use-desk.ts'
import type { SettingsWords } from './read-figures.ts'
import styles from './settings.module.css'
import type { HourFilling } from './use-last-weeks.ts'

export interface DrawnDay {
  readonly weekday: Weekday
  readonly hours: readonly DayHours[]
  /** By the settings in use. */
  readonly before: readonly DayHours[]
  /** Places of the day, against those of the settings in use; less than 0: fewer. */
  readonly more: number
}

/** The hours drawn where nothing is open yet; and the day's end. */
const [usualStart, usualEnd, dayEnd] = [9 * minutesPerHour, 20 * minutesPerHour, 24 * minutesPerHour - 1]

type Edge = 'from' | 'to'

interface WeekColumnsProps {
  readonly words: SettingsWords
  readonly days: readonly DrawnDay[]
  /** How full each hour was; said in words beside. */
  readonly filling: readonly HourFilling[]
  readonly chosen: Weekday
  readonly onChoose: (weekday: Weekday) => void
  readonly onChange: (weekday: Weekday, hours: readonly DayHours[]) => void
}

export const WeekColumns = ({ words, days, filling, chosen, onChoose, onChange }: WeekColumnsProps) => {
  const format = useFormats()
  const said = words.ranges
  const all = days.flatMap(({ hours }) => hours)
  const start = Math.min(usualStart, ...all.map(({ from }) => Math.floor(toMinutes(from) / minutesPerHour) * minutesPerHour))
  const end = Math.max(usualEnd, ...all.map(({ to }) => Math.ceil(toMinutes(to) / minutesPerHour) * minutesPerHour))
  const height = end - start
  const at = (minutes: number): string => `${(100 * (minutes - start)) / height}%`
  return (
    <div class={styles.week}>
      <div class={styles.weekHours} aria-hidden="true">
        {Array.from({ length: Math.floor(height / minutesPerHour) + 1 }, (_, n) => start + n * minutesPerHour)
          .filter((minutes) => minutes <= dayEnd)
          .map((minutes) => (
            <span key={minutes} style={{ top: at(minutes) }}>
              {format.time(fromMinutes(minutes)).replace(/\s00$/, '')}
            </span>
          ))}
      </div>
      {days.map(({ weekday, hours, before, more }) => {
        const name = words.weekdayNames[weekday - 1] ?? ''
        const isChosen = weekday === chosen
        const isOld = (one: DayHours): boolean => before.some((old) => isAlike(old, one))
        // Said once a day, in the first frame that is not saved yet.
        const saidIn = more === 0 ? undefined : hours.findIndex((one) => one.from < one.to && !isOld(one))
        return (
          <div key={weekday} class={`${styles.weekDay} ${isChosen ? styles.chosen : ''}`}>
            <button type="button" class={styles.dayName} aria-pressed={isChosen} onClick={() => onChoose(weekday)}>
              {name}
            </button>
            <div class={styles.column}>
              {filling
                .filter((one) => one.weekday === weekday && one.hour * minutesPerHour >= start && one.hour * minutesPerHour < end)
                .map((one) => (
                  <i
                    key={one.hour}
                    class={styles.full}
                    aria-hidden="true"
                    style={{
                      top: at(one.hour * minutesPerHour),
                      height: `calc(${(100 * minutesPerHour) / height}% - 2px)`,
                      '--taken': Math.min(100, one.percent) / 100,
                    }}
                  >
                    <span>{said.percent(one.percent)}</span>
                  </i>
                ))}
              {hours.map((one, n) => {
                // What ends before it begins is said in the sentences: it has no frame.
                if (one.from >= one.to) return null
                const isNew = !isOld(one)
                // Where its hours say how full they were, the axis beside says which they are.
                const isMeasured = filling.some(
                  (hours) =>
                    hours.weekday === weekday &&
                    hours.hour * minutesPerHour < toMinutes(one.to) &&
                    (hours.hour + 1) * minutesPerHour > toMinutes(one.from),
                )
                const read = (
                  <OpeningWords words={words} one={one} isMeasured={isMeasured} isNew={isNew} more={n === saidIn ? more : undefined} />
                )
                const edges: readonly Edge[] = isChosen ? ['from', 'to'] : []
                return (
                  <div
                    key={n}
                    class={`${styles.opening} ${isNew ? styles.unsaved : ''}`}
                    style={{ top: at(toMinutes(one.from)), bottom: `calc(100% - ${at(toMinutes(one.to))})` }}
                  >
                    {isChosen ? (
                      <span class={styles.openingName}>{read}</span>
                    ) : (
                      <button type="button" class={styles.openingName} onClick={() => onChoose(weekday)}>
                        <span class="sr">{name} </span>
                        {read}
                      </button>
                    )}
                    {edges.map((edge) => (
                      <Handle
                        key={edge}
                        edge={edge}
                        one={one}
                        label={`${edge === 'from' ? said.begins : said.ends} (${words.days.range(format.time(one.from), format.time(one.to))})`}
                        original={before[n] ?? one}
                        span={{ start, height }}
                        say={(minutes) => format.time(fromMinutes(minutes))}
                        onMove={(next) => onChange(weekday, hours.with(n, next))}
                      />
                    ))}
                  </div>
                )
              })}
            </div>
          </div>
        )
      })}
    </div>
  )
}

interface OpeningWordsProps {
  readonly words: SettingsWords
  readonly one: DayHours
  readonly isMeasured: boolean
  readonly isNew: boolean
  readonly more: number | undefined
}

/** What a frame says: its hours, that they are not saved, and how many places the day gains or loses. */
const OpeningWords = ({ words, one, isMeasured, isNew, more }: OpeningWordsProps) => {
  const format = useFormats()
  return (
    <>
      <span class={isMeasured ? 'sr' : undefined}>{words.days.range(format.time(one.from), format.time(one.to))}</span>
      {isNew ? <span class="sr"> {words.ranges.unsaved}</span> : null}
      {more === undefined ? null : (
        <>
          <b class={styles.more} aria-hidden="true">
            {words.ranges.signed(more)}
          </b>
          <span class="sr">, {words.ranges.more(more)}</span>
        </>
      )}
    </>
  )
}

interface HandleProps {
  readonly edge: Edge
  readonly one: DayHours
  readonly label: string
  readonly original: DayHours
  readonly span: { readonly start: number; readonly height: number }
  readonly say: (minutes: number) => string
  readonly onMove: (next: DayHours) => void
}

/** One end of a range: dragged by an interval, or moved by the arrows; Shift moves an hour, Escape gives up. */
const Handle = ({ edge, one, label, original, span: { start, height }, say, onMove }: HandleProps) => {
  const handle = useRef<HTMLButtonElement>(null)
  const step = Number.isInteger(one.intervalMinutes) ? one.intervalMinutes : minutesPerHour
  const now = toMinutes(one[edge])
  const [least, most] = edge === 'from' ? [0, toMinutes(one.to) - step] : [toMinutes(one.from) + step, dayEnd]
  const move = (minutes: number): void => {
    if (minutes >= least && minutes <= most && minutes !== now) onMove({ ...one, [edge]: fromMinutes(minutes) })
  }
  const drag = (clientY: number): void => {
    const column = handle.current?.closest(`.${styles.column}`)?.getBoundingClientRect()
    if (column === undefined) return
    const minutes = start + ((clientY - column.top) / column.height) * height
    move(now + Math.round((minutes - now) / step) * step)
  }
  return (
    <button
      type="button"
      ref={handle}
      role="slider"
      class={`${styles.handle} ${edge === 'from' ? styles.handleFrom : styles.handleTo}`}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={now}
      aria-valuetext={say(now)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event.clientY)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onMove({ ...one, [edge]: original[edge] })
        else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
          event.preventDefault()
          move(now + (event.key === 'ArrowDown' ? 1 : -1) * (event.shiftKey ? minutesPerHour : step))
        }
      }}
    />
  )
}
