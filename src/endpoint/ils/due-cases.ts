/**
 * Asks a person to tell the patron where the ILS wants a document back sooner than was said at the desk (ILS-4), and asks no more once the
 * document is back. Runs on the endpoint; the loan stays settled, for the ILS has it.
 */
import { endDueCase, isOpenDue, isSooner, recordDueCase } from '../../domain/case/due-case.ts'
import type { Instant } from '../../domain/instant.ts'
import { type IlsJourney, isSettledJourney } from '../storage/journeys.ts'
import { readDesk } from '../storage/read-desk.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'
import type { Movement } from './movement.ts'

const openDues = async (reader: Pick<StoreReader, 'rowsOf'>) => (await reader.rowsOf('case')).filter(isOpenDue)

/** In the transaction that writes down what the ILS answered. */
export const reviewDue = async (
  transaction: StoreTransaction,
  { dueOn: promised }: Pick<Movement, 'dueOn'>,
  journey: IlsJourney,
  now: Instant,
): Promise<void> => {
  const { dueOn } = journey
  if (!isSettledJourney(journey) || dueOn === undefined || promised === undefined || !isSooner({ promised, dueOn })) return
  const { length } = await openDues(transaction)
  const row = await readDesk(transaction, (state) => recordDueCase(state, journey, { promised, dueOn }, length))
  if (row !== undefined) await transaction.writeRow(row, now)
}

export const hasOpenDues = async (reader: Pick<StoreReader, 'rowsOf'>): Promise<boolean> => (await openDues(reader)).length > 0

export const endDues = async (transaction: StoreTransaction, now: Instant): Promise<void> => {
  for (const row of await openDues(transaction)) {
    const ended = await readDesk(transaction, (state) => endDueCase(state, row))
    if (ended !== undefined) await transaction.writeRow(ended, now)
  }
}
