/**
 * May this handover be recorded? The last check before the commit, on what the screen already judged document by document.
 * Runs on the tablet only: once recorded, a handover is a fact and nobody refuses it (HO-6).
 */
import type { CardNumber, OrderId } from '../ids.ts'
import { judgeLoan, type LoanWanted } from '../loan-right/judge-loan.ts'
import type { Operation } from '../operation/operation.ts'
import type { Refusal } from '../operation/refusal.ts'
import { type Order, orderAnswers } from '../order/order.ts'
import type { Patron } from '../patron/patron.ts'
import { accept, type Result, refuse } from '../result.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { judgeDocument } from './judge-document.ts'

type HandOverOrder = Extract<Operation, { readonly kind: 'hand-over-order' }>

/** HO-1, ABS-2: the order, if there is one, and its patron; refuses an order already handed over or cancelled, and a card that the directory does not know. */
export const judgeParties = (
  state: DeskState,
  orderId: OrderId | undefined,
  card: CardNumber,
): Result<{ readonly order: Order | undefined; readonly patron: Patron; readonly settings: Settings }, Refusal> => {
  const order = orderId === undefined ? undefined : state.get('order', orderId)
  if (orderId !== undefined && order === undefined) return refuse({ kind: 'order-unknown', orderId })
  const refusal = order === undefined ? undefined : orderAnswers(order).refusesHandover
  if (order !== undefined && refusal !== undefined) return refuse({ kind: refusal, orderId: order.id })
  const settings = state.get('settings', 'settings')
  const patron = state.get('patron', card)
  return settings === undefined || patron === undefined ? refuse({ kind: 'patron-unknown', card }) : accept({ order, patron, settings })
}

/**
 * Refuses a handover that is empty or of a closed order, a document that may not leave, and a loan beyond the rights without a reason:
 * HO-3, HO-4, HO-5, LOAN-1, LOAN-3, RET-2. Judged on its true day (HO-10).
 */
export const judgeHandOverOrder = (state: DeskState, { orderId, card, items, happened }: HandOverOrder): Result<undefined, Refusal> => {
  const parties = judgeParties(state, orderId, card)
  if (!parties.ok) return parties
  const { settings, patron } = parties.value
  if (items.length === 0) return refuse({ kind: 'nothing-scanned' })
  const given: LoanWanted[] = []
  for (const item of items) {
    const document = judgeDocument(state, item.barcode, { card, orderId }, happened.date)
    if (!document.ok) return document
    const loan = judgeLoan(settings, patron, given, item, happened.date)
    if (!loan.ok && item.overrideReason === undefined) return loan
    given.push(item)
  }
  return accept(undefined)
}
