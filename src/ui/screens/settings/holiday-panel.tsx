/**
 * The bank holidays of the next weeks on weekdays that are open: proposed closed, all in one gesture, or open, and taken back (SET-10).
 * Runs in the browser. Where somebody has an order on one of them, the answer opens Jours instead, with those days said and whom to call.
 */
import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { type Settings, sectionOf } from '../../../domain/settings/settings.ts'
import { decideDays, forgetDay, type HolidayToDecide, holidaysToDecide } from '../../../domain/slot/holidays-to-decide.ts'
import { breakDate } from '../../break-date.ts'
import { Button } from '../../components/button.tsx'
import { Row, Rows } from '../../components/panel.tsx'
import { Say } from '../../components/say.tsx'
import { paths } from '../../routes.ts'
import { useFormats, useFromState, useNow } from '../../use-desk.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { ConflictLetter } from './conflict-letter.tsx'
import styles from './settings.module.css'
import { putBack, useSection } from './use-section.ts'

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
