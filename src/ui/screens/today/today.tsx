/**
 * Aujourd'hui: how far ahead we are, the day as a line, who is at the door, what is to prepare, who is on. Runs in the browser.
 * The first screen, and the one left open on the desk: it stands in the open, so it knows people by initials only.
 */
import { useState } from 'preact/hooks'
import { isToCallBack } from '../../../domain/call/call.ts'
import type { Device } from '../../../domain/librarian/librarian.ts'
import { linesAwaited } from '../../../domain/order/arrival.ts'
import { baysOf, type Order } from '../../../domain/order/order.ts'
import { hasWorkLeft } from '../../../domain/pull-list/work-left.ts'
import { answersOfShown, shownStates } from '../../../domain/slot/day-progress.ts'
import type { SlotKey } from '../../../domain/slot/slot.ts'
import { todayWords } from '../../../locale/en/today.ts'
import { Each } from '../../components/each.tsx'
import { ChoiceField } from '../../components/field.tsx'
import { Mark, type MarkName, Sign } from '../../components/icon.tsx'
import { OrderMark } from '../../components/order-mark.tsx'
import { Button, ButtonLink, Panel, Row, Rows, Verdict } from '../../components/parts.tsx'
import { Bay, Spot } from '../../components/place.tsx'
import { later } from '../../later.tsx'
import { narrowedTo, preparedDay } from '../../narrowed-list.ts'
import { hrefOf } from '../../routes.ts'
import { useArrivals } from '../../use-arrivals.ts'
import { chosenSite, useAct, useDesk, useFormats, useNaming, useNow, useSettings, useSite, useSnapshot, useWords } from '../../use-desk.ts'
import { DayLine } from './day-line.tsx'
import type { Window } from './open-window.tsx'
import { PageShut } from './page-shut.tsx'
import styles from './roll-call.module.css'
import { type TodayView, useToday } from './use-today.ts'

const GoOn = later(() => import('./go-on.tsx').then((module) => module.GoOn))

/** After the database was put back, from the rows of each tablet (CASE-4, CASE-25). It stops nobody, and goes by itself once the last one spoke. */
const RollCall = () => {
  const words = useWords(todayWords)
  const format = useFormats()
  const desk = useDesk()
  const now = useNow()
  const { state, phase } = useSnapshot()
  const tablets = [...state.all('device')].filter(({ isSetAside }) => !isSetAside)
  const awaited = tablets.filter(({ awaitedSince }) => awaitedSince !== undefined)
  const without = tablets.filter(({ goneOnWithout }) => goneOnWithout !== undefined)
  const since = awaited[0]?.awaitedSince ?? without[0]?.goneOnWithout?.since
  if (since === undefined) return null
  const { date, time } = desk.toLocal(since)
  const named = (some: readonly Device[]) => [format.list(some.map((tablet) => format.tablet(tablet))), some.length] as const
  const missing = [...awaited, ...without]
  const stamp = ({ awaitedSince, goneOnWithout }: Device): { mark: MarkName; say: string } => {
    if (awaitedSince !== undefined) return { mark: 'todo', say: words.isAwaited }
    return goneOnWithout === undefined ? { mark: 'done', say: words.hasAnswered } : { mark: 'noshow', say: words.isWithout }
  }
  return (
    <section class={`panel ${styles.roll}`}>
      <div class={styles.say} role="status">
        <p class="title">{words.putBack(date === now.date ? '' : format.date(date), format.time(time))}</p>
        <p>{words.putBackSay(tablets.length - missing.length, tablets.length, named(awaited), named(without))}</p>
      </div>
      <ul class={styles.call} aria-label={words.rollCall}>
        {tablets.map((tablet) => {
          const { mark, say } = stamp(tablet)
          return (
            <li key={tablet.id} class={missing.includes(tablet) ? styles.awaited : styles.here}>
              <b>{tablet.letter}</b>
              <small>
                <Mark name={mark} />
                {say}
              </small>
            </li>
          )
        })}
      </ul>
      {phase.kind === 'signed-in' && phase.librarian.isManager ? (
        <div class={styles.goOn}>
          <GoOn tablets={missing} />
        </div>
      ) : null}
    </section>
  )
}

const Crew = later(() => import('./crew.tsx').then((module) => module.Crew))
/** In a chunk of its own: a start opens none. */
const OpenWindow = later(() => import('./open-window.tsx').then((module) => module.OpenWindow))
const Silences = later(() => import('../operations/silences.tsx').then((module) => module.Silences))

