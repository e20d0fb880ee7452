/**
 * Tells loans and returns to an ILS by SIP2: looks whose the document is, asks once, compares what came back (ILS-1 to ILS-6).
 * Runs on the endpoint. Readings of several real servers made these rules: message 11 renews when it comes again, its first digit decides
 * and its text does not, and a forced loan would cancel another person's hold without a word.
 */
import { longestSaid } from '../../../domain/case/case.ts'
import { msPerMinute, toInstant } from '../../../domain/instant.ts'
import { type LocalDate, parseLocalDate } from '../../../domain/local-date.ts'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import { wallClockOf } from '../../clock/wall-clock-of.ts'
import type { Movement } from '../../ils/movement.ts'
import type { HoldEnd, Tried, Wants, Wire, WireAnswer, WirePatron, WireReading, WireSession } from '../../ils/wire.ts'
import { isSameNumber } from '../../ils/wire.ts'
import { type Answer, fieldOf, isIn, listsNumber, mayTake } from './answer.ts'
import { createKeptLink, type KeptLink } from './kept-link.ts'
import { type LinkFault, openLink, type Sip2Address, type Sip2Link } from './link.ts'
import {
  canTravel,
  holdRequest,
  itemRequest,
  loanRequest,
  patronRequest,
  returnRequest,
  type Sip2Account,
  type Sip2Moment,
} from './request.ts'

export interface Sip2Settings extends Sip2Address, Sip2Account {
  /** Whoever answers the telephone places holds of what is lent (PHONE-18). */
  readonly placesHolds?: boolean | undefined
  /** IANA zone of the ILS's clock: it believes the digits that it is given. */
  readonly zone: string
}

/** Circulation status of an 18 (3M SIP 2.00). */
const [charged, chargedForGood, waitingOnShelf] = ['04', '05', '08']
/** Said to be claimed returned, lost or missing: it is not in there, and of who had it last no list need tell. */
const missing = ['11', '12', '13']
/** Where the circulation status stands in the fixed part of an 18. */
const statusLength = 2
/** Where a 10 says that somebody is to look at the document. */
const alertAt = 3

/** On the ILS's clock. */
export const momentAt = (at: number, zone: string): Sip2Moment => ({
  ...wallClockOf(zone)(toInstant(at)),
  seconds: Math.floor((at % msPerMinute) / 1000),
})

/** A due date in the forms that servers were seen to write; undefined: one that we do not read. */
export const parseDue = (text: string): LocalDate | undefined => {
  const [, year, month, day] = /^(\d{4})-?(\d\d)-?(\d\d)\b/.exec(text.trim().replace(/^(\d{8})\s.*$/, '$1')) ?? []
  if (year !== undefined) return parseLocalDate(`${year}-${month}-${day}`)
  const [, ofMonth, inYear, years] = /^(\d\d)\/(\d\d)\/(\d{4})\b/.exec(text.trim()) ?? []
  return years === undefined ? undefined : parseLocalDate(`${years}-${inYear}-${ofMonth}`)
}

const saidIn = (answer: Answer): string => (answer.fields.get('AF') ?? []).join(' ').trim().slice(0, longestSaid)

/** PMB says « other » of whatever is not in, and a due date of what is lent. */
const isCharged = (item: Answer): boolean =>
  [charged, chargedForGood].includes(item.fixed.slice(0, statusLength)) || fieldOf(item, 'AH') !== ''

const isMissing = (item: Answer): boolean => missing.includes(item.fixed.slice(0, statusLength))

/** How much is kept of what a 10 says for people: characters. */
const longestWish = 100

/**
 * Where a 10 wants what came back (CV, CT: 3M SIP 2.00). Its words are kept only where it names nobody (CY, DA). Koha 19.06 writes rubbish
 * into these two, so alone they say nothing.
 */
const wishOf = (answer: Answer, branch: string): Wants | undefined => {
  const [kind, site] = [fieldOf(answer, 'CV'), fieldOf(answer, 'CT')]
  const isOurs = site === '' || isSameNumber(site, branch)
  if (kind === '01' || (kind === '02' && isOurs && site !== '')) return { next: 'held', words: '' }
  if (!isOurs || kind === '02' || kind === '04') return { next: 'elsewhere', words: site.slice(0, longestWish) }
  if (answer.fixed[alertAt] !== 'Y') return undefined
  return { next: 'look', words: fieldOf(answer, 'CY') + fieldOf(answer, 'DA') === '' ? saidIn(answer).slice(0, longestWish) : '' }
}

