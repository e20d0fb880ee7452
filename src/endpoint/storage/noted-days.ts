/**
 * Days with a loan or a return that may have to be told later than two weeks after: it came late, a person decided about it since, or it waits
 * (ILS-11). Runs on the endpoint. Told over a wire, such a day is gone over until nothing of it waits, however long ago it was.
 * Without a link none is noted, but for lines that a person decides about (ILS-43): what was told by files since would be told again by one that is made later.
 */
import type { LibraryId } from '../../domain/ids.ts'
import { addDays, daysBetween, type LocalDate } from '../../domain/local-date.ts'
import type { Store, StoreReader, StoreTransaction } from './store.ts'

/** Days back that are gone over anyway: a tablet that was silent for a week is nothing rare. */
export const daysBack = 14
/** What is older than half of them is noted as it comes, so that nothing falls out unseen while the endpoint stands still. */
export const daysUnnoted = daysBack / 2
const memoName = 'ils-days'
/** The day of the last pass over a wire; or that of the end of the link, with `ended` behind it. */
const linkMemo = 'ils-days-link'
const ended = ' ended'
const dayOf = (last: string): LocalDate => last.slice(0, 'YYYY-MM-DD'.length) as LocalDate

export const readNotedDays = async (reader: Pick<StoreReader, 'memo'>): Promise<readonly LocalDate[]> =>
  // Written below.
  ((await reader.memo(memoName)) ?? '').split(' ').filter((day) => day !== '') as LocalDate[]

export const noteDays = async (transaction: StoreTransaction, days: readonly LocalDate[]): Promise<void> => {
  await transaction.keepMemo(memoName, [...new Set([...(await readNotedDays(transaction)), ...days])].sort().join(' '))
}

export const forgetNotedDay = async (transaction: StoreTransaction, day: LocalDate): Promise<void> => {
  await transaction.keepMemo(memoName, (await readNotedDays(transaction)).filter((one) => one !== day).join(' '))
}

/**
 * Whether days are noted: that no pass came says nothing, a library is closed for weeks. After an end too, as long as the next link would keep
 * them.
 */
export const isLinked = async (reader: Pick<StoreReader, 'memo'>, today: LocalDate): Promise<boolean> => {
  const last = (await reader.memo(linkMemo)) ?? ''
  return last !== '' && (!last.endsWith(ended) || last >= addDays(today, -daysBack))
}

/** Whether a pass of that day wrote so already. */
export const isLinkKept = async (reader: Pick<StoreReader, 'memo'>, today: LocalDate): Promise<boolean> =>
  (await reader.memo(linkMemo)) === today

/** What came after the last pass, or the end, and was too young then to be noted, lies on these days: until `to`, nobody goes over them. */
const noteDaysSince = async (transaction: StoreTransaction, last: string, to: LocalDate): Promise<void> => {
  const from = addDays(dayOf(last), -daysUnnoted)
  const days = Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, n) => addDays(from, n))
  if (days.length > 0) await noteDays(transaction, days)
}

/** From here on days are noted. Those of a link before are kept, but where it ended more than two weeks ago. */
export const keepLink = async (transaction: StoreTransaction, today: LocalDate): Promise<void> => {
  const last = await transaction.memo(linkMemo)
  if (last?.endsWith(ended) && last < addDays(today, -daysBack)) await transaction.keepMemo(memoName, '')
  else if (last) await noteDaysSince(transaction, last, addDays(today, -daysBack - 1))
  if (last !== today) await transaction.keepMemo(linkMemo, today)
}

export const endLink = async (transaction: StoreTransaction, today: LocalDate): Promise<void> => {
  const last = (await transaction.memo(linkMemo)) ?? ''
  if (last.endsWith(ended)) return
  if (last !== '') await noteDaysSince(transaction, last, addDays(today, -daysUnnoted - 1))
  await transaction.keepMemo(linkMemo, `${today}${ended}`)
}

/** Libraries of which days are noted. */
export const notedLibraries = async (store: Pick<Store, 'memosNamed'>): Promise<readonly LibraryId[]> =>
  [...(await store.memosNamed(memoName))].flatMap(([id, days]) => (days === '' ? [] : [id]))

/** Libraries whose link nobody ended. */
export const linkedLibraries = async (store: Pick<Store, 'memosNamed'>): Promise<readonly LibraryId[]> =>
  [...(await store.memosNamed(linkMemo))].flatMap(([id, last]) => (last === '' || last.endsWith(ended) ? [] : [id]))

/**
 * Of a process that tells nothing to this library: a link that the environment names ends unsaid, its variables are gone or its key is lost.
 * Another process may tell all the same, and writes so once a day.
 */
export const endLinkWithoutPass = async (transaction: StoreTransaction, today: LocalDate): Promise<void> => {
  const last = (await transaction.memo(linkMemo)) ?? ''
  if (last !== '' && dayOf(last) < addDays(today, -1)) await endLink(transaction, today)
}
