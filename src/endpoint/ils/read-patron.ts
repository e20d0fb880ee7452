/**
 * A patron at the desk, read anew from the ILS over its wire: blocks, loans, and a card of this morning that no list has named yet (ILS-8).
 * Runs on the endpoint. Nobody waits for it: what did not come in time is left, and what came goes to the tablets as any row does.
 * A tablet may ask of cards that the desk knows as it will; of others so many and no more, for a number may be guessed.
 */
import type { CardNumber, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Patron } from '../../domain/patron/patron.ts'
import { type Result, refuse } from '../../domain/result.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { keepCardUses, readCardUses } from '../retention/idle-patrons.ts'
import type { Store, StoreTransaction } from '../storage/store.ts'
import { readExchange } from './ils-exchange.ts'
import { patronLengths } from './ils-says.ts'
import { returnsUnknownToIls, standingLoans } from './take-patrons.ts'
import { inTime, type Wire, type WirePatron } from './wire.ts'

export type PatronReading =
  /** The row says what the ILS says now. */
  | 'read'
  /** The ILS knows no such card. */
  | 'unknown'
  /** No wire, no answer, or none in time: what the desk knew stands. */
  | 'not-read'

/** A block whose reason no wire gave. A list writes no such words: so a wire that sees blocks alone knows which one is its own to lift. */
export const blockedAtRead = 'carte bloquée dans le SIGB'

const blockOf = (before: Patron | undefined, { blocked }: WirePatron): string | undefined => {
  if (blocked === 'no') return undefined
  if (blocked === 'not-said') return before?.blocked === blockedAtRead ? undefined : before?.blocked
  return blocked.why === '' ? (before?.blocked ?? blockedAtRead) : blocked.why
}

/** What the ILS leaves out stays as it was; what it writes at length is cut as a list's cell is. */
const withRead = (before: Patron | undefined, card: CardNumber, read: WirePatron) => {
  const cut = (of: keyof typeof patronLengths, text: string): string => text.slice(0, patronLengths[of])
  const blocked = blockOf(before, read)
  return {
    ...before,
    kind: 'patron' as const,
    id: card,
    // Over a wire a name may come in one piece: one that is known in two stays.
    surname: before !== undefined && before.surname !== '' ? before.surname : cut('surname', read.surname),
    firstName: before !== undefined && before.surname !== '' ? before.firstName : cut('firstName', read.firstName),
    category: before?.category ?? cut('category', read.category),
    expiresOn: read.expiresOn ?? before?.expiresOn,
    blocked: blocked === undefined ? undefined : cut('blocked', blocked),
  }
}

/** Its count of loans, and what it cannot know of; without a count all four stay as they were. */
const countsOf = async (transaction: StoreTransaction, before: Patron | undefined, { loans: count }: WirePatron, asOf: Instant) => {
  if (before === undefined) return { ilsLoans: count ?? 0, loans: [], returnedSince: [], ilsAsOf: asOf }
  const { ilsLoans, loans, returnedSince, ilsAsOf } = before
  if (count === undefined) return { ilsLoans, loans, returnedSince, ilsAsOf }
  const unknown = await returnsUnknownToIls(transaction, before, asOf)
  return { ilsLoans: count, loans: standingLoans(before, asOf), returnedSince: unknown, ilsAsOf: asOf }
}

export interface PatronAsked {
  readonly libraryId: LibraryId
  readonly card: CardNumber
  readonly wire: Pick<Wire, 'readPatron'>
  /** Whether who asks may ask of one more card that the desk does not know. */
  mayAskUnknown(): Promise<boolean>
}

interface Asked {
  readonly asOf: Instant
  readonly answer: Promise<Result<WirePatron | undefined, string>>
}

export const createPatronReader = (store: Pick<Store, 'read' | 'transact'>, now: () => Instant) => {
  /** One for each library and card, until the wire has answered: whoever asks meanwhile waits for the same. */
  const underWay = new Map<string, Asked>()

  const askWire = ({ libraryId, card, wire }: PatronAsked): Asked => {
    const key = `${libraryId} ${card}`
    const before = underWay.get(key)
    if (before !== undefined) return before
    // What happens here while it answers is not in its figures.
    const asOf = now()
    const answer = wire
      .readPatron(card)
      .catch(() => refuse('unreachable'))
      .finally(() => underWay.delete(key))
    const asked = { asOf, answer }
    underWay.set(key, asked)
    return asked
  }

  return async (asked: PatronAsked): Promise<PatronReading> => {
    const { libraryId, card } = asked
    const { isKnown, isOpen } = await store.read(libraryId, async (reader) => ({
      isKnown: (await reader.row('patron', card)) !== undefined,
      isOpen: ((await readExchange(reader)).openUntil ?? 0) > now(),
    }))
    if (isOpen || (!isKnown && !(await asked.mayAskUnknown()))) return 'not-read'
    const { asOf, answer } = askWire(asked)
    const read = await inTime(answer)
    if (read === undefined || !read.ok) return 'not-read'
    const patron = read.value
    if (patron === undefined) return 'unknown'
    return store.transact(libraryId, async (transaction) => {
      const before = await transaction.row('patron', card)
      // An older word never replaces a newer one.
      if (before?.ilsAsOf !== undefined && before.ilsAsOf > asOf) return 'not-read'
      const counts = await countsOf(transaction, before, patron, asOf)
      await transaction.writeRow({ ...withRead(before, card, patron), ...counts }, now())
      if (before === undefined) {
        const { date: today } = wallClockOf((await transaction.row('settings', 'settings'))?.zone)(asOf)
        await keepCardUses(transaction, new Map(await readCardUses(transaction)).set(card, today))
      }
      return 'read'
    })
  }
}
