/**
 * Puts the ILS's orders into the library: new ones, changed ones, and those it no longer lists (ORD-4, ORD-6). Runs in the endpoint's
 * commands, in one transaction. Orders are taken as they are, over capacity or not, and no case is opened for it (SLOT-4 shows it).
 * A file speaks of the days between its first and last slot, and of no other: a file of one day makes nothing else disappear.
 */
import { createHash, randomBytes } from 'node:crypto'
import { foldText } from '../../domain/fold-text.ts'
import { type CardNumber, type LibraryId, toCardNumber, toItemBarcode, toOrderId, toRecordId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { addDays } from '../../domain/local-date.ts'
import { newOrder } from '../../domain/order/new-order.ts'
import type { Order, Wanted } from '../../domain/order/order.ts'
import { formatOrderNumber } from '../../domain/order/order-number.ts'
import { isOpen } from '../../domain/order/order-state.ts'
import { shareBarcodes } from '../../domain/order/share-barcodes.ts'
import { isUrgent } from '../../domain/slot/judge-placing.ts'
import { moveInSlots } from '../../domain/slot/move-in-slots.ts'
import { formatSlotKey, parseSlotKey } from '../../domain/slot/slot.ts'
import { addWantedRecords } from '../catalogue/add-wanted-records.ts'
import { toInstantAt } from '../clock/to-instant-at.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { endpointLetter } from '../enrolment/enrol-device.ts'
import type { Store, StoreTransaction } from '../storage/store.ts'
import type { IlsOrder, IlsOrderLine, IlsOrders } from './ils-says.ts'
import { dropOrder, type IlsWord, type ListedOrder, mergeOrder, numberLines } from './merge-order.ts'
import type { RejectedLine, TakeNote, TakeRejection } from './take-finding.ts'

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

/** Leading zeros come and go between two exports of one library, and digits stand in groups. As written comes first. */
const spellingsOf = (text: string): readonly string[] => {
  const number = text.replace(/[\u00a0\u202f]/g, ' ').replace(/^[\s*"'=]+|[\s*"']+$/g, '')
  const joined = /^[\d ]+$/.test(number) ? number.replace(/ /g, '') : number
  return [...new Set([number, joined, ...(/^\d+$/.test(joined) ? [`0${joined}`, joined.replace(/^0+/, '')] : [])])]
}

/** Several numbers may stand in one cell; a slash or a space may as well be part of one, so that pieces come after the whole. */
const numbersOf = (cell: string): readonly string[] => {
  const listed = cell.split(/\s*[,;|]\s*|\s+\/\s+/)
  // Pieces this long are numbers of their own; a shorter one may be the end of another document's.
  const pieces = cell.split(/[\s/*]+/).filter((piece) => piece !== '')
  return [cell, ...listed, ...(pieces.every((piece) => piece.length >= 8) ? pieces : [])]
}

const findCard = async (transaction: StoreTransaction, text: string): Promise<CardNumber | undefined> => {
  for (const spelling of spellingsOf(text)) {
    const patron = await transaction.row('patron', toCardNumber(spelling))
    if (patron !== undefined) return patron.id
  }
  return undefined
}

interface Found {
  readonly wanted: Wanted
  /** The barcode is not in the catalogue, its record is. */
  readonly isBarcodeUnknown: boolean
}

const findWanted = async (transaction: StoreTransaction, line: IlsOrderLine): Promise<Found | TakeRejection> => {
  for (const barcode of numbersOf(line.barcode)) {
    for (const spelling of spellingsOf(barcode)) {
      const entry = await transaction.catalogueEntry(toItemBarcode(spelling))
      if (entry === undefined) continue
      return { wanted: { kind: 'item', barcode: entry.barcode, recordId: entry.recordId }, isBarcodeUnknown: false }
    }
  }
  if (line.record === '' && line.barcode === '') return { wanted: { kind: 'wish', text: line.title }, isBarcodeUnknown: false }
  const record = line.record === '' ? undefined : await transaction.catalogueRecord(toRecordId(line.record))
  return record === undefined
    ? { kind: 'record-unknown', record: line.record, barcode: line.barcode.slice(0, 60) }
    : { wanted: { kind: 'record', recordId: record.id }, isBarcodeUnknown: line.barcode !== '' }
}

const wordsMemo = 'ils-orders'
const counterMemo = 'endpoint-order-number'

/** Words are compared, never read: a hash of the note keeps it out of a table that nobody erases (PRIV-2). */
const wordOf = ({ slot, note }: Pick<ListedOrder, 'slot' | 'note'>): IlsWord => ({
  slot: formatSlotKey(slot),
  note: createHash('sha256').update(note).digest('hex').slice(0, 16),
})

/** The day of the slot that the ILS gave. */
const dateOf = ({ slot }: IlsWord): string => parseSlotKey(slot)?.date ?? ''

/** Days during which an order of a closed day is known again, so that it does not come back to be prepared. */
const closedDaysKept = 30

const lastNumberOf = (orders: readonly Order[]): number =>
  orders.reduce((last, { number }) => {
    const [letter, count] = number.split('-')
    return letter === endpointLetter ? Math.max(last, Number(count)) : last
  }, 0)

/** ORD-6: lines whose barcode an earlier slot gets. */
const countSharedBarcodes = (orders: readonly Order[]): number => {
  const open = orders.filter(isOpen).map((order) => ({ ...order, lines: order.lines.filter((line) => !line.goneFromIls) }))
  const asked = open.flatMap((order) => order.lines.filter(({ wanted }) => wanted.kind === 'item'))
  return asked.length - shareBarcodes(open).size
}

/** Writes what the list changes. Throws without settings: an import always writes some first. */
export const takeOrders = async (store: Store, libraryId: LibraryId, says: IlsOrders, now: Instant): Promise<OrderCounts> =>
  store.transact(libraryId, async (transaction) => {
    const settings = await transaction.row('settings', 'settings')
    const [firstSite] = settings?.sites ?? []
    if (settings === undefined || firstSite === undefined) throw new Error('orders need a library with settings and a site')
    const toLocal = wallClockOf(settings.zone)
    const stored = await transaction.rowsOf('order')
    const storedById = new Map(stored.map((order) => [order.id, order]))
    const storedByNumber = new Map(stored.flatMap((order) => (order.ilsNumber === undefined ? [] : [[order.ilsNumber, order] as const])))
    // Written by this function alone, a few lines below.
    const words = new Map(Object.entries(JSON.parse((await transaction.memo(wordsMemo)) ?? '{}') as Record<string, IlsWord>))
    let nextNumber = 1 + Math.max(Number((await transaction.memo(counterMemo)) ?? 0), lastNumberOf(stored))

    const rejected: RejectedLine[] = []
    const listed = new Map<string, { readonly order: IlsOrder; readonly says: ListedOrder }>()
    // Orders of which some row could not be taken: the file does not say that they, or any line of theirs, are gone.
    const unsure = new Set(says.inRejected)
    let barcodesUnknown = 0
    for (const order of says.rows) {
      const rejectAll = (reason: TakeRejection): void => {
        rejected.push(...order.lines.map(({ line }) => ({ line, reason })))
        unsure.add(order.ilsNumber)
      }
      const site =
        order.site === '' || settings.sites.length === 1
          ? firstSite
          : settings.sites.find(({ id, name }) => [id, name].some((text) => foldText(text) === foldText(order.site)))
      const card = await findCard(transaction, order.card)
      if (site === undefined) rejectAll({ kind: 'site-unknown', site: order.site })
      else if (card === undefined) rejectAll({ kind: 'card-unknown', card: order.card })
      else {
        const wanted: Wanted[] = []
        for (const line of order.lines) {
          const found = await findWanted(transaction, line)
          if ('kind' in found) {
            rejected.push({ line: line.line, reason: found })
            unsure.add(order.ilsNumber)
            continue
          }
          if (found.isBarcodeUnknown) barcodesUnknown++
          wanted.push(found.wanted)
        }
        const slot = { siteId: site.id, date: order.date, time: order.time }
        if (wanted.length > 0) listed.set(order.ilsNumber, { order, says: { card, slot, note: order.note, wanted } })
      }
    }

    const after = new Map<Order['id'], Order>(stored.map((order) => [order.id, order]))
    let closed = 0
    for (const [ilsNumber, { order, says }] of listed) {
      const said = words.get(ilsNumber)
      const word = wordOf(says)
      const before = storedByNumber.get(ilsNumber)
      words.set(ilsNumber, word)
      if (before === undefined && said?.slot === word.slot) {
        closed++
        continue
      }
      if (before !== undefined) {
        // Hashes on both sides: `mergeOrder` asks only whether the ILS's word is still the same.
        const spoken = said?.note === word.note ? { slot: said.slot, note: says.note } : said
        const merged = mergeOrder(before, says, spoken, !unsure.has(ilsNumber))
        after.set(before.id, merged)
        continue
      }
      const id = toOrderId(randomBytes(16).toString('hex'))
      const placed = newOrder({
        id,
        number: formatOrderNumber(endpointLetter, nextNumber++),
        ilsNumber,
        source: order.source,
        card: says.card,
        slot: says.slot,
        lines: numberLines(says.wanted),
        note: says.note,
        callBackNumber: undefined,
        placedAt: order.orderedOn === undefined ? now : toInstantAt(order.orderedOn, toLocal),
        // Without a date of ordering nobody can say that it came late: the import may simply be.
        isUrgent: order.orderedOn !== undefined && isUrgent(settings, says.slot, order.orderedOn),
      })
      after.set(id, placed)
    }

    let [gone, goneWithPicks] = [0, 0]
    if (listed.size > 0) {
      for (const [ilsNumber, order] of storedByNumber) {
        // The day the ILS gave, not the one the desk may have moved it to.
        const word = words.get(ilsNumber)
        const date = word === undefined ? order.slot.date : dateOf(word)
        const isOfFile = date >= says.from && date <= says.to
        if (listed.has(ilsNumber) || unsure.has(ilsNumber) || !isOfFile || order.goneFromIlsAt !== undefined || !isOpen(order)) continue
        const dropped = dropOrder(order, now)
        after.set(order.id, dropped)
        if (isOpen(dropped)) goneWithPicks++
        else gone++
      }
    }

    let [added, updated, unchanged, lines] = [0, 0, closed, 0]
    const final = [...after.values()]
    const fillings = new Map((await transaction.rowsOf('slot')).map((row) => [row.id, row]))
    for (const order of final) {
      const before = storedById.get(order.id)
      const isChanged = await transaction.writeRow(order, now)
      if (isChanged) {
        for (const row of moveInSlots((id) => fillings.get(id), order.id, before?.slot, order.slot)) {
          fillings.set(row.id, row)
          await transaction.writeRow(row, now)
        }
      }
      if (order.ilsNumber === undefined || !listed.has(order.ilsNumber)) continue
      if (before === undefined) added++
      else if (isChanged) updated++
      else unchanged++
      lines += order.lines.length
    }
    await addWantedRecords(transaction, final, now)

    const sharedBarcodes = countSharedBarcodes(final)
    // Of an order whose day was closed, only the number and the slot are kept, and for a while: an ILS may list it some days more.
    const living = new Set(final.map((order) => order.ilsNumber))
    const forgotten = addDays(toLocal(now).date, -closedDaysKept)
    const kept = [...words].flatMap(([ilsNumber, word]): [string, IlsWord][] => {
      if (living.has(ilsNumber)) return [[ilsNumber, word]]
      return dateOf(word) < forgotten ? [] : [[ilsNumber, { ...word, note: '' }]]
    })
    await transaction.keepMemo(wordsMemo, JSON.stringify(Object.fromEntries(kept)))
    await transaction.keepMemo(counterMemo, String(nextNumber - 1))
    const notes: readonly TakeNote[] = barcodesUnknown > 0 ? [{ kind: 'barcode-unknown-record-taken', rows: barcodesUnknown }] : []
    return { added, updated, unchanged, gone, goneWithPicks, sharedBarcodes, lines, rejected, notes }
  })
