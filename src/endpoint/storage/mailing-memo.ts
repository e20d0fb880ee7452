/**
 * What the mailing of the guide stands at, kept beside the rows of its library (MSG-13). Runs on the endpoint and in its commands. A database that
 * was put back no longer knows who was written to since: its mailing goes on when a manager says so.
 */
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { MailingState } from '../../domain/message/mailing.ts'
import type { StoreReader, StoreTransaction } from './store.ts'

const mailingMemo = 'mailing'

interface KeptMailing {
  readonly state: MailingState
  /** Up to when messages were put into the queue. */
  readonly fedAt: Instant
}

export const readMailing = async (reader: StoreReader): Promise<KeptMailing> => {
  const memo = await reader.memo(mailingMemo)
  // Written by the function below alone.
  return memo === undefined ? { state: 'none', fedAt: toInstant(0) } : (JSON.parse(memo) as KeptMailing)
}

export const keepMailing = async (transaction: StoreTransaction, kept: KeptMailing): Promise<void> => {
  await transaction.keepMemo(mailingMemo, JSON.stringify(kept))
}

export const pauseMailing = async (transaction: StoreTransaction): Promise<void> => {
  const kept = await readMailing(transaction)
  if (kept.state === 'running') await keepMailing(transaction, { ...kept, state: 'paused' })
}
