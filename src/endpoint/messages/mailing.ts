/**
 * The mailing of the guide: once to every address, whoever shares it, colleagues first, so many an hour, paused, stopped, and none to whom does
 * not want any (MSG-13). Runs on the endpoint. Who is written to next is decided in the transaction that puts the message into the queue; the
 * queue does the rest.
 */
import type { CardNumber, LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerDay, msPerHour, toInstant } from '../../domain/instant.ts'
import { compareMoments } from '../../domain/local-date.ts'
import {
  type MailingAct,
  type MailingEnd,
  type MailingLook,
  type MailingState,
  mailingFrom,
  mostColleagues,
} from '../../domain/message/mailing.ts'
import { type Message, type MessageLanguage, readMailAddress } from '../../domain/message/message.ts'
import { heldUntil, messageSetting } from '../../domain/message/message-times.ts'
import { keepMailing, mailingKeyOf, readMailing } from '../storage/mailing-memo.ts'
import { hashAddress, hashOpponent } from '../storage/mailings.ts'
import { reachableBy, type StoredAddress, type StoredMessage } from '../storage/messages.ts'
import type { Store, StoreReader, StoreTransaction } from '../storage/store.ts'
import { aboutNoOrder, keepNew, messageContext, saidByUs } from './write-messages.ts'
import { keepTrial } from './write-trial.ts'

/** Messages in the queue, at most: what a night held back, or a relay that was away, does not leave at once. */
const mostAtOnce = 10
/** Of use for a few days: a relay may be away for one. */
const usefulMs = 3 * msPerDay

const keyOf = (hash: string): string => `guide/${hash}`
/** Of whose address a message of the mailing is; undefined: it is none, or a colleague's. */
export const recipientOf = ({ kind, key }: Pick<Message, 'kind' | 'key'>): string | undefined =>
  kind === 'guide' && key.startsWith('guide/') ? key.slice('guide/'.length) : undefined

interface Household {
  readonly cards: CardNumber[]
  /** Nothing is sent there: it refuses mail, or one of them opposed. */
  isOut: boolean
}

/** Every address once, with all who share it; of `addresses` alone, where they are given. */
const households = async (
  reader: StoreReader,
  secret: string,
  libraryId: LibraryId,
  addresses?: readonly StoredAddress[],
): Promise<ReadonlyMap<string, Household>> => {
  const opponents = await reader.mailing.opponents()
  const found = new Map<string, Household>()
  for (const address of addresses ?? (await reader.addresses.all())) {
    const hash = hashAddress(secret, libraryId, address.email)
    const household = found.get(hash) ?? { cards: [], isOut: false }
    household.cards.push(address.card)
    if (reachableBy(address) !== 'yes' || opponents.has(hashOpponent(secret, libraryId, address.card))) household.isOut = true
    found.set(hash, household)
  }
  return found
}

/** All who share the address of this card now, itself among them. */
const sharersOf = async (reader: StoreReader, card: CardNumber): Promise<readonly StoredAddress[]> => {
  const email = (await reader.addresses.of(card))?.email.toLowerCase()
  return email === undefined ? [] : (await reader.addresses.all()).filter((one) => one.email.toLowerCase() === email)
}

export const lookAtMailing = async (store: Store, libraryId: LibraryId): Promise<MailingLook> => {
  const secret = await mailingKeyOf(store, libraryId)
  return store.read(libraryId, async (reader) => {
    const all = [...(await households(reader, secret, libraryId)).values()].filter(({ isOut }) => !isOut)
    const { waiting, written, accepted, refused } = await reader.mailing.counts()
    return {
      state: (await readMailing(reader)).state,
      addresses: all.length,
      shared: all.reduce((sum, { cards }) => sum + cards.length - 1, 0),
      opposed: (await reader.mailing.opponents()).size,
      waiting,
      gone: written,
      accepted,
      refused,
    }
  })
}

/** To colleagues, who see it as patrons will; whom it names is nobody here. */
const writeTrials = async (
  transaction: StoreTransaction,
  to: readonly string[],
  language: MessageLanguage,
  now: Instant,
): Promise<boolean> => {
  const addresses = to.map(readMailAddress)
  if (addresses.length === 0 || addresses.length > mostColleagues) return false
  for (const address of addresses) if (address === undefined) return false
  for (const address of addresses) {
    if (address === undefined) continue
    await keepTrial(transaction, 'guide', { to: address, language, sample: 'whole', subject: '', text: '' }, { now, usefulMs })
  }
  return true
}

const after: Readonly<Record<MailingAct, MailingState>> = {
  try: 'tried',
  start: 'running',
  pause: 'paused',
  resume: 'running',
  stop: 'stopped',
}

