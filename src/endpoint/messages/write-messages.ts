/**
 * Writes the messages that follow from rows about to be written, and withdraws those that they overtake (MSG-1, MSG-4). Runs on the
 * endpoint, inside the transaction that accepts the fact or takes the ILS's list: both reach the disk, or neither. Nobody without an
 * address that takes mail is written to, and nothing is written where the endpoint cannot send (MSG-12).
 */
import { createHmac, randomBytes } from 'node:crypto'
import { type DeviceId, identityBytes, secretBytes } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import { mailsOfCard, mailsOfTablet, takeMailTurn } from '../../domain/message/mail-bounds.ts'
import type { Message } from '../../domain/message/message.ts'
import { isOff } from '../../domain/message/message-times.ts'
import { type MessageContext, mayBeTold, messagesOf, receiptKey, receiptOf } from '../../domain/message/messages-of.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import type { Order } from '../../domain/order/order.ts'
import type { Row } from '../../domain/row/desk-state.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { toInstantAt } from '../../domain/to-instant-at.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { reachableBy, type StoredMessage, saidOfTablet } from '../storage/messages.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { type AskedCode, keyOfCode } from './page-links.ts'

/** Hexadecimal digits of a Message-ID: 128 bits, as of any identity. */
const messageIdDigits = 2 * identityBytes

/** The library's secret of its Message-IDs, in its database and in each copy of it. */
export const messageMemo = 'message-key'

/**
 * The same id for the same message of the same library, after a restore too. Made with a secret: whoever names a message can report it as
 * not delivered, and a tablet knows all else. A copy adds its number.
 */
export const messageIdOf = async (transaction: StoreTransaction, key: string): Promise<string> => {
  const kept = await transaction.memo(messageMemo)
  const secret = kept ?? randomBytes(secretBytes).toString('hex')
  if (kept === undefined) await transaction.keepMemo(messageMemo, secret)
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(key).digest('hex').slice(0, messageIdDigits)
}

/** What is common to all copies of a message, and which of them it is. */
export const partsOfMessageId = (messageId: string): { readonly common: string; readonly copy: number } => {
  const [common = '', copy = '1'] = messageId.split('-')
  return { common, copy: Number(copy) }
}

/** Why a message waits no more, where no relay said it. */
export const saidByUs = {
  overtaken: 'overtaken',
  noAddress: 'no-address',
  tooLate: 'too-late',
  broken: 'cannot-be-built',
  off: 'switched-off',
  byHand: 'by-hand',
  tooMany: 'card-full',
} as const

export const messageContext = (settings: Settings, now: Instant): MessageContext => {
  const toLocal = wallClockOf(settings.zone)
  return { settings, now, toLocal, toInstant: (moment) => toInstantAt(moment, toLocal) }
}

/** One that is about no order, and may leave at once. */
export const aboutNoOrder = (about: Pick<Message, 'key' | 'kind' | 'card' | 'usefulUntil'>, now: Instant): Message => ({
  ...about,
  orderId: undefined,
  handover: undefined,
  slot: undefined,
  missing: [],
  notBefore: now,
  state: 'waiting',
  since: now,
})

/** Counts of mails: of a card under a keyed hash, of a tablet. Each value is a time, after which it says nothing any more. */
export const mailsMemo = 'mails-of '
export const mailsOfTabletMemo = (device: DeviceId): string => `${mailsMemo}tablet/${device}`

/** MSG-16: counts one mail more; undefined: this card has had too many. Else what the message says of its turn, where the tablet caused many. */
export const takeTurn = async (
  transaction: StoreTransaction,
  { card, notBefore }: Pick<Message, 'card' | 'notBefore'>,
  device: DeviceId | undefined,
  now: Instant,
): Promise<Pick<StoredMessage, 'notBefore' | 'said' | 'device'> | undefined> => {
  const memo = `${mailsMemo}${await messageIdOf(transaction, `card/${card}`)}`
  const ofCard = takeMailTurn(mailsOfCard, Number((await transaction.memo(memo)) ?? 0), now)
  if (ofCard.waitMs > 0) return undefined
  await transaction.keepMemo(memo, `${ofCard.spentUntil}`)
  if (device === undefined) return { notBefore, said: '', device }
  const ofTablet = takeMailTurn(mailsOfTablet, Number((await transaction.memo(mailsOfTabletMemo(device))) ?? 0), now)
  await transaction.keepMemo(mailsOfTabletMemo(device), `${ofTablet.spentUntil}`)
  const turn = toInstant(now + ofTablet.waitMs)
  return turn > Math.max(now, notBefore) ? { notBefore: turn, said: saidOfTablet.busy, device } : { notBefore, said: '', device }
}