/** What the ILS knows of one document and one person: two or three readings. */
interface Looked {
  readonly item: Answer
  /** The number that the desk has of them is a card of the ILS's, and nobody else's name. */
  readonly isTheirCard: boolean
  readonly isLentToThem: boolean
  readonly isHeldForThem: boolean
}

const sip2Session = (link: Sip2Link, kept: KeptLink, settings: Sip2Settings, now: () => number): WireSession => {
  /** Cards of which the ILS said, in this session, that they are what they say. */
  const known = new Set<string>()
  const moment = (): Sip2Moment => momentAt(now(), settings.zone)

  /** Once for each card: everything else that is said of it is believed only then. */
  const isCard = async (card: string): Promise<Result<boolean, LinkFault>> => {
    if (known.has(card)) return accept(true)
    const patron = await link.ask(patronRequest(settings, card, 'none', moment()), '64')
    if (!patron.ok) return patron
    const isTheirs = isCardOf(patron.value, card)
    if (isTheirs) known.add(card)
    return accept(isTheirs)
  }

  const look = async (barcode: string, card: string | undefined): Promise<Result<Looked, LinkFault>> => {
    const item = await link.ask(itemRequest(settings, barcode, moment()), '18')
    if (!item.ok) return item
    const nothing = { item: item.value, isLentToThem: false, isHeldForThem: false }
    if (card === undefined) return accept({ ...nothing, isTheirCard: true })
    const proven = await isCard(card)
    if (!proven.ok) return proven
    if (!proven.value) return accept({ ...nothing, isTheirCard: false })
    const listed = async (summary: 'loans' | 'holds' | 'laterHolds', field: string): Promise<Result<boolean, LinkFault>> => {
      const patron = await link.ask(patronRequest(settings, card, summary, moment()), '64')
      return patron.ok ? accept(listsNumber(patron.value, field, barcode)) : patron
    }
    const lent = isCharged(item.value) ? await listed('loans', 'AU') : accept(false)
    if (!lent.ok) return lent
    // Of the holds that wait on the shelf, then of those that do not yet: servers heed one list in a question.
    const onShelf = isAwaited(item.value) ? await listed('holds', 'AS') : accept(false)
    const held = onShelf.ok && !onShelf.value && isAwaited(item.value) ? await listed('laterHolds', 'CD') : onShelf
    return held.ok ? accept({ ...nothing, isTheirCard: true, isLentToThem: lent.value, isHeldForThem: held.value }) : held
  }

  const postLoan = async ({ barcode, happened }: Movement, card: string): Promise<WireAnswer> => {
    const looked = await look(barcode, card)
    if (!looked.ok) return { kind: 'not-asked' }
    const { item, isTheirCard, isLentToThem, isHeldForThem } = looked.value
    if (!isTheirCard) return { kind: 'to-decide', reason: 'unknown-there' }
    if (isCharged(item)) {
      return isLentToThem ? { kind: 'already', dueOn: parseDue(fieldOf(item, 'AH')) } : { kind: 'to-decide', reason: 'lent-to-another' }
    }
    if (isAwaited(item) && !isHeldForThem && !isSameNumber(fieldOf(item, 'CY'), card))
      return { kind: 'to-decide', reason: 'held-for-another' }
    const asked = await link.ask(loanRequest(settings, card, barcode, momentAt(happened.at, settings.zone)), '12')
    if (!asked.ok) return { kind: 'unknown' }
    if (!asked.value.fixed.startsWith('1')) return { kind: 'refused', said: saidIn(asked.value) }
    const isAsAsked = isSameNumber(fieldOf(asked.value, 'AA'), card) && isSameNumber(fieldOf(asked.value, 'AB'), barcode)
    return isAsAsked ? { kind: 'accepted', dueOn: parseDue(fieldOf(asked.value, 'AH')) } : { kind: 'to-decide', reason: 'other-than-asked' }
  }

  const postReturn = async ({ barcode, happened, lentTo, mayBeTold }: Movement): Promise<WireAnswer> => {
    const looked = await look(barcode, lentTo)
    if (!looked.ok) return { kind: 'not-asked' }
    const { item, isTheirCard, isLentToThem } = looked.value
    if (!isCharged(item) && !isMissing(item))
      return isKnown(item) ? { kind: 'already', dueOn: undefined, wants: shelfOf(item) } : { kind: 'refused', said: saidIn(item) }
    if (!isTheirCard) return { kind: 'to-decide', reason: 'unknown-there' }
    // What is found again ends nobody's loan but that of who lost it.
    if (!isMissing(item) && (lentTo === undefined ? mayBeTold : !isLentToThem)) return { kind: 'to-decide', reason: 'lent-to-another' }
    const when = momentAt(happened.at, settings.zone)
    const asked = await link.ask(returnRequest(settings, barcode, when, moment()), '10')
    if (!asked.ok) return { kind: 'unknown' }
    const wants = wishOf(asked.value, settings.branch)
    if (!asked.value.fixed.startsWith('1')) {
      // PMB may say no of a return that it has done, where it has a word for people besides.
      const after = await look(barcode, undefined)
      const isDone = after.ok && isKnown(after.value.item) && !isCharged(after.value.item) && !isMissing(after.value.item)
      return isDone ? { kind: 'accepted', dueOn: undefined, wants } : { kind: 'refused', said: saidIn(asked.value) }
    }
    const isAsAsked = isSameNumber(fieldOf(asked.value, 'AB'), barcode)
    return isAsAsked ? { kind: 'accepted', dueOn: undefined, wants } : { kind: 'to-decide', reason: 'other-than-asked' }
  }

  const read = async ({ barcode, card, lentTo }: Movement): Promise<WireReading> => {
    const looked = await look(barcode, card ?? lentTo)
    if (!looked.ok) return { kind: 'unreadable' }
    const { item, isTheirCard, isLentToThem } = looked.value
    // What the ILS knows nothing of it has not done, as far as anybody can read: a person decides.
    if (!isKnown(item) || (card !== undefined && !isTheirCard)) return { kind: 'not-done' }
    if (card !== undefined) return isLentToThem ? { kind: 'done', dueOn: parseDue(fieldOf(item, 'AH')) } : { kind: 'not-done' }
    // Out to somebody else since, it came back before. Whose it is does not matter where it is in: a card may have been renewed.
    const isBack = !isMissing(item) && (!isCharged(item) || (lentTo !== undefined && isTheirCard && !isLentToThem))
    return isBack ? { kind: 'done', dueOn: undefined, wants: shelfOf(item) } : { kind: 'not-done' }
  }

  return {
    post: (movement) => (movement.card === undefined ? postReturn(movement) : postLoan(movement, movement.card)),
    read,
    close: () => kept.giveBack(link),
  }
}

