/**
 * Brings the base's records up to the catalogue that was just imported, and says which of their copies the ordinary desk has lent (ORD-4).
 * Runs in the endpoint's commands. Only records that the base holds are concerned: those that orders want.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { openHandovers } from '../../domain/item/item-state.ts'
import { newItem } from '../../domain/item/new-item.ts'
import type { BibliographicRecord, Copy } from '../../domain/item/record.ts'
import type { Store, StoreTransaction } from '../storage/store.ts'
import type { IlsCatalogue } from './ils-says.ts'

const noteIlsLoan = async (
  transaction: StoreTransaction,
  { documentType, id }: BibliographicRecord,
  { barcode }: Copy,
  isOnLoan: boolean,
  asOf: Instant,
  now: Instant,
): Promise<void> => {
  const item = await transaction.row('item', barcode)
  const isOurs = item !== undefined && openHandovers(item).length > 0
  // The ILS's loan of a document that we handed over is our own, come back.
  const ilsLoanSince = isOnLoan && !isOurs ? (item?.ilsLoanSince ?? asOf) : undefined
  if (ilsLoanSince === item?.ilsLoanSince) return
  const before = item ?? { ...newItem(barcode), recordId: id, documentType }
  await transaction.writeRow({ ...before, ilsLoanSince }, now)
}

/** `onLoan` undefined: the file does not say what is out, and what was known stays. */
export const refreshRecords = async (
  store: Store,
  libraryId: LibraryId,
  onLoan: IlsCatalogue['onLoan'],
  asOf: Instant,
  now: Instant,
): Promise<void> =>
  store.transact(libraryId, async (transaction) => {
    for (const { id } of await transaction.rowsOf('record')) {
      // A record that left the catalogue stays as it was for the orders that want it.
      const record = await transaction.catalogueRecord(id)
      if (record === undefined) continue
      await transaction.writeRow(record, now)
      if (onLoan === undefined) continue
      for (const copy of record.copies) await noteIlsLoan(transaction, record, copy, onLoan.has(copy.barcode), asOf, now)
    }
  })
