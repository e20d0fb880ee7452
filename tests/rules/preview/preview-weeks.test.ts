/**
 * What a preview says of four weeks, the desk would have done in them: random orders are lived and counted, and each one is judged by the
 * desk under the proposed settings. Runs in vitest.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../src/domain/desk/decide.ts'
import { buildFigures } from '../../../src/domain/figures/build-figures.ts'
import { partsOf } from '../../../src/domain/figures/count-parts.ts'
import { toCardNumber, toLibrarianId, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import { addDays, fromMinutes, type LocalMoment, toMinutes } from '../../../src/domain/local-date.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import type { Order } from '../../../src/domain/order/order.ts'
import { fetchedOn, previewWeeks, weeksSince } from '../../../src/domain/preview/preview-weeks.ts'
import { lastWholeWeeks } from '../../../src/domain/preview/simulate-places.ts'
import { itemsToReshelve } from '../../../src/domain/return/items-to-reshelve.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment, anInstant } from '../../builders/a-moment.ts'
import { aSettings, centre } from '../../builders/a-settings.ts'
import { itemsPickedFor } from '../../builders/an-item.ts'
import { aBagging, aFactOnOrder, anOrder, anOrderWith, aPick, aSlotKey, aWish } from '../../builders/an-order.ts'

const today = aDate('2026-11-26')
const weeks = lastWholeWeeks(today)
const barcode = '33331000000012'
const at = ({ date, time }: LocalMoment) => anInstant(`${date} ${time}`)
const toLocal = (instant: number) => aMoment(new Date(instant).toISOString().slice(0, 16).replace('T', ' '))
const later = ({ date, time }: LocalMoment, minutes: number): LocalMoment => {
  const all = toMinutes(time) + minutes
  return { date: addDays(date, Math.floor(all / 1440)), time: fromMinutes(((all % 1440) + 1440) % 1440) }
}
const before = aSettings()

interface Lived {
  readonly hours: number
  readonly phone: boolean
  /** Minutes after the beginning of the slot; undefined: did not come on that day. */
  readonly came: number | undefined
  /** Days after it was said that the patron did not come; undefined: never. */
  readonly fetched: number | undefined
  readonly day: number
}

const aLife: fc.Arbitrary<Lived> = fc.record({
  hours: fc.integer({ min: -2, max: 90 }),
  phone: fc.boolean(),
  came: fc.option(fc.integer({ min: -20, max: 90 }), { nil: undefined }),
  fetched: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
  // Tuesdays of these weeks.
  day: fc.integer({ min: 0, max: 3 }),
})

const slotOf = ({ day }: Lived) => aSlotKey(`${addDays(weeks.from, 1 + 7 * day)} 14:30`)
const placedOf = (life: Lived) => later(slotOf(life), -60 * life.hours)
/** The pile stands in its bay, and nobody has come. */
const readyOf = (life: Lived, n: number): Order => {
  const happened = aMoment(`${slotOf(life).date} 10:00`)
  const order = { id: toOrderId(`o${n}`), source: life.phone ? ('phone' as const) : ('ils' as const), slot: slotOf(life) }
  return anOrderWith({ ...order, placedAt: at(placedOf(life)) }, aPick('1', barcode), { ...aBagging(3), happened })
}
const with1 = (order: Order, ...facts: Order['facts']): Order => anOrderWith(order, ...order.facts, ...facts)
const missed = (order: Order): Order => with1(order, aFactOnOrder('no-show', { happened: aMoment(`${order.slot.date} 19:00`) }))
const handedAt = (order: Order, happened: LocalMoment): Order =>
  with1(order, aFactOnOrder('handed-over', { happened, items: [], leftBehind: [], notFound: [] }))
const fetchedAt = ({ slot }: Order, days: number): LocalMoment => ({
  date: addDays(slot.date, days),
  time: aMoment('2026-11-24 20:00').time,
})

const livedTo = (life: Lived, n: number): Order => {
  const ready = readyOf(life, n)
  if (life.came !== undefined) return handedAt(ready, later(slotOf(life), life.came))
  return life.fetched === undefined ? missed(ready) : handedAt(missed(ready), fetchedAt(ready, life.fetched))
}

const told = (orders: readonly Order[]) =>
  buildFigures({
    days: weeks,
    today,
    counts: orders.flatMap((order) => partsOf(order, { settings: before, toLocal }).flatMap((part) => part.countsOf('adulte'))),
    since: { orders: aDate('2026-01-01'), documents: aDate('2026-01-01') },
    patronSets: [],
    fewestPersons: 5,
    preparing: undefined,
  })

const lineOf = (lines: ReturnType<typeof previewWeeks>, wanted: string) => lines.find(({ kind }) => kind === wanted)?.becomes ?? 0