/** Of a document that came back, as a reading shows it. */
const shelfOf = (item: Answer): Wants | undefined => (item.fixed.startsWith(waitingOnShelf) ? { next: 'held', words: '' } : undefined)

/** How many wait for this very document, where the ILS says so. */
const queueOf = (item: Answer): number => Number(fieldOf(item, 'CF') || 0)

/** Somebody waits for this very document: it lies on the hold shelf, or the queue is not empty. */
const isAwaited = (item: Answer): boolean => item.fixed.startsWith(waitingOnShelf) || queueOf(item) > 0

/** BL may be left out (3M SIP 2.00): then whoever has a name is somebody. */
const isSomebody = (patron: Answer): boolean => (fieldOf(patron, 'BL') || (fieldOf(patron, 'AE') === '' ? 'N' : 'Y')) === 'Y'

/**
 * Servers were seen to take a user's name for a card: whose it is stands in what they say of the person. A person of whom they say
 * nothing is nobody's; of an invalid one the loan tells.
 */
const isCardOf = (patron: Answer, card: string): boolean =>
  isSameNumber(fieldOf(patron, 'AA'), card) && (fieldOf(patron, 'BL') !== '' || isSomebody(patron))

/** An unknown document is "other", without a title; PMB puts its number there, and says that it is unknown. */
const isKnown = (item: Answer): boolean => {
  const title = fieldOf(item, 'AJ')
  return !item.fixed.startsWith('01') || (title !== '' && !title.startsWith(`${fieldOf(item, 'AB')} :`))
}

/** What an 18 says of our site's code, which it says of no message of ours: where the document is now, and where it belongs. */
const siteOf = (item: Answer, here: string): NonNullable<Tried['site']> => {
  const said = ['AP', 'AQ'].map((name) => fieldOf(item, name)).filter((site) => site !== '')
  return { here, there: said.some((site) => isSameNumber(site, here)) ? here : (said[0] ?? '').slice(0, longestWish) }
}

