/**
 * What may be told to the ILS later than the days over which its link goes anyway: a fact that came late, or that was kept for a case which a
 * person decided late (ILS-11). Runs on the endpoint, in the transaction that accepts the one or the other. Noted when written, so that an idle
 * library costs the link nothing.
 */
import type { Instant } from '../../domain/instant.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { daysUnnoted, isLinked, noteDays } from '../storage/noted-days.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { Receipt } from '../storage/stored.ts'

/** Of these, notes those that the link may leave behind; nothing where there is none. */
export const noteLateDays = async (transaction: StoreTransaction, days: readonly LocalDate[], now: Instant): Promise<void> => {
  const { date: today } = wallClockOf((await transaction.row('settings', 'settings'))?.zone)(now)
  const late = days.filter((day) => day < addDays(today, -daysUnnoted))
  if (late.length === 0 || !(await isLinked(transaction, today))) return
  await noteDays(transaction, late)
}

/** Of what the ILS is told. */
const isCirculation = (type: Receipt['type']): boolean => type === 'hand-over-order' || type === 'undo-handover' || type === 'return-item'

/** With the receipt, under the day of which it is told. */
export const noteLateFact = async (
  transaction: StoreTransaction,
  { type, happenedOn, outcome }: Pick<Receipt, 'type' | 'happenedOn' | 'outcome'>,
  now: Instant,
): Promise<void> => {
  if (!outcome.startsWith('accepted') || happenedOn === undefined || !isCirculation(type)) return
  await noteLateDays(transaction, [happenedOn], now)
}
