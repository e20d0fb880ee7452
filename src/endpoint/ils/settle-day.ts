/**
 * Says to the tablets what the ILS has of a day that it was told over a wire, or that a person saw to there: its operations become *réglé*
 * (RET-4), its loans wait for the ILS's next list to leave the patrons' counts (LOAN-2). Runs on the endpoint. Again changes nothing.
 */
import type { OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { ExportFormat } from '../../protocol/management.ts'
import { isSettledJourney } from '../storage/journeys.ts'
import { forgetNotedDay } from '../storage/noted-days.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'
import { collectDay, isLeftToTell } from './collect-day.ts'
import type { Listener } from './connector.ts'
import { changeLoans } from './settle-loans.ts'

/** Whether a file of this format that carries some of it was never confirmed. */
export const waitsInFile = async (
  transaction: StoreTransaction,
  operationId: OperationId,
  format: ExportFormat = 'koc',
): Promise<boolean> => {
  for (const { batch } of await transaction.told.of([operationId])) {
    const stored = await transaction.batch(batch)
    if (stored?.format === format && stored.settledAt === undefined) return true
  }
  return false
}

/** Operations that the tablets were told of. */
export const readSettled = async (reader: StoreReader): Promise<ReadonlySet<OperationId>> =>
  new Set((await reader.rowsOf('settled-batch')).flatMap(({ operationIds }) => operationIds))

/** An operation with several documents is settled with the last of them. */
export const settleDay = async (
  transaction: StoreTransaction,
  day: LocalDate,
  today: LocalDate,
  now: Instant,
  listener?: Listener,
): Promise<void> => {
  const said = await readSettled(transaction)
  const ended = (await transaction.journeys.ofDay(day)).filter((one) => isSettledJourney(one) && !said.has(one.operationId))
  await changeLoans(transaction, ended, (loan) => ({ ...loan, settledAt: loan.settledAt ?? now }), now)
  const { ready, apart, silent } = await collectDay(transaction, day, listener)
  if (!isLeftToTell({ ready, apart })) await forgetNotedDay(transaction, day)
  const waiting = new Set([...ready, ...apart].map(({ operationId }) => operationId))
  // What has nothing to say: on its own day another word may change that.
  const settled = new Set(day < today ? silent.filter((id) => !said.has(id)) : [])
  for (const { operationId } of ended)
    if (!waiting.has(operationId) && !(await waitsInFile(transaction, operationId))) settled.add(operationId)
  if (settled.size === 0) return
  // Numbered by its moment, or the next one that is free where two days end in one: batches of files count from 1.
  let id = Number(now)
  while ((await transaction.row('settled-batch', `${id}`)) !== undefined) id++
  await transaction.writeRow({ kind: 'settled-batch', id: `${id}`, day, settledAt: now, operationIds: [...settled].sort() }, now)
}