test('[SET-2, SET-19] a delay, a grace or a wait would have changed in four weeks what the desk would have said of each order', () => {
  let [late, graced, waiting] = [0, 0, 0]
  const lives = fc.array(aLife, { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(lives, fc.nat(72), fc.nat(60), fc.nat(5), (stories, leadTimeHours, graceMinutes, keepDays) => {
      const orders = stories.map(livedTo)
      const figures = told(orders)
      const proposed = aSettings({ leadTimeHours, graceMinutes, keepDays, horizonDays: 90 })

      // The public page, asked at the hour at which each order came.
      const tooSoon = stories.filter((life) => {
        const request: Operation = {
          ...{ kind: 'place-order', orderId: toOrderId('new'), number: 'B-1', source: 'portal', card: toCardNumber('1') },
          ...{ slot: slotOf(life), lines: [{ id: toLineId('1'), wanted: aWish('un policier') }] },
          ...{ note: '', callBackNumber: undefined, isUrgent: false, overrideReason: undefined },
        }
        const by = { now: placedOf(life), librarian: { id: toLibrarianId('claire') }, end: 'tablet' } as const
        const decided = decide(aDesk(proposed), request, by)
        return !decided.ok && decided.refusal.kind === 'slot-too-soon'
      })
      const lead = previewWeeks('lead', before, proposed, figures)
      expect(lineOf(lead, 'lead')).toBe(tooSoon.length)
      expect(lineOf(lead, 'lead-phone')).toBe(tooSoon.filter(({ phone }) => phone).length)

      // A librarian who says "did not come" as its patron stands at the door: refused while nobody is late.
      const inGrace = stories.filter((life, n) => {
        if (life.came === undefined || life.came < 15) return false
        const by = { now: later(slotOf(life), life.came), librarian: { id: toLibrarianId('claire') }, end: 'tablet' } as const
        const said: Operation = { kind: 'confirm-no-show', orderId: toOrderId(`o${n}`), happened: by.now }
        return !decide(aDesk(proposed, readyOf(life, n)), said, by).ok
      })
      const absences = previewWeeks('absences', before, proposed, figures)
      expect(lineOf(absences, 'within-grace')).toBe(inGrace.length)

      // The list of what goes back to the shelves, on the day on which the pile was fetched.
      const kept = stories.filter((life, n) => {
        if (life.came !== undefined || life.fetched === undefined) return false
        const order = missed(readyOf(life, n))
        return itemsToReshelve(aDesk(proposed, order, ...itemsPickedFor(order)), fetchedAt(order, life.fetched).date).length === 0
      })
      expect(lineOf(absences, 'fetched-later')).toBe(kept.length)
      expect(fetchedOn(figures).reduce((all, [, piles]) => all + piles, 0)).toBe(
        stories.filter(({ came, fetched }) => came === undefined && fetched !== undefined).length,
      )
      late += tooSoon.length
      graced += inGrace.length
      waiting += kept.length
    }),
    { numRuns: 60 },
  )
  // Weeks in which nothing of it happened would prove little.
  for (const seen of [late, graced, waiting]) expect(seen).toBeGreaterThan(5)
})

test('[SET-2] a day that would be closed is said with the orders that its weekday served on average', () => {
  const fridays = [0, 0, 1, 2].map((week, n) =>
    anOrder({ id: toOrderId(`f${n}`), slot: aSlotKey(`${addDays(weeks.from, 4 + 7 * week)} 14:30`) }),
  )
  const close = (date: string) => ({ siteId: centre, date: aDate(date), ranges: [] })
  const day = (...dates: readonly string[]) => previewWeeks('days', before, aSettings({ dayExceptions: dates.map(close) }), told(fridays))
  expect(day('2026-12-25')).toEqual([{ kind: 'closed-day', was: 0, becomes: 1, of: undefined }])
  expect(day('2026-12-25', '2027-01-01')).toEqual([{ kind: 'closed-day', was: 0, becomes: 2, of: undefined }])
  // A Sunday is closed already, and a day that is over met whom it met.
  expect(day('2026-12-27', '2026-11-06')).toEqual([])
})

test('[SET-2, STAT-6] weeks that began to be counted in their midst say so, in each section that is weighed by orders', () => {
  const since = (name: Parameters<typeof weeksSince>[0], orders: string) =>
    weeksSince(name, { days: weeks, since: { orders: aDate(orders), documents: aDate(orders) } })
  for (const name of ['lead', 'absences', 'limits', 'bays', 'days'] as const) {
    expect(since(name, '2026-11-10')).toBe('2026-11-10')
    expect(since(name, weeks.from)).toBeUndefined()
  }
  expect(since('figures', '2026-11-10')).toBeUndefined()
})

test('[SET-2] fewer days than four weeks tell nothing of when people came', () => {
  const orders = [livedTo({ hours: 2, phone: true, came: 20, fetched: undefined, day: 0 }, 0)]
  expect(told(orders).timings).not.toEqual([])
  const oneDay = buildFigures({
    ...{ days: { from: weeks.from, to: weeks.from }, today, since: { orders: weeks.from, documents: weeks.from } },
    ...{ counts: [], patronSets: [], fewestPersons: 5, preparing: undefined },
  })
  expect(oneDay.timings).toBeUndefined()
})
