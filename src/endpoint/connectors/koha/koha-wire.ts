/**
 * Tells loans and returns to a Koha: looks over its REST interface, writes once to its offline circulation service, which takes the true
 * time, and looks again (ILS-1 to ILS-6). Runs on the endpoint. That service forces: a loan ends somebody else's, cancels their hold, and
 * renews what it is told twice. So it is asked for nothing that a look does not allow; and unless the settings say otherwise it only puts
 * each line into the list that librarians go through, where nothing stands before they did.
 */
import * as v from 'valibot'
import { longestSaid } from '../../../domain/case/case.ts'
import { type Instant, toInstant } from '../../../domain/instant.ts'
import { type LocalDate, parseLocalDate } from '../../../domain/local-date.ts'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import { wallClockOf } from '../../clock/wall-clock-of.ts'
import type { Movement } from '../../ils/movement.ts'
import { isSameNumber, type Wire, type WireAnswer, type WireReading, type WireSession } from '../../ils/wire.ts'
import {
  availability,
  biblio,
  holdLine,
  type Item,
  isSet,
  itemLine,
  type Loan,
  loanLine,
  patronLine,
  wholeItem,
  wholePatron,
} from './koha-lines.ts'
import { type KohaFault, KohaLink } from './koha-link.ts'
import { isKohaNumber } from './koha-number.ts'
import { holdsReader } from './read-holds.ts'
import type { KohaSettings } from './read-settings.ts'

/** A loan of ours stands, and ended, with the minute that we said. */
const sameMomentMs = 60_000

/** Of its obstacles, with which a loan would take something away from somebody else. */
const [lentElsewhere, heldElsewhere] = [['ISSUED_TO_ANOTHER'], ['RESERVED', 'RESERVE_WAITING']]

/** What stands beside an obstacle is written small: whose hold it is, how many loans. */
const isObstacle = (key: string): boolean => /^[A-Z_\d]+$/.test(key)

/** Longer than any number of a document there (`isKohaNumber`). */
const noDocument = 'essai-aucun-document-ne-porte-ce-numero'

/** As its service takes it: UTC, with a blank. */
const toTimestamp = (at: Instant): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')

interface Looked {
  readonly item: Item | undefined
  readonly patronId: number | undefined
  /** Their loan of it. */
  readonly loan: Loan | undefined
}

const isOut = ({ checked_out_date: since }: Item): boolean => since !== null && since !== undefined && since !== ''

class KohaSession implements WireSession {
  readonly #link: KohaLink
  readonly #settings: KohaSettings
  shut: KohaFault | undefined

  constructor(link: KohaLink, settings: KohaSettings) {
    this.#link = link
    this.#settings = settings
  }

  close(): void {
    // Each request is a connection of its own.
  }

  async item(barcode: string): Promise<Result<Item | undefined, KohaFault>> {
    const found = await this.#link.list('/items', { external_id: barcode, _match: 'exact' }, itemLine)
    return found.ok ? accept(found.value.find((one) => isSameNumber(one.external_id ?? '', barcode))) : found
  }

  /** A user's name is taken for a card elsewhere: what comes back is compared. */
  async patronId(card: string): Promise<Result<number | undefined, KohaFault>> {
    const found = await this.#link.list('/patrons', { cardnumber: card, _match: 'exact' }, patronLine)
    return found.ok ? accept(found.value.find(({ cardnumber }) => isSameNumber(cardnumber ?? '', card))?.patron_id) : found
  }

