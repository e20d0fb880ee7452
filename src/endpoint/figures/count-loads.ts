/**
 * Counts how far the last days filled limits and bays (SET-2), from present orders and those that the endpoint still remembers.
 * Runs on the endpoint, once a day, at the closing. A late fact corrects its day for a week.
 */
import { loadMeasures } from '../../domain/figures/count.ts'
import { type KnownOrders, loadsOf } from '../../domain/figures/loads.ts'
import { timingDays } from '../../domain/figures/timings.ts'
import type { Item } from '../../domain/item/item.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { formatItemSubject } from '../../domain/operation/subject.ts'
import type { Order } from '../../domain/order/order.ts'
import { orderAnswers, pickedBarcodes } from '../../domain/order/order-state.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'
import { forgetMoves, readMoves } from './slot-moves.ts'

/** Days that are counted again. */
const mendedDays = 8

/** The orders that are here, and what was remembered of those that left. */
const readOrders = async (reader: StoreReader): Promise<readonly Order[]> => {
  const orders = new Map<string, Order>()
  // Of all rows, an order alone says when it was placed.
  for (const { row } of await reader.erasedRowsHolding('placedAt')) if (row.kind === 'order') orders.set(row.id, row)
  for (const order of await reader.rowsOf('order')) orders.set(order.id, order)
  return [...orders.values()]
}

const readKnown = async (reader: StoreReader, settings: Settings): Promise<KnownOrders> => {
  const orders = await readOrders(reader)
  const items = new Map<Item['id'], Item>()
  const cancelledAt = new Map<Order['id'], Order['placedAt']>()
  for (const order of orders) {
    const { pile } = orderAnswers(order)
    if (pile === 'kept' || pile === 'to-reshelve') {
      for (const barcode of pickedBarcodes(order)) {
        const here = await reader.row('item', barcode)
        const [erased] = here === undefined ? await reader.erasedRows([formatItemSubject(barcode)]) : []
        const item = here ?? (erased?.row.kind === 'item' ? erased.row : undefined)
        if (item !== undefined) items.set(barcode, item)
      }
    }
    if (order.cancelledBy === undefined) continue
    const [receipt] = await reader.receiptsOf(order.cancelledBy.operationId)
    if (receipt !== undefined) cancelledAt.set(order.id, receipt.receivedAt)
  }
  return { orders, items, cancelledAt, moves: await readMoves(reader), toLocal: wallClockOf(settings.zone) }
}

export const countLoads = async (transaction: StoreTransaction, settings: Settings, today: LocalDate): Promise<void> => {
  const isFirst =
    (await transaction.figures.firstDayOf('held')) === undefined && (await transaction.figures.firstDayOf('bay')) === undefined
  const days = { from: addDays(today, -(isFirst ? timingDays : mendedDays)), to: addDays(today, -1) }
  const known = await readKnown(transaction, settings)
  const counts = loadsOf(known, days)
  await forgetMoves(transaction, known.toLocal, today)
  for (let day = days.from; day <= days.to; day = addDays(day, 1))
    for (const measure of loadMeasures)
      await transaction.figures.replace(
        day,
        measure,
        counts.filter((count) => count.day === day && count.measure === measure),
      )
}