/** Where a 64 counts: after the status, the language and the moment; holds, overdue, loans, fines, recalls, holds not yet there (3M SIP 2.00). */
const [shelfHoldsAt, loansAt, otherHoldsAt, countLength] = [35, 43, 55, 4]

/** undefined: the ILS knows no such card. The ILS's own text serves as the reason; rules do not read it. */
const parsePatron = (answer: Answer): WirePatron | undefined => {
  if (!isSomebody(answer)) return undefined
  const count = answer.fixed.slice(loansAt, loansAt + countLength)
  return {
    surname: fieldOf(answer, 'AE'),
    firstName: '',
    // PC and PA are extensions that several servers have.
    category: fieldOf(answer, 'PC'),
    expiresOn: parseDue(fieldOf(answer, 'PA')),
    // Its first position: they are lent nothing. Its fourth, that they place no hold, is where PMB 7.3.9 was seen to say so instead.
    blocked: answer.fixed.startsWith('Y') ? { why: saidIn(answer) } : answer.fixed[3] === 'Y' ? 'not-said' : 'no',
    loans: /^\d{4}$/.test(count) ? Number(count) : undefined,
  }
}

/** Holds of a person in a 64: those that wait on the shelf, and those that do not yet. Servers count a new one as the one or the other. */
const countHolds = ({ fixed }: Answer): number =>
  [shelfHoldsAt, otherHoldsAt].reduce((sum, at) => sum + Number(fixed.slice(at, at + countLength)), 0)

/** One hold, looked at before and read after: servers were seen to take a second one as gladly, and an answer alone proves none. */
const askHold = async (link: Sip2Link, settings: Sip2Settings, card: string, barcode: string, moment: Sip2Moment): Promise<HoldEnd> => {
  const status = link.status()
  if (status !== undefined && !mayTake(status, 'hold')) return { kind: 'not-taken' }
  const readItem = () => link.ask(itemRequest(settings, barcode, moment), '18')
  const readPatron = () => link.ask(patronRequest(settings, card, 'none', moment), '64')
  const item = await readItem()
  if (!item.ok) return { kind: 'not-asked' }
  if (!isKnown(item.value)) return { kind: 'refused', said: saidIn(item.value) }
  // What is in can be ordered: somebody's hold of it would make a case of our own loan.
  if (!isCharged(item.value)) return { kind: 'not-taken' }
  const patron = await readPatron()
  if (!patron.ok) return { kind: 'not-asked' }
  if (!isCardOf(patron.value, card)) return { kind: 'refused', said: saidIn(patron.value) }
  const asked = await link.ask(holdRequest(settings, card, barcode, moment), '16')
  if (!asked.ok) return { kind: 'unknown' }
  if (!asked.value.fixed.startsWith('1')) return { kind: 'refused', said: saidIn(asked.value) }
  const site = fieldOf(asked.value, 'BS')
  const isAsAsked = isSameNumber(fieldOf(asked.value, 'AA'), card) && (site === '' || isSameNumber(site, settings.branch))
  if (!isAsAsked) return { kind: 'unknown' }
  const patronAfter = await readPatron()
  if (patronAfter.ok && countHolds(patronAfter.value) > countHolds(patron.value)) return { kind: 'placed' }
  // Some count for a person only what waits on the shelf.
  const itemAfter = await readItem()
  return itemAfter.ok && queueOf(itemAfter.value) > queueOf(item.value) ? { kind: 'placed' } : { kind: 'unknown' }
}

const faultWords: Readonly<Record<LinkFault, string>> = {
  unreachable: 'Le SIGB ne se laisse pas joindre : adresse, port, pare-feu. · The ILS cannot be reached: address, port, firewall.',
  untrusted:
    'Le certificat du SIGB n’est pas reconnu : SIP2_CA_FILE nomme qui l’a signé. · The ILS’s certificate is not known: SIP2_CA_FILE names who signed it.',
  'login-refused': 'Le SIGB refuse le compte : SIP2_LOGIN, SIP2_PASSWORD. · The ILS refuses the account: SIP2_LOGIN, SIP2_PASSWORD.',
  'off-line': 'Le SIGB se dit hors service. · The ILS says that it is off line.',
  closed: 'Le SIGB a raccroché. · The ILS hung up.',
  silent: 'Le SIGB ne répond pas : SIP2_TERMINATOR, SIP2_CHECKSUM. · The ILS does not answer: SIP2_TERMINATOR, SIP2_CHECKSUM.',
  garbled:
    'La réponse n’est pas du SIP2 : SIP2_URL, SIP2_CHECKSUM, SIP2_ENCODING. · The answer is no SIP2: SIP2_URL, SIP2_CHECKSUM, SIP2_ENCODING.',
}