  async #loanOf(patronId: number, itemId: number): Promise<Result<Loan | undefined, KohaFault>> {
    const loans = await this.#link.list('/checkouts', { patron_id: `${patronId}` }, loanLine)
    return loans.ok ? accept(loans.value.find(({ item_id }) => item_id === itemId)) : loans
  }

  async #look(barcode: string, card: string | undefined): Promise<Result<Looked, KohaFault>> {
    const item = await this.item(barcode)
    if (!item.ok) return item
    const patron = card === undefined ? accept(undefined) : await this.patronId(card)
    if (!patron.ok) return patron
    if (item.value === undefined || patron.value === undefined) return accept({ item: item.value, patronId: patron.value, loan: undefined })
    const loan = await this.#loanOf(patron.value, item.value.item_id)
    return loan.ok ? accept({ item: item.value, patronId: patron.value, loan: loan.value }) : loan
  }

  #dueOn(loan: Loan): LocalDate | undefined {
    const at = Date.parse(loan.due_date ?? '')
    return Number.isNaN(at) ? undefined : wallClockOf(this.#settings.zone)(toInstant(at)).date
  }

  /** What its service answered to a line; undefined: it is done, as it says. */
  async #tell(action: 'issue' | 'return', { barcode, card, happened }: Movement): Promise<WireAnswer | undefined> {
    const line = { action, timestamp: toTimestamp(happened.at), barcode, ...(card === undefined ? {} : { cardnumber: card }) }
    const told = await this.#link.tell(line)
    if (told === undefined) return { kind: 'unknown' }
    if ('fault' in told) {
      if (told.fault === 'write-refused') this.shut = told.fault
      return { kind: 'not-asked' }
    }
    if (told.said === 'Added.') return { kind: 'queued' }
    if (told.said === 'Success.') return undefined
    // Nothing at all is no answer: it may have been written.
    return told.said === '' ? { kind: 'unknown' } : { kind: 'refused', said: told.said.slice(0, longestSaid) }
  }

  /** Writes a line that must be refused; undefined: it was, so writing is open. */
  async refusalToWrite(): Promise<KohaFault | undefined> {
    const told = await this.#link.tell({ action: 'return', timestamp: toTimestamp(toInstant(0)), barcode: noDocument, pending: 'false' })
    if (told === undefined) return 'garbled'
    if ('fault' in told) return told.fault
    return ['', 'Success.', 'Added.'].includes(told.said) ? 'garbled' : undefined
  }

  /** What stands in the way of a loan, in its words; where it cannot say, the first hold that this document could end. */
  async #obstacles(patronId: number, item: Item): Promise<Result<readonly string[], KohaFault>> {
    const asked = new URLSearchParams({ patron_id: `${patronId}`, item_id: `${item.item_id}` })
    const may = await this.#link.ask(`/checkouts/availability?${asked}`, availability)
    if (!may.ok) return may
    // Its people may say yes to what it would have confirmed; nobody is there to be asked.
    if (may.value !== undefined) return accept([...Object.keys(may.value.blockers), ...Object.keys(may.value.confirms)])
    const first = await this.#firstHold(item)
    if (!first.ok) return first
    return accept(first.value === undefined || first.value.patron_id === patronId ? [] : ['RESERVED'])
  }

  /** Of the holds of its title, the first that this document could serve. */
  async #firstHold({ item_id, biblio_id }: Item) {
    const holds = await this.#link.list('/holds', { biblio_id: `${biblio_id ?? ''}`, _match: 'exact' }, holdLine)
    if (!holds.ok) return holds
    const ours = holds.value.filter((hold) => (hold.item_id ?? item_id) === item_id && !isSet(hold.suspended))
    return accept(ours.sort((a, b) => a.priority - b.priority)[0])
  }

  /** Where what came back goes (RET-9): its service traps no hold, and says nothing of them. An account that may not read them learns nothing. */
  async #back(item: Item) {
    const first = await this.#firstHold(item)
    const site = first.ok ? first.value?.pickup_library_id : undefined
    const next = isSameNumber(site ?? '', this.#settings.branch) ? 'held' : 'elsewhere'
    return { dueOn: undefined, wants: site ? ({ next, words: next === 'held' ? '' : site } as const) : undefined }
  }

  post(movement: Movement): Promise<WireAnswer> {
    return movement.card === undefined ? this.#postReturn(movement) : this.#postLoan(movement, movement.card)
  }

  async #postLoan(movement: Movement, card: string): Promise<WireAnswer> {
    const looked = await this.#look(movement.barcode, card)
    if (!looked.ok) return { kind: 'not-asked' }
    const { item, patronId, loan } = looked.value
    // Its list takes any number, and a loan of an unknown one would be done for nobody.
    if (item === undefined || patronId === undefined) return { kind: 'to-decide', reason: 'unknown-there' }
    if (loan !== undefined) return { kind: 'already', dueOn: this.#dueOn(loan) }
    const found = await this.#obstacles(patronId, item)
    if (!found.ok) return { kind: 'not-asked' }
    const obstacles = found.value
    if (isOut(item) || obstacles.some((key) => lentElsewhere.includes(key))) return { kind: 'to-decide', reason: 'lent-to-another' }
    if (obstacles.some((key) => heldElsewhere.includes(key))) return { kind: 'to-decide', reason: 'held-for-another' }
    // Done at once it would be forced through; whoever goes through the list sees it.
    if (this.#settings.isDirect && obstacles.length > 0)
      return { kind: 'refused', said: obstacles.filter(isObstacle).join(' ').slice(0, longestSaid) }
    const told = await this.#tell('issue', movement)
    if (told !== undefined) return told
    const after = await this.#loanOf(patronId, item.item_id)
    if (!after.ok) return { kind: 'unknown' }
    return after.value === undefined
      ? { kind: 'to-decide', reason: 'other-than-asked' }
      : { kind: 'accepted', dueOn: this.#dueOn(after.value) }
  }

  async #postReturn(movement: Movement): Promise<WireAnswer> {
    const looked = await this.#look(movement.barcode, movement.lentTo)
    if (!looked.ok) return { kind: 'not-asked' }
    const { item, loan } = looked.value
    if (item === undefined) return { kind: 'to-decide', reason: 'unknown-there' }
    if (!isOut(item) && loan === undefined) return { kind: 'already', ...(await this.#back(item)) }
    if ((movement.lentTo !== undefined || movement.mayBeTold) && loan === undefined) return { kind: 'to-decide', reason: 'lent-to-another' }
    const told = await this.#tell('return', movement)
    if (told !== undefined) return told
    const after = await this.item(movement.barcode)
    if (!after.ok) return { kind: 'unknown' }
    return after.value === undefined || isOut(after.value)
      ? { kind: 'to-decide', reason: 'other-than-asked' }
      : { kind: 'accepted', ...(await this.#back(item)) }
  }

  read(movement: Movement): Promise<WireReading> {
    return this.#settings.isDirect ? this.#readDone(movement) : this.#readLine(movement)
  }

  async #readDone(movement: Movement): Promise<WireReading> {
    const { barcode, card, lentTo } = movement
    const looked = await this.#look(barcode, card ?? lentTo)
    if (!looked.ok) return { kind: 'unreadable' }
    const { item, patronId, loan } = looked.value
    // What it knows nothing of it has not done, as far as anybody can read: a person decides.
    if (item === undefined || (card !== undefined && patronId === undefined)) return { kind: 'not-done' }
    if (card === undefined) {
      // Out to somebody else since, it came back before.
      const isBack = loan === undefined && (!isOut(item) || lentTo !== undefined)
      return isBack ? { kind: 'done', ...(await this.#back(item)) } : { kind: 'not-done' }
    }
    if (loan !== undefined) return { kind: 'done', dueOn: this.#dueOn(loan) }
    // Lent and taken back before we looked: only what has ended shows it.
    const ended = await this.#link.list('/checkouts', { patron_id: `${patronId}`, checked_in: 'true' }, loanLine)
    if (!ended.ok) return { kind: 'unreadable' }
    const isOurs = ({ item_id, checkout_date: since }: Loan): boolean =>
      item_id === item.item_id && Math.abs(Date.parse(since ?? '') - movement.happened.at) < sameMomentMs
    return ended.value.some(isOurs) ? { kind: 'done', dueOn: undefined } : { kind: 'not-done' }
  }

  /**
   * What became of a line in its list (ILS-14). A loan that began or ended at our moment is our line's. Where the document moved
   * otherwise since, the line may lie there still: no Koha takes it back.
   */
  async #readLine({ barcode, card, happened }: Movement): Promise<WireReading> {
    const looked = await this.#look(barcode, card)
    if (!looked.ok) return { kind: 'unreadable' }
    const { item, patronId } = looked.value
    if (item === undefined || (card !== undefined && patronId === undefined)) return { kind: 'not-yet' }
    // Whoever has it: what is kept of other patrons is nothing.
    const ofItem = { q: JSON.stringify({ item_id: item.item_id }) }
    const running = await this.#link.list('/checkouts', ofItem, loanLine)
    const ended = await this.#link.list('/checkouts', { ...ofItem, checked_in: 'true' }, loanLine)
    if (!running.ok || !ended.ok) return { kind: 'unreadable' }
    const sinceOurs = (at: string | null | undefined): number => Date.parse(at ?? '') - happened.at
    const isOurs = (at: string | null | undefined): boolean => Math.abs(sinceOurs(at)) < sameMomentMs
    const isLater = ({ checkout_date: since }: Loan): boolean => sinceOurs(since) >= sameMomentMs
    if (card === undefined) {
      const byUs = ended.value.filter(({ checkin_date: at }) => isOurs(at))
      if (byUs.some(isLater)) return { kind: 'to-decide', reason: 'done-late' }
      if (byUs.length > 0) return { kind: 'done', ...(await this.#back(item)) }
      const hasMoved = running.value.length === 0 || [...running.value, ...ended.value].some(isLater)
      return hasMoved ? { kind: 'to-decide', reason: 'line-left' } : { kind: 'not-yet' }
    }
    const loan = running.value.find(({ checkout_date: at }) => isOurs(at))
    // It would have ended before.
    if (loan !== undefined && ended.value.some(isLater)) return { kind: 'to-decide', reason: 'done-late' }
    if (loan !== undefined) return { kind: 'done', dueOn: this.#dueOn(loan) }
    if (ended.value.some(({ checkout_date: at }) => isOurs(at))) return { kind: 'done', dueOn: undefined }
    return [...running.value, ...ended.value].some(isLater) ? { kind: 'to-decide', reason: 'line-left' } : { kind: 'not-yet' }
  }
}

const faultWords: Readonly<Record<KohaFault, string>> = {
  unreachable: 'Koha ne se laisse pas joindre : KOHA_URL, pare-feu, certificat. · Koha cannot be reached: KOHA_URL, firewall, certificate.',
  silent: 'Koha ne répond pas à temps. · Koha does not answer in time.',
  'login-refused':
    'Koha refuse le compte ou la clé : KOHA_USER, KOHA_KEY_ID ; préférences RESTBasicAuth, RESTOAuth2ClientCredentials. · Koha refuses the account or the key: KOHA_USER, KOHA_KEY_ID; preferences RESTBasicAuth, RESTOAuth2ClientCredentials.',
  'not-permitted':
    'Ce compte ne peut pas lire ce qu’il faut : mot de passe, ou droits circulate, catalogue, borrowers. · This account may not read what is needed: password, or permissions circulate, catalogue, borrowers.',
  'write-refused':
    'Koha se laisse lire et refuse l’écriture (403) : un filtre placé devant lui ôte-t-il les cookies ou l’en-tête Csrf-Token, demandés depuis la 24.05 ? · Koha can be read and refuses to be written to (403): does a filter before it take out cookies or the header Csrf-Token, asked for since 24.05?',
  'branch-unknown': 'Koha ne connaît pas ce site : KOHA_BRANCH. · Koha knows no such library: KOHA_BRANCH.',
  'too-old':
    'Ce Koha ne sait pas dire ce qui s’oppose à un prêt : passez par sa liste (KOHA_MODE=review). · This Koha cannot say what stands in the way of a loan: go through its list (KOHA_MODE=review).',
  'off-line': 'Koha est en maintenance. · Koha is under maintenance.',
  garbled: 'La réponse n’est pas celle de Koha : KOHA_URL. · The answer is not Koha’s: KOHA_URL.',
}

const openSession = async (settings: KohaSettings, now: () => number): Promise<Result<KohaSession, KohaFault>> => {
  const link = new KohaLink(settings, now)
  const branch = await link.ask(`/libraries/${encodeURIComponent(settings.branch)}`, v.object({ library_id: v.string() }))
  if (!branch.ok) return branch
  // It finds a code in other letters too; the holds of a site are found by its own.
  if (branch.value?.library_id !== settings.branch) return refuse('branch-unknown')
  const may = await link.ask('/checkouts/availability', v.unknown())
  // Without its parameters, a Koha that has it says what is missing, or fails.
  if (!may.ok && may.refusal !== 'garbled') return may
  // Whoever goes through its list sees what else stands in the way.
  if (may.ok && may.value === undefined && settings.isDirect) return refuse('too-old')
  return accept(new KohaSession(link, settings))
}

/** Its list's columns cut what is longer, and a cut number is somebody else's. */
const canTravel = (text: string): boolean => isKohaNumber(text) && !text.includes('  ')

export const createKohaWire = (settings: KohaSettings, now: () => number): Wire<KohaFault> => ({
  name: 'Koha',
  tells: settings.isDirect ? 'forced' : 'by-list',
  voice: 'ils',
  canTell: ({ barcode, card }) => canTravel(barcode) && (card === undefined || canTravel(card)),
  open: () => openSession(settings, now),
  tryOut: async (number) => {
    const session = await openSession(settings, now)
    if (!session.ok) return session
    const shut = await session.value.refusalToWrite()
    if (shut !== undefined) return refuse(shut)
    if (number === undefined) return accept({ knows: undefined })
    const patron = await session.value.patronId(number)
    if (!patron.ok) return patron
    if (patron.value !== undefined) return accept({ knows: true })
    const item = await session.value.item(number)
    if (!item.ok) return item
    // It knows the site, or no session were open.
    return accept(item.value === undefined ? { knows: false } : { knows: true, site: { here: settings.branch, there: settings.branch } })
  },
  readPatron: async (card) => {
    const link = new KohaLink(settings, now)
    const found = await link.list('/patrons', { cardnumber: card, _match: 'exact' }, wholePatron)
    if (!found.ok) return found
    const patron = found.value.find(({ cardnumber }) => isSameNumber(cardnumber ?? '', card))
    if (patron === undefined) return accept(undefined)
    const loans = await link.list('/checkouts', { patron_id: `${patron.patron_id}` }, loanLine)
    if (!loans.ok) return loans
    return accept({
      surname: patron.surname ?? '',
      firstName: patron.firstname ?? '',
      category: patron.category_id ?? '',
      expiresOn: parseLocalDate(patron.expiry_date ?? ''),
      // Fines, too many documents, an address in doubt: what else blocks a card there, this line does not say.
      blocked: isSet(patron.restricted) || isSet(patron.patron_card_lost) ? { why: '' } : 'not-said',
      loans: loans.value.length,
    })
  },
  readItem: async (barcode) => {
    const link = new KohaLink(settings, now)
    const found = await link.list('/items', { external_id: barcode, _match: 'exact' }, wholeItem)
    if (!found.ok) return found
    const item = found.value.find((one) => isSameNumber(one.external_id ?? '', barcode))
    if (item === undefined) return accept(undefined)
    const record = await link.ask(`/biblios/${item.biblio_id}`, biblio)
    if (!record.ok) return record
    if (record.value === undefined || record.value.title === '') return accept(undefined)
    const { callnumber: callNumber, item_type_id: documentType, location, biblio_id, acquisition_date } = item
    const arrivedOn = parseLocalDate(acquisition_date)
    return accept({ ...record.value, record: `${biblio_id}`, callNumber, documentType, location, arrivedOn })
  },
  checkPassword: async (card, password) => {
    const link = new KohaLink(settings, now)
    const asked = { identifier: card, password }
    const owner = await link.ask('/auth/password/validation', v.object({ cardnumber: v.nullish(v.string()) }), asked)
    // Somebody's user name may be written like another one's card.
    return owner.ok ? accept(owner.value !== undefined && isSameNumber(owner.value.cardnumber ?? '', card)) : owner
  },
  readHolds: settings.takesHolds ? holdsReader(settings, now) : undefined,
  sayFault: (fault) => faultWords[fault],
})
