/**
 * Brings the base's records up to the catalogue that the ILS just gave, with the copies that the ordinary desk has lent (ORD-4).
 * Runs on the endpoint. It concerns only the records that the base holds, which are those that orders want.
 */
import type { Instant } from '../../domain/instant.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { noteIlsLoans, readIlsLoans } from './ils-loans.ts'

export const refreshRecords = async (transaction: StoreTransaction, now: Instant): Promise<void> => {
  const loans = await readIlsLoans(transaction)
  for (const { id } of await transaction.rowsOf('record')) {
    // A record that left the catalogue stays as it was for the orders that want it.
    const record = await transaction.catalogueRecord(id)
    if (record === undefined) continue
    await transaction.writeRow(record, now)
    if (loans !== undefined) await noteIlsLoans(transaction, record, loans, now)
  }
}
