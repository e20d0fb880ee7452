/**
 * Finds in the library's rows what the ILS's orders name: site, card, records and documents, and a slot where the ILS gives no time.
 * Runs on the endpoint, in the transaction that takes the orders. What cannot be found rejects its line, and no other.
 */
import { createHash } from 'node:crypto'
import { foldText } from '../../domain/fold-text.ts'
import { type CardNumber, toCardNumber, toItemBarcode, toRecordId } from '../../domain/ids.ts'
import type { LocalTime } from '../../domain/local-date.ts'
import type { Wanted } from '../../domain/order/order.ts'
import type { Settings, Site } from '../../domain/settings/settings.ts'
import { slotsOfDay } from '../../domain/slot/build-slots.ts'
import { parseSlotKey } from '../../domain/slot/slot.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { CatalogueEntry } from '../storage/stored.ts'
import type { IlsOrder, IlsOrderLine, IlsOrders } from './ils-says.ts'
import type { IlsWord, ListedOrder } from './merge-order.ts'
import { quoteCell, type RejectedLine, type TakeNote, type TakeRejection } from './take-finding.ts'

/** Leading zeros come and go between two exports of one library, and digits stand in groups. As written comes first. */
const spellingsOf = (text: string): readonly string[] => {
  const number = text.replace(/[\u00a0\u202f]/g, ' ').replace(/^[\s*"'=]+|[\s*"']+$/g, '')
  const joined = /^[\d ]+$/.test(number) ? number.replace(/ /g, '') : number
  return [...new Set([number, joined, ...(/^\d+$/.test(joined) ? [`0${joined}`, joined.replace(/^0+/, '')] : [])])]
}

/** Pieces this long are numbers of their own; a shorter one may be the end of another document's. Characters. */
const shortestPiece = 8

/** Several numbers may stand in one cell; a slash or a space may as well be part of one, so that pieces come after the whole. */
const waysToRead = (cell: string): readonly (readonly string[])[] => {
  const filled = (pieces: readonly string[]): readonly string[] => pieces.filter((piece) => piece !== '')
  const pieces = filled(cell.split(/[\s/*]+/))
  return [[cell], filled(cell.split(/\s*[,;|]\s*|\s+\/\s+/)), pieces.every((piece) => piece.length >= shortestPiece) ? pieces : []]
}

const findCard = async (transaction: StoreTransaction, text: string): Promise<CardNumber | undefined> => {
  for (const spelling of spellingsOf(text)) {
    const patron = await transaction.row('patron', toCardNumber(spelling))
    if (patron !== undefined) return patron.id
  }
  return undefined
}

/** What a row wants, and what of it the library does not know. */
interface Found {
  readonly wanted: readonly Wanted[]
  readonly unknown: readonly TakeRejection[]
  /** The barcode is not in the catalogue: any copy of its record will do, or its title is a wish. */
  readonly instead?: 'record' | 'wish'
}

const findWanted = async (transaction: StoreTransaction, line: IlsOrderLine): Promise<Found> => {
  const { record: number, barcode, title: text, count } = line
  for (const numbers of waysToRead(barcode)) {
    const [found, unknown] = [new Map<string, Wanted>(), [] as TakeRejection[]]
    for (const piece of numbers) {
      let entry: CatalogueEntry | undefined
      for (const spelling of spellingsOf(piece)) entry ??= await transaction.catalogueEntry(toItemBarcode(spelling))
      if (entry === undefined) unknown.push({ kind: 'record-unknown', record: '', barcode: quoteCell(piece) })
      else found.set(entry.barcode, { kind: 'item', barcode: entry.barcode, recordId: entry.recordId })
    }
    if (found.size > 0) return { wanted: [...found.values()], unknown }
  }
  const wish: Wanted = { kind: 'wish', text, ...(count === undefined ? {} : { count }) }
  if (number === '' && barcode === '') return { wanted: [wish], unknown: [] }
  const record = number === '' ? undefined : await transaction.catalogueRecord(toRecordId(number))
  if (record !== undefined)
    return { wanted: [{ kind: 'record', recordId: record.id }], unknown: [], ...(barcode === '' ? {} : { instead: 'record' }) }
  if (text !== '') return { wanted: [wish], unknown: [], instead: 'wish' }
  return { wanted: [], unknown: [{ kind: 'record-unknown', record: number, barcode: quoteCell(barcode) }] }
}

/** Hexadecimal digits of the hash: 96 bits, far more than the orders of a library could bring together by chance. */
const keyDigits = 24

/**
 * By what an order is known again at the next list: its number, or else its card, site and day. The hash keeps a card out of a table that
 * nobody erases (PRIV-2).
 */
const keyOf = ({ ilsNumber, date }: IlsOrder, card: CardNumber, site: Site): string =>
  ilsNumber ?? `#${createHash('sha256').update(`${card} ${site.id} ${date}`).digest('hex').slice(0, keyDigits)}`

/** Where the ILS gives no time: the one that was taken at the last list, or the day's first slot. */
const timeOf = ({ date }: IlsOrder, { id }: Site, settings: Settings, said: IlsWord | undefined): LocalTime | undefined => {
  const last = said === undefined ? undefined : parseSlotKey(said.slot)
  return last?.siteId === id && last.date === date ? last.time : slotsOfDay(settings, id, date)[0]?.key.time
}

export interface FoundOrders {
  /** By `keyOf`: what each order wants, of those that the library can take. */
  readonly listed: ReadonlyMap<string, { readonly order: IlsOrder; readonly wants: ListedOrder }>
  /** Keys and texts of rows that could not be taken: the list does not say that these orders, or any line of theirs, are gone. */
  readonly unsure: ReadonlySet<string>
  readonly rejected: readonly RejectedLine[]
  readonly notes: readonly TakeNote[]
}

export const findListed = async (
  transaction: StoreTransaction,
  settings: Settings,
  says: IlsOrders,
  words: ReadonlyMap<string, IlsWord>,
): Promise<FoundOrders> => {
  const rejected: RejectedLine[] = []
  const listed = new Map<string, { readonly order: IlsOrder; readonly wants: ListedOrder }>()
  const unsure = new Set(says.inRejected)
  let [barcodesUnknown, firstSlots, numberedHere] = [0, 0, 0]
  const wishes: number[] = []
  const shared: { readonly line: number; readonly number: string }[] = []
  for (const order of says.rows) {
    const { ilsNumber, lines } = order
    const reject = (reason: TakeRejection, ofLines: readonly IlsOrderLine[] = lines): void => {
      rejected.push(...ofLines.map(({ line }) => ({ line, reason })))
      if (ilsNumber !== undefined) unsure.add(ilsNumber)
    }
    const site =
      order.site === '' || settings.sites.length === 1
        ? settings.sites[0]
        : settings.sites.find(({ id, name }) => [id, name].some((text) => foldText(text) === foldText(order.site)))
    if (site === undefined) {
      reject({ kind: 'site-unknown', site: order.site })
      continue
    }
    const card = await findCard(transaction, order.card)
    if (card === undefined) {
      reject({ kind: 'card-unknown', card: order.card })
      continue
    }
    const key = keyOf(order, card, site)
    const time = order.time ?? timeOf(order, site, settings, words.get(key))
    if (time === undefined) {
      reject({ kind: 'no-slot-that-day', date: order.date })
      unsure.add(key)
      continue
    }
    const wanted: Wanted[] = []
    for (const line of lines) {
      const found = await findWanted(transaction, line)
      for (const reason of found.unknown) reject(reason, [line])
      if (found.instead === 'record') barcodesUnknown++
      if (found.instead === 'wish') wishes.push(line.line)
      // A document that is not known today may have been: the list does not say that its line is gone.
      if (found.unknown.length > 0 || found.instead === 'wish') unsure.add(key)
      if (found.wanted.length > 1) shared.push({ line: line.line, number: quoteCell(line.barcode) })
      wanted.push(...found.wanted)
    }
    if (wanted.length === 0) continue
    if (order.time === undefined) firstSlots++
    if (ilsNumber === undefined) numberedHere++
    // Two spellings of one card, where the ILS gives no number, are one order.
    const same = ilsNumber === undefined ? listed.get(key)?.wants.wanted : undefined
    const slot = { siteId: site.id, date: order.date, time }
    listed.set(key, { order, wants: { card, slot, note: order.note, wanted: [...(same ?? []), ...wanted] } })
  }
  const notes: readonly TakeNote[] = [
    ...(shared.length > 0 ? [{ kind: 'numbers-share-cell', column: 'barcode', numbers: shared } as const] : []),
    ...(wishes.length > 0 ? [{ kind: 'taken-as-wish', lines: wishes } as const] : []),
    ...(barcodesUnknown > 0 ? [{ kind: 'barcode-unknown-record-taken', rows: barcodesUnknown } as const] : []),
    ...(numberedHere > 0 ? [{ kind: 'numbered-here', orders: numberedHere } as const] : []),
    ...(firstSlots > 0 ? [{ kind: 'first-slot-taken', orders: firstSlots } as const] : []),
  ]
  return { listed, unsure, rejected, notes }
}
