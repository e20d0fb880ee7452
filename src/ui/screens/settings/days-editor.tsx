/**
 * Days that do not follow the week: closed, or open at hours of their own; and the territory whose bank holidays are asked for (SET-10).
 * Runs in the browser. What is said of a day is a draft like any other: it is saved with its preview. The bank holidays of the next weeks
 * are proposed closed, all in one gesture; where somebody has an order on one of them, Jours opens, with those days said and whom to call.
 */
import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { addDays, datesFrom, daysBetween, type LocalDate, parseLocalDate, parseLocalTime, spellsOf } from '../../../domain/local-date.ts'
import { territories } from '../../../domain/settings/bank-holidays.ts'
import { dayBounds } from '../../../domain/settings/bounds.ts'
import { type DayException, type Settings, sectionOf } from '../../../domain/settings/settings.ts'
import {
  daysToCome,
  decideDays,
  forgetDay,
  type HolidayToDecide,
  holidaysToDecide,
  openDay,
} from '../../../domain/slot/holidays-to-decide.ts'
import { breakDate } from '../../break-date.ts'
import { SelectField } from '../../components/field.tsx'
import { DateField, TimeField } from '../../components/moment-field.tsx'
import { Button, Row, Rows, Say } from '../../components/parts.tsx'
import { paths } from '../../routes.ts'
import { useFormats, useFromState, useNow } from '../../use-desk.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { ConflictLetter } from './conflict-letter.tsx'
import { Faults } from './faults.tsx'
import { SiteChoice } from './ranges-editor.tsx'
import styles from './settings.module.css'
import { putBack, type Section, useSection } from './use-section.ts'

/** Whose bank holidays the library has. */
export const TerritoryField = ({ section: { words, draft, change } }: { readonly section: Section }) => (
  <SelectField
    label={words.days.territory}
    value={draft.territory ?? 'metropole'}
    choices={territories}
    say={(territory) => words.days.territories[territory]}
    onChoose={(territory) => change({ ...draft, territory })}
  />
)

const areClosed = (a: DayException, b: DayException): boolean => a.siteId === b.siteId && a.ranges.length + b.ranges.length === 0
const sayDays = (from: LocalDate, to: LocalDate, say: (date: LocalDate) => string): string =>
  from === to ? say(from) : `${say(from)} – ${say(to)}`

export const DaysEditor = ({ section }: { readonly section: Section }) => {
  const { words, draft, faults, change } = section
  const format = useFormats()
  const now = useNow()
  const [typed, setTyped] = useState('')
  const [lastTyped, setLastTyped] = useState('')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [siteId, setSiteId] = useState(draft.sites[0]?.id)
  const date = parseLocalDate(typed)
  const last = parseLocalDate(lastTyped) ?? date
  const [start, end] = [parseLocalTime(from), parseLocalTime(to)]
  const siteOf = ({ siteId: id }: DayException) =>
    draft.sites.length < 2 ? '' : `${format.lead(draft.sites.find((site) => site.id === id)?.name ?? '')} `
  const say = (next: Settings): void => {
    change(next)
    setTyped('')
    setLastTyped('')
    setFrom('')
    setTo('')
  }
  const days = daysToCome(draft, now.date)
  const noDay = date === undefined || siteId === undefined ? words.days.dayFirst : undefined
  const noHours = noDay ?? (start === undefined || end === undefined || start >= end ? words.days.hoursFirst : undefined)
  return (
    <>
      {days.length === 0 ? (
        <p class="fold">{words.days.none}</p>
      ) : (
        <Rows label={words.sections.days.title}>
          {spellsOf(days, areClosed).map(({ of: day, to: last }) => (
            <Row
              key={`${day.date} ${day.siteId}`}
              where={breakDate(sayDays(day.date, last, format.shortDate))}
              what={
                <span>{`${siteOf(day)}${words.days.said(day.ranges.map((range) => words.days.range(format.time(range.from), format.time(range.to))))}`}</span>
              }
            >
              <Button
                look="quiet"
                label={words.days.forgetNamed(sayDays(day.date, last, format.dayAndMonth))}
                onPress={() => change(datesFrom(day.date, last).reduce((days, one) => forgetDay(days, day.siteId, one), draft))}
              >
                {words.days.forget}
              </Button>
            </Row>
          ))}
        </Rows>
      )}
      <Faults said={faults.some(({ fault }) => fault === 'short') ? [words.ranges.short] : []} />
      <div class={styles.add}>
        {draft.sites.length < 2 ? null : <SiteChoice section={section} siteId={siteId} onChoose={setSiteId} />}
        <div class={styles.line}>
          <DateField label={words.days.date} value={typed} from={now.date} to={addDays(now.date, dayBounds.to)} onInput={setTyped} />
          <DateField
            label={words.days.last}
            value={lastTyped}
            from={date ?? now.date}
            to={addDays(now.date, dayBounds.to)}
            onInput={setLastTyped}
          />
          <Button
            unavailable={noDay ?? (last !== undefined && date !== undefined && last < date ? words.days.dayFirst : undefined)}
            onPress={() => {
              if (date === undefined || last === undefined || siteId === undefined) return
              say(
                decideDays(
                  draft,
                  datesFrom(date, last).map((one) => ({ siteId, date: one })),
                  false,
                ),
              )
            }}
          >
            {date === last ? words.days.close : words.days.closeAll(daysBetween(date ?? now.date, last ?? now.date) + 1)}
          </Button>
        </div>
        <div class={styles.line}>
          <TimeField label={words.days.from} value={from} onInput={setFrom} />
          <TimeField label={words.days.to} value={to} onInput={setTo} />
          <Button
            unavailable={noHours}
            onPress={() => {
              if (date === undefined || siteId === undefined || start === undefined || end === undefined) return
              say(openDay(draft, siteId, date, { from: start, to: end }))
            }}
          >
            {words.days.open}
          </Button>
        </div>
        <div class={styles.line}>
          <TerritoryField section={section} />
        </div>
      </div>
    </>
  )
}

