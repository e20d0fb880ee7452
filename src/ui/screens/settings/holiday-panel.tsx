/**
 * The bank holiday that comes next on an open weekday, and the two answers (SET-10). Runs in the browser. An answer opens the days with
 * that day said, and whom to call: it is saved there.
 */
import { useLocation } from 'wouter-preact'
import { sectionOf } from '../../../domain/settings/sections.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { decideDay, holidaysToDecide } from '../../../domain/slot/holidays-to-decide.ts'
import { Button } from '../../components/button.tsx'
import { Row, Rows } from '../../components/panel.tsx'
import { paths } from '../../routes.ts'
import { useFromState, useNow } from '../../use-desk.ts'
import { useFormats } from '../../use-words.ts'
import { putBack } from './put-back.ts'
import { breakDate, type SettingsWords } from './read-figures.ts'
import styles from './settings.module.css'

export const HolidayPanel = ({
  settings,
  words,
  isManager,
}: {
  readonly settings: Settings
  readonly words: SettingsWords
  readonly isManager: boolean
}) => {
  const format = useFormats()
  const now = useNow()
  const [, go] = useLocation()
  const [holiday] = holidaysToDecide(settings, now.date)
  const orders = useFromState(
    (state) => [...state.all('order')].filter(({ slot }) => slot.date === holiday?.date && slot.siteId === holiday.siteId).length,
    holiday?.date,
  )
  if (holiday === undefined) return null
  const { date, siteId, slots, name } = holiday
  const site = settings.sites.length < 2 ? undefined : settings.sites.find(({ id }) => id === siteId)?.name
  const answer = (isOpen: boolean): void => {
    putBack.value = { section: 'days', value: sectionOf(decideDay(settings, siteId, date, isOpen), 'days') }
    go(`${paths.management}/reglages/jours`)
  }
  return (
    <section class={`panel ${styles.ask}`} aria-label={words.days.toDecide}>
      <Rows>
        <Row
          where={breakDate(format.shortDate(date))}
          what={
            <>
              <span class="title">{words.days.holiday(words.days.holidays[name])}</span>
              <span class="by">{`${site === undefined ? '' : `${site}\u00a0: `}${words.days.would(slots, orders)}`}</span>
            </>
          }
          act={
            !isManager ? undefined : (
              <>
                <Button onPress={() => answer(true)}>{words.days.openDay}</Button>
                <Button look="primary" onPress={() => answer(false)}>
                  {words.days.close}
                </Button>
              </>
            )
          }
        />
      </Rows>
    </section>
  )
}
