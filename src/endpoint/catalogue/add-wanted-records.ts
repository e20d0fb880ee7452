/**
 * Brings into the base the records that orders ask for, so that a pull list shows titles and call numbers off line, and which copies the
 * ordinary desk has lent (ORD-4). Runs on the endpoint, after a push or the ILS wrote orders. All other records stay in the catalogue file
 * (PROTOCOL.md, Pull).
 */
import type { RecordId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Row } from '../../domain/row/desk-state.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { noteIlsLoans, readIlsLoans } from './ils-loans.ts'

/** Writes the records wanted by these orders that the base lacks; a record that the catalogue does not know stays absent. */
export const addWantedRecords = async (transaction: StoreTransaction, rows: readonly Row[], now: Instant): Promise<void> => {
  const wanted = new Set(
    rows.flatMap((row) =>
      row.kind === 'order' ? row.lines.flatMap(({ wanted }) => (wanted.kind === 'wish' ? [] : [wanted.recordId])) : [],
    ),
  )
  const lacking: RecordId[] = []
  for (const recordId of wanted) if ((await transaction.row('record', recordId)) === undefined) lacking.push(recordId)
  if (lacking.length === 0) return
  // All at once: on a network each wait costs more than its answer.
  const [loans, ...records] = await Promise.all([readIlsLoans(transaction), ...lacking.map((id) => transaction.catalogueRecord(id))])
  for (const record of records) {
    if (record === undefined) continue
    await transaction.writeRow(record, now)
    if (loans !== undefined) await noteIlsLoans(transaction, record, loans, now)
  }
}
