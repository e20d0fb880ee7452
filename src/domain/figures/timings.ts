/**
 * How early orders came, how long after their slot patrons came, and how long the piles of those who had not come waited: what a setting of
 * delays is weighed by, over four weeks (SET-2). Runs everywhere; pure.
 * Counted as the desk judges them, by its own functions, so that any other setting can be asked of the same counters.
 */
import { daysBetween, type LocalMoment, minutesApart } from '../local-date.ts'
import { type Order, standingArrivals } from '../order/order.ts'
import { figureBounds } from '../settings/bounds.ts'
import type { Settings } from '../settings/settings.ts'
import { minutesPast, missedOn } from '../slot/lateness.ts'
import type { Counters } from './counters.ts'
import { crossing, type DaysOf, sumCounts, type Timing, type TimingMeasure, timingMeasures } from './figures.ts'

/** They are told of so many days, and of no fewer. */
export const timingDays = 28

/** Beyond what any setting asks, all is alike. */
const within = (n: number, to: number): string => String(Math.min(Math.max(n, -1), to))

/** Of an order that was ready. */
export const timingsOf = (
  order: Order,
  settings: Settings,
  placed: LocalMoment,
): readonly { readonly measure: TimingMeasure; readonly value: string }[] => {
  const hours = within(Math.floor(minutesApart(placed, order.slot) / 60), figureBounds.leadTimeHours.to)
  const lead = { measure: 'lead' as const, value: crossing(order.source, hours) }
  const undone = order.facts.flatMap((fact) => (fact.what === 'handover-undone' ? [fact.handover] : []))
  const handedOver = order.facts.filter(({ what, operationId }) => what === 'handed-over' && !undone.includes(operationId))
  const came = [...standingArrivals(order), ...handedOver]
    .map(({ happened }) => happened)
    .sort((a, b) => (`${a.date} ${a.time}` < `${b.date} ${b.time}` ? -1 : 1))[0]
  if (came === undefined) return [lead]
  const missed = missedOn(order)
  const kept =
    missed === undefined ? [] : [{ measure: 'kept' as const, value: within(daysBetween(missed, came.date), figureBounds.keepDays.to) }]
  return [lead, { measure: 'came', value: within(minutesPast(settings, order, came), figureBounds.graceMinutes.to) }, ...kept]
}

/** Of all these days together. */
export const sumTimings = (counters: Counters, { from, to }: DaysOf): readonly Timing[] =>
  sumCounts(
    timingMeasures.flatMap((measure) =>
      counters.of(measure).flatMap((count) => (count.day >= from && count.day <= to ? [{ ...count, day: from, site: undefined }] : [])),
    ),
  ).map(({ measure, value, amount }) => ({ measure, value, amount }))
