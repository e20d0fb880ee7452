/**
 * « Quand vient-on retirer ? »: three ready weeks, or one that is drawn; beside, the week and what it asks of the team (SET-16). Runs in the
 * browser. The nearest answer will do: a week is changed later with a finger.
 */
import { useId, useLayoutEffect, useState } from 'preact/hooks'
import { addDays, fromMinutes, toMinutes } from '../../../domain/local-date.ts'
import { paceOf } from '../../../domain/rota/plan-week.ts'
import { hoursOn, nextDateOf, settledFrom, weekdays } from '../../../domain/settings/change-week.ts'
import { type ReadyWeek, readyWeekOf, readyWeeks, withReadyWeek } from '../../../domain/settings/ready-weeks.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { countWeek } from '../../../domain/slot/count-week.ts'
import { decideDay, holidaysAhead, isSaidOpen } from '../../../domain/slot/holidays-to-decide.ts'
import { CheckField } from '../../components/field.tsx'
import { Button, Panel, Row, Rows } from '../../components/parts.tsx'
import { useFormats, useNow } from '../../use-desk.ts'
import { TerritoryField } from '../settings/days-editor.tsx'
import { RangesEditor } from '../settings/ranges-editor.tsx'
import { readFigure } from '../settings/read-figures.ts'
import settingStyles from '../settings/settings.module.css'
import { type Section, useSection } from '../settings/use-section.ts'
import styles from './first-run.module.css'
import { Question } from './question.tsx'
import type { FirstRunState } from './use-first-run.ts'

export const WhenQuestion = ({ run }: { readonly run: FirstRunState }) => {
  const { words, settings } = run
  const section = useSection('ranges', settings)
  const days = useSection('days', settings)
  const format = useFormats()
  const { date: today } = useNow()
  const name = useId()
  const [isDrawn, setDrawn] = useState(settings.openingRanges.length > 0 && readyWeekOf(settings) === undefined)
  const { draft, change } = section
  // Before the paint: what is shown first is already the answer proposed.
  useLayoutEffect(() => {
    if (settings.openingRanges.length === 0) change(withReadyWeek(settings, 'open'))
  }, [])
  const said = (figure: string): string => readFigure(section.words, format, draft, figure)
  const chosen = isDrawn ? 'other' : readyWeekOf(draft)
  const sizeOf = (week: ReadyWeek): string => {
    const { minutes, places } = countWeek(withReadyWeek(settings, week), today)
    return words.weekSize(section.words.hours(minutes), format.count(places))
  }
  const choose = (week: ReadyWeek | 'other'): void => {
    setDrawn(week === 'other')
    if (week !== 'other') change(withReadyWeek(draft, week))
  }
  return (
    <Question
      run={run}
      title={words.names.when}
      sections={[section, days]}
      first={draft.openingRanges.length === 0 ? words.hoursFirst : undefined}
      side={<YourWeek run={run} section={section} />}
    >
      <div class={styles.choices}>
        {[...readyWeeks, 'other' as const].map((week) => (
          <label key={week} class={week === chosen ? styles.chosen : ''}>
            <input type="radio" name={name} checked={week === chosen} onChange={() => choose(week)} />
            <span>
              <b>{words.weeks[week].name}</b>
              <span class="by">
                {words.weeks[week].say} {week === 'other' ? '' : sizeOf(week)}
              </span>
            </span>
          </label>
        ))}
      </div>
      {isDrawn ? <RangesEditor section={section} /> : null}
      <HolidayChoice run={run} week={draft} days={days} />
      {draft.openingRanges.length === 0 ? null : (
        <p class="fold">{words.usual(said('intervals'), said('capacities'), settings.leadTimeHours, settings.horizonDays)}</p>
      )}
    </Question>
  )
}

/** The hours that the sketch shows, at least. */
const [sketchStart, sketchEnd] = [9 * 60, 20 * 60]
/** Minutes from one hour that is written to the next. */
const hourStep = 120

