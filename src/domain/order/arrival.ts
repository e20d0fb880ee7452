/**
 * « Je suis là »: when a patron may say so, and how many documents they would still wait for (ARR-1, ARR-6). Runs everywhere; pure.
 */
import { type LocalMoment, minutesApart } from '../local-date.ts'
import { workLeft } from '../pull-list/work-left.ts'
import { isOpen, type Order } from './order.ts'

/** Before the hour of the order. */
const minutesEarly = 30

/** On its day, from half an hour before its hour, for as long as the order is open. */
export const mayArrive = (order: Order, now: LocalMoment): boolean =>
  isOpen(order) && order.slot.date === now.date && minutesApart(now, order.slot) <= minutesEarly

/** What is still to take for the order, and to look for again. */
export const linesAwaited = (order: Order): number => {
  const { toTake, toReview } = workLeft([order])
  return toTake + toReview
}
