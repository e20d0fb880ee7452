/**
 * What the mailing of the guide stands at, and the key that came with the library, kept beside its rows (MSG-13). Runs on the endpoint and in its
 * commands. A database that was put back no longer knows who was written to since: its mailing goes on when a manager says so.
 */
import type { LibraryId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { MailingState } from '../../domain/message/mailing.ts'
import { mailingSecret } from './mailings.ts'
import type { Store, StoreReader, StoreTransaction } from './store.ts'

const mailingMemo = 'mailing'
/** The key under which addresses and oppositions were hashed in the database that the library comes from; absent: it was made here. */
export const mailingKeyMemo = 'mailing-key'

/** Under which the addresses and the oppositions of this library are hashed. */
export const mailingKeyOf = async (store: Pick<Store, 'read' | 'secret'>, libraryId: LibraryId): Promise<string> =>
  (await store.read(libraryId, (reader) => reader.memo(mailingKeyMemo))) ?? store.secret(mailingSecret)

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
