/**
 * Which bay the next pile goes into (PULL-7). Runs on the tablet. Bays are plain numbers, so that none reads like an order.
 */
import type { SiteId } from '../ids.ts'
import { itemState } from '../item/item-state.ts'
import { baysOf, isOpen, type Order, orderAnswers, pickedBarcodes } from '../order/order.ts'
import type { DeskReader, DeskState } from '../row/desk-state.ts'

/** Its pile, once there is one, still stands there: the order is open, or it was cancelled or not fetched and its documents were not put back yet. */
export const isPileThere = (state: DeskReader, order: Order): boolean =>
  isOpen(order) ||
  (orderAnswers(order).pile !== 'gone' &&
    pickedBarcodes(order).some((barcode) => {
      const item = state.get('item', barcode)
      const where = item === undefined ? undefined : itemState(item)
      return where?.kind === 'picked' && where.orderIds.includes(order.id)
    }))

/** PULL-7: the orders whose pile stands in each bay of a site. */
export const bayHolders = (state: DeskState, siteId: SiteId): ReadonlyMap<number, readonly Order[]> => {
  const ordersByBay = new Map<number, Order[]>()
  for (const order of state.all('order')) {
    if (order.slot.siteId !== siteId) continue
    const bays = baysOf(order)
    if (bays.length === 0 || !isPileThere(state, order)) continue
    for (const bay of bays) ordersByBay.set(bay, [...(ordersByBay.get(bay) ?? []), order])
  }
  return ordersByBay
}

/** PULL-7: the lowest bay up to the last one that is not taken. */
export const lowestFree = (taken: { readonly has: (bay: number) => boolean }, last: number): number | undefined => {
  for (let bay = 1; bay <= last; bay++) if (!taken.has(bay)) return bay
  return undefined
}

/** PULL-7: the lowest free bay of the site; undefined when all are taken, or the site has none. */
export const chooseBay = (state: DeskState, siteId: SiteId): number | undefined => {
  const last = state.get('settings', 'settings')?.sites.find((site) => site.id === siteId)?.bays ?? 0
  return lowestFree(bayHolders(state, siteId), last)
}
