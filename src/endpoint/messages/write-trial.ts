/**
 * A trial of a template: a message like another in the queue, to an address that a manager has typed, about a sample (MSG-10), or to
 * colleagues, about a mailing (MSG-13). Runs on the endpoint. The address and the words stand beside it while it waits, and no longer.
 */
import { randomBytes } from 'node:crypto'
import { type CardNumber, identityBytes, type LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import { type AnyMessageKind, type MessageKind, readMailAddress } from '../../domain/message/message.ts'
import { checkMessageTemplate } from '../../domain/message/message-templates.ts'
import type { TrialEnd } from '../../domain/message/sample-messages.ts'
import type { Trial } from '../storage/messages.ts'
import type { Store, StoreTransaction } from '../storage/store.ts'
import { aboutNoOrder, keepNew } from './write-messages.ts'

/** Of use as long as somebody sits before a mailbox: milliseconds. */
const usefulMs = 60 * msPerMinute

export interface WantedTrial extends Omit<Trial, 'to'> {
  /** As it was typed. */
  readonly to: string
  readonly kind: MessageKind
}

/** Puts one into the queue, of use for so long; whom it names is nobody here. */
export const keepTrial = async (
  transaction: StoreTransaction,
  kind: AnyMessageKind,
  trial: Trial,
  { now, usefulMs }: { readonly now: Instant; readonly usefulMs: number },
): Promise<void> => {
  const key = `trial/${randomBytes(identityBytes).toString('hex')}`
  await keepNew(transaction, aboutNoOrder({ key, kind, card: '' as CardNumber, usefulUntil: toInstant(now + usefulMs) }, now), { trial })
}

export const writeTrial = async (
  store: Store,
  libraryId: LibraryId,
  { to, kind, ...trial }: WantedTrial,
  now: Instant,
): Promise<TrialEnd> => {
  const address = readMailAddress(to)
  if (address === undefined) return 'wrong-address'
  const faults = checkMessageTemplate(kind, trial.language, trial)
  if (faults.subject.length + faults.text.length > 0) return 'wrong-template'
  return store.transact(libraryId, async (transaction): Promise<TrialEnd> => {
    if ((await transaction.row('settings', 'settings'))?.sendsMail !== true) return 'no-relay'
    await keepTrial(transaction, kind, { ...trial, to: address }, { now, usefulMs })
    return 'written'
  })
}
