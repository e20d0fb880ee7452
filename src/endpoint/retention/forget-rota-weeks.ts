/**
 * Weeks of the rota that nobody reads any more leave every tablet, and their journal the endpoint: who was away, and when, is kept no longer
 * than fairness asks for (ROTA-4, ROTA-6). Runs on the endpoint, as a day is closed.
 */
import type { Instant } from '../../domain/instant.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { mondayOf, weekSection } from '../../domain/rota/rota-week.ts'
import type { StoreTransaction } from '../storage/store.ts'

/** Four weeks that fairness reads, of a week that is four weeks old, and one more. Days. */
const keptDays = 63

export const forgetRotaWeeks = async (transaction: StoreTransaction, today: LocalDate, now: Instant): Promise<void> => {
  const first = mondayOf(addDays(today, -keptDays))
  for (const { id } of await transaction.rowsOf('rota-week')) if (id < first) await transaction.eraseRow('rota-week', id, now)
  await transaction.forgetRotaChanges(weekSection(first))
}
