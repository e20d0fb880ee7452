/**
 * What is forgotten of the team: librarians who left, and weeks of the rota. Runs on the endpoint, with the closing of the days.
 * Who was away, and when, is kept no longer than fairness asks for.
 */
import type { Instant } from '../../domain/instant.ts'
import { isInTeam } from '../../domain/librarian/librarian.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { mondayOf, weekSection } from '../../domain/rota/rota-week.ts'
import { retentionDefaults } from '../../domain/settings/settings.ts'
import type { StoreTransaction } from '../storage/store.ts'

/** Four weeks that fairness reads, of a week that is four weeks old, and one more. Days. */
const keptDays = 63

/** Weeks of the rota that nobody reads any more leave every tablet, and their journal the endpoint (ROTA-4, ROTA-6). */
export const forgetRotaWeeks = async (transaction: StoreTransaction, today: LocalDate, now: Instant): Promise<void> => {
  const first = mondayOf(addDays(today, -keptDays))
  for (const { id } of await transaction.rowsOf('rota-week')) if (id < first) await transaction.eraseRow('rota-week', id, now)
  await transaction.forgetRotaChanges(weekSection(first))
}

/** Their passphrase ends with their last day, and their row, with the name, once nothing that they did has content any more (SET-12, PRIV-3). */
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
