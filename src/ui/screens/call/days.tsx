/**
 * « Un autre jour »: each day up to the horizon, with its first hours and the rest at a press. Runs in the browser.
 */
import { useState } from 'preact/hooks'
import { addDays, type LocalDate } from '../../../domain/local-date.ts'
import { slotsOfDay } from '../../../domain/slot/build-slots.ts'
import { type OfferedSlot, offeredDays } from '../../../domain/slot/next-free-slots.ts'
import { isSameSlot, type SlotKey } from '../../../domain/slot/slot.ts'
import { Button } from '../../components/button.tsx'
import { useFromState, useNow, useSettings } from '../../use-desk.ts'
import { useSite } from '../../use-site.ts'
import { useFormats } from '../../use-words.ts'
import styles from './call.module.css'
import { moveAmong, PickSlot } from './pick-slot.tsx'
import type { CallView } from './use-call.ts'
import type { Steps } from './use-steps.ts'

type Moment = 'all' | 'morning' | 'afternoon'
const moments: readonly Moment[] = ['all', 'morning', 'afternoon']
/** Hours of a day that are shown at first. */
const firstShown = 3

const isIn = (moment: Moment, { key }: OfferedSlot): boolean => moment === 'all' || key.time < '12:00' === (moment === 'morning')

export const Days = ({ view, steps }: { readonly view: CallView; readonly steps: Steps }) => {
  const { words, call, change } = view
  const now = useNow()
  const settings = useSettings()
  const site = useSite()
  const [moment, setMoment] = useState<Moment>('all')
  const [open, setOpen] = useState<readonly LocalDate[]>([])
  const days = useFromState(
    (state) => (settings === undefined || site === undefined ? [] : offeredDays(state, settings, site.id, now)),
    settings,
    site,
    now.date,
    now.time,
  )
  const choose = (slot: SlotKey): void => change({ slot })
  // What is read back lies beside the days, or below all of them.
  const isBelow = (): boolean => matchMedia('(max-width: 61.99rem)').matches
  return (
    <section class={`panel ${styles.days}`} aria-label={words.whichDay} data-step="when">
      <div class="panel-head">
        <h2>{words.whichDay}</h2>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset does not lie in one line with the title. */}
        <div class={`end ${styles.seg}`} role="group" aria-label={words.moment}>
          {moments.map((one) => (
            <Button key={one} pressed={moment === one} onPress={() => setMoment(one)}>
              {words.moments[one]}
            </Button>
          ))}
        </div>
      </div>
      <ul class="rows">
        {days.map(({ date, slots }) => (
          <Day
            key={date}
            view={view}
            date={date}
            isClosed={slots.length === 0}
            slots={slots.filter((slot) => isIn(moment, slot))}
            chosen={call?.slot}
            isOpen={open.includes(date)}
            onOpen={() => setOpen([...open, date])}
            onChoose={(slot) => {
              choose(slot)
              if (isBelow()) steps.go('save')
            }}
            onEnter={(slot) => {
              choose(slot)
              steps.go('save')
            }}
          />
        ))}
      </ul>
    </section>
  )
}

interface DayProps {
  readonly view: CallView
  readonly date: LocalDate
  readonly isClosed: boolean
  readonly slots: readonly OfferedSlot[]
  readonly chosen: SlotKey | undefined
  readonly isOpen: boolean
  readonly onOpen: () => void
  readonly onChoose: (slot: SlotKey) => void
  readonly onEnter: (slot: SlotKey) => void
}

const Day = ({ view, date, isClosed, slots, chosen, isOpen, onOpen, onChoose, onEnter }: DayProps) => {
  const { words } = view
  const format = useFormats()
  const now = useNow()
  const settings = useSettings()
  const site = useSite()
  const isChosen = ({ key }: OfferedSlot): boolean => chosen !== undefined && isSameSlot(key, chosen)
  const shown = isOpen ? slots : slots.filter((slot, n) => n < firstShown || isChosen(slot))
  const left = slots.length - shown.length
  const name = date === now.date ? words.todayShort : date === addDays(now.date, 1) ? words.tomorrowShort : undefined
  /** PHONE-7: why nothing is offered: it is over for today, every week, or for once. */
  const sayClosed = (): string => {
    if (settings === undefined || site === undefined) return words.closed
    if (slotsOfDay(settings, site.id, date).length > 0) return words.overToday
    const [weekday = ''] = format.date(date).split('\u00a0')
    return settings.dayExceptions.some((exception) => exception.siteId === site.id && exception.date === date)
      ? words.closedForOnce
      : words.closedEvery(weekday)
  }
  const areAllUrgent = slots.length > 0 && slots.every(({ isUrgent }) => isUrgent)
  return (
    <li class={isClosed ? styles.shut : undefined}>
      <div class="where">
        {name === undefined ? null : <span>{name}</span>}
        <small class="soft">{format.shortDate(date)}</small>
      </div>
      <div class="what">
        {slots.length === 0 ? (
          <span>{isClosed ? sayClosed() : words.noneThen}</span>
        ) : (
          // biome-ignore lint/a11y/noStaticElementInteractions: the arrows are a help beside Tab, which does all.
          <div class={styles.slots} onKeyDown={moveAmong}>
            {shown.map((slot) => (
              <PickSlot
                key={slot.key.time}
                view={view}
                slot={slot}
                isChosen={isChosen(slot)}
                onChoose={() => onChoose(slot.key)}
                onEnter={() => onEnter(slot.key)}
              />
            ))}
            {left === 0 ? null : (
              <Button look="quiet" label={words.othersOn(left, format.date(date))} onPress={onOpen}>
                {words.others(left)}
              </Button>
            )}
            {areAllUrgent && settings !== undefined ? (
              <span class={styles.urgentSay}>{words.urgentWithin(settings.leadTimeHours)}</span>
            ) : null}
          </div>
        )}
      </div>
    </li>
  )
}
