/**
 * « Je suis là »: when a patron may say so, and how many documents they would still wait for (ARR-1, ARR-6). Runs everywhere; pure.
 */
import { type LocalMoment, minutesApart } from '../local-date.ts'
import type { Order } from './order.ts'
import { isInBay, isLineDone, isOpen } from './order-state.ts'

/** Before the hour of the order. */
const minutesEarly = 30

/** On its day, from half an hour before its hour, for as long as the order is open. */
export const mayArrive = (order: Order, now: LocalMoment): boolean =>
  isOpen(order) && order.slot.date === now.date && minutesApart(now, order.slot) <= minutesEarly

/** Lines that are still looked for; 0 once the pile is in its bay. */
export const linesAwaited = (order: Order): number => (isInBay(order) ? 0 : order.lines.filter((line) => !isLineDone(order, line)).length)
