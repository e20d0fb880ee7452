/**
 * Days with a loan or a return that may have to be told later than two weeks after: it came late, a person decided about it since, or it waits
 * (ILS-11). Runs on the endpoint. Told over a wire, such a day is gone over until nothing of it waits, however long ago it was.
 * Without a link none is noted: what was told by files since would be told again by one that is made later.
 */
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import type { StoreReader, StoreTransaction } from './store.ts'

/** Days back that are gone over anyway: a tablet that was silent for a week is nothing rare. */
export const daysBack = 14
const memoName = 'ils-days'
/** 'on': told over a wire. A date: it was, until that day. */
const linkMemo = 'ils-days-link'

export const readNotedDays = async (reader: Pick<StoreReader, 'memo'>): Promise<readonly LocalDate[]> =>
  // Written below.
  ((await reader.memo(memoName)) ?? '').split(' ').filter((day) => day !== '') as LocalDate[]

export const noteDays = async (transaction: StoreTransaction, days: readonly LocalDate[]): Promise<void> => {
  await transaction.keepMemo(memoName, [...new Set([...(await readNotedDays(transaction)), ...days])].sort().join(' '))
}

export const forgetNotedDay = async (transaction: StoreTransaction, day: LocalDate): Promise<void> => {
  await transaction.keepMemo(memoName, (await readNotedDays(transaction)).filter((one) => one !== day).join(' '))
}

export const isLinked = async (reader: Pick<StoreReader, 'memo'>): Promise<boolean> => (await reader.memo(linkMemo)) === 'on'

/** From here on days are noted. Those of a link that ended are kept where all that came since is gone over anyway. */
export const beginLink = async (transaction: StoreTransaction, today: LocalDate): Promise<void> => {
  if (await isLinked(transaction)) return
  const endedOn = (await transaction.memo(linkMemo)) ?? ''
  if (endedOn < addDays(today, -daysBack)) await transaction.keepMemo(memoName, '')
  await transaction.keepMemo(linkMemo, 'on')
}

export const endLink = async (transaction: StoreTransaction, today: LocalDate): Promise<void> => {
  if (await isLinked(transaction)) await transaction.keepMemo(linkMemo, today)
}