const isBounded = ({ kind, card }: Message): boolean => kind !== 'code' && kind !== 'guide' && card !== ''

/** Inserts it, unless its key was said before. `more`: what stands beside a trial, or the tablet that caused it. */
export const keepNew = async (
  transaction: StoreTransaction,
  message: Message,
  more: Pick<StoredMessage, 'trial' | 'device'> = {},
): Promise<void> => {
  const known = await transaction.messages.byKey(message.key)
  // Withdrawn by the course of things, it may be of use again; withdrawn by a person, it stays so.
  const isOurs = known?.said === saidByUs.overtaken || known?.said === saidOfTablet.aside
  if (known !== undefined && !(known.state === 'withdrawn' && isOurs)) return
  const turn = isBounded(message) ? await takeTurn(transaction, message, more.device, message.since) : { said: '' }
  const fresh = {
    messageId: await messageIdOf(transaction, message.key),
    tries: 0,
    firstTriedAt: undefined,
    lease: undefined,
    leaseUntil: undefined,
  }
  // Nothing is dropped in silence: what is too much is seen among what did not arrive, and a person may send it later.
  await transaction.messages.keep({ ...message, ...fresh, ...more, ...(turn ?? { state: 'given-up', said: saidByUs.tooMany }) })
}

const withdraw = async (transaction: StoreTransaction, message: StoredMessage | undefined, now: Instant): Promise<void> => {
  if (message?.state !== 'waiting') return
  await transaction.messages.keep({ ...message, state: 'withdrawn', since: now, said: saidByUs.overtaken })
}

const isReachable = async (transaction: StoreTransaction, card: Message['card']): Promise<boolean> =>
  reachableBy(await transaction.addresses.of(card)) === 'yes'

const aboutOrder = async (
  transaction: StoreTransaction,
  order: Order,
  context: MessageContext,
  device: DeviceId | undefined,
): Promise<void> => {
  const before = await transaction.row('order', order.id)
  // What its patron took back before it was told is told no more.
  for (const message of before === undefined && order.renews !== undefined ? await transaction.messages.of(order.renews) : [])
    await withdraw(transaction, message, context.now)
  if (!mayBeTold(before, order)) return
  const known = await transaction.messages.of(order.id)
  const { written, withdrawn } = messagesOf(before, order, known, context)
  for (const message of known) if (withdrawn.includes(message.key)) await withdraw(transaction, message, context.now)
  if (written.length === 0 || !(await isReachable(transaction, order.card))) return
  for (const message of written) await keepNew(transaction, message, { device })
}

/** HO-9: the receipt that the patron asked for, and the end of one whose handover was undone. */
const aboutReceipt = async (
  transaction: StoreTransaction,
  { operationId, payload, deviceId: device }: Envelope,
  context: MessageContext,
): Promise<void> => {
  if (payload.kind === 'undo-handover')
    await withdraw(transaction, await transaction.messages.byKey(receiptKey(payload.handover)), context.now)
  if (payload.kind !== 'hand-over-order' || payload.receipt !== 'mailed' || isOff(context.settings, 'receipt')) return
  if (!(await isReachable(transaction, payload.card))) return
  await keepNew(transaction, receiptOf(operationId, payload, context), { device })
}

/** PAGE-7: the code for a card, where somebody can receive it. What it is is worked out again when it leaves: it is kept nowhere. */
export const writeCode = async (
  transaction: StoreTransaction,
  { id, card, language, until }: AskedCode,
  now: Instant,
): Promise<boolean> => {
  const settings = await transaction.row('settings', 'settings')
  if (settings?.sendsMail !== true) return false
  const [isSent, key] = [await isReachable(transaction, card), keyOfCode(language, id)]
  await keepNew(transaction, aboutNoOrder({ key, kind: 'code', card, usefulUntil: until }, now))
  // The same work for any card, statement by statement: what it takes tells nothing. No message is called by an empty key.
  await transaction.messages.drop(isSent ? '' : key)
  return isSent
}

/** Before these rows are written. `envelope`: the operation that makes them, where it is one. */
export const writeMessages = async (
  transaction: StoreTransaction,
  rows: readonly Row[],
  now: Instant,
  envelope?: Envelope | undefined,
): Promise<void> => {
  const settings = await transaction.row('settings', 'settings')
  if (settings?.sendsMail !== true) return
  const context = messageContext(settings, now)
  const device = envelope?.author === 'patron' ? undefined : envelope?.deviceId
  for (const row of rows) if (row.kind === 'order') await aboutOrder(transaction, row, context, device)
  if (envelope !== undefined) await aboutReceipt(transaction, envelope, context)
}
