/**
 * What most kinds ask first: is the order still open, and the line not picked yet? Runs everywhere.
 * A refusal says what stands in the way (`operation/refusal.ts`).
 */
import type { LineId, OrderId } from '../ids.ts'
import type { Refusal } from '../operation/refusal.ts'
import { lineState, type Order, type OrderLine, orderAnswers, standingLinePicks } from '../order/order.ts'
import { accept, type Result, refuse } from '../result.ts'
import type { DeskState } from '../row/desk-state.ts'
import { type Decision, yes } from './kind.ts'

/** The order, when something can still be done with it. */
export const openOrder = (state: DeskState, orderId: OrderId): Result<Order, Refusal> => {
  const order = state.get('order', orderId)
  if (order === undefined) return refuse({ kind: 'order-unknown', orderId })
  const { refusesChange } = orderAnswers(order)
  return refusesChange === undefined ? accept(order) : refuse({ kind: refusesChange, orderId })
}

/** May be done, and done again, while the order is open. */
export const whileOpen = (state: DeskState, { orderId }: { readonly orderId: OrderId }): Decision => {
  const found = openOrder(state, orderId)
  return found.ok ? yes : found
}

export const openLine = (state: DeskState, orderId: OrderId, lineId: LineId): Result<{ order: Order; line: OrderLine }, Refusal> => {
  const order = openOrder(state, orderId)
  if (!order.ok) return order
  const line = order.value.lines.find((candidate) => candidate.id === lineId)
  return line === undefined ? refuse({ kind: 'line-unknown' }) : accept({ order: order.value, line })
}

/** `of`: how many documents the preparer says that a wish takes (PULL-8): one more than it has is welcome. */
export const unpickedLine = (state: DeskState, orderId: OrderId, lineId: LineId, of = 0): Decision => {
  const found = openLine(state, orderId, lineId)
  if (!found.ok) return found
  const { order, line } = found.value
  const lineNow = lineState(order, line)
  if (lineNow.kind !== 'picked') return yes
  const takesMore = line.wanted.kind === 'wish' && of > standingLinePicks(order, lineId).length
  return takesMore ? yes : refuse({ kind: 'line-already-picked', barcode: lineNow.barcode })
}
