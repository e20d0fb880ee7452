/**
 * What the closing of the days does for the figures: the places and the hours of the day as the settings of that day say, how many persons
 * stand behind each cell of a month that ended, and the end of the sets of patrons (STAT-4, STAT-5); and what a first start counts. Runs on the endpoint.
 */
import { createHash, createHmac } from 'node:crypto'
import { handoverSubject, type KnownOrders, loadsOf, operationOfHandover } from '../../domain/figures/count-parts.ts'
import { type Counted, countsAnything } from '../../domain/figures/counted.ts'
import { type CountedSince, sinceMemo } from '../../domain/figures/counted-since.ts'
import { type Count, loadMeasures, parseCrossing, timingMeasures } from '../../domain/figures/figures.ts'
import { openMinutesOfDay } from '../../domain/figures/open-minutes.ts'
import {
  daysAfterPeriod,
  fewestPersons,
  firstDayOf,
  highestSmallest,
  lastDayOf,
  monthAfter,
  monthBefore,
  monthOf,
  yearOf,
} from '../../domain/figures/period.ts'
import { preparingDays, preparingTime, type Tick } from '../../domain/figures/preparing-time.ts'
import { timingDays } from '../../domain/figures/timings.ts'
import { type CardNumber, toCardNumber } from '../../domain/ids.ts'
import { type Instant, msPerDay, toInstant } from '../../domain/instant.ts'
import type { Item } from '../../domain/item/item.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { formatItemSubject } from '../../domain/operation/subject.ts'
import { type Order, orderAnswers, pickedBarcodes } from '../../domain/order/order.ts'
import { retentionDefaults, type Settings } from '../../domain/settings/settings.ts'
import { slotsOfDay } from '../../domain/slot/build-slots.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'
import { forgetMoves, readMoves } from './slot-moves.ts'

const keyNameOf = async (transaction: StoreTransaction, period: string): Promise<string> =>
  `${(await transaction.library()).identity}-${period}`

/** Hexadecimal digits that tell one key from another. */
const printDigits = 16
const printOf = (key: Buffer): string => createHash('sha256').update('print').update(key).digest('hex').slice(0, printDigits)

/** The key under which the period counts now; undefined: it counts no more. */
const keyOf = async (transaction: StoreTransaction, period: string, today: LocalDate): Promise<Buffer | undefined> => {
  const known = (await transaction.figures.patronPeriods()).find((one) => one.period === period)
  if (known?.destroyedOn !== undefined) return undefined
  const key = transaction.figures.periodKeys.make(await keyNameOf(transaction, period))
  if (known?.print === printOf(key)) return key
  if (known !== undefined) await transaction.figures.emptyPatrons(period)
  const memo = await transaction.memo(sinceMemo)
  // Written by `countBase` alone.
  const begun = memo === undefined ? today : (JSON.parse(memo) as CountedSince).documents
  const first = firstDayOf(period)
  const [, whole = first] = [first, begun].sort()
  const since = known === undefined ? whole : today
  await transaction.figures.keepPatronPeriod({ period, since, print: printOf(key), size: undefined, destroyedOn: undefined })
  return key
}

/** The card that a handover names, as long as its receipt is whole. */
const cardOf = async (transaction: StoreTransaction, subject: string): Promise<CardNumber | undefined> => {
  for (const { envelope, outcome } of await transaction.receiptsOf(operationOfHandover(subject))) {
    if (envelope === '' || !outcome.startsWith('accepted')) continue
    const { payload } = JSON.parse(envelope) as { readonly payload: { readonly card: string } }
    return toCardNumber(payload.card)
  }
  return undefined
}

const dayOf = ({ parts }: Counted): LocalDate | undefined => Object.values(parts).flatMap((counts) => counts.map(({ day }) => day))[0]

/**
 * STAT-5: whoever was handed something is in the sets, by a keyed hash of the card, and whoever was not after all has left them. The keys lie in
 * files outside the database.
 */
