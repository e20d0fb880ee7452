/**
 * A request that a lost history had accepted, about an order that a tablet brought back from there (CASE-24). Runs on the endpoint, inside a
 * transaction. The row may have it already: then nothing is done twice, and what came after it there is not undone.
 */
import type { DeskRequest } from '../../../domain/operation/operation.ts'
import { isAsSeen } from '../../../domain/order/change-lines.ts'
import type { Order } from '../../../domain/order/order.ts'
import { isSameSlot } from '../../../domain/slot/slot.ts'
import { underWayMs } from '../../storage/asked-orders.ts'
import type { StoreReader } from '../../storage/store.ts'

/** What this request wants is so in the order that was brought. */
const isSo = (order: Order, request: DeskRequest): boolean => {
  switch (request.kind) {
    case 'place-order':
      return true
    case 'cancel-order':
      return order.cancelledBy !== undefined
    case 'reschedule-order':
      return isSameSlot(order.slot, request.to)
    case 'write-note':
      return order.note === request.note
    case 'substitute-record':
      return order.lines.some(({ id, wanted }) => id === request.lineId && wanted.kind === 'record' && wanted.recordId === request.to)
    case 'change-lines':
      return isAsSeen(order, { ...request, removes: request.adds, adds: request.removes })
    case 'claim':
    case 'release-claim':
    case 'settle-case':
      return false
  }
}

/**
 * What a request that a lost history had accepted is to an order that was brought from there: 'so': done already; 'overtaken': the base has it,
 * and something later in its place. Undefined: neither.
 */
export const judgeByBrought = async (
  reader: StoreReader,
  request: DeskRequest,
  accepted: number,
): Promise<'so' | 'overtaken' | undefined> => {
  const order = 'orderId' in request ? await reader.row('order', request.orderId) : undefined
  if (order?.brought === undefined) return undefined
  if (isSo(order, request)) return 'so'
  return accepted <= order.brought.at - underWayMs ? 'overtaken' : undefined
}
