/**
 * Days with a loan or a return about which a person decided something after the ILS had not taken it (ILS-11). Runs on the endpoint.
 * Told over a wire, such a day is gone over until nothing of it waits, however long ago it was.
 */
import type { LocalDate } from '../../domain/local-date.ts'
import type { StoreReader, StoreTransaction } from './store.ts'

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
