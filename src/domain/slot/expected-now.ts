/**
 * Whose pile is ready and whose slot it is: whom the desk expects at this minute (ABS-1). Runs on the tablet.
 */
import { type LocalMoment, minutesApart } from '../local-date.ts'
import { type Order, orderAnswers } from '../order/order.ts'
import { compareBySlot } from '../order/share-barcodes.ts'
import type { DeskState } from '../row/desk-state.ts'
import { isLate } from './lateness.ts'

/** People come a little before their slot. */
const minutesBefore = 10

/** ABS-1: ready orders of a slot that is about to begin, runs, or ended too short a time ago to be late; the earliest slot first. */
export const expectedNow = (state: DeskState, now: LocalMoment): readonly Order[] => {
  const settings = state.get('settings', 'settings')
  if (settings === undefined) return []
  return [...state.all('order')]
    .filter(
      (order) =>
        orderAnswers(order).waitsFor === 'patron-to-come' &&
        order.slot.date === now.date &&
        minutesApart(now, order.slot) <= minutesBefore &&
        !isLate(settings, order, now),
    )
    .sort(compareBySlot)
}
