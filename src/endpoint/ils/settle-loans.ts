/**
 * Writes on the patrons' rows that the ILS has these loans, or has them no more (LOAN-2). Runs on the endpoint, in one transaction.
 */
import type { Instant } from '../../domain/instant.ts'
import type { Patron } from '../../domain/patron/patron.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { ToldLine } from '../storage/told-lines.ts'

/** Returns among the lines have no loan to change. */
export const changeLoans = async (
  transaction: StoreTransaction,
  lines: readonly Pick<ToldLine, 'operationId' | 'barcode' | 'movement'>[],
  change: (loan: Patron['loans'][number]) => Patron['loans'][number],
  now: Instant,
): Promise<void> => {
  for (const { movement, barcode, operationId } of lines) {
    if (movement !== 'loan') continue
    const given = (await transaction.row('item', barcode))?.facts.find((fact) => fact.operationId === operationId)
    const patron = given?.what === 'handed-over' ? await transaction.row('patron', given.card) : undefined
    if (patron === undefined) continue
    const loans = patron.loans.map((loan) => (loan.barcode === barcode ? change(loan) : loan))
    await transaction.writeRow({ ...patron, loans }, now)
  }
}