/** `heldBy`: why nothing is to be pressed yet. */
export const HolidayPanel = ({ settings, heldBy }: { readonly settings: Settings; readonly heldBy?: string | undefined }) => {
  const section = useSection('days', settings)
  const { words, base, answer, isManager, isOnline } = section
  const format = useFormats()
  const now = useNow()
  const [, go] = useLocation()
  /** The days of the gesture, while it may be taken back: those alone, for a colleague may have decided others since. */
  const [decidedDays, setDecidedDays] = useState<readonly HolidayToDecide[]>([])
  const holidays = holidaysToDecide(base, now.date)
  const orders = useFromState(
    (state) =>
      holidays.map((one) => [...state.all('order')].filter(({ slot }) => slot.date === one.date && slot.siteId === one.siteId).length),
    holidays.map(({ date }) => date).join(),
  )
  if (section.conflict !== undefined) return <ConflictLetter section={section} conflict={section.conflict} />
  if (holidays.length === 0 && decidedDays.length === 0) return null
  const decide = async (isOpen: boolean): Promise<void> => {
    const decided = decideDays(base, holidays, isOpen)
    if (!isOpen && orders.some((count) => count > 0)) {
      putBack.value = { section: 'days', value: sectionOf(decided, 'days') }
      go(`${paths.management}/reglages/jours`)
    } else if (await section.save(decided)) setDecidedDays(holidays)
  }
  const takeBack = async (): Promise<void> => {
    const undecided = decidedDays.reduce((days, { siteId, date }) => forgetDay(days, siteId, date), base)
    if (await section.save(undecided)) setDecidedDays([])
  }
  const unavailable = heldBy ?? (isOnline ? (answer.kind === 'working' ? words.notYet : undefined) : words.offline)
  const siteOf = (id: string): string =>
    settings.sites.length < 2 ? '' : `${format.lead(settings.sites.find((site) => site.id === id)?.name ?? '')} `
  return (
    <section class={`panel ${styles.ask}`} aria-label={words.days.toDecide}>
      {holidays.length === 0 ? null : (
        <Rows>
          {holidays.map(({ date, siteId, slots, name }, n) => (
            <Row
              key={`${date} ${siteId}`}
              where={breakDate(format.shortDate(date))}
              what={<span class="title">{words.days.holiday(words.days.holidays[name])}</span>}
              by={`${siteOf(siteId)}${words.days.would(slots, orders[n] ?? 0)}`}
            />
          ))}
        </Rows>
      )}
      {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
      {decidedDays.length === 0 ? null : <Say sign="ok" sentence={words.days.decided} />}
      {!isManager ? null : (
        <div class={styles.decide}>
          {decidedDays.length > 0 ? (
            <Button unavailable={unavailable} onPress={() => void takeBack()}>
              {words.days.takeBack}
            </Button>
          ) : (
            <>
              <Button look="primary" unavailable={unavailable} onPress={() => void decide(false)}>
                {words.days.closeAll(holidays.length)}
              </Button>
              <Button unavailable={unavailable} onPress={() => void decide(true)}>
                {words.days.openAll(holidays.length)}
              </Button>
            </>
          )}
        </div>
      )}
      <PassphraseWindow asked={section.passphrase} />
    </section>
  )
}
