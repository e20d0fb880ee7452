/**
 * What an order still asks of whoever prepares, and how much that is in all (PULL-2, PULL-5, PULL-7). Runs everywhere.
 * Every screen that says « à préparer », « à prendre », « à revoir » or « à ranger » counts here: two screens never say two numbers.
 */
import type { SiteId } from '../ids.ts'
import { compareMoments } from '../local-date.ts'
import { isDone, isForSecondPass, isInBay, isOpen, lineState, type Order } from '../order/order.ts'
import { compareBySlot } from '../order/share-barcodes.ts'
import type { DeskState } from '../row/desk-state.ts'

export interface WorkLeft {
  /** Orders to prepare: with a document to take or to look for again, or without a bay yet. */
  readonly orders: number
  /** Documents to take at this pass. */
  readonly toTake: number
  /** Documents not found once, to look for again (PULL-5). */
  readonly toReview: number
  /** Orders of which every document is settled, and that wait for their bay (PULL-7). */
  readonly toBag: number
}

const nothing: WorkLeft = { orders: 0, toTake: 0, toReview: 0, toBag: 0 }

const workLeftOf = (order: Order): WorkLeft => {
  if (!isOpen(order)) return nothing
  const left = order.lines.map((line) => ({ line, state: lineState(order, line) })).filter(({ line, state }) => !isDone(line, state))
  const toReview = left.filter(({ line, state }) => isForSecondPass(line, state)).length
  const toBag = left.length === 0 && !isInBay(order) ? 1 : 0
  return { orders: left.length > 0 || toBag > 0 ? 1 : 0, toTake: left.length - toReview, toReview, toBag }
}

/** True for an order to prepare, whoever has arrived for it meanwhile. */
export const hasWorkLeft = (order: Order): boolean => workLeftOf(order).orders > 0

/** The work left on these orders together. */
export const workLeft = (orders: Iterable<Order>): WorkLeft =>
  [...orders].map(workLeftOf).reduce(
    (sum, one) => ({
      orders: sum.orders + one.orders,
      toTake: sum.toTake + one.toTake,
      toReview: sum.toReview + one.toReview,
      toBag: sum.toBag + one.toBag,
    }),
    nothing,
  )

/** The orders to prepare at one site, of every day; earliest slot first. */
export const ordersToPrepareAt = (state: DeskState, siteId: SiteId | undefined): readonly Order[] =>
  [...state.all('order')].filter((order) => order.slot.siteId === siteId && hasWorkLeft(order)).sort(compareBySlot)

/** The earliest slot first, in one slot what was ordered late (ORD-5): what cannot wait for the end of a walk. */
export const comparePressing = (a: Order, b: Order): number => compareMoments(a.slot, b.slot) || Number(b.isUrgent) - Number(a.isUrgent)
