/**
 * Documents that left by the ordinary desk while they waited on an order (ORD-4). Runs everywhere.
 * The order says so, before its patron comes: the document is no longer in the bay, or the ILS has not seen it return.
 */

import type { ItemBarcode } from '../ids.ts'
import { itemState } from '../item/item-state.ts'
import type { DeskReader } from '../row/desk-state.ts'
import type { Order } from './order.ts'
import { isOpen, pickedBarcodes } from './order-state.ts'

/** ORD-4: the picked documents of an open order that the ILS reports as lent. */
export const lentElsewhere = (reader: DeskReader, order: Order): readonly ItemBarcode[] =>
  isOpen(order)
    ? pickedBarcodes(order).filter((barcode) => {
        const item = reader.get('item', barcode)
        return item?.ilsLoanSince !== undefined && itemState(item).kind !== 'out'
      })
    : []
