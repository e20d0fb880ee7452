/**
 * Who the mailing of the guide writes to, and who wants none (MSG-13): two tables beside the rows, which no exchange reads. Types, and what they
 * mean. Runs on the endpoint. An address stands here as a keyed hash alone, and whoever opposed as a keyed hash of the card, which a list of the
 * ILS never takes away.
 */
import { createHmac } from 'node:crypto'
import type { CardNumber } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'

/** The name of the key of these hashes in the store: of all its libraries that did not bring their own (`mailing-memo.ts`). */
export const mailingSecret = 'mailing'

/** Hexadecimal digits: 128 bits. */
const hashDigits = 32
const hashOf = (secret: string, words: readonly string[]): string =>
  createHmac('sha256', Buffer.from(secret, 'hex')).update(words.join('\n')).digest('hex').slice(0, hashDigits)

export const hashAddress = (secret: string, libraryId: string, email: string): string =>
  hashOf(secret, ['address', libraryId, email.toLowerCase()])
export const hashOpponent = (secret: string, libraryId: string, card: CardNumber): string => hashOf(secret, ['opponent', libraryId, card])

/** `written`: its message is in the queue; `left-out`: by the time its turn came nothing was to be sent there. */
export type RecipientState = 'waiting' | 'written' | 'accepted' | 'refused' | 'left-out'

export interface Recipient {
  readonly hash: string
  /** One of those who share the address. */
  readonly card: CardNumber
  readonly state: RecipientState
}

export interface MailingReader {
  counts(): Promise<Readonly<Record<RecipientState, number>>>
  /** The first that had nothing yet, by their hash: in no order that anybody knows. */
  waiting(limit: number): Promise<readonly Recipient[]>
  opponents(): Promise<ReadonlySet<string>>
  opposes(hash: string): Promise<boolean>
}

export interface MailingWriter extends MailingReader {
  /** Of an address that is there already, nothing changes: once is once. */
  add(hash: string, card: CardNumber, now: Instant): Promise<void>
  note(hash: string, state: RecipientState, now: Instant): Promise<void>
  oppose(hash: string, now: Instant): Promise<void>
  /** What was opposed is wanted again. */
  takeBack(hash: string): Promise<void>
  /** An address that was written to is kept under the card of another who shares it, by its hash. What was opposed stays. */
  eraseOf(card: CardNumber, others: ReadonlyMap<string, CardNumber>): Promise<void>
}
