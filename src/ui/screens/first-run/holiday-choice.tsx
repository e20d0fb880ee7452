/**
 * The bank holidays of the year to come on weekdays of the new week: closed, unless one is unticked, or all are; their territory beside
 * (SET-10). Runs in the browser. The answer is the days' own section, kept with the hours.
 */
import { useLayoutEffect, useState } from 'preact/hooks'
import type { Settings } from '../../../domain/settings/settings.ts'
import { decideDay, holidaysAhead, isSaidOpen } from '../../../domain/slot/holidays-to-decide.ts'
import { Button } from '../../components/button.tsx'
import { CheckField } from '../../components/field.tsx'
import { useNow } from '../../use-desk.ts'
import { useFormats } from '../../use-words.ts'
import settingStyles from '../settings/settings.module.css'
import { TerritoryField } from '../settings/territory-field.tsx'
import type { Section } from '../settings/use-section.ts'
import styles from './first-run.module.css'
import type { FirstRunState } from './use-first-run.ts'

/** Days: what is further away is asked when it comes near. */
const aYear = 365

interface HolidayChoiceProps {
  readonly words: FirstRunState['words']
  /** The hours as they are being answered. */
  readonly week: Settings
  readonly days: Section
}

export const HolidayChoice = ({ words, week, days }: HolidayChoiceProps) => {
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
      <TerritoryField words={days.words} settings={draft} onChange={change} />
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
