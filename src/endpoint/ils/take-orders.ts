/**
 * Puts the ILS's orders into the library: new ones, changed ones, and those it no longer lists (ORD-4, ORD-6). Runs in the endpoint's
 * commands, in one transaction. Orders are taken as they are, over capacity or not, and no case is opened for it (SLOT-4 shows it);
 * one is, where a line that comes shows a contradiction of what was said of it before.
 * A list speaks of the days between its first and last slot, and of no other: a list of one day makes nothing else disappear.
 */
import { createHash, randomBytes } from 'node:crypto'
import { reviewOrders } from '../../domain/desk/apply.ts'
import { identityBytes, type LibraryId, type OrderId, toOrderId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { formatOrderSubject } from '../../domain/operation/subject.ts'
import { newOrder } from '../../domain/order/new-order.ts'
import { endpointLetter, formatOrderNumber, isOpen, type Order } from '../../domain/order/order.ts'
import { shareBarcodes } from '../../domain/order/share-barcodes.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { capacityOf } from '../../domain/slot/build-slots.ts'
import { isUrgent } from '../../domain/slot/judge-placing.ts'
import { moveInSlots } from '../../domain/slot/move-in-slots.ts'
import { formatSlotKey, parseSlotKey } from '../../domain/slot/slot.ts'
import { toInstantAt } from '../../domain/to-instant-at.ts'
import { addWantedRecords } from '../catalogue/add-wanted-records.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { countRows } from '../figures/count-rows.ts'
import { writeMessages } from '../messages/write-messages.ts'
import { wordsMemo } from '../retention/typed-texts.ts'
import { noteAsked } from '../storage/asked-orders.ts'
import { noteBrought } from '../storage/change-since.ts'
import { keepEndpointNumber, nextEndpointNumber } from '../storage/endpoint-order-number.ts'
import { readDesk, type Store, type StoreReader, type StoreTransaction } from '../storage/store.ts'
import type { Library } from '../storage/stored.ts'
import { findListed } from './find-listed.ts'
import type { IlsOrders } from './ils-says.ts'
import { dropOrder, type IlsWord, type ListedOrder, mergeOrder, newLines } from './merge-order.ts'
import type { RejectedLine, TakeNote } from './take-finding.ts'

export interface OrderCounts {
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  /** No longer listed by the ILS: with something already picked, and with nothing. */
  readonly goneWithPicks: number
  readonly gone: number
  /** ORD-6: lines that take any item of their record, because their barcode is promised to an earlier slot. */
  readonly sharedBarcodes: number
  readonly lines: number
  readonly rejected: readonly RejectedLine[]
  readonly notes: readonly TakeNote[]
}

/** Hexadecimal digits of a note's hash: 64 bits, enough to tell one note of an order from the next. */
const noteDigits = 16

/** Words are compared, never read: a hash of the note keeps it out of a table that nobody erases (PRIV-2). */
const wordOf = ({ slot, note }: Pick<ListedOrder, 'slot' | 'note'>): IlsWord => ({
  slot: formatSlotKey(slot),
  note: createHash('sha256').update(note).digest('hex').slice(0, noteDigits),
})

/** The day of the slot that the ILS gave. */
const dateOf = ({ slot }: IlsWord): string => parseSlotKey(slot)?.date ?? ''

/** Odd times that a note shows: enough to see what was misread. */
const timesShown = 3

/** Days during which an order of a closed day is known again, so that it does not come back to be prepared. */
const closedDaysKept = 30

/** ORD-6: lines whose barcode an earlier slot gets. */
const countSharedBarcodes = (orders: readonly Order[]): number => {
  const open = orders.filter(isOpen).map((order) => ({ ...order, lines: order.lines.filter((line) => !line.goneFromIls) }))
  const asked = open.flatMap((order) => order.lines.filter(({ wanted }) => wanted.kind === 'item'))
  return asked.length - shareBarcodes(open).size
}

/**
 * The same id at each import, so that a tablet's facts find their order after a restore. A file's numbers may begin again, so the day is
 * part of it. A hold's number is its own for ever.
 */
const orderIdOf = ({ identity }: Library, key: string, word: IlsWord, source: IlsOrders['source']): OrderId =>
  toOrderId(
    createHash('sha256')
      .update(`${identity} ${key} ${source ?? dateOf(word)}`)
      .digest('hex')
      .slice(0, 2 * identityBytes),
  )

/** Of an order whose day was closed, only the key and the slot are kept, and for a while: an ILS may list it some days more. */
const keepWords = async (
  transaction: StoreTransaction,
  words: ReadonlyMap<string, IlsWord>,
  orders: readonly Order[],
  today: LocalDate,
): Promise<void> => {
  const living = new Set<string | undefined>(orders.flatMap(({ id, ilsNumber }) => [id, ilsNumber]))
  const forgotten = addDays(today, -closedDaysKept)
  const kept = [...words].flatMap(([key, word]): [string, IlsWord][] => {
    if (living.has(word.orderId ?? key)) return [[key, word]]
    return dateOf(word) < forgotten ? [] : [[key, { ...word, note: '' }]]
  })
  await transaction.keepMemo(wordsMemo, JSON.stringify(Object.fromEntries(kept)))
}

/** What was said of each order that an ILS listed, by its key. */
export const readWords = async (reader: Pick<StoreReader, 'memo'>): Promise<Map<string, IlsWord>> =>
  // Written by this module alone.
  new Map(Object.entries(JSON.parse((await reader.memo(wordsMemo)) ?? '{}') as Record<string, IlsWord>))

/** Of new orders, those that nobody can fetch when they say. */
const oddNotes = (fresh: readonly Order[], settings: Settings, today: LocalDate): readonly TakeNote[] => {
  const note = (kind: 'outside-hours' | 'in-the-past', odd: readonly Order[]): readonly TakeNote[] => {
    const times = [...new Set(odd.map(({ slot: { date, time } }) => `${date} ${time}`))].slice(0, timesShown)
    return odd.length === 0 ? [] : [{ kind, orders: odd.length, times }]
  }
  const isPast = ({ slot }: Order): boolean => slot.date < today
  return [
    ...note('in-the-past', fresh.filter(isPast)),
    ...note(
      'outside-hours',
      fresh.filter((order) => !isPast(order) && capacityOf(settings, order.slot) === 0),
    ),
  ]
}

/** Writes what the list changes. Throws without settings: an import always writes some first. */
export const takeOrders = (store: Store, libraryId: LibraryId, says: IlsOrders, now: Instant): Promise<OrderCounts> =>
  store.transact(libraryId, (transaction) => takeOrdersIn(transaction, says, now))

export const takeOrdersIn = async (transaction: StoreTransaction, says: IlsOrders, now: Instant): Promise<OrderCounts> => {
  const settings = await transaction.row('settings', 'settings')
  const [firstSite] = settings?.sites ?? []
  if (settings === undefined || firstSite === undefined) throw new Error('orders need a library with settings and a site')
  const toLocal = wallClockOf(settings.zone)
  const stored = await transaction.rowsOf('order')
  const storedById = new Map(stored.map((order) => [order.id, order]))
  const words = await readWords(transaction)
  const storedByKey = new Map(stored.flatMap((order) => (order.ilsNumber === undefined ? [] : [[order.ilsNumber, order] as const])))
  for (const [key, { orderId }] of words) {
    const order = orderId === undefined ? undefined : storedById.get(orderId)
    if (order !== undefined) storedByKey.set(key, order)
  }
  let nextNumber = await nextEndpointNumber(transaction)

  const { listed, unsure, rejected, notes } = await findListed(transaction, settings, says, words)
  const library = await transaction.library()
  const known = await transaction.erasedRows(
    [...listed].map(([key, { wants }]) => formatOrderSubject(orderIdOf(library, key, wordOf(wants), says.source))),
  )
  const erased = new Set<string>(known.map(({ row }) => ('id' in row ? row.id : '')))
  const after = new Map<Order['id'], Order>(stored.map((order) => [order.id, order]))
  const keyById = new Map<Order['id'], string>()
  let closed = 0
  for (const [key, { order, wants }] of listed) {
    const said = words.get(key)
    // Brought back by a tablet, an order of which this list says no number is here before the list.
    const again = orderIdOf(library, key, wordOf(wants), says.source)
    const before = storedByKey.get(key) ?? storedById.get(again)
    const word = { ...wordOf(wants), orderId: order.ilsNumber === undefined ? before?.id : undefined, source: says.source }
    words.set(key, word)
    if (before === undefined && said?.slot === word.slot) {
      closed++
      continue
    }
    if (before !== undefined) {
      // Hashes on both sides: `mergeOrder` asks only whether the ILS's word is still the same.
      const spoken = said?.note === word.note ? { slot: said.slot, note: wants.note } : said
      after.set(before.id, mergeOrder(before, wants, spoken, !unsure.has(key) && says.isCut !== true))
      keyById.set(before.id, key)
      continue
    }
    const id = erased.has(again) ? toOrderId(randomBytes(identityBytes).toString('hex')) : again
    const placed = newOrder({
      id,
      number: formatOrderNumber(endpointLetter, nextNumber++),
      ilsNumber: order.ilsNumber,
      source: order.source,
      card: wants.card,
      slot: wants.slot,
      lines: newLines(id, wants.wanted),
      note: wants.note,
      callBackNumber: undefined,
      placedAt: order.orderedOn === undefined ? now : toInstantAt(order.orderedOn, toLocal),
      // Without a date of ordering nobody can say that it came late: the import may simply be.
      isUrgent: order.orderedOn !== undefined && isUrgent(settings, wants.slot, order.orderedOn),
    })
    after.set(id, placed)
    keyById.set(id, key)
    if (order.ilsNumber === undefined) words.set(key, { ...word, orderId: id })
  }

  const { date: today } = toLocal(now)
  let [gone, goneWithPicks] = [0, 0]
  // A file without an order is more often a fault than an empty day, and one that is cut does not name all of its orders.
  for (const [key, order] of says.isCut === true || (listed.size === 0 && says.source === undefined) ? [] : storedByKey) {
    // The day the ILS gave, not the one the desk may have moved it to.
    const word = words.get(key)
    const date = word === undefined ? order.slot.date : dateOf(word)
    const isOfList = word?.source === says.source && date >= says.from && date <= says.to
    const isUnsure = unsure.has(key) || (order.ilsNumber === undefined && unsure.has(order.card))
    if (listed.has(key) || isUnsure || !isOfList || order.goneFromIlsAt !== undefined || !isOpen(order)) continue
    const dropped = dropOrder(order, now)
    after.set(order.id, dropped)
    if (isOpen(dropped)) goneWithPicks++
    else gone++
  }

  let [added, updated, unchanged, lines] = [0, 0, closed, 0]
  const changed: OrderId[] = []
  const final = [...after.values()]
  const fillings = new Map((await transaction.rowsOf('slot')).map((row) => [row.id, row]))
  await countRows(transaction, final, now)
  await writeMessages(transaction, final, now)
  for (const order of final) {
    const before = storedById.get(order.id)
    const isChanged = await transaction.writeRow(order, now)
    if (isChanged) changed.push(order.id)
    for (const row of isChanged ? moveInSlots((id) => fillings.get(id), order.id, before?.slot, order.slot) : []) {
      fillings.set(row.id, row)
      await transaction.writeRow(row, now)
    }
    if (!keyById.has(order.id)) continue
    if (before === undefined) added++
    else if (isChanged) updated++
    else unchanged++
    lines += order.lines.length
  }
  // After a database was put back, what was said of a line may have come before the list that has it.
  const gained = final.filter(({ id, facts, lines: those }) => facts.length > 0 && those.length > (storedById.get(id)?.lines.length ?? 0))
  const reviewed = gained.length === 0 ? [] : await readDesk(transaction, (state) => reviewOrders(state, gained))
  for (const row of reviewed) if (row.kind === 'case') await transaction.writeRow(row, now)
  await addWantedRecords(transaction, final, now)

  await noteBrought(
    transaction,
    final.flatMap(({ id }) => (storedById.has(id) ? [] : [id])),
  )
  await noteAsked(transaction, changed, now, now)
  await keepWords(transaction, words, final, today)
  await keepEndpointNumber(transaction, nextNumber)
  const sharedBarcodes = countSharedBarcodes(final)
  const odd = oddNotes(
    final.filter(({ id }) => keyById.has(id) && !storedById.has(id)),
    settings,
    today,
  )
  return { added, updated, unchanged, gone, goneWithPicks, sharedBarcodes, lines, rejected, notes: [...notes, ...odd] }
}
