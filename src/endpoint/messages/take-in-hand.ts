/**
 * Takes one message in hand, and notes what became of it (MSG-2, MSG-3, MSG-8). Runs on the endpoint, each in one transaction of its own:
 * between the two lies the relay. A lease that its owner let run out belongs to whoever took it next; the first then has nothing to note.
 */
import { randomBytes } from 'node:crypto'
import { identityBytes } from '../../domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import { compareMoments } from '../../domain/local-date.ts'
import { heldUntil, isOff, nextTryIn } from '../../domain/message/message-times.ts'
import type { MessageContext } from '../../domain/message/messages-of.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { reachableBy, type StoredMessage } from '../storage/messages.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { buildMessage, buildTrial } from './build-message.ts'
import { isHeldBack, recipientOf } from './mailing.ts'
import type { OutgoingMessage, Sent } from './message-channel.ts'
import { languageOfCode, type PageLinks } from './page-links.ts'
import { messageContext, saidByUs } from './write-messages.ts'

/** Longer than any sending may last (smtp-channel.ts): milliseconds. */
const leaseMs = 10 * msPerMinute

export interface InHand {
  readonly key: string
  readonly lease: string
  readonly outgoing: OutgoingMessage
}

/** It waits no more, and no relay was asked. */
const end = async (
  transaction: StoreTransaction,
  message: StoredMessage,
  state: 'given-up' | 'withdrawn' | 'refused',
  said: string,
  now: Instant,
): Promise<void> => transaction.messages.keep({ ...message, state, said, since: now, lease: undefined, leaseUntil: undefined })

/** MSG-5: whether it has to wait for the morning; it is then put off. */
const putOff = async (transaction: StoreTransaction, message: StoredMessage, context: MessageContext): Promise<boolean> => {
  const local = context.toLocal(context.now)
  const until = heldUntil(context.settings, message.kind, local, message.slot, context.toLocal(message.usefulUntil))
  if (compareMoments(until, local) <= 0) return false
  await transaction.messages.keep({
    ...message,
    state: 'waiting',
    notBefore: context.toInstant(until),
    lease: undefined,
    leaseUntil: undefined,
  })
  return true
}

type Ready = Pick<OutgoingMessage, 'to' | 'language' | 'subject' | 'text' | 'html' | 'unsubscribe'>

/** Where it goes, and in which language; undefined: nowhere now, and it was put off or ended. */
const addresseeOf = async (
  transaction: StoreTransaction,
  message: StoredMessage,
  context: MessageContext,
): Promise<Pick<Ready, 'to' | 'language'> | undefined> => {
  const { now, settings } = context
  if (message.trial !== undefined) return message.trial
  if (isOff(settings, message.kind)) {
    await end(transaction, message, 'withdrawn', saidByUs.off, now)
    return undefined
  }
  if (await putOff(transaction, message, context)) return undefined
  const address = await transaction.addresses.of(message.card)
  if (address !== undefined && reachableBy(address) === 'yes') {
    const order = message.orderId === undefined ? undefined : await transaction.row('order', message.orderId)
    return { to: address.email, language: languageOfCode(message) ?? order?.language ?? address.language ?? 'fr' }
  }
  await end(transaction, message, address === undefined ? 'withdrawn' : 'refused', saidByUs.noAddress, now)
  return undefined
}

/** What can leave now; undefined: it cannot, and was put off or ended. */
const readyOf = async (
  transaction: StoreTransaction,
  message: StoredMessage,
  settings: Settings,
  context: MessageContext,
  reportDefect: (defect: unknown) => void,
  links: PageLinks,
): Promise<Ready | undefined> => {
  const { now, toLocal } = context
  if (message.usefulUntil <= now) {
    await end(transaction, message, 'given-up', saidByUs.tooLate, now)
    return undefined
  }
  const addressee = await addresseeOf(transaction, message, context)
  if (addressee === undefined) return undefined
  const { to, language } = addressee
  const { trial, kind } = message
  const building =
    trial === undefined || kind === 'code' || kind === 'guide'
      ? buildMessage(transaction, message, settings, context, language, links)
      : Promise.resolve(buildTrial(trial, kind, settings, toLocal(now).date, links))
  // One that cannot be built never blocks the next.
  const built = await building.catch((defect: unknown) => {
    reportDefect(defect)
    return undefined
  })
  if (built !== undefined) return { to, language, ...built }
  await end(transaction, message, 'given-up', saidByUs.broken, now)
  return undefined
}

