/**
 * Of when the ILS's last word on its loans is, which the row of the catalogue tells every tablet: how old « en rayon » is (PHONE-4).
 * Runs on the endpoint. The first list comes before there is a row: it is remembered until the file is published.
 */
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { CatalogueFile } from '../../domain/row/desk-state.ts'
import type { StoreTransaction } from '../storage/store.ts'

const memo = 'ils-loans-as-of'

export const keepLoansAsOf = async (transaction: StoreTransaction, asOf: Instant, now: Instant): Promise<void> => {
  await transaction.keepMemo(memo, String(asOf))
  const row = await transaction.row('catalogue', 'catalogue')
  if (row !== undefined && row.loansAsOf !== asOf) await transaction.writeRow({ ...row, loansAsOf: asOf }, now)
}

/** Answers whether the row is another than before. */
export const writeCatalogueRow = async (transaction: StoreTransaction, row: CatalogueFile, now: Instant): Promise<boolean> => {
  const asOf = await transaction.memo(memo)
  return transaction.writeRow(asOf === undefined ? row : { ...row, loansAsOf: toInstant(Number(asOf)) }, now)
}
