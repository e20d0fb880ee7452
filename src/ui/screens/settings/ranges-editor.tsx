/**
 * The week's hours: a column a day to touch, to drag and to move by keys, and the chosen day's sentences beside (SET-6, SET-9). Runs in the
 * browser. Where the screen is narrow the sentences are the whole editor. What is changed begins on that weekday's next date, or later.
 */
import { useState } from 'preact/hooks'
import type { SiteId } from '../../../domain/ids.ts'
import { isAlike } from '../../../domain/is-alike.ts'
import type { LocalDate, Weekday } from '../../../domain/local-date.ts'
import {
  addDays,
  fromMinutes,
  minutesPerDay,
  minutesPerHour,
  parseLocalDate,
  parseLocalTime,
  toMinutes,
} from '../../../domain/local-date.ts'
import { dayBounds, isWithin, rangeBounds } from '../../../domain/settings/bounds.ts'
import { changeWeekday, hoursOn, nextDateOf, restoreWeekday, weekdays } from '../../../domain/settings/change-week.ts'
import type { DayHours } from '../../../domain/settings/ranges-on.ts'
import { rangeDefaults } from '../../../domain/settings/settings.ts'
import { placesOn } from '../../../domain/slot/count-week.ts'
import { ChoiceField } from '../../components/field.tsx'
import { DateField, TimeField } from '../../components/moment-field.tsx'
import { Button, Row, Rows, Say } from '../../components/parts.tsx'
import { useFormats, useNow } from '../../use-desk.ts'
import { NumberField } from './number-field.tsx'
import type { SettingsWords } from './read-figures.ts'
import { Sentence } from './sentence.tsx'
import styles from './settings.module.css'
import { type HourFilling, useLastWeeks } from './use-last-weeks.ts'
import type { Section } from './use-section.ts'
import { WeekColumns } from './week-columns.tsx'

/** A range that is added: an hour after the last one, or in the afternoon. */
const firstHours: DayHours = { ...rangeDefaults, from: fromMinutes(14 * minutesPerHour), to: fromMinutes(18 * minutesPerHour) }
/** Of a day: a range ends on the day on which it begins. */
const lastMinute = minutesPerDay - 1

const moreHours = (hours: readonly DayHours[]): DayHours => {
  const last = hours.at(-1)
  if (last === undefined) return firstHours
  const from = Math.min(toMinutes(last.to) + minutesPerHour, lastMinute - minutesPerHour)
  return { ...last, from: fromMinutes(from), to: fromMinutes(from + minutesPerHour) }
}

/** How full the chosen day's hours were: what its bars say, in words. */
const Taken = ({ words, hours }: { readonly words: SettingsWords; readonly hours: readonly HourFilling[] }) => {
  const format = useFormats()
  const said = hours.map(({ hour, percent }) => words.ranges.takenAt(format.time(fromMinutes(hour * minutesPerHour)), percent))
  return said.length === 0 ? null : <p class="small">{words.ranges.taken(format.list(said))}</p>
}

interface SiteChoiceProps {
  readonly section: Section
  readonly siteId: SiteId | undefined
  readonly onChoose: (siteId: SiteId) => void
}

export const SiteChoice = ({ section: { words, draft }, siteId, onChoose }: SiteChoiceProps) => (
  <ChoiceField
    label={words.days.site}
    value={siteId}
    inline
    choices={draft.sites.map(({ id, name }) => ({ value: id, words: name }))}
    onChoose={onChoose}
  />
)

