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
/** The day of the last pass over a wire, or of the end of the link, with `ended` behind it. */
const linkMemo = 'ils-days-link'
const ended = ' ended'

export const readNotedDays = async (reader: Pick<StoreReader, 'memo'>): Promise<readonly LocalDate[]> =>
  // Written below.
  ((await reader.memo(memoName)) ?? '').split(' ').filter((day) => day !== '') as LocalDate[]

export const noteDays = async (transaction: StoreTransaction, days: readonly LocalDate[]): Promise<void> => {
  await transaction.keepMemo(memoName, [...new Set([...(await readNotedDays(transaction)), ...days])].sort().join(' '))
}

export const forgetNotedDay = async (transaction: StoreTransaction, day: LocalDate): Promise<void> => {
  await transaction.keepMemo(memoName, (await readNotedDays(transaction)).filter((one) => one !== day).join(' '))
}

/** A link that the environment names ends unsaid: its variables are gone, or its key is lost. So one without a pass for as long is none. */
export const isLinked = async (reader: Pick<StoreReader, 'memo'>, today: LocalDate): Promise<boolean> => {
  const last = (await reader.memo(linkMemo)) ?? ''
  return !last.endsWith(ended) && last >= addDays(today, -daysBack)
}

/** Whether a pass of that day wrote so already. */
export const isLinkKept = async (reader: Pick<StoreReader, 'memo'>, today: LocalDate): Promise<boolean> =>
  (await reader.memo(linkMemo)) === today

/** From here on days are noted. Those of a link before are kept where all that came since is gone over anyway. */
export const keepLink = async (transaction: StoreTransaction, today: LocalDate): Promise<void> => {
  const last = await transaction.memo(linkMemo)
  // Nothing written: an older build told over the link, or there was none, which noted nothing.
  if (last !== undefined && last < addDays(today, -daysBack)) await transaction.keepMemo(memoName, '')
  if (last !== today) await transaction.keepMemo(linkMemo, today)
}

export const endLink = async (transaction: StoreTransaction, today: LocalDate): Promise<void> => {
  // An older build wrote nothing of a link that it told over.
  const isUnwritten = (await transaction.memo(linkMemo)) === undefined
  if (isUnwritten || (await isLinked(transaction, today))) await transaction.keepMemo(linkMemo, `${today}${ended}`)
}
