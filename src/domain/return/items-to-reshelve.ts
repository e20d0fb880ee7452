/**
 * What is to be put back on the shelves today, in walking order, and what still rests in quarantine (ORD-3, HO-5, ABS-2, RET-2).
 * Runs on the tablet. The list is computed: a document leaves it when it is scanned as reshelved, or picked again.
 */
import type { ItemBarcode, OrderId } from '../ids.ts'
import { findDocument } from '../item/find-document.ts'
import type { IlsWants, Item } from '../item/item.ts'
import { isInQuarantine, itemState, wantedByIls } from '../item/item-state.ts'
import type { CatalogueItem } from '../item/record.ts'
import type { LocalDate } from '../local-date.ts'
import { isOnPileOf, isOpen, orderAnswers } from '../order/order.ts'
import { compareShelves } from '../pull-list/compare-shelves.ts'
import type { DeskState } from '../row/desk-state.ts'
import { keptUntil } from '../slot/lateness.ts'

export type ReshelveReason =
  /** Returned, and its quarantine, if it had one, is over. */
  | { readonly kind: 'returned' }
  | { readonly kind: 'left-behind'; readonly orderId: OrderId }
  /** Picked for an order that was then cancelled. */
  | { readonly kind: 'cancelled'; readonly orderId: OrderId }
  /** Picked for a line that its order has no more: taken out (PHONE-15), or lost by a roll-back. */
  | { readonly kind: 'removed'; readonly orderId: OrderId }
  /** Picked for a patron who did not come, and kept long enough. */
  | { readonly kind: 'no-show'; readonly orderId: OrderId }

export interface ItemToReshelve {
  readonly barcode: ItemBarcode
  /** undefined: the base does not know the document; the catalogue file may. */
  readonly document: CatalogueItem | undefined
  readonly reason: ReshelveReason
  /** RET-9: where else than to its shelf it goes. */
  readonly ilsWants: IlsWants | undefined
}

export interface ItemInQuarantine {
  readonly barcode: ItemBarcode
  readonly document: CatalogueItem | undefined
  /** First day on which it may be lent again. */
  readonly until: LocalDate
  readonly ilsWants: IlsWants | undefined
}

/** The reason to put back a document that stands on the pile of closed orders; undefined while any order still needs it. */
const reasonOfPile = (state: DeskState, item: Item, orderIds: readonly OrderId[], today: LocalDate): ReshelveReason | undefined => {
  const settings = state.get('settings', 'settings')
  let reason: ReshelveReason | undefined
  for (const orderId of orderIds) {
    const order = state.get('order', orderId)
    // An order that was erased from the base left its documents here: they go back.
    const pile = order === undefined ? 'to-reshelve' : orderAnswers(order).pile
    if (pile === 'to-reshelve') {
      reason = { kind: 'cancelled', orderId }
    } else if (pile === 'kept' && order !== undefined && settings !== undefined) {
      const until = keptUntil(settings, order)
      if (until !== undefined && today < until) return undefined
      reason = { kind: 'no-show', orderId }
    } else if (order !== undefined && isOpen(order) && !isOnPileOf(order, item)) {
      reason = { kind: 'removed', orderId }
    } else {
      return undefined
    }
  }
  return reason
}

const reasonFor = (state: DeskState, item: Item, today: LocalDate): ReshelveReason | undefined => {
  const where = itemState(item)
  switch (where.kind) {
    case 'returned':
      return isInQuarantine(item, today) ? undefined : { kind: 'returned' }
    case 'left-behind':
      return { kind: 'left-behind', orderId: where.orderId }
    case 'picked':
      return reasonOfPile(state, item, where.orderIds, today)
    case 'out':
    case 'on-shelf':
      return undefined
  }
}

/** ORD-3, HO-5, ABS-2, RET-2: what goes back to the shelves today, in walking order; unknown documents last. */
export const itemsToReshelve = (state: DeskState, today: LocalDate): readonly ItemToReshelve[] => {
  const list: ItemToReshelve[] = []
  for (const item of state.all('item')) {
    const reason = reasonFor(state, item, today)
    if (reason !== undefined) list.push({ barcode: item.id, document: findDocument(state, item.id), reason, ilsWants: wantedByIls(item) })
  }
  const compare = compareShelves(state.get('settings', 'settings')?.zones ?? [])
  return list.sort(
    (a, b) =>
      Number(a.document === undefined) - Number(b.document === undefined) ||
      (a.document !== undefined && b.document !== undefined ? compare(a.document, b.document) : 0) ||
      (a.barcode < b.barcode ? -1 : 1),
  )
}

/** RET-2: what rests in quarantine, the first to leave it first. */
export const itemsInQuarantine = (state: DeskState, today: LocalDate): readonly ItemInQuarantine[] => {
  const list: ItemInQuarantine[] = []
  for (const item of state.all('item')) {
    const where = itemState(item)
    if (where.kind === 'returned' && where.quarantineUntil !== undefined && isInQuarantine(item, today)) {
      list.push({ barcode: item.id, document: findDocument(state, item.id), until: where.quarantineUntil, ilsWants: wantedByIls(item) })
    }
  }
  return list.sort((a, b) => (a.until === b.until ? (a.barcode < b.barcode ? -1 : 1) : a.until < b.until ? -1 : 1))
}
