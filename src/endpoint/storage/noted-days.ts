/**
 * Days with a loan or a return that may have to be told later than two weeks after: it came late, a person decided about it since, or it waits
 * (ILS-11). Runs on the endpoint. Told over a wire, such a day is gone over until nothing of it waits, however long ago it was.
 */
import type { LocalDate } from '../../domain/local-date.ts'
import type { StoreReader, StoreTransaction } from './store.ts'

/** Days back that are gone over anyway: a tablet that was silent for a week is nothing rare. */
export const daysBack = 14
const memoName = 'ils-days'

export const readNotedDays = async (reader: Pick<StoreReader, 'memo'>): Promise<readonly LocalDate[]> =>
  // Written below.
  ((await reader.memo(memoName)) ?? '').split(' ').filter((day) => day !== '') as LocalDate[]

export const noteDays = async (transaction: StoreTransaction, days: readonly LocalDate[]): Promise<void> => {
  await transaction.keepMemo(memoName, [...new Set([...(await readNotedDays(transaction)), ...days])].sort().join(' '))
}

export const forgetNotedDay = async (transaction: StoreTransaction, day: LocalDate): Promise<void> => {
  await transaction.keepMemo(memoName, (await readNotedDays(transaction)).filter((one) => one !== day).join(' '))
}
