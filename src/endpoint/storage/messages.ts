/**
 * The queue of what is written to patrons (MSG-1, MSG-2): a table beside the rows, which no exchange reads. Types, and what they mean. Runs
 * on the endpoint. Whoever sends takes a message under a lease, on the disk before the first byte leaves; a process that ends in the midst
 * leaves a lease that runs out.
 */
import type { CardNumber, DeviceId, OrderId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { MailAddress, MessageLanguage } from '../../domain/message/mail-address.ts'
import type { Message, MessageKind, MessageState } from '../../domain/message/message.ts'
import type { Sample } from '../../domain/message/sample-messages.ts'
import type { Template } from '../../domain/message/template.ts'

/** Where a trial goes, and what it says (MSG-10). */
export interface Trial extends Template {
  readonly to: MailAddress
  readonly language: MessageLanguage
  readonly sample: Sample
}

export interface StoredMessage extends Message {
  /** What stands before the @ of its Message-ID: fixed when it is written, so that a second sending is seen as the same (MSG-2). */
  readonly messageId: string
  /** How often a process took it in hand, and when first. */
  readonly tries: number
  readonly firstTriedAt: Instant | undefined
  /** Random, of the process that has it in hand; and until when. */
  readonly lease: string | undefined
  readonly leaseUntil: Instant | undefined
  /** The relay's last words, without an address; or a code of ours. */
  readonly said: string
  /** The copies that a report refused later, a bit each: the same report again counts for nothing. Absent: none. */
  readonly bounced?: number | undefined
  /** Of a trial, while it waits: nobody's message. */
  readonly trial?: Trial | undefined
  /** The tablet whose operation caused it, if one did. */
  readonly device?: DeviceId | undefined
}

/** Why what a tablet caused waits, or does not leave (MSG-16). */
export const saidOfTablet = { busy: 'tablet-busy', aside: 'tablet-set-aside' } as const

/** What one tablet caused and did not leave (MSG-16): it waits since there was too much of it, or was withdrawn with the tablet. */
export interface HeldMessages {
  readonly device: DeviceId
  readonly waiting: number
  readonly withdrawn: number
  /** When the last of those that wait may leave. */
  readonly until: Instant
}

export interface MessageCount {
  readonly kind: MessageKind
  readonly state: MessageState
  readonly count: number
}

/** Which messages are looked at; a member that is absent leaves none out. Never trials. */
export interface MessageFilter {
  readonly orderId?: OrderId | undefined
  readonly cards?: readonly CardNumber[] | undefined
  readonly kind?: MessageKind | undefined
  readonly state?: MessageState | undefined
}

/** Those that wait longer than they should: how many, since when, and the last word about one of them. */
export interface LateMessages {
  readonly count: number
  readonly since: Instant
  readonly said: string
}

export interface MessageReader {
  of(orderId: OrderId): Promise<readonly StoredMessage[]>
  ofCard(card: CardNumber): Promise<readonly StoredMessage[]>
  byKey(key: string): Promise<StoredMessage | undefined>
  /** By what is common to all copies of it. */
  byMessageId(common: string): Promise<StoredMessage | undefined>
  /** The first that may leave now, or whose lease has run out; of the mailing only when there is no other. */
  firstDue(now: Instant): Promise<StoredMessage | undefined>
  /** Of the mailing, those that wait or are in hand. */
  guidesInQueue(): Promise<number>
  /** Of those that wait, and of those that came into their state since; trials apart, and codes: nobody decides anything about them. */
  counts(from: Instant): Promise<readonly MessageCount[]>
  /** The newest first; neither trials nor codes. */
  list(filter: MessageFilter, limit: number): Promise<readonly StoredMessage[]>
  /** What is held of tablets, and is of use still. */
  held(now: Instant): Promise<readonly HeldMessages[]>
  /** Tried without success, or due since before that. */
  late(dueBefore: Instant): Promise<LateMessages | undefined>
}

export interface MessageWriter extends MessageReader {
  /** Inserts or replaces. */
  keep(message: StoredMessage): Promise<void>
  drop(key: string): Promise<void>
  eraseOf(card: CardNumber): Promise<void>
  /** MSG-16: what waits of that tablet does not leave; `isBack`: what was withdrawn so waits again, for its own hour. */
  holdBack(device: DeviceId, now: Instant, isBack?: boolean): Promise<void>
  /** Forgets those that have not moved since, and wait no more. */
  forget(before: Instant): Promise<void>
}
