/**
 * An order that a restore lost, in English. The last act on it tells two such orders apart. Runs everywhere; pure.
 * Typed by the French words beside it.
 */
import type { DoneWords, LastDone, lostOrder as lostOrderFr } from '../fr/order-lost.ts'

const done: DoneWords = {
  'pick-item': 'item picked',
  'unpick-item': 'item taken off its pile',
  'report-not-found': 'item not found',
  'give-up-line': 'item given up',
  'bag-order': 'put into its bay',
  'print-label': 'label printed',
  'record-arrival': 'arrival recorded',
  'hand-over-order': 'handed over',
  'undo-handover': 'handover undone',
  'confirm-no-show': 'no-show recorded',
}

const sayLast = ({ type, who, date, time }: LastDone): string => {
  const what = Object.entries(done).find(([kind]) => kind === type)?.[1] ?? 'last press'
  return `${what}${date === undefined ? '' : ` on ${date}`} at ${time} by ${who}`
}

export const lostOrder: typeof lostOrderFr = (last) => ({
  short: last === undefined ? 'An order lost by the restore' : `Order lost (${sayLast(last)})`,
  heading: `Work was done for an order that did not come back${last === undefined ? '' : ` (${sayLast(last)})`}`,
})