/** What a manager does with it. `to`: the colleagues of a trial. */
export const actOnMailing = async (
  store: Store,
  libraryId: LibraryId,
  { act, to, language }: { readonly act: MailingAct; readonly to: readonly string[]; readonly language: MessageLanguage },
  now: Instant,
): Promise<MailingEnd> => {
  const secret = await mailingKeyOf(store, libraryId)
  return store.transact(libraryId, async (transaction): Promise<MailingEnd> => {
    const [{ state }, settings] = [await readMailing(transaction), await transaction.row('settings', 'settings')]
    if (!mailingFrom[act].includes(state)) return 'not-as-seen'
    if (settings?.sendsMail !== true) return 'no-relay'
    // What it speaks of has to be there.
    if (settings.publicPage?.isOn !== true && act !== 'pause' && act !== 'stop') return 'no-page'
    if (act === 'try' && !(await writeTrials(transaction, to, language, now))) return 'wrong-address'
    if (act === 'start')
      for (const [hash, { cards, isOut }] of await households(transaction, secret, libraryId))
        if (!isOut && cards[0] !== undefined) await transaction.mailing.add(hash, cards[0], now)
    await keepMailing(transaction, { state: after[act], fedAt: now })
    return 'done'
  })
}

/** Puts into the queue whoever's turn it is, never faster than so many an hour nor before what was put there leaves; with nobody left it is done. */
export const feedMailing = async (transaction: StoreTransaction, secret: string, libraryId: LibraryId, now: Instant): Promise<void> => {
  const [kept, settings] = [await readMailing(transaction), await transaction.row('settings', 'settings')]
  if (kept.state !== 'running' || settings?.publicPage?.isOn !== true) return
  const { toLocal } = messageContext(settings, now)
  const [local, until] = [toLocal(now), toLocal(toInstant(now + usefulMs))]
  if (compareMoments(heldUntil(settings, 'guide', local, undefined, until), local) > 0) return
  const room = mostAtOnce - (await transaction.messages.guidesInQueue())
  const due = Math.min(room, Math.floor(((now - kept.fedAt) * messageSetting(settings, 'mailsPerHour')) / msPerHour))
  if (due <= 0) return
  const next = await transaction.mailing.waiting(due)
  const known = next.length === 0 ? undefined : await households(transaction, secret, libraryId)
  for (const { hash } of next) {
    const household = known?.get(hash)
    const [card] = household?.cards ?? []
    if (household === undefined || card === undefined || household.isOut) await transaction.mailing.note(hash, 'left-out', now)
    else {
      await keepNew(transaction, aboutNoOrder({ key: keyOf(hash), kind: 'guide', card, usefulUntil: toInstant(now + usefulMs) }, now))
      await transaction.mailing.note(hash, 'written', now)
    }
  }
  await keepMailing(transaction, { state: next.length < due ? 'done' : 'running', fedAt: now })
}

/** One press is enough (RFC 8058): whoever shares the address is written to by no mailing any more, and what waits does not leave. */
export const opposeMailing = async (store: Store, libraryId: LibraryId, card: CardNumber, now: Instant): Promise<void> => {
  // Of a colleague's trial.
  if (card === '') return
  const secret = await mailingKeyOf(store, libraryId)
  await store.transact(libraryId, async (transaction) => {
    const sharers = (await sharersOf(transaction, card)).map((one) => one.card)
    for (const one of new Set([card, ...sharers])) {
      await transaction.mailing.oppose(hashOpponent(secret, libraryId, one), now)
      for (const message of await transaction.messages.ofCard(one)) {
        const hash = recipientOf(message)
        if (hash === undefined || message.state !== 'waiting') continue
        await transaction.messages.keep({ ...message, state: 'withdrawn', since: now, said: saidByUs.byHand })
        await transaction.mailing.note(hash, 'left-out', now)
      }
    }
  })
}

/** The patron wants announcements after all, with all who share the address. */
export const takeBackOpposition = async (store: Store, libraryId: LibraryId, card: CardNumber): Promise<void> => {
  const secret = await mailingKeyOf(store, libraryId)
  await store.transact(libraryId, async (transaction) => {
    const sharers = (await sharersOf(transaction, card)).map((one) => one.card)
    for (const one of new Set([card, ...sharers])) await transaction.mailing.takeBack(hashOpponent(secret, libraryId, one))
  })
}

/** Whether no mailing reaches this card, because somebody of its address wanted none. */
export const isOpposed = async (store: Store, libraryId: LibraryId, card: CardNumber): Promise<boolean> => {
  const secret = await mailingKeyOf(store, libraryId)
  return store.read(libraryId, async (reader) => {
    for (const one of new Set([card, ...(await sharersOf(reader, card)).map((sharer) => sharer.card)]))
      if (await reader.mailing.opposes(hashOpponent(secret, libraryId, one))) return true
    return false
  })
}

const isUnderWay: readonly MailingState[] = ['running', 'done']

/**
 * A message of the mailing that is not to leave now: of one paused or stopped, its address waits again; of an address that is nobody's
 * any more, or opposed, it is left out. Answers whether it was so.
 */
export const isHeldBack = async (transaction: StoreTransaction, message: StoredMessage, secret: string, now: Instant): Promise<boolean> => {
  const hash = recipientOf(message)
  if (hash === undefined) return false
  const isOn = isUnderWay.includes((await readMailing(transaction)).state)
  const { id } = await transaction.library()
  const household = (await households(transaction, secret, id, await sharersOf(transaction, message.card))).get(hash)
  if (isOn && household?.isOut === false) return false
  const said = isOn ? saidByUs.noAddress : saidByUs.overtaken
  await transaction.messages.keep({ ...message, state: 'withdrawn', since: now, said, lease: undefined, leaseUntil: undefined })
  await transaction.mailing.note(hash, isOn ? 'left-out' : 'waiting', now)
  return true
}
