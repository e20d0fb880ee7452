/**
 * May this document leave with this patron, before loan rights are asked? Runs on the tablet, at each scan and before the commit.
 * No reason given by a librarian changes its answer: the document is out, at rest, or waits for somebody else.
 */
import type { CardNumber, ItemBarcode, OrderId } from '../ids.ts'
import { isInQuarantine, itemState } from '../item/item-state.ts'
import type { LocalDate } from '../local-date.ts'
import type { Refusal } from '../operation/refusal.ts'
import { baysOf, canBeCollected, isOnPileOf } from '../order/order.ts'
import { accept, type Result, refuse } from '../result.ts'
import type { DeskReader } from '../row/desk-state.ts'

/** HO-3, RET-2: refuses a document that is out to somebody else, in quarantine, or on somebody else's pile. */
export const judgeDocument = (
  reader: DeskReader,
  barcode: ItemBarcode,
  { card, orderId }: { readonly card: CardNumber; readonly orderId: OrderId | undefined },
  today: LocalDate,
): Result<undefined, Refusal> => {
  const item = reader.get('item', barcode)
  if (item === undefined) return accept(undefined)
  const where = itemState(item)
  const holder = where.kind === 'out' ? where.cards.find((other) => other !== card) : undefined
  if (holder !== undefined) return refuse({ kind: 'item-out', barcode, card: holder })
  if (where.kind === 'returned' && where.quarantineUntil !== undefined && isInQuarantine(item, today)) {
    return refuse({ kind: 'item-in-quarantine', barcode, until: where.quarantineUntil })
  }
  for (const id of where.kind === 'picked' ? where.orderIds : []) {
    const other = id === orderId ? undefined : reader.get('order', id)
    // A patron with several orders may take them together: only somebody else's pile is refused.
    if (other !== undefined && canBeCollected(other) && isOnPileOf(other, item) && other.card !== card) {
      return refuse({ kind: 'item-of-another-order', barcode, orderId: other.id, bays: baysOf(other) })
    }
  }
  return accept(undefined)
}