const YourWeek = ({ run: { words }, section }: { readonly run: FirstRunState; readonly section: Section }) => {
  const { draft } = section
  const format = useFormats()
  const { date: today } = useNow()
  const from = settledFrom(draft, today)
  const { places } = countWeek(draft, from)
  const [site] = draft.sites
  const days = weekdays.map((weekday) => (site === undefined ? [] : hoursOn(draft, site.id, nextDateOf(weekday, addDays(from, -1)))))
  const open = days.filter((day) => day.length > 0).length
  const all = days.flat()
  const start = Math.min(sketchStart, ...all.map((one) => 60 * Math.floor(toMinutes(one.from) / 60)))
  const height = Math.max(sketchEnd, ...all.map((one) => toMinutes(one.to))) - start
  const at = (minutes: number): string => `${(100 * (minutes - start)) / height}%`
  const perHour = all.reduce((most, { capacity, intervalMinutes }) => Math.max(most, Math.round((capacity * 60) / intervalMinutes)), 0)
  const perDay = open === 0 ? 0 : Math.round(places / open)
  const { minutes } = paceOf(undefined)
  return (
    <Panel title={words.yourWeek} end={words.places(format.count(places))}>
      {/* A sketch of what the answer says in words. */}
      <div class={styles.sketch} aria-hidden="true">
        <div class={styles.hours}>
          {Array.from({ length: Math.floor(height / hourStep) + 1 }, (_, n) => start + n * hourStep).map((minutes) => (
            <span key={minutes} style={{ top: at(minutes) }}>
              {format.time(fromMinutes(minutes))}
            </span>
          ))}
        </div>
        {days.map((day, n) => (
          <div key={weekdays[n]}>
            <span>{words.dayNames[n]}</span>
            <div class={styles.column}>
              {day.map((one) => (
                <i key={one.from} style={{ top: at(toMinutes(one.from)), bottom: `calc(100% - ${at(toMinutes(one.to))})` }} />
              ))}
            </div>
          </div>
        ))}
      </div>
      <div class={`${settingStyles.effects} ${styles.measured}`}>
        <Rows label={words.yourWeek}>
          <Row where={format.count(perDay)} what={<span>{words.perDay}</span>} by={words.perHour(format.count(perHour))} />
          <Row where={section.words.hours(perDay * minutes)} what={<span>{words.preparing}</span>} by={words.supposed(minutes)} />
        </Rows>
      </div>
    </Panel>
  )
}

/** Days: what is further away is asked when it comes near. */
const aYear = 365

/**
 * The bank holidays of the year to come on weekdays of the new week: closed, unless one is unticked, or all are (SET-10). The answer is the
 * days' own section, kept with the hours.
 */
const HolidayChoice = ({
  run: { words },
  week,
  days,
}: {
  readonly run: FirstRunState
  readonly week: Settings
  readonly days: Section
}) => {
  const format = useFormats()
  const { date: today } = useNow()
  const { draft, change } = days
  const holidays = holidaysAhead({ ...week, territory: draft.territory }, today, aYear)
  const keyOf = ({ date, siteId }: (typeof holidays)[number]): string => `${date} ${siteId}`
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(holidays.filter((holiday) => isSaidOpen(days.base, holiday) === true).map(keyOf)),
  )
  const names = days.words.days
  // Before the paint: what is shown is already the answer.
  useLayoutEffect(() => {
    const hours = { ...week, dayExceptions: days.base.dayExceptions }
    const decided = holidays.reduce((said, one) => decideDay(said, one.siteId, one.date, open.has(keyOf(one))), hours)
    change({ ...draft, dayExceptions: decided.dayExceptions })
  }, [week, draft.territory, open])
  return (
    <fieldset class={styles.holidays}>
      <legend>{words.holidays}</legend>
      <TerritoryField section={days} />
      <div class={styles.dates}>
        {holidays.map((one) => (
          <CheckField
            key={keyOf(one)}
            checked={!open.has(keyOf(one))}
            onChange={(checked) => setOpen(new Set([...open].filter((key) => key !== keyOf(one)).concat(checked ? [] : [keyOf(one)])))}
          >
            {names.holidays[one.name]} <span class="by">{format.shortDate(one.date)}</span>
          </CheckField>
        ))}
      </div>
      <div class={settingStyles.line}>
        <Button onPress={() => setOpen(new Set())}>{words.closeAll}</Button>
        <Button onPress={() => setOpen(new Set(holidays.map(keyOf)))}>{words.openAll}</Button>
      </div>
    </fieldset>
  )
}