export const createSip2Wire = (settings: Sip2Settings, now: () => number): Wire<LinkFault> => {
  const kept = createKeptLink(settings, settings)
  /** One answer, over the link that is kept open. */
  const ask = async (request: (moment: Sip2Moment) => string, expects: string): Promise<Result<Answer, LinkFault>> => {
    const link = await kept.take()
    if (!link.ok) return link
    const read = await link.value.ask(request(momentAt(now(), settings.zone)), expects)
    kept.giveBack(link.value)
    return read
  }
  const askPatron = (card: string, password?: string) => ask((moment) => patronRequest(settings, card, 'none', moment, password), '64')
  return {
    name: 'SIP2',
    tells: 'judged',
    voice: 'ils',
    canTell: ({ barcode, card }) => [barcode, card ?? barcode].every((number) => canTravel(number) && isIn(number, settings.encoding)),
    open: async () => {
      const link = await kept.take()
      return link.ok ? accept(sip2Session(link.value, kept, settings, now)) : link
    },
    // Whatever is open already.
    tryOut: async (number) => {
      const link = await openLink(settings, settings)
      if (!link.ok) return link
      const moment = momentAt(now(), settings.zone)
      const read = number === undefined ? undefined : await link.value.ask(patronRequest(settings, number, 'none', moment), '64')
      const isNobody = number !== undefined && read?.ok === true && !isSomebody(read.value)
      const item = isNobody ? await link.value.ask(itemRequest(settings, number, moment), '18') : undefined
      link.value.close()
      if (read?.ok === false) return read
      if (item === undefined) return accept({ knows: read && true })
      if (!item.ok) return item
      return accept(isKnown(item.value) ? { knows: true, site: siteOf(item.value, settings.branch) } : { knows: false })
    },
    readPatron: async (card) => {
      if (!canTravel(card)) return accept(undefined)
      const read = await askPatron(card)
      if (!read.ok) return read
      const patron = parsePatron(read.value)
      // What is said of another card is no answer.
      return patron === undefined || isSameNumber(fieldOf(read.value, 'AA'), card) ? accept(patron) : refuse('garbled')
    },
    readItem: async (barcode) => {
      if (!canTravel(barcode)) return accept(undefined)
      const read = await ask((moment) => itemRequest(settings, barcode, moment), '18')
      if (!read.ok) return read
      const title = fieldOf(read.value, 'AJ')
      if (title === '' || !isKnown(read.value)) return accept(undefined)
      // CS is an extension that several servers have; no type of theirs is one of the lists'.
      const texts = { author: '', documentType: '', record: '', callNumber: fieldOf(read.value, 'CS'), location: '' }
      return isSameNumber(fieldOf(read.value, 'AB'), barcode) ? accept({ title, ...texts, arrivedOn: undefined }) : refuse('garbled')
    },
    checkPassword: async (card, password) => {
      // What had to be taken out of it would be another one; without any, servers were seen to say yes.
      if (!canTravel(card) || !canTravel(password)) return accept(false)
      const read = await askPatron(card, password)
      if (!read.ok) return read
      // A server that judges no password says nothing of it: that is no yes.
      return accept(isSameNumber(fieldOf(read.value, 'AA'), card) && fieldOf(read.value, 'BL') === 'Y' && fieldOf(read.value, 'CQ') === 'Y')
    },
    placeHold:
      settings.placesHolds === true
        ? async (card, barcode) => {
            if (!canTravel(card) || !canTravel(barcode)) return { kind: 'not-taken' }
            const link = await kept.take()
            if (!link.ok) return { kind: 'not-asked' }
            const end = await askHold(link.value, settings, card, barcode, momentAt(now(), settings.zone))
            kept.giveBack(link.value)
            return end
          }
        : undefined,
    end: kept.end,
    sayFault: (fault) => faultWords[fault],
  }
}
