/**
 * Who has not come: orders that wait after their slot, and what the closing of the day proposes for them (ABS-1, ABS-2).
 * Runs everywhere. "Late" is a view of a ready order at a given moment, never a state; only a librarian says "non venu".
 */

import { addDays, compareMoments, type LocalDate, type LocalMoment, minutesApart } from '../local-date.ts'
import type { Order } from '../order/order.ts'
import { orderAnswers } from '../order/order-state.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { slotEnd, slotsOfDay } from './build-slots.ts'

/** ABS-1: a ready order whose slot ended `graceMinutes` ago or more, its patron not having arrived. */
export const isLate = (settings: Settings, order: Order, now: LocalMoment): boolean =>
  orderAnswers(order).waitsFor === 'patron-to-come' && minutesApart(slotEnd(settings, order.slot), now) >= settings.graceMinutes

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

/** ABS-2: the day from which a no-show's pile goes back to the shelves; undefined when nobody said that the patron did not come. */
export const keptUntil = (settings: Settings, order: Order): LocalDate | undefined => {
  const [first] = order.facts
    .filter((fact) => fact.what === 'no-show')
    .map((fact) => fact.happened.date)
    .sort()
  return first === undefined ? undefined : addDays(first, settings.keepDays)
}