const countPatrons = async (transaction: StoreTransaction, today: LocalDate, now: Instant): Promise<void> => {
  const keys = new Map<string, Buffer | undefined>()
  for (const { subject, counted } of await transaction.figures.countedHandovers()) {
    const isHere = countsAnything(counted)
    if (isHere === (counted.setDay !== undefined)) continue
    const card = await cardOf(transaction, subject)
    const day = isHere ? dayOf(counted) : counted.setDay
    if (card === undefined || day === undefined) continue
    for (const period of [monthOf(day), yearOf(day)]) {
      if (!keys.has(period)) keys.set(period, await keyOf(transaction, period, today))
      const key = keys.get(period)
      if (key === undefined) continue
      await transaction.figures.movePatron(period, createHmac('sha256', key).update(card).digest('hex'), isHere ? 1 : -1)
    }
    await transaction.figures.keepCounted(subject, { ...counted, setDay: isHere ? day : undefined }, now)
  }
}

/** Of a period that is over, only how many they were is kept; key and set are destroyed, and the day is written down. */
const endPatronPeriods = async (transaction: StoreTransaction, today: LocalDate): Promise<void> => {
  for (const period of await transaction.figures.patronPeriods()) {
    if (period.destroyedOn !== undefined || today < addDays(lastDayOf(period.period), daysAfterPeriod)) continue
    const size = await transaction.figures.patronsOf(period.period)
    transaction.figures.periodKeys.destroy(await keyNameOf(transaction, period.period))
    await transaction.figures.emptyPatrons(period.period)
    await transaction.figures.keepPatronPeriod({ ...period, size, destroyedOn: today })
  }
}

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

