/**
 * Says to the tablets what the ILS has of a day that it was told over a wire: its operations become *réglé* (RET-4), its loans wait for
 * the ILS's next list to leave the patrons' counts (LOAN-2). Runs on the endpoint, in one transaction. Again changes nothing.
 */
import type { OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { IlsJourney } from '../storage/journeys.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { collectDay } from './collect-day.ts'
import type { Listener } from './connector.ts'
import { changeLoans } from './settle-loans.ts'

/** Whether a file that carries some of it was never confirmed. */
const waitsInFile = async (transaction: StoreTransaction, operationId: OperationId): Promise<boolean> => {
  for (const { batch } of await transaction.told.of([operationId])) {
    const stored = await transaction.batch(batch)
    if (stored?.format === 'koc' && stored.settledAt === undefined) return true
  }
  return false
}

/** `settled`: the day's journeys that ended. An operation with several documents is settled with the last of them. */
export const settleDay = async (
  transaction: StoreTransaction,
  day: LocalDate,
  settled: readonly IlsJourney[],
  listener: Listener,
  now: Instant,
): Promise<void> => {
  const said = new Set((await transaction.rowsOf('settled-batch')).flatMap(({ operationIds }) => operationIds))
  const fresh = settled.filter(({ operationId }) => !said.has(operationId))
  if (fresh.length === 0) return
  await changeLoans(transaction, fresh, (loan) => ({ ...loan, settledAt: loan.settledAt ?? now }), now)
  const { ready, apart } = await collectDay(transaction, day, listener)
  const waiting = new Set([...ready, ...apart].map(({ operationId }) => operationId))
  const operationIds: OperationId[] = []
  for (const operationId of new Set(fresh.map((journey) => journey.operationId))) {
    if (!waiting.has(operationId) && !(await waitsInFile(transaction, operationId))) operationIds.push(operationId)
  }
  await sayQuiet(transaction, day, operationIds, now)
}

/** These have nothing to tell any more. */
export const sayQuiet = async (
  transaction: StoreTransaction,
  day: LocalDate,
  operationIds: readonly OperationId[],
  now: Instant,
): Promise<void> => {
  if (operationIds.length === 0) return
  // Numbered by its moment, or the next one that is free where two days end in one: batches of files count from 1.
  let id = Number(now)
  while ((await transaction.row('settled-batch', `${id}`)) !== undefined) id++
  await transaction.writeRow({ kind: 'settled-batch', id: `${id}`, day, settledAt: now, operationIds: [...operationIds].sort() }, now)
}
