/**
 * May this handover be recorded? The last check before the commit, on what the screen already judged document by document. Runs everywhere.
 * It is asked on the tablet only: once recorded, a handover is a fact and nobody refuses it (HO-6).
 */
import type { DeskState } from '../desk/desk-state.ts'
import type { Operation } from '../desk/operation.ts'
import type { Refusal } from '../desk/refusal.ts'
import { isInQuarantine, itemState } from '../item/item-state.ts'
import type { LoanWanted } from '../loan-right/judge-loan.ts'
import { judgeLoan } from '../loan-right/judge-loan.ts'
import type { LocalMoment } from '../local-date.ts'
import { baysOf, isOpen, orderState } from '../order/order-state.ts'
import { accept, type Result, refuse } from '../result.ts'

type HandOverOrder = Extract<Operation, { readonly kind: 'hand-over-order' }>

/**
 * HO-3, HO-4, HO-5, LOAN-1, LOAN-3, RET-2: refuses a closed order, an empty handover, a document that is out to someone else, in
 * quarantine or on another open order's pile, and a loan beyond the patron's rights without a reason given.
 */
export const judgeHandOverOrder = (
  state: DeskState,
  { orderId, card, items }: HandOverOrder,
  now: LocalMoment,
): Result<undefined, Refusal> => {
  const order = orderId === undefined ? undefined : state.get('order', orderId)
  if (orderId !== undefined && order === undefined) return refuse({ kind: 'order-unknown', orderId })
  if (order !== undefined && !isOpen(order)) {
    const closed = orderState(order)
    if (closed === 'handed-over') return refuse({ kind: 'order-handed-over', orderId: order.id })
    return refuse({ kind: closed === 'no-show' ? 'order-no-show' : 'order-cancelled', orderId: order.id })
  }
  const settings = state.get('settings', 'settings')
  const patron = state.get('patron', card)
  if (settings === undefined || patron === undefined) return refuse({ kind: 'patron-unknown', card })
  if (items.length === 0) return refuse({ kind: 'nothing-scanned' })
  const given: LoanWanted[] = []
  for (const item of items) {
    const { barcode, overrideReason } = item
    const row = state.get('item', barcode)
    const where = row === undefined ? undefined : itemState(row)
    const holder = where?.kind === 'out' ? where.cards.find((other) => other !== card) : undefined
    if (holder !== undefined) return refuse({ kind: 'item-out', barcode, card: holder })
    if (row !== undefined && where?.kind === 'returned' && where.quarantineUntil !== undefined && isInQuarantine(row, now.date)) {
      return refuse({ kind: 'item-in-quarantine', barcode, until: where.quarantineUntil })
    }
    for (const id of where?.kind === 'picked' ? where.orderIds : []) {
      const other = id === orderId ? undefined : state.get('order', id)
      // A patron with several orders may take them together: only somebody else's pile is refused.
      if (other !== undefined && isOpen(other) && other.card !== card) {
        return refuse({ kind: 'item-of-another-order', barcode, orderId: other.id, bays: baysOf(other) })
      }
    }
    const judged = judgeLoan(settings, patron, given, item, now.date)
    if (!judged.ok && overrideReason === undefined) return judged
    given.push(item)
  }
  return accept(undefined)
}
