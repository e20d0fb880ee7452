/**
 * May a document go to a pile, or back to its shelf? Asked of a pick and of a tick of the list to reshelve. Runs everywhere.
 * A refusal says where it is instead.
 */
import type { ItemBarcode } from '../ids.ts'
import { isInQuarantine, itemState } from '../item/item-state.ts'
import type { LocalMoment } from '../local-date.ts'
import { isOnPileOf, isOpen } from '../order/order.ts'
import { refuse } from '../result.ts'
import type { DeskState } from '../row/desk-state.ts'
import { type Decision, yes } from './kind.ts'

/** PULL-4: the document may go to a pile: it is here, free of quarantine, and on no other pile. */
export const freeItem = (state: DeskState, barcode: ItemBarcode, now: LocalMoment): Decision => {
  const item = state.get('item', barcode)
  if (item === undefined) return yes
  const where = itemState(item)
  const [card] = where.kind === 'out' ? where.cards : []
  if (card !== undefined) return refuse({ kind: 'item-out', barcode, card })
  const holder =
    where.kind === 'picked'
      ? where.orderIds.find((id) => {
          const order = state.get('order', id)
          return order !== undefined && isOpen(order) && isOnPileOf(order, item)
        })
      : undefined
  if (holder !== undefined) return refuse({ kind: 'item-already-picked', orderId: holder })
  if (where.kind === 'returned' && where.quarantineUntil !== undefined && isInQuarantine(item, now.date)) {
    return refuse({ kind: 'item-in-quarantine', barcode, until: where.quarantineUntil })
  }
  return yes
}
