/**
 * Which days are gone over for what the ILS has not: the last two weeks, and older ones about which a person decided something since (ILS-11).
 * Runs on the endpoint. An older day is remembered until it has nothing left to tell.
 */
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { forgetNotedDay, readNotedDays } from '../storage/noted-days.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'
import { collectDay } from './collect-day.ts'
import type { Teller } from './connector.ts'

/** Days back from which something may still have to be told: a tablet that was silent for a week is nothing rare. */
const daysBack = 14

/** Oldest first. */
export const daysToTell = async (reader: Pick<StoreReader, 'memo'>, today: LocalDate): Promise<readonly LocalDate[]> => {
  const last = Array.from({ length: daysBack + 2 }, (_, n) => addDays(today, n - daysBack))
  return [...new Set([...(await readNotedDays(reader)), ...last])].sort()
}

/** What is set apart for a person to do in the ILS is told by nobody, however long the day is remembered. */
const waits = new Set<string>(['asked', 'open-case', 'other-day-waits'])

/** After what is settled of the day was said. */
export const dropToldDay = async (transaction: StoreTransaction, day: LocalDate, teller: Pick<Teller, 'format' | 'canTell'>) => {
  const { ready, apart } = await collectDay(transaction, day, teller)
  if (ready.length > 0 || apart.some(({ reason }) => waits.has(reason))) return
  await forgetNotedDay(transaction, day)
}