/** How far the last days filled limits and bays (SET-2), from orders present and remembered; a late fact corrects its day for a week. */
const countLoads = async (transaction: StoreTransaction, settings: Settings, today: LocalDate): Promise<void> => {
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

/** The last day whose places were counted. */
const placesMemo = 'figures-places'
const dailyMemo = 'figures-daily'
export const preparingMemo = 'figures-preparing'
/** Four whole weeks, and the one that runs, with time for a silent tablet. */
const keptTimingDays = 62
/** What was added is remembered at least until the month after is over and its late tablets have spoken. Days. */
const shortestMemoryDays = 62

/** The places of one day by the hour, and its minutes open. */
const countPlaces = async (transaction: StoreTransaction, settings: Settings, day: LocalDate): Promise<void> => {
  const places: Count[] = []
  const minutes: Count[] = []
  for (const { id: site } of settings.sites) {
    const byHour = new Map<string, number>()
    for (const { key, capacity } of slotsOfDay(settings, site, day)) {
      const hour = key.time.slice(0, 2)
      byHour.set(hour, (byHour.get(hour) ?? 0) + capacity)
    }
    for (const [value, amount] of byHour) places.push({ day, measure: 'place', site, value, amount })
    const amount = openMinutesOfDay(settings, site, day)
    if (amount > 0) minutes.push({ day, measure: 'open-minutes', site, value: '', amount })
  }
  await transaction.figures.replace(day, 'place', places)
  await transaction.figures.replace(day, 'open-minutes', minutes)
}

/** Today, and the days since the last closing: the endpoint may have been off. */
const countPlacesSince = async (transaction: StoreTransaction, settings: Settings, today: LocalDate): Promise<void> => {
  const last = ((await transaction.memo(placesMemo)) ?? today) as LocalDate
  for (let day = addDays(last, 1); day < today; day = addDays(day, 1)) await countPlaces(transaction, settings, day)
  await countPlaces(transaction, settings, today)
  for (let day = last; day <= today; day = addDays(day, 1))
    for (const measure of timingMeasures) await transaction.figures.replace(addDays(day, -keptTimingDays), measure, [])
  await transaction.keepMemo(placesMemo, today)
}

/**
 * How many persons at least stand behind each cell of a month, as far as receipts are whole: never fewer than was found before. Counted up
 * to the highest number that the library may ask for, and no further.
 */
const countPersons = async (transaction: StoreTransaction, month: string, asked: number): Promise<void> => {
  const first = `${month}-01` as LocalDate
  const last = lastDayOf(month)
  const cards = new Map<string, Set<string>>()
  const note = (value: string, card: string): void => {
    cards.set(value, (cards.get(value) ?? new Set()).add(card))
  }
  for (let day = first; day <= last; day = addDays(day, 1)) {
    for (const { operationId, envelope } of await transaction.receiptsOfDay(day, ['hand-over-order'])) {
      if (envelope === '') continue
      const counted = await transaction.figures.counted(handoverSubject(operationId))
      const { payload } = JSON.parse(envelope) as { readonly payload: { readonly card: string; readonly orderId?: string } }
      for (const { value } of Object.values(counted?.parts ?? {}).flat()) {
        note(value, payload.card)
        // Of those who ordered, the category alone: no document type is named so.
        if (payload.orderId !== undefined) note(parseCrossing(value)[0], payload.card)
      }
    }
  }
  const before = (await transaction.figures.counts(first, first)).filter(({ measure }) => measure === 'person')
  const amounts = new Map(before.map(({ value, amount }) => [value, amount]))
  for (const [value, { size }] of cards) amounts.set(value, Math.max(amounts.get(value) ?? 0, Math.min(size, highestSmallest)))
  const counts = [...amounts].map(([value, amount]): Count => ({ day: first, measure: 'person', site: undefined, value, amount }))
  await transaction.figures.replace(first, 'person', counts)
  // As asked when it ended: two thresholds for one month would give away between them what each hides.
  if ((await transaction.figures.counts(first, first)).some(({ measure }) => measure === 'fewest')) return
  await transaction.figures.replace(first, 'fewest', [{ day: first, measure: 'fewest', site: undefined, value: '', amount: asked }])
}

/** How long a document took to prepare in the last four weeks (STAT-9). */
const measurePreparing = async (transaction: StoreTransaction, today: LocalDate): Promise<void> => {
  const ticks: Tick[] = []
  for (let day = addDays(today, -preparingDays); day < today; day = addDays(day, 1)) {
    for (const { deviceId, envelope } of await transaction.receiptsOfDay(day, ['pick-item'])) {
      if (envelope !== '') ticks.push({ deviceId, at: (JSON.parse(envelope) as { readonly at: Instant }).at })
    }
  }
  await transaction.keepMemo(preparingMemo, JSON.stringify(preparingTime(ticks)) ?? '')
}

/** Once a day: of the month that ended while late tablets may still speak of it, and of the work of four weeks. */
const countOnce = async (transaction: StoreTransaction, settings: Settings, today: LocalDate): Promise<void> => {
  if ((await transaction.memo(dailyMemo)) === today) return
  await transaction.keepMemo(dailyMemo, today)
  await measurePreparing(transaction, today)
  await countLoads(transaction, settings, today)
  const ended = monthBefore(monthOf(today))
  if (today <= addDays(lastDayOf(ended), daysAfterPeriod + 1))
    await countPersons(transaction, ended, settings.fewestPersons ?? fewestPersons)
}

export const closeFigures = async (transaction: StoreTransaction, today: LocalDate, now: Instant): Promise<void> => {
  const settings = await transaction.row('settings', 'settings')
  if (settings === undefined) return
  await countPlacesSince(transaction, settings, today)
  await countOnce(transaction, settings, today)
  await countPatrons(transaction, today, now)
  await endPatronPeriods(transaction, today)
  const kept = Math.max(settings.keepLoanDays ?? retentionDefaults.keepLoanDays, shortestMemoryDays)
  await transaction.figures.forgetCounted(toInstant(now - kept * msPerDay))
}

/**
 * Notes, once, since when a library's figures are whole (STAT-6): its first receipt, or this start, before anyone is heard. Counts the places
 * of the days since, and the persons of the months that are over.
 */
export const beginCounting = async (transaction: StoreTransaction, now: Instant): Promise<void> => {
  const settings = await transaction.row('settings', 'settings')
  if (settings === undefined || (await transaction.memo(sinceMemo)) !== undefined) return
  const toLocal = wallClockOf(settings.zone)
  const [first, today] = [toLocal((await transaction.figures.firstReceivedAt()) ?? now).date, toLocal(now).date]
  for (let day = first; day <= today; day = addDays(day, 1)) await countPlaces(transaction, settings, day)
  await transaction.keepMemo(placesMemo, today)
  for (let month = monthOf(first); lastDayOf(month) < today; month = monthAfter(month))
    await countPersons(transaction, month, fewestPersons)
  const since: CountedSince = { documents: first, orders: first }
  await transaction.keepMemo(sinceMemo, JSON.stringify(since))
}
