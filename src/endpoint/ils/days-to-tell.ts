/**
 * Which days are gone over for what the ILS has not: the last two weeks, and older ones of which something came late, was
 * decided late or still waits (ILS-11). Runs on the endpoint. An older day is remembered until it has nothing left to tell.
 */
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { daysBack, readNotedDays } from '../storage/noted-days.ts'
import type { StoreReader } from '../storage/store.ts'
import type { DayMovements } from './movement.ts'

/** Oldest first. */
export const daysToTell = async (reader: Pick<StoreReader, 'memo'>, today: LocalDate): Promise<readonly LocalDate[]> => {
  const last = Array.from({ length: daysBack + 2 }, (_, n) => addDays(today, n - daysBack))
  return [...new Set([...(await readNotedDays(reader)), ...last])].sort()
}

/** What is set apart for a person to do in the ILS is told by nobody, however long the day is remembered. */
const waits = new Set<string>(['asked', 'open-case', 'other-day-waits'])

/** Whether something of the day is yet to be told, by itself or once a person has decided. */
export const isLeftToTell = ({ ready, apart }: Pick<DayMovements, 'ready' | 'apart'>): boolean =>
  ready.length > 0 || apart.some(({ reason }) => waits.has(reason))
