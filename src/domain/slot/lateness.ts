/**
 * Who has not come: orders that wait after their slot, and what the closing of the day proposes for them (ABS-1, ABS-2).
 * Runs everywhere. "Late" is a view of a ready order at a given moment, never a state; only a librarian says "non venu".
 */
import { addDays, compareMoments, type LocalDate, type LocalMoment, minutesApart } from '../local-date.ts'
import { type Order, orderAnswers } from '../order/order.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { slotEnd, slotsOfDay } from './build-slots.ts'

/** Minutes from the end of an order's slot; below 0: it has not ended. */
export const minutesPast = (settings: Settings, { slot }: Pick<Order, 'slot'>, now: LocalMoment): number =>
  minutesApart(slotEnd(settings, slot), now)

/** ABS-1: so many minutes past are late. */
export const isPastGrace = ({ graceMinutes }: Pick<Settings, 'graceMinutes'>, minutes: number): boolean => minutes >= graceMinutes

/** ABS-1: a ready order whose slot ended `graceMinutes` ago or more, its patron not having arrived. */
export const isLate = (settings: Settings, order: Order, now: LocalMoment): boolean =>
  orderAnswers(order).waitsFor === 'patron-to-come' && isPastGrace(settings, minutesPast(settings, order, now))

const isDayOver = (settings: Settings, order: Order, now: LocalMoment): boolean => {
  const { siteId, date } = order.slot
  const closing = slotsOfDay(settings, siteId, date).at(-1)?.endsAt
  return date < now.date || (date === now.date && (closing === undefined || closing <= now.time))
}

/** ABS-1: late orders of days that are over, to be confirmed as no-show one by one or all; by slot, then number. */
export const proposedNoShows = (state: DeskState, now: LocalMoment): readonly Order[] => {
  const settings = state.get('settings', 'settings')
  if (settings === undefined) return []
  return [...state.all('order')]
    .filter((order) => isLate(settings, order, now) && isDayOver(settings, order, now))
    .sort((a, b) => compareMoments(a.slot, b.slot) || (a.number < b.number ? -1 : 1))
}

/** The day on which somebody first said that the patron did not come. */
export const missedOn = (order: Order): LocalDate | undefined =>
  order.facts
    .filter((fact) => fact.what === 'no-show')
    .map((fact) => fact.happened.date)
    .sort()[0]

/** ABS-2: so many days after it was said, the pile still waits. */
export const isKeptAfter = ({ keepDays }: Pick<Settings, 'keepDays'>, days: number): boolean => days < keepDays

/** ABS-2: the day from which a no-show's pile goes back to the shelves; undefined when nobody said that the patron did not come. */
export const keptUntil = (settings: Settings, order: Order): LocalDate | undefined => {
  const first = missedOn(order)
  return first === undefined ? undefined : addDays(first, settings.keepDays)
}
