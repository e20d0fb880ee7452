/**
 * Which documents the ILS says the ordinary desk has lent (ORD-4). Runs on the endpoint.
 * Kept outside the base and for the whole catalogue, because nobody knows today which records tomorrow's orders will ask for. A record that
 * comes into the base brings its loans with it, whichever of catalogue and orders came first.
 */
import type { ItemBarcode } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Item } from '../../domain/item/item.ts'
import { lentElsewhereSince } from '../../domain/item/item-state.ts'
import { newItem } from '../../domain/item/new-item.ts'
import type { BibliographicRecord } from '../../domain/item/record.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'

/** What the ILS said at `asOf`: since when each of these documents is on loan. */
export interface IlsLoans {
  readonly asOf: Instant
  readonly sinceByBarcode: Readonly<Record<string, Instant>>
}

const loansMemo = 'ils-loans'

/** What was read last, and of which text: strangers who search ask for the same thousands of loans at each press. */
let lastRead: { readonly memo: string; readonly loans: IlsLoans } | undefined

/** undefined: no catalogue said yet what is on loan. */
export const readIlsLoans = async (reader: StoreReader): Promise<IlsLoans | undefined> => {
  const memo = await reader.memo(loansMemo)
  if (memo === undefined) return undefined
  // Written by the function below alone.
  if (lastRead?.memo !== memo) lastRead = { memo, loans: JSON.parse(memo) as IlsLoans }
  return lastRead.loans
}

/**
 * Keeps what the ILS says now. A document that it does not name stays as it was. A document already on loan keeps its day if the ILS
 * gives none.
 */
export const keepIlsLoans = async (
  transaction: StoreTransaction,
  onLoan: ReadonlyMap<ItemBarcode, Instant | undefined>,
  mentioned: ReadonlySet<string>,
  asOf: Instant,
): Promise<void> => {
  const before = (await readIlsLoans(transaction))?.sinceByBarcode ?? {}
  const kept = Object.entries(before).filter(([barcode]) => !mentioned.has(barcode))
  const said = [...onLoan].map(([barcode, since]) => [barcode, since ?? before[barcode] ?? asOf] as const)
  const loans: IlsLoans = { asOf, sinceByBarcode: Object.fromEntries([...kept, ...said]) }
  await transaction.keepMemo(loansMemo, JSON.stringify(loans))
}

/** What the ILS said of it, unless the desk knows better than its list. */
const loanSince = (item: Item | undefined, barcode: ItemBarcode, { asOf, sinceByBarcode }: IlsLoans): Instant | undefined =>
  lentElsewhereSince(item, asOf) === undefined ? undefined : sinceByBarcode[barcode]

/** A document with the loan that the ILS reports for it. Most documents have no row: then a new item carries the loan. */
export const withIlsLoan = (item: Item | undefined, barcode: ItemBarcode, loans: IlsLoans): Item | undefined => {
  const ilsLoanSince = loanSince(item, barcode, loans)
  return ilsLoanSince === undefined ? item : { ...(item ?? newItem(barcode)), ilsLoanSince }
}

/** The documents that the ILS has on loan, as far as the desk does not know better. */
export const lentByIls = (loans: IlsLoans, items: Iterable<Item>): readonly ItemBarcode[] => {
  const rows = new Map([...items].map((item) => [item.id, item]))
  // The cast holds: the keys are barcodes that `keepIlsLoans` wrote.
  const barcodes = Object.keys(loans.sinceByBarcode) as ItemBarcode[]
  return barcodes.filter((barcode) => loanSince(rows.get(barcode), barcode, loans) !== undefined)
}

/** Writes on the rows of a record's copies what the ILS said of them. */
export const noteIlsLoans = async (
  transaction: StoreTransaction,
  { id, documentType, copies }: BibliographicRecord,
  loans: IlsLoans,
  now: Instant,
): Promise<void> => {
  for (const { barcode } of copies) {
    const item = await transaction.row('item', barcode)
    const ilsLoanSince = loanSince(item, barcode, loans)
    if (ilsLoanSince === item?.ilsLoanSince) continue
    await transaction.writeRow({ ...(item ?? { ...newItem(barcode), recordId: id, documentType }), ilsLoanSince }, now)
  }
}
