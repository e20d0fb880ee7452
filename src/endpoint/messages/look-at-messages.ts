/**
 * What became of the messages, for whoever looks after them (MSG-9): what waits longer than it should and why, what did not leave, and the
 * list by kind, state, order and patron. Runs on the endpoint. Never where a message goes (MSG-7).
 */
import { type Instant, msPerDay, msPerMinute, toInstant } from '../../domain/instant.ts'
import { isOff, type MessageSettings } from '../../domain/message/message-times.ts'
import {
  type HeldMessages,
  type LateMessages,
  type MessageCount,
  type MessageFilter,
  reachableBy,
  type StoredMessage,
} from '../storage/messages.ts'
import type { StoreReader } from '../storage/store.ts'
import { saidByUs } from './write-messages.ts'

/** Days of which the screen speaks. */
const daysShown = 7
/** What is due waits at most for the next pass: milliseconds. */
const punctualMs = 2 * msPerMinute
/** Lines of one answer. */
const mostLines = 50

/** What a person may do with one. */
export interface MessageActs {
  readonly mayResend: boolean
  readonly mayWithdraw: boolean
  /** « prévenu autrement » */
  readonly mayTell: boolean
}

export interface MessagesLook {
  readonly sends: boolean
  /** Of the last days. */
  readonly counts: readonly MessageCount[]
  readonly late: LateMessages | undefined
  readonly held: readonly HeldMessages[]
  readonly lines: readonly (StoredMessage & MessageActs)[]
  /** There are more of them. */
  readonly isCut: boolean
}

const resendable: readonly string[] = ['accepted', 'refused', 'given-up', 'withdrawn', 'told']
const undelivered: readonly string[] = ['refused', 'given-up']

/** Sent again, it has to be of use still, and true: what was overtaken is neither. */
export const actsOf = (message: StoredMessage, settings: MessageSettings, isReachable: boolean, now: Instant): MessageActs => ({
  mayResend:
    resendable.includes(message.state) &&
    !(message.state === 'withdrawn' && message.said === saidByUs.overtaken) &&
    message.usefulUntil > now &&
    isReachable &&
    !isOff(settings, message.kind),
  mayWithdraw: message.state === 'waiting',
  mayTell: message.state === 'waiting' || undelivered.includes(message.state),
})

export const isReachable = async ({ addresses }: Pick<StoreReader, 'addresses'>, card: StoredMessage['card']): Promise<boolean> =>
  reachableBy(await addresses.of(card)) === 'yes'

export const lookAtMessages = async (reader: StoreReader, filter: MessageFilter, now: Instant): Promise<MessagesLook> => {
  const settings = await reader.row('settings', 'settings')
  const found = await reader.messages.list(filter, mostLines + 1)
  const lines: (StoredMessage & MessageActs)[] = []
  for (const message of found.slice(0, mostLines))
    lines.push({ ...message, ...actsOf(message, settings ?? {}, await isReachable(reader, message.card), now) })
  return {
    sends: settings?.sendsMail === true,
    counts: await reader.messages.counts(toInstant(now - daysShown * msPerDay)),
    held: await reader.messages.held(now),
    late: await reader.messages.late(toInstant(now - punctualMs)),
    lines,
    isCut: found.length > mostLines,
  }
}
