/**
 * The shape of each state of an order, the same on every screen. Runs in the browser.
 * A new state does not compile until it has its shape.
 */
import type { ShownState } from '../../domain/slot/day-progress.ts'
import { Mark, type MarkName } from './icon.tsx'

export const markByState: Readonly<Record<ShownState, MarkName>> = {
  'to-prepare': 'todo',
  'in-preparation': 'doing',
  ready: 'ready',
  arrived: 'arrived',
  late: 'late',
  'handed-over': 'done',
  'no-show': 'noshow',
  cancelled: 'cancelled',
}

export const OrderMark = ({ state }: { readonly state: ShownState }) => <Mark name={markByState[state]} />