export const Today = () => {
  const view = useToday()
  const [open, setOpen] = useState<Window>({ kind: 'none' })
  useArrivals()
  const { phase } = useSnapshot()
  const isManager = phase.kind === 'signed-in' && phase.librarian.isManager
  if (view === undefined) return null
  return (
    <>
      <Answer view={view} />
      <PageShut />
      <RollCall />
      <SiteChoice />
      <ToCallBack />
      {view.progress.slots.length === 0 ? null : <Day view={view} onOpen={setOpen} />}
      <div class="duo trio">
        <Door view={view} onOpen={setOpen} />
        <ToPrepare view={view} onOpen={setOpen} />
        <Crew />
      </div>
      {/* Read apart and drawn when it is known: last, so that it moves nothing. */}
      {isManager ? <Silences /> : null}
      {open.kind === 'none' ? null : <OpenWindow view={view} open={open} onOpen={setOpen} />}
    </>
  )
}

const Answer = ({ view: { progress, isClosed, next } }: { readonly view: TodayView }) => {
  const words = useWords(todayWords)
  const format = useFormats()
  const { slots, countByState, unpreparedFrom, leadMinutes } = progress
  const orders = slots.reduce((n, slot) => n + slot.orders.length, 0)
  if (orders === 0) {
    return (
      <Verdict head={isClosed ? words.closed : words.nothing}>
        {next === undefined ? words.noNext : words.next(format.date(next.date), next.orders)}
      </Verdict>
    )
  }
  if (unpreparedFrom === undefined || leadMinutes === undefined) {
    const ready = shownStates.filter((state) => answersOfShown(state).waitsFor !== undefined)
    return (
      <Verdict sign="ok" head={words.allReady}>
        {words.allReadySay(ready.reduce((n, state) => n + countByState[state], 0))}
      </Verdict>
    )
  }
  const left = slots
    .map(({ slot, orders: shown }) => ({
      time: format.time(slot.key.time),
      toPrepare: shown.filter(({ state }) => answersOfShown(state).isUntouched).length,
      inPreparation: shown.filter(({ order, state }) => !answersOfShown(state).isUntouched && hasWorkLeft(order)).length,
    }))
    .filter((slot) => slot.toPrepare + slot.inPreparation > 0)
    .slice(0, 2)
  return leadMinutes >= 0 ? (
    <Verdict sign="ok" head={leadMinutes === 0 ? words.onTime : words.ahead(format.duration(leadMinutes))}>
      {words.readyUntilSay(format.time(unpreparedFrom), left)}
    </Verdict>
  ) : (
    <Verdict sign="warn" head={words.behind(format.duration(-leadMinutes))}>
      {words.behindSay(left)}
    </Verdict>
  )
}

/** A count, never a name: the screen stands in the open (PHONE-13). */
const ToCallBack = () => {
  const words = useWords(todayWords)
  const count = useSnapshot().calls.filter(isToCallBack).length
  return count === 0 ? null : (
    <p class="actions">
      <ButtonLink href={hrefOf('call')} icon="phone">
        {words.toCallBack(count)}
      </ButtonLink>
    </p>
  )
}

const SiteChoice = () => {
  const words = useWords(todayWords)
  const sites = useSettings()?.sites ?? []
  const site = useSite()
  return sites.length < 2 ? null : (
    <ChoiceField
      label={words.site}
      inline
      value={site?.id}
      choices={sites.map(({ id, name }) => ({ value: id, words: name }))}
      onChoose={(id) => {
        chosenSite.value = id
      }}
    />
  )
}

type Part = { readonly view: TodayView; readonly onOpen: (window: Window) => void }

const Day = ({ view: { progress }, onOpen }: Part) => {
  const words = useWords(todayWords)
  return (
    <section class="panel day" aria-label={words.day}>
      <div class="key-states">
        {shownStates.map((state) => {
          const n = progress.countByState[state]
          // « annulées », which stand in no slot, only where there are some: the seven others always stand in the same place.
          return n === 0 && !answersOfShown(state).isOnDayLine ? null : (
            <button type="button" key={state} onClick={() => onOpen({ kind: 'state', state })}>
              <OrderMark state={state} />
              <b>{n}</b> <span class="word">{words.states[state](n)}</span>
            </button>
          )
        })}
      </div>
      <DayLine progress={progress} onOpen={({ slot }) => onOpen({ kind: 'slot', time: slot.key.time })} />
    </section>
  )
}

