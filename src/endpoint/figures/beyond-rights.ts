/**
 * What left beyond the loan rights with a reason, kept beside what its handover counted, and held against other rights (SET-2). Runs on the
 * endpoint: what is kept crosses a category with a type, so that no tablet is told more than how many (STAT-4).
 */
import { handoverSubject } from '../../domain/figures/count-parts.ts'
import type { BeyondRights } from '../../domain/figures/counted.ts'
import { type CountedSince, sinceMemo } from '../../domain/figures/counted-since.ts'
import type { DaysOf } from '../../domain/figures/figures.ts'
import type { Instant } from '../../domain/instant.ts'
import { countBeyondRights, judgeMaxima } from '../../domain/loan-right/judge-loan.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'

/** Before the rows of a handover are written, and after it was counted. */
export const keepBeyondRights = async (transaction: StoreTransaction, { payload, operationId }: Envelope, now: Instant): Promise<void> => {
  if (payload.kind !== 'hand-over-order' || payload.items.every(({ overrideReason }) => overrideReason === undefined)) return
  const patron = await transaction.row('patron', payload.card)
  const beyond = patron === undefined ? [] : countBeyondRights(patron, payload.items, payload.happened.date)
  const subject = handoverSubject(operationId)
  const counted = beyond.length === 0 ? undefined : await transaction.figures.counted(subject)
  // What comes twice is judged once: as it was when it happened.
  if (counted === undefined || counted.beyond !== undefined) return
  await transaction.figures.keepCounted(subject, { ...counted, beyond }, now)
}

/** Documents that left with a reason, and whose handover stands. */
export const weighRights = async (
  reader: StoreReader,
  rights: Pick<Settings, 'loanRights' | 'totalMaximums'>,
  { from, to }: DaysOf,
): Promise<BeyondRights> => {
  const left = (await reader.figures.countedBeyond()).flatMap(({ beyond = [], parts }) =>
    beyond.filter(({ barcode }) => parts[barcode]?.some(({ day }) => day >= from && day <= to)),
  )
  const memo = await reader.memo(sinceMemo)
  // As the closings wrote it.
  const { rights: since } = (memo === undefined ? {} : JSON.parse(memo)) as Partial<CountedSince>
  return { since, of: left.length, asked: left.filter((one) => !judgeMaxima(rights, one).ok).length }
}