export const RangesEditor = ({ section }: { readonly section: Section }) => {
  const { words, draft, base, change, faults, setUnread } = section
  const said = words.ranges
  const format = useFormats()
  const { date: today } = useNow()
  const { filling } = useLastWeeks()
  const [siteId, setSiteId] = useState(draft.sites[0]?.id)
  const [weekday, setWeekday] = useState<Weekday>(2)
  const [dates, setDates] = useState<Readonly<Record<string, LocalDate>>>({})
  if (siteId === undefined) return null
  const dateOf = (day: Weekday): LocalDate => dates[`${siteId} ${day}`] ?? nextDateOf(day, today)
  const hoursOf = (day: Weekday): readonly DayHours[] => hoursOn(draft, siteId, nextDateOf(day, dateOf(day)))
  const write = (day: Weekday, hours: readonly DayHours[], from = dateOf(day)): void => {
    const whose = { siteId, weekday: day }
    const restored = restoreWeekday(draft, base, whose)
    const isSame = isAlike(hours, hoursOn(restored, siteId, nextDateOf(day, addDays(from, -1))))
    change(isSame ? restored : changeWeekday(restored, whose, hours, from))
  }
  const anew =
    <V,>(choose: (value: V) => void) =>
    (value: V): void => {
      setUnread(false)
      choose(value)
    }
  const hours = hoursOf(weekday)
  const day = words.weekdayNames[weekday - 1] ?? ''
  const readHours = (one: DayHours): string => words.days.range(format.time(one.from), format.time(one.to))
  const wrong = (['after-from', 'short'] as const).find((kind) => faults.some(({ fault }) => fault === kind))
  return (
    <>
      {draft.sites.length < 2 ? null : (
        <div class={styles.add}>
          <SiteChoice section={section} siteId={siteId} onChoose={anew(setSiteId)} />
        </div>
      )}
      <WeekColumns
        words={words}
        days={weekdays.map((one) => ({
          weekday: one,
          hours: hoursOf(one),
          before: hoursOn(base, siteId, nextDateOf(one, dateOf(one))),
          // Of a figure that is being typed, nothing.
          more: placesOn(draft, siteId, nextDateOf(one, dateOf(one))) - placesOn(base, siteId, nextDateOf(one, dateOf(one))) || 0,
        }))}
        filling={filling}
        chosen={weekday}
        onChoose={anew(setWeekday)}
        onChange={(one, next) => write(one, next)}
      />
      <div class={styles.weekList}>
        <Rows label={said.week}>
          {weekdays.map((one) => (
            <Row
              key={one}
              where={words.weekdayNames[one - 1]?.slice(0, 3)}
              className={one === weekday ? 'in' : undefined}
              what={<span>{hoursOf(one).length === 0 ? said.closed : format.list(hoursOf(one).map(readHours))}</span>}
            >
              <Button
                look="quiet"
                icon="right"
                label={words.change(words.weekdayNames[one - 1] ?? '')}
                pressed={one === weekday}
                onPress={() => anew(setWeekday)(one)}
              />
            </Row>
          ))}
        </Rows>
      </div>
      <section class={styles.add} aria-label={said.day(day)}>
        <h3 class={styles.dayHead}>{said.day(day)}</h3>
        {hours.length === 0 ? <p>{said.closed}</p> : null}
        <Taken words={words} hours={filling.filter((one) => one.weekday === weekday)} />
        {hours.map((one, n) => (
          <RangeFields
            // A range has no name of its own: its place in the day is what it is known by while it is typed.
            key={`${siteId} ${weekday} ${n}`}
            id={`${weekday}-${n}`}
            section={section}
            one={one}
            original={hoursOn(base, siteId, nextDateOf(weekday, today))[n]}
            onChange={(next) => write(weekday, hours.with(n, { ...one, ...next }))}
            onRemove={() => anew(write.bind(null, weekday))(hours.toSpliced(n, 1))}
          />
        ))}
        {wrong === undefined ? null : <Say sign="stop" sentence={said[wrong].what} nextStep={said[wrong].next} />}
        <div class={styles.line}>
          <Button icon="plus" onPress={() => write(weekday, [...hours, moreHours(hours)])}>
            {said.add}
          </Button>
          <DateField
            label={said.since(day)}
            value={dateOf(weekday)}
            from={addDays(today, 1)}
            to={addDays(today, dayBounds.to)}
            onInput={(typed) => {
              const date = parseLocalDate(typed)
              setUnread(date === undefined, 'since')
              if (date === undefined) return
              setDates({ ...dates, [`${siteId} ${weekday}`]: date })
              write(weekday, hours, date)
            }}
          />
        </div>
        <fieldset class={styles.copy}>
          <legend>{said.copy(day)}</legend>
          {weekdays
            .filter((one) => one !== weekday)
            .map((one) => (
              <Button key={one} label={said.copyOn(day, words.weekdayNames[one - 1] ?? '')} onPress={() => write(one, hours)}>
                {words.weekdayNames[one - 1]?.slice(0, 3)}
              </Button>
            ))}
        </fieldset>
      </section>
    </>
  )
}

interface RangeFieldsProps {
  readonly id: string
  readonly section: Section
  readonly one: DayHours
  /** By the settings in use; undefined: it is new. */
  readonly original: DayHours | undefined
  readonly onChange: (next: Partial<DayHours>) => void
  readonly onRemove: () => void
}

/** One range as a sentence: its hours typed, its minutes and its orders typed or moved by one. */
const RangeFields = ({ id, section: { words, setUnread }, one, original, onChange, onRemove }: RangeFieldsProps) => {
  const said = words.ranges
  const format = useFormats()
  const read = words.days.range(format.time(one.from), format.time(one.to))
  const time = (edge: 'from' | 'to') => (
    <TimeField
      label={words.days[edge]}
      value={one[edge]}
      onInput={(typed) => {
        const found = parseLocalTime(typed)
        setUnread(found === undefined, `${id}-${edge}`)
        if (found !== undefined) onChange({ [edge]: found })
      }}
    />
  )
  const number = (name: 'intervalMinutes' | 'capacity') => {
    const bounds = rangeBounds[name]
    const label = `${said.labels[name]} (${read})`
    const faultId = isWithin(bounds, one[name]) ? undefined : `${id}-${name}`
    return (
      <>
        <NumberField
          bounds={bounds}
          label={label}
          value={one[name]}
          original={original?.[name] ?? rangeDefaults[name]}
          faultId={faultId}
          onChange={(value) => onChange({ [name]: value })}
        />
        {faultId === undefined ? null : (
          <span id={faultId} class={styles.out}>
            {words.faults.bounds(label, bounds.from, bounds.to).what}
          </span>
        )}
      </>
    )
  }
  return (
    <div class={styles.range}>
      <div class={styles.line}>
        {time('from')}
        {time('to')}
      </div>
      <p class={styles.sentence}>
        <Sentence template={said.sentence} figure={(figure) => number(figure === 'capacity' ? 'capacity' : 'intervalMinutes')} />
      </p>
      <Button look="quiet" label={said.removeNamed(read)} onPress={onRemove}>
        {said.remove}
      </Button>
    </div>
  )
}