const Door = ({ view: { waiting, late, proposed }, onOpen }: Part) => {
  const words = useWords(todayWords)
  const format = useFormats()
  const naming = useNaming()
  return (
    <Panel title={words.door} end={words.waiting(waiting.length)}>
      {waiting.length + late.length === 0 ? <p class="empty">{words.nobodyAtDoor}</p> : null}
      <Rows label={words.door}>
        <Each of={waiting} by={({ order }) => order.number}>
          {({ order, minutes, isEarly }) => (
            <Row
              key={order.id}
              where={<span class="wait">{format.duration(minutes)}</span>}
              what={
                <a href={hrefOf('handover', order.id)} class="whole">
                  <b class="nowrap">{naming.patron(order.card)}</b>
                  <span class="by">
                    <span class="nowrap">{order.number}</span> · {isEarly ? words.early : words.documents(order.lines.length)}
                    {linesAwaited(order) === 0 ? null : <b class="chip warn">{words.toTake(linesAwaited(order))}</b>}
                  </span>
                  <Spot order={order} />
                </a>
              }
            >
              {baysOf(order).length === 0 ? null : <Bay word={words.bay} bays={baysOf(order)} />}
            </Row>
          )}
        </Each>
        <Each of={late} by={({ number }) => number}>
          {(order) => (
            <Row
              key={order.id}
              where={<Mark name="late" />}
              what={
                <a href={hrefOf('order', order.id)} class="whole">
                  <b class="nowrap">{naming.patron(order.card)}</b>
                  <span class="by">
                    <b class="chip warn">{words.late}</b>, <span class="nowrap">{words.expected(format.time(order.slot.time))}</span> ·{' '}
                    <span class="nowrap">{order.number}</span>
                  </span>
                  {order.callBackNumber === undefined ? null : (
                    <span class="by">{words.callBack(order.callBackNumber.replaceAll(' ', '\u00a0'))}</span>
                  )}
                </a>
              }
            >
              <Bay word={words.bay} bays={baysOf(order)} />
              <Button label={words.noShowNamed(order.number)} onPress={() => onOpen({ kind: 'no-show', orders: [order] })}>
                {words.noShow}
              </Button>
            </Row>
          )}
        </Each>
      </Rows>
      <div class="panel-foot">
        <Button icon="person" onPress={() => onOpen({ kind: 'arrival' })}>
          {words.arrive}
        </Button>
        {proposed.length > 1 ? (
          <Button onPress={() => onOpen({ kind: 'no-show', orders: proposed })}>{words.noShowAll(proposed.length)}</Button>
        ) : null}
      </div>
    </Panel>
  )
}

/** The slots that come first; the rest is on the pull list. */
const shownSlots = 4

const ToPrepare = ({ view: { toPrepare, overfull }, onOpen }: Part) => {
  const words = useWords(todayWords)
  const format = useFormats()
  const naming = useNaming()
  const act = useAct()
  const orders = toPrepare.reduce((n, { left }) => n + left.orders, 0)
  const take = async (slot: SlotKey, free: readonly Order[]) => {
    const time = format.time(slot.time)
    for (const order of free) {
      const result = await act({ kind: 'claim', scope: { kind: 'order', orderId: order.id } }, words.takeSaid(time))
      if (result.kind !== 'saved') return
    }
    preparedDay.value = slot.date
    narrowedTo.value = { slot, orderIds: new Set(free.map(({ id }) => id)) }
    location.hash = hrefOf('preparation')
  }
  return (
    <Panel title={words.toPrepare} end={words.orders(orders)}>
      {orders === 0 ? <p class="empty">{words.allPrepared}</p> : null}
      <Rows label={words.toPrepare}>
        <Each of={toPrepare.slice(0, shownSlots)} by={({ slot }) => slot.slot.key.time}>
          {({ slot: { slot }, orders: held, left, takers, free }) => {
            const time = format.time(slot.key.time)
            const [taker] = takers
            return (
              <Row
                key={slot.key.time}
                where={<span class="nowrap">{time}</span>}
                what={<b>{words.workLeft(left)}</b>}
                by={taker === undefined ? words.orders(held.length) : words.hasSome(naming.author(taker.holder), taker.orders, held.length)}
              >
                {free.length === 0 ? (
                  <Mark name="doing" />
                ) : (
                  <Button label={words.takeNamed(time)} onPress={() => take(slot.key, free)}>
                    {words.take}
                  </Button>
                )}
              </Row>
            )
          }}
        </Each>
        <Each of={overfull} by={({ key }) => key.time}>
          {(over) => (
            <Row
              key={over.key.time}
              where={<span class="nowrap">{format.time(over.key.time)}</span>}
              what={<b>{words.overTitle(over.filling - over.capacity)}</b>}
              by={words.overFor(over.filling, over.capacity)}
            >
              <Button label={words.seeNamed(format.time(over.key.time))} onPress={() => onOpen({ kind: 'over', over })}>
                <Sign name="warn" />
                {words.see}
              </Button>
            </Row>
          )}
        </Each>
      </Rows>
      {toPrepare.length > shownSlots ? (
        <a class="fold" href={hrefOf('preparation')}>
          {words.more(toPrepare.slice(shownSlots).reduce((n, { left }) => n + left.orders, 0))}
        </a>
      ) : null}
    </Panel>
  )
}
