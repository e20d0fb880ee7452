/**
 * The ILS's list of orders, imported while people work: the real import, on a list drawn for the day. Runs in the simulator.
 * Eight orders of the same patrons, slots and records as the desk's own; from one file to the next some move, change or are gone.
 */
import { toInstant } from '../../src/domain/instant.ts'
import type { Order } from '../../src/domain/order/order.ts'
import type { SlotFilling } from '../../src/domain/slot/slot.ts'
import type { IlsOrder } from '../../src/endpoint/ils/ils-says.ts'
import { takeOrders } from '../../src/endpoint/ils/take-orders.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import type { CatalogueEntry } from '../../src/endpoint/storage/stored.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import { aSlotKey } from '../builders/an-order.ts'
import type { Chance } from './chance.ts'
import { withoutLocker } from './newer-build.ts'
import type { SeenImport } from './oracle.ts'
import { cards, libraryId, records } from './small-library.ts'

const slots = ['2026-11-24 14:00', '2026-11-24 14:30', '2026-11-24 16:00'].map(aSlotKey)

const catalogue: readonly CatalogueEntry[] = records.flatMap(({ id, title, author, documentType, audience, copies }) =>
  copies.map((copy) => ({ ...copy, recordId: id, title, author, documentType, audience, isbn: '', year: '' })),
)

const drawOrder = (chance: Chance, n: number): IlsOrder | undefined => {
  const { date, time } = slots[chance.happens(0.2) ? chance.below(slots.length) : n % slots.length] ?? aSlotKey()
  const wanted = chance.shuffle(records).slice(0, chance.between(1, 2))
  const own = chance.happens(0.7) ? [records[n % records.length] ?? wanted[0]] : wanted
  const note = chance.happens(0.2) ? `note ${chance.below(9)}` : ''
  if (chance.happens(0.3)) return undefined
  const lines = own.flatMap((record, i) => (record === undefined ? [] : [{ line: 2 + n + i, record: record.id, barcode: '', title: '' }]))
  const card = cards[n % cards.length] ?? ''
  return { ilsNumber: `I-${n}`, line: 2 + n, card, date, time, site: '', source: 'ils', note, orderedOn: undefined, lines }
}

const wishesOf = async (store: Store): Promise<ReadonlyMap<string, Order | SlotFilling>> => {
  const rows = await store.read(libraryId, async (reading) => [...(await reading.rowsOf('order')), ...(await reading.rowsOf('slot'))])
  return new Map(rows.map((row) => [`${row.kind}\n${row.id}`, row]))
}

/** Imports one list; answers what it changed, told to the oracle. */
export const importOrders = async (store: Store, chance: Chance, now: number): Promise<SeenImport | undefined> => {
  const rows = Array.from({ length: 8 }, (_, n) => drawOrder(chance, n)).filter((order) => order !== undefined)
  const [date] = slots.map((slot) => slot.date)
  if (rows.length === 0 || date === undefined) return undefined
  const before = await wishesOf(store)
  await store.transact(libraryId, (transaction) => transaction.upsertCatalogue(catalogue))
  const reading = { rows, rejected: [], notes: [], rowCount: rows.length, inRejected: new Set<string>(), from: date, to: date }
  await takeOrders(store, libraryId, reading, toInstant(now))
  const changed = [...(await wishesOf(store))].filter(([key, row]) => canonicalJson(before.get(key) ?? null) !== canonicalJson(row))
  const { head } = await store.read(libraryId, (current) => current.library())
  return { head, rows: changed.map(([, row]) => withoutLocker(row)) }
}
