/**
 * A document at the desk that no list has named yet, asked for in the ILS over its wire: its title and its type (ILS-8). Runs on the
 * endpoint. Nobody waits for it: what came in time goes to the tablets as the row of a record, until the day is closed.
 * A tablet asks of so many that the library does not know and no more.
 */
import { type ItemBarcode, type LibraryId, toRecordId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { BibliographicRecord } from '../../domain/item/record.ts'
import { type Result, refuse } from '../../domain/result.ts'
import type { Store, StoreReader } from '../storage/store.ts'
import { readExchange } from './ils-exchange.ts'
import { catalogueLengths } from './ils-says.ts'
import { inTime, type Wire, type WireItem } from './wire.ts'

export type ItemReading =
  /** A row says what it is. */
  | 'read'
  /** The ILS knows no such document. */
  | 'unknown'
  /** No wire, no answer, or none in time. */
  | 'not-read'

export interface ItemAsked {
  readonly libraryId: LibraryId
  readonly barcode: ItemBarcode
  readonly wire: Pick<Wire, 'readItem'>
  /** Whether who asks may ask of one more document that the library does not know. */
  mayAskUnknown(): Promise<boolean>
}

export const isIn =
  (barcode: ItemBarcode) =>
  ({ copies }: BibliographicRecord): boolean =>
    copies.some((copy) => copy.barcode === barcode)

/** Its record: one more copy of a title that is known, else a record of its own, as a file's document without one has. */
const toRecord = async (reader: StoreReader, barcode: ItemBarcode, read: WireItem): Promise<BibliographicRecord> => {
  const cut = (of: keyof typeof catalogueLengths, text: string): string => text.slice(0, catalogueLengths[of])
  const { arrivedOn } = read
  const copy = { barcode, callNumber: cut('callNumber', read.callNumber), location: cut('location', read.location), arrivedOn }
  const id = toRecordId(read.record)
  const known = (await reader.row('record', id)) ?? (await reader.catalogueRecord(id))
  // The lists may number records otherwise than the ILS does: the title says whether it is this one.
  if (known !== undefined && known.title === read.title) return { ...known, copies: [...known.copies, copy] }
  return {
    kind: 'record',
    id: toRecordId(`ex-${barcode}`),
    title: cut('title', read.title),
    author: cut('author', read.author),
    documentType: cut('documentType', read.documentType),
    audience: '',
    copies: [copy],
  }
}

export const createItemReader = (store: Pick<Store, 'read' | 'transact'>, now: () => Instant) => {
  /** One for each library and document, until the wire has answered. */
  const underWay = new Map<string, Promise<Result<WireItem | undefined, string>>>()

  const askWire = ({ libraryId, barcode, wire }: ItemAsked): Promise<Result<WireItem | undefined, string>> => {
    const key = `${libraryId} ${barcode}`
    const answer =
      underWay.get(key) ??
      wire
        .readItem(barcode)
        .catch(() => refuse('unreachable'))
        .finally(() => underWay.delete(key))
    underWay.set(key, answer)
    return answer
  }

  return async (asked: ItemAsked): Promise<ItemReading> => {
    const { libraryId, barcode } = asked
    const { isHere, listed, isOpen } = await store.read(libraryId, async (reader) => {
      const entry = await reader.catalogueEntry(barcode)
      return {
        isHere: (await reader.rowsOf('record')).some(isIn(barcode)),
        // In the last list, which that tablet has not yet.
        listed: entry && (await reader.catalogueRecord(entry.recordId)),
        isOpen: ((await readExchange(reader)).openUntil ?? 0) > now(),
      }
    })
    if (isHere) return 'read'
    if (listed === undefined && (isOpen || !(await asked.mayAskUnknown()))) return 'not-read'
    const read = listed === undefined ? await inTime(askWire(asked)) : undefined
    if (listed === undefined && (read === undefined || !read.ok)) return 'not-read'
    const item = read?.ok === true ? read.value : undefined
    if (listed === undefined && item === undefined) return 'unknown'
    await store.transact(libraryId, async (transaction) => {
      const record = item === undefined ? listed : await toRecord(transaction, barcode, item)
      if (record !== undefined && !(await transaction.rowsOf('record')).some(isIn(barcode))) await transaction.writeRow(record, now())
    })
    return 'read'
  }
}
