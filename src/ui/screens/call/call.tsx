/**
 * « Commande »: an order by telephone, in the time of the call: who, what, when, read back, saved. Runs in the browser.
 * All of it by the keyboard alone, or by touch alone; off line as on line (PHONE-17).
 */
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { callInHand, hasRecord } from '../../../domain/call/place-call.ts'
import { toRecordId } from '../../../domain/ids.ts'
import { addDays, type LocalDate } from '../../../domain/local-date.ts'
import { slotsOfDay } from '../../../domain/slot/build-slots.ts'
import { type OfferedSlot, offeredDays } from '../../../domain/slot/next-free-slots.ts'
import { isSameSlot, type SlotKey } from '../../../domain/slot/slot.ts'
import { answerScan, type ScanAnswer } from '../../answer-scan.ts'
import { Button, ButtonLink, Say } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { announce, useDesk, useFormats, useFromState, useNow, useSettings, useSite } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import { PageShut } from '../today/page-shut.tsx'
import styles from './call.module.css'
import { moveAmong, PickSlot } from './pick-slot.tsx'
import { Summary } from './summary.tsx'
import { Titles } from './titles.tsx'
import { type CallView, useCall } from './use-call.ts'
import { type Steps, useSteps } from './use-steps.ts'
import { askTitle, useTitleAsked } from './use-title-search.ts'
import { Who } from './who.tsx'

type Moment = 'all' | 'morning' | 'afternoon'
const moments: readonly Moment[] = ['all', 'morning', 'afternoon']
/** Hours of a day that are shown at first. */
const firstShown = 3

const isIn = (moment: Moment, { key }: OfferedSlot): boolean => moment === 'all' || key.time < '12:00' === (moment === 'morning')

/** « Un autre jour »: each day up to the horizon, with its first hours and the rest at a press. */
const Days = ({ view, steps }: { readonly view: CallView; readonly steps: Steps }) => {
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

export const OrderByPhone = () => {
  const view = useCall()
  const steps = useSteps()
  const asked = useTitleAsked()
  const [areDaysShown, showDays] = useState(false)
  const { words, call, saved, hasFailed } = view

  // A call that is taken up goes on with its titles; none begins with who calls. With the fields, not after them: what is typed at once stays.
  useLayoutEffect(() => {
    showDays(false)
    askTitle(asked, '')
    steps.go(call === undefined ? 'who' : 'what')
  }, [call?.orderId])

  const refused = useCallScans(view)

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape steps back from wherever the focus is in the call.
    <div class={styles.frame} onKeyDown={steps.back}>
      <h1 class="sr" tabIndex={-1}>
        {words.title}
      </h1>
      <PageShut />
      {hasFailed ? <Say sign="stop" sentence={words.notBegun} /> : null}
      {refused === undefined ? null : <Say sign="stop" sentence={refused} />}
      {view.meanwhile === undefined ? null : <Say sign="warn" sentence={view.meanwhile} />}
      {saved === undefined ? null : (
        <Say
          sign="ok"
          sentence={
            saved.undo === undefined
              ? words.saved(saved.number, saved.when)
              : saved.isUndone === true
                ? words.undone(saved.number)
                : words.changed(saved.number)
          }
          {...(saved.undo === undefined ? { nextStep: saved.next } : {})}
          actions={
            <>
              <ButtonLink href={hrefOf('order', saved.orderId)}>{words.seeOrder(saved.number)}</ButtonLink>
              {saved.undo === undefined ? (
                <Button icon="print" onPress={() => void view.printSlip(saved)}>
                  {words.slip}
                </Button>
              ) : saved.isUndone === true ? null : (
                <Button
                  icon="undo"
                  onPress={() => {
                    void view.undo(saved)
                    steps.go('who')
                  }}
                >
                  {words.undo}
                </Button>
              )}
            </>
          }
        />
      )}
      <div class={call === undefined ? styles.call : `${styles.call} ${styles.both}`}>
        <div class={styles.left}>
          <Who key={call?.orderId} view={view} steps={steps} />
          {call === undefined ? null : areDaysShown ? (
            <Days view={view} steps={steps} />
          ) : (
            <Titles view={view} steps={steps} asked={asked} />
          )}
        </div>
        {call === undefined ? null : (
          <Summary key={call.orderId} view={view} steps={steps} call={call} asked={asked} areDaysShown={areDaysShown} showDays={showDays} />
        )}
      </div>
    </div>
  )
}

/**
 * A card says whose call it is, a document or a publisher's code adds its title; each is answered to the eye, the ear and the hand. Answers
 * why the last scan came to nothing.
 */
const useCallScans = ({ words, call, begin, toggle }: CallView): string | undefined => {
  const desk = useDesk()
  const [refused, setRefused] = useState<string | undefined>(undefined)
  useEffect(() => setRefused(undefined), [call?.orderId, call?.lines.length])

  const answer = (how: ScanAnswer, sentence?: string): void => {
    answerScan(how)
    setRefused(sentence)
    if (sentence !== undefined) announce(sentence)
  }

  useScan(async (scan) => {
    const { calls, state } = desk.snapshot
    const inHand = callInHand(calls)
    const order = scan.kind === 'order' ? [...state.all('order')].find(({ number }) => number === scan.number) : undefined
    const card = scan.kind === 'card' ? scan.card : order?.card
    if (card !== undefined) {
      if (inHand !== undefined && inHand.lines.length > 0 && inHand.card !== card) return answer('refused', words.otherCard)
      answer(inHand?.card === card ? 'already-scanned' : 'accepted')
      if (inHand === undefined || inHand.lines.length === 0) await begin(card, '')
      return
    }
    const wanted = scan.kind === 'item' ? scan.barcode : scan.kind === 'isbn' ? scan.text : undefined
    if (wanted === undefined) return answer('unknown', words.notForCalls)
    if (inHand === undefined) return answer('refused', words.personFirst)
    const found = await desk.searchCatalogue(wanted).catch(() => undefined)
    const record = found?.records[0]
    if (record === undefined) return answer('unknown', words.nothing)
    if (hasRecord(inHand, toRecordId(record.id))) return answer('already-scanned')
    answer('accepted')
    toggle(record)
  })
  return refused
}