/**
 * The next message that can leave, under a lease of ours; undefined: none is due. What cannot leave is put off or ended on the way. `secret`: of
 * the mailing's hashes.
 */
export const takeInHand = async (
  transaction: StoreTransaction,
  now: Instant,
  reportDefect: (defect: unknown) => void,
  links: PageLinks,
  secret: string,
): Promise<InHand | undefined> => {
  const settings = await transaction.row('settings', 'settings')
  if (settings === undefined) return undefined
  const context = messageContext(settings, now)
  for (;;) {
    const message = await transaction.messages.firstDue(now)
    if (message === undefined) return undefined
    if (await isHeldBack(transaction, message, secret, now)) continue
    const ready = await readyOf(transaction, message, settings, context, reportDefect, links)
    if (ready === undefined) continue
    const lease = randomBytes(identityBytes).toString('hex')
    const order = message.orderId === undefined ? undefined : await transaction.row('order', message.orderId)
    await transaction.messages.keep({
      ...message,
      slot: message.kind === 'receipt' || message.orderId === undefined ? undefined : (order?.slot ?? message.slot),
      state: 'leaving',
      since: now,
      tries: message.tries + 1,
      firstTriedAt: message.firstTriedAt ?? now,
      lease,
      leaseUntil: toInstant(now + leaseMs),
    })
    const outgoing = { messageId: message.messageId, ...ready, senderName: settings.libraryName }
    return { key: message.key, lease, outgoing }
  }
}

/** Relays quote the address that they refuse, and managers read what relays say: no address leaves the endpoint (MSG-7). Characters. */
const longestSaid = 200
/** What is read of it: a report may bring a million. Characters. */
const longestRead = 2000
export const withoutAddresses = (said: string): string => {
  const read = said.slice(0, longestRead)
  // What was cut in its middle may have been an address.
  const isCut = (word: string, at: number): boolean => said.length > longestRead && at + word.length === longestRead
  return read
    .replace(/[^\s<>"'(),;:]+/g, (word: string, at: number) => (/.@./s.test(word) || isCut(word, at) ? '…' : word))
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, longestSaid)
}

/** MSG-8: the address took no mail. The row tells the desk once it is said to refuse. */
export const countRefusal = async (transaction: StoreTransaction, card: StoredMessage['card'], now: Instant): Promise<void> => {
  const address = await transaction.addresses.of(card)
  if (address === undefined) return
  const refused = { ...address, refusals: address.refusals + 1 }
  await transaction.addresses.keep(refused)
  const patron = await transaction.row('patron', card)
  if (patron !== undefined) await transaction.writeRow({ ...patron, reachable: reachableBy(refused) }, now)
}

/** Notes what became of a message that was in our hand. */
export const noteSent = async (
  transaction: StoreTransaction,
  { key, lease }: Pick<InHand, 'key' | 'lease'>,
  sent: Sent,
  now: Instant,
): Promise<void> => {
  const message = await transaction.messages.byKey(key)
  if (message === undefined || message.state !== 'leaving' || message.lease !== lease) return
  const noted = { ...message, said: withoutAddresses(sent.said), since: now, lease: undefined, leaseUntil: undefined }
  const recipient = recipientOf(message)
  if (recipient !== undefined && sent.kind !== 'unknown') await transaction.mailing.note(recipient, sent.kind, now)
  if (sent.kind === 'accepted') {
    // A refusal may still come, by a report: what the address has refused before is not forgotten.
    await transaction.messages.keep({ ...noted, state: 'accepted' })
    return
  }
  if (sent.kind === 'refused') {
    await transaction.messages.keep({ ...noted, state: 'refused' })
    if (sent.isAddress) await countRefusal(transaction, message.card, now)
    return
  }
  const wait = nextTryIn(message.tries, now - (message.firstTriedAt ?? now))
  const next = wait === undefined ? undefined : toInstant(now + wait)
  const isGivenUp = next === undefined || next >= message.usefulUntil
  await transaction.messages.keep(isGivenUp ? { ...noted, state: 'given-up' } : { ...noted, state: 'waiting', notBefore: next })
}
