/**
 * Which line a document in the preparer's hand answers (PULL-4, ORD-6). Runs on the tablet, before the pick is recorded.
 * Whether it may be picked at all (it may be out, or in quarantine) is for `decide` to say.
 */
import type { ItemBarcode, RecordId } from '../ids.ts'
import { standingPicks } from '../item/item-state.ts'
import { isOnPileOf, isOpen, lineState, type Order, type OrderLine } from '../order/order.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { SlotKey } from '../slot/slot.ts'
import { ordersToPrepare } from './build-pull-list.ts'

export type ScanMatch =
  | { readonly kind: 'wanted'; readonly order: Order; readonly line: OrderLine }
  /** It is on an open order's pile already: a second shot changes nothing. */
  | { readonly kind: 'already-picked'; readonly order: Order; readonly line: OrderLine | undefined }
  | { readonly kind: 'unwanted' }

const asksFor = ({ wanted }: OrderLine, barcode: ItemBarcode, recordId: RecordId | undefined): boolean =>
  wanted.kind === 'item' ? wanted.barcode === barcode : wanted.kind === 'record' && wanted.recordId === recordId

/** An item line of the same record, whose own document went elsewhere or is not found: any item of the record will do. */
const acceptsInstead = ({ wanted }: OrderLine, recordId: RecordId | undefined): boolean =>
  wanted.kind === 'item' && wanted.recordId === recordId

/**
 * PULL-4: the line of the earliest slot that asks for this document, and failing that a line that asked for another item of its record.
 * `recordId` undefined: the catalogue does not know the barcode. `slots` undefined: every open order.
 */
export const matchScan = (
  state: DeskState,
  barcode: ItemBarcode,
  recordId: RecordId | undefined,
  slots?: readonly SlotKey[],
): ScanMatch => {
  const item = state.get('item', barcode)
  for (const pick of item === undefined ? [] : standingPicks(item)) {
    const order = state.get('order', pick.orderId)
    if (item !== undefined && order !== undefined && isOpen(order) && isOnPileOf(order, item)) {
      return { kind: 'already-picked', order, line: order.lines.find((line) => line.id === pick.lineId) }
    }
  }
  const waiting = ordersToPrepare(state, slots).flatMap((order) =>
    order.lines
      .filter((line) => {
        const { kind } = lineState(order, line)
        return (kind === 'to-pick' || kind === 'second-pass') && !line.goneFromIls
      })
      .map((line) => ({ order, line })),
  )
  const found = waiting.find(({ line }) => asksFor(line, barcode, recordId)) ?? waiting.find(({ line }) => acceptsInstead(line, recordId))
  return found === undefined ? { kind: 'unwanted' } : { kind: 'wanted', ...found }
}
