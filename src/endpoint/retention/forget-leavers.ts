/**
 * Librarians who left: their passphrase ends with their last day, and their row, with the name, once nothing that they did has content any
 * more (SET-12, PRIV-3). Runs on the endpoint, with the closing of the days.
 */
import type { Instant } from '../../domain/instant.ts'
import { isInTeam } from '../../domain/librarian/librarian.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { retentionDefaults } from '../../domain/settings/default-settings.ts'
import type { StoreTransaction } from '../storage/store.ts'

export const forgetLeavers = async (transaction: StoreTransaction, today: LocalDate, now: Instant): Promise<void> => {
  const settings = await transaction.row('settings', 'settings')
  const keepDays = settings?.keepLoanDays ?? retentionDefaults.keepLoanDays
  for (const librarian of await transaction.rowsOf('librarian')) {
    if (librarian.lastDay === undefined || isInTeam(librarian, today)) continue
    await transaction.erasePassphrase(librarian.id)
    await transaction.endPasses(librarian.id, undefined, now)
    if (addDays(librarian.lastDay, keepDays) < today) await transaction.eraseRow('librarian', librarian.id, now)
  }
}
