/**
 * Makes orders of the holds that wait at our site in the ILS (ILS-13). Runs on the endpoint, in one transaction.
 * A hold has no hour, and an order has: when it is first heard of, a hold joins the patron's open order of such holds, or makes one in the
 * slot of the patron's next appointment there, else in the next one that has room; from then on it stays with it. An appointment that is
 * made or moved moves it. So a hold that comes when that order has left makes one of its own.
 * A hold is gone when two lists in a row lack it: a list is read page by page, while holds come and go between two of them.
 */
import type { LibraryId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import { addDays, compareMoments, type LocalMoment, parseLocalDate } from '../../domain/local-date.ts'
import { isOpen, type Order } from '../../domain/order/order.ts'
import type { DeskReader } from '../../domain/row/desk-state.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { slotAt, slotFilling, slotsOfDay } from '../../domain/slot/build-slots.ts'
import { isUrgent } from '../../domain/slot/judge-placing.ts'
import { minutesPast } from '../../domain/slot/lateness.ts'
import { parseSlotKey, type SlotKey } from '../../domain/slot/slot.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { readDesk, type Store, type StoreReader, type StoreTransaction } from '../storage/store.ts'
import type { IlsHold, IlsOrder } from './ils-says.ts'
import { type OrderCounts, readWords, takeOrdersIn } from './take-orders.ts'

interface HoldsMemo {
  /** The moment of which the last list speaks. */
  readonly asOf: Instant
  /** By hold: the number of its order, as if the ILS had given it. */
  readonly orders: Readonly<Record<string, string>>
  /** Of these, the holds that the last list lacked, the first one to do so. */
  readonly missing?: readonly string[]
  /** The ILS takes appointments, and does not give them. */
  readonly pickups?: 'not-told'
}

const memoName = 'ils-holds'
/** Why they could not be read, and since when; empty: they can. */
const faultName = 'ils-holds-fault'
/** Begins the number of an order that a hold made. */
const ofHold = 'hold/'
const [firstDay, lastDay] = [parseLocalDate('2000-01-01'), parseLocalDate('2999-12-31')]

const readMemo = async (reader: Pick<StoreReader, 'memo'>): Promise<HoldsMemo | undefined> => {
  const kept = await reader.memo(memoName)
  // Written below.
  return kept === undefined ? undefined : (JSON.parse(kept) as HoldsMemo)
}

/** The moment of which the last list of holds speaks. */
export const readHoldsAsOf = async (reader: Pick<StoreReader, 'memo'>): Promise<Instant | undefined> => (await readMemo(reader))?.asOf

/** How the holds of the ILS are read, for people. */
export interface HoldsState {
  /** The moment of which the last list speaks. */
  readonly asOf: Instant | undefined
  /** Whether it gives no appointment, though it takes them. */
  readonly hasNoPickups: boolean
  readonly fault: { readonly kind: string; readonly since: Instant } | undefined
}

const readFault = async (reader: Pick<StoreReader, 'memo'>): Promise<HoldsState['fault']> => {
  const [kind = '', since] = ((await reader.memo(faultName)) ?? '').split(' ')
  return kind === '' ? undefined : { kind, since: toInstant(Number(since)) }
}

export const readHoldsState = async (reader: Pick<StoreReader, 'memo'>): Promise<HoldsState> => {
  const memo = await readMemo(reader)
  return { asOf: memo?.asOf, hasNoPickups: memo?.pickups === 'not-told', fault: await readFault(reader) }
}

/** Said once: since when does not move while it lasts. */
export const noteHoldsFault = (store: Pick<Store, 'transact'>, libraryId: LibraryId, kind: string, now: Instant): Promise<void> =>
  store.transact(libraryId, async (transaction) => {
    const before = await readFault(transaction)
    if (before?.kind !== kind) await transaction.keepMemo(faultName, `${kind} ${before?.since ?? now}`)
  })

/** The next slots with room, one for each of `count` orders, beyond the lead time (ORD-5); the first of all where none has room. */
const nextSlots = (reader: DeskReader, settings: Settings, now: LocalMoment, count: number): readonly SlotKey[] => {
  const [site] = settings.sites
  const days = Array.from({ length: settings.horizonDays + 1 }, (_, n) => addDays(now.date, n))
  const slots = days
    .flatMap((day) => (site === undefined ? [] : slotsOfDay(settings, site.id, day)))
    .filter(({ key }) => compareMoments(key, now) > 0 && !isUrgent(settings, key, now))
  const chosen: SlotKey[] = []
  for (const { key, capacity } of slots) {
    if (chosen.length >= count) break
    const room = Math.min(capacity - slotFilling(reader, key), count - chosen.length)
    for (let n = 0; n < room; n += 1) chosen.push(key)
  }
  const [first] = slots
  while (first !== undefined && chosen.length < count) chosen.push(first.key)
  return chosen
}

/** By hold: the order that it joined when it was first heard of. */
const giveOrders = (
  holds: readonly IlsHold[],
  known: HoldsMemo['orders'],
  open: ReadonlyMap<string, Order>,
): ReadonlyMap<string, string> => {
  const given = new Map<string, string>()
  const openByCard = new Map([...open].flatMap(([number, { card }]) => (number.startsWith(ofHold) ? [[String(card), number]] : [])))
  for (const { id, card } of holds) {
    const number = known[id]
    if (number === undefined) continue
    given.set(id, number)
    // As the ILS spells it.
    if (open.has(number) && card !== '') openByCard.set(card, number)
  }
  const taken = new Set(given.values())
  for (const { id, card } of holds) {
    if (given.has(id)) continue
    const own = `${ofHold}${id}`
    // Its own number may stay with one that had joined it, where it left and came back.
    const number = openByCard.get(card) ?? (taken.has(own) ? `${own}/2` : own)
    given.set(id, number)
    // Two holds of cards that the ILS does not say may be two patrons'.
    if (card !== '') openByCard.set(card, number)
  }
  return given
}

/** The holds as orders, each in the slot that it was given first. */
const toOrders = async (
  transaction: StoreTransaction,
  settings: Settings,
  holds: readonly IlsHold[],
  given: ReadonlyMap<string, string>,
  { known, open, now }: { readonly known: ReadonlySet<string>; readonly open: ReadonlyMap<string, Order>; readonly now: Instant },
): Promise<readonly IlsOrder[]> => {
  const words = await readWords(transaction)
  const numbers = [...new Set(given.values())]
  const [site] = settings.sites
  const local = wallClockOf(settings.zone)(now)
  /** That of the patron's first appointment whose slot is not over, where we are open then. */
  const appointedSlot = (number: string): SlotKey | undefined => {
    const pickups = holds.flatMap((hold) => (given.get(hold.id) === number && Array.isArray(hold.pickups) ? hold.pickups : []))
    return [...pickups]
      .sort(compareMoments)
      .flatMap((pickup) => (site && slotAt(settings, { siteId: site.id, ...pickup })?.key) ?? [])
      .find((slot) => minutesPast(settings, { slot }, local) < 0)
  }
  const slotGivenTo = (number: string): SlotKey | undefined =>
    known.has(number) || open.has(number) ? parseSlotKey(words.get(number)?.slot ?? '') : undefined
  const slotOf = (number: string): SlotKey | undefined => appointedSlot(number) ?? slotGivenTo(number)
  const fresh = numbers.filter((number) => slotOf(number) === undefined)
  const slots = await readDesk(transaction, (state) => nextSlots(state, settings, local, fresh.length))
  return numbers.flatMap((number): readonly IlsOrder[] => {
    const lines = holds.flatMap(({ id, record, barcode }, index) =>
      given.get(id) === number ? [{ line: index + 1, record, barcode, title: '' }] : [],
    )
    const slot = slotOf(number) ?? slots[fresh.indexOf(number)]
    const hold = holds.find(({ id }) => given.get(id) === number)
    if (slot === undefined || hold === undefined) return []
    const of = { ilsNumber: number, line: lines[0]?.line ?? 0, card: hold.card, date: slot.date, time: slot.time, site: slot.siteId }
    return [{ ...of, source: 'ils', note: '', orderedOn: undefined, lines }]
  })
}

/**
 * Writes what the list changes: it is whole, so that a hold that it leaves out twice is cancelled, lent or elsewhere. undefined: a word that
 * is not newer than the last one changes nothing (ILS-8).
 */
export const takeHolds = (
  store: Pick<Store, 'transact'>,
  libraryId: LibraryId,
  { holds, asOf }: { readonly holds: readonly IlsHold[]; readonly asOf: Instant },
  now: Instant,
): Promise<OrderCounts | undefined> =>
  store.transact(libraryId, async (transaction) => {
    const settings = await transaction.row('settings', 'settings')
    const memo = await readMemo(transaction)
    const isOlder = memo !== undefined && memo.asOf >= asOf
    if (settings === undefined || firstDay === undefined || lastDay === undefined || isOlder) return undefined
    const orders = (await transaction.rowsOf('order')).filter(isOpen)
    const open = new Map(orders.flatMap((order): [string, Order][] => (order.ilsNumber === undefined ? [] : [[order.ilsNumber, order]])))
    const given = giveOrders(holds, memo?.orders ?? {}, open)
    const known = new Set(Object.values(memo?.orders ?? {}))
    const rows = await toOrders(transaction, settings, holds, given, { known, open, now })
    const missing = Object.entries(memo?.orders ?? {}).filter(([id]) => !given.has(id) && memo?.missing?.includes(id) !== true)
    const inRejected = new Set(missing.map(([, number]) => number))
    const counts = await takeOrdersIn(transaction, { rows, inRejected, from: firstDay, to: lastDay, source: 'holds' }, now)
    const isUntold = holds.some(({ pickups }) => pickups === 'not-told')
    const kept: HoldsMemo = {
      asOf,
      orders: Object.fromEntries([...given, ...missing]),
      missing: missing.map(([id]) => id),
      ...(isUntold ? { pickups: 'not-told' } : {}),
    }
    await transaction.keepMemo(memoName, JSON.stringify(kept))
    if ((await readFault(transaction)) !== undefined) await transaction.keepMemo(faultName, '')
    return counts
  })
