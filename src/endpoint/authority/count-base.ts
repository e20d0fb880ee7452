/**
 * Counts, once, what happened before this build counted (STAT-2): the receipts that are still whole are played over the rows that are
 * still known, in memory, and what comes of it is counted. Runs at the start of the endpoint, before anyone is heard.
 * The ILS's own orders leave no receipt: those of closed days are known for a month, and before it orders are not counted.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { apply } from '../../domain/desk/apply.ts'
import { putBack } from '../../domain/desk/erased-row.ts'
import { type CountedSince, sinceMemo } from '../../domain/figures/counted-since.ts'
import { fewestPersons, lastDayOf, monthAfter, monthOf } from '../../domain/figures/period.ts'
import { type Instant, msPerDay } from '../../domain/instant.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { asReceived } from '../../domain/operation/doubtful-dates.ts'
import type { DeskReader, Row, RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import { retentionDefaults } from '../../domain/settings/default-settings.ts'
import { type WallClock, wallClockOf } from '../clock/wall-clock-of.ts'
import { countPersons, countPlaces, placesMemo } from '../figures/close-figures.ts'
import { countRows } from '../figures/count-rows.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { readOperation } from './read-operation.ts'

/** Receipts played between two looks at what else waits. */
const sliceSize = 1000
/** A closed order of the ILS is known so long: two days less than its tombstone. */
const closedOrderDays = 28

class Scratch implements DeskReader {
  readonly #rows = new Map<string, Row>()

  get<K extends RowKind>(kind: K, id: RowId<K>): RowOf<K> | undefined {
    // Under a key that holds the kind lies a row of that kind.
    return this.#rows.get(`${kind}\n${id}`) as RowOf<K> | undefined
  }

  put(row: Row): void {
    this.#rows.set(`${row.kind}\n${row.id}`, row)
  }

  counted(): readonly Row[] {
    return [...this.#rows.values()].filter(({ kind }) => kind === 'order' || kind === 'item')
  }
}

/** What is still known: the rows, and what erased ones held. */
const readKnown = async (transaction: StoreTransaction): Promise<Scratch> => {
  const scratch = new Scratch()
  const settings = await transaction.row('settings', 'settings')
  if (settings !== undefined) scratch.put(settings)
  for (const row of [...(await transaction.rowsOf('order')), ...(await transaction.rowsOf('item'))]) scratch.put(row)
  for (const { row } of await transaction.erasedRowsHolding('')) {
    if (row.kind === 'item') scratch.put(putBack(row, scratch.get('item', row.id)))
    if (row.kind === 'order') scratch.put(putBack(row, scratch.get('order', row.id)))
  }
  return scratch
}

/** Plays the whole receipts over them; answers when the first was received. */
const play = async (transaction: StoreTransaction, scratch: Scratch, toLocal: WallClock): Promise<Instant | undefined> => {
  let first: Instant | undefined
  for (let after = 0; ; ) {
    const receipts = await transaction.figures.wholeReceipts(after, sliceSize)
    for (const { hash, envelope, deviceId, receivedAt } of receipts) {
      const { read } = readOperation({ hash, envelope })
      if (!read.ok) continue
      for (const row of apply(scratch, asReceived({ ...read.envelope, deviceId }, receivedAt, toLocal)).rows) scratch.put(row)
    }
    first ??= receipts[0]?.receivedAt
    const last = receipts.at(-1)
    if (last === undefined) return first
    after = last.number
    await nextTurn()
  }
}

const sinceWhen = async (transaction: StoreTransaction, first: Instant | undefined, now: Instant): Promise<CountedSince> => {
  const settings = await transaction.row('settings', 'settings')
  const toLocal = wallClockOf(settings?.zone)
  const kept = settings?.keepLoanDays ?? retentionDefaults.keepLoanDays
  const isAnyEmptied = first !== undefined && first < now - (kept - 1) * msPerDay
  const documents = addDays(toLocal(first ?? now).date, isAnyEmptied ? 1 : 0)
  const isAnyForgotten = (await transaction.oldestCursor()) > 0
  const known = addDays(toLocal(now).date, -closedOrderDays)
  return { documents, orders: isAnyForgotten && known > documents ? known : documents }
}

const days = (from: LocalDate, to: LocalDate): readonly LocalDate[] => {
  const all: LocalDate[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) all.push(day)
  return all
}

/** Does nothing where it was done. */
export const countBase = async (transaction: StoreTransaction, now: Instant): Promise<void> => {
  const settings = await transaction.row('settings', 'settings')
  if (settings === undefined || (await transaction.memo(sinceMemo)) !== undefined) return
  const scratch = await readKnown(transaction)
  const first = await play(transaction, scratch, wallClockOf(settings.zone))
  await countRows(transaction, scratch.counted(), now, () => undefined)
  const since = await sinceWhen(transaction, first, now)
  const today = wallClockOf(settings.zone)(now).date
  for (const day of days(since.documents, today)) await countPlaces(transaction, settings, day)
  await transaction.keepMemo(placesMemo, today)
  for (let month = monthOf(since.documents); lastDayOf(month) < today; month = monthAfter(month))
    await countPersons(transaction, month, fewestPersons)
  await transaction.keepMemo(sinceMemo, JSON.stringify(since))
}
