/**
 * Notes, once, since when a library's figures are whole (STAT-6): since its first receipt, or this start. Counts the places of the days since,
 * which no fact brings, and the persons of the months that are over. Runs at the start of the endpoint, before anyone is heard.
 */
import { type CountedSince, sinceMemo } from '../../domain/figures/counted-since.ts'
import { fewestPersons, lastDayOf, monthAfter, monthOf } from '../../domain/figures/period.ts'
import type { Instant } from '../../domain/instant.ts'
import { addDays } from '../../domain/local-date.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { countPersons, countPlaces, placesMemo } from './close-figures.ts'

/** Does nothing where it was done. */
export const beginCounting = async (transaction: StoreTransaction, now: Instant): Promise<void> => {
  const settings = await transaction.row('settings', 'settings')
  if (settings === undefined || (await transaction.memo(sinceMemo)) !== undefined) return
  const toLocal = wallClockOf(settings.zone)
  const [first, today] = [toLocal((await transaction.figures.firstReceivedAt()) ?? now).date, toLocal(now).date]
  for (let day = first; day <= today; day = addDays(day, 1)) await countPlaces(transaction, settings, day)
  await transaction.keepMemo(placesMemo, today)
  for (let month = monthOf(first); lastDayOf(month) < today; month = monthAfter(month))
    await countPersons(transaction, month, fewestPersons)
  const since: CountedSince = { documents: first, orders: first }
  await transaction.keepMemo(sinceMemo, JSON.stringify(since))
}
