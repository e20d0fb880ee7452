/**
 * An ILS that is told over a wire, one loan or return at a time, and what it may answer; and what everybody who asks one
 * goes by: how long, of which library, under which number. Runs on the endpoint.
 * A loan sent twice is renewed by every server that was tried: so a wire looks before it writes, writes once, and says `unknown` where no
 * answer came, which nothing but a reading ends (ILS-2).
 */

import type { ListReason } from '../../domain/case/case.ts'
import type { Instant } from '../../domain/instant.ts'
import type { IlsWants } from '../../domain/item/item.ts'
import type { CatalogueItem } from '../../domain/item/record.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { Result } from '../../domain/result.ts'
import type { DecideReason } from '../storage/journeys.ts'
import type { Library } from '../storage/stored.ts'
import type { Connector } from './connector.ts'
import type { IlsHold } from './ils-says.ts'
import type { Movement } from './movement.ts'

/** What a variable or a manager's field holds; undefined: not given, or empty. */
export type ReadText = (name: string) => string | undefined

/** What the ILS has. */
interface Done {
  /** Of a loan. */
  readonly dueOn: LocalDate | undefined
  /** Of a return: where it wants the document put. */
  readonly wants?: Wants | undefined
}

export type Wants = Omit<IlsWants, 'returning'>

export type WireAnswer =
  | ({ readonly kind: 'accepted' } & Done)
  /** So it stood before we asked: nothing was written. */
  | ({ readonly kind: 'already' } & Done)
  /** `said`: its words, for people alone. */
  | { readonly kind: 'refused'; readonly said: string }
  | { readonly kind: 'to-decide'; readonly reason: DecideReason }
  /** It may have been written. */
  | { readonly kind: 'unknown' }
  /** It lies in a list that people of the ILS go through; a reading says when they did. */
  | { readonly kind: 'queued' }
  /** Nothing was written, and the link is over. */
  | { readonly kind: 'not-asked' }

/** What a reading says of a movement whose answer is not known. */
export type WireReading =
  | ({ readonly kind: 'done' } & Done)
  | { readonly kind: 'not-done' }
  /** Not done, and it may lie in a list that people of the ILS go through. */
  | { readonly kind: 'not-yet' }
  /** It lies or lay in such a list, and the document has moved there since (ILS-14). */
  | { readonly kind: 'to-decide'; readonly reason: ListReason }
  | { readonly kind: 'unreadable' }

export interface WireSession {
  /** Looks, writes once, compares. */
  post(movement: Movement): Promise<WireAnswer>
  /** Reads and writes nothing. */
  read(movement: Movement): Promise<WireReading>
  /** Why it takes no writing at all, seen in this session; absent: it does. */
  readonly shut?: string | undefined
  close(): void
}

/** What a wire says of a patron; undefined where this ILS does not say. */
export interface WirePatron {
  readonly surname: string
  readonly firstName: string
  readonly category: string
  readonly expiresOn: LocalDate | undefined
  /** What blocks the card, empty where it does not say why; `no`: they may borrow; `not-said`: its lists know more than this wire. */
  readonly blocked: { readonly why: string } | 'no' | 'not-said'
  readonly loans: number | undefined
}

/** What a wire says of a document; texts are empty where this ILS does not say. */
export interface WireItem extends Pick<CatalogueItem, 'title' | 'author' | 'documentType' | 'callNumber' | 'location' | 'arrivedOn'> {
  /** The ILS's own number of its record. */
  readonly record: string
}

/** What came of a hold that somebody wanted placed. */
export type HoldEnd =
  | { readonly kind: 'placed' }
  /** `said`: its words, for people alone. */
  | { readonly kind: 'refused'; readonly said: string }
  /** It takes none from here, or not this one. */
  | { readonly kind: 'not-taken' }
  /** Nothing was written: the ILS could not be asked. */
  | { readonly kind: 'not-asked' }
  /** It may have been placed, or elsewhere, and nothing that was read after shows it: a person looks there. */
  | { readonly kind: 'unknown' }

/** What a trial found. */
export interface Tried {
  /** Whether the ILS knows this card, or document; undefined without one. */
  readonly knows: boolean | undefined
  /** Of a document: the link's code of our site and the ILS's, the same where they agree; empty: it says none (ILS-45). */
  readonly site?: { readonly here: string; readonly there: string } | undefined
}

export interface Wire<Fault extends string = string> extends Connector {
  /** What it asked is remembered as the ILS's: in another voice each look would find it new. */
  readonly voice: 'ils'
  open(): Promise<Result<WireSession, Fault>>
  /** Goes the whole way, account and all; changes nothing. */
  tryOut(number: string | undefined): Promise<Result<Tried, Fault>>
  /** Reads one patron, over a link of its own; undefined: the ILS knows no such card. */
  readPatron(card: string): Promise<Result<WirePatron | undefined, Fault>>
  /** Reads one document, over a link of its own; undefined: the ILS knows no such document, or no title of it. */
  readItem(barcode: string): Promise<Result<WireItem | undefined, Fault>>
  /** Whether this is the card's own password or PIN, as the ILS judges it; writes nothing. A card that it does not know has none. */
  checkPassword(card: string, password: string): Promise<Result<boolean, Fault>>
  /**
   * Every hold that waits at our site, whole or not at all; absent: they become no orders (ILS-13). `signal` ends the reading; the next one
   * goes on with what this one had read.
   */
  readHolds?: ((signal: AbortSignal) => Promise<Result<readonly IlsHold[], Fault>>) | undefined
  /** Places a hold of any copy of this document's title for this card, to be fetched at our site, once; absent: none is placed from here. */
  placeHold?: ((card: string, barcode: string) => Promise<HoldEnd>) | undefined
  /** Closes what it keeps open between two questions; absent: nothing. */
  end?: (() => void) | undefined
  /** What to look at, in both languages, without any secret; undefined: no fault of this wire's. */
  sayFault(fault: Fault): string | undefined
}

/** A wire as the configuration asks for it. */
export interface WirePlan {
  readonly wire: Wire
  /** Whether the ILS may be told at this moment; absent: at any. What waits, waits on the disk. */
  readonly mayPass?: ((now: Instant) => boolean) | undefined
  /** Milliseconds between two passes. */
  readonly everyMs: number
  /** Which library is told; undefined: the one that is no demo. */
  readonly library: string | undefined
}

/** Case and blanks differ from one message to the next of the servers that were asked; where no one knows of UTF-8, `É` comes as two signs. */
const folded = (number: string): string => number.trim().toUpperCase()

/** Whether an ILS means this number: `said` by it, where we `asked`. */
export const isSameNumber = (said: string, asked: string): boolean =>
  folded(said) === folded(asked) || folded(said) === folded(Buffer.from(asked.trim()).toString('latin1'))

/** Which library an ILS is told of: a demo's loans go to no real one. `named`: by the environment. */
export const libraryToTell = (libraries: readonly Library[], named: string | undefined): Library | undefined => {
  const real = libraries.filter(({ isDemo }) => !isDemo)
  return named === undefined
    ? real.length === 1
      ? real[0]
      : undefined
    : (libraries.find(({ slug }) => slug === named) ?? libraries.find(({ id }) => id === named))
}

/** As long as somebody at the desk would not notice: milliseconds. */
const patienceMs = 800

/** undefined: not in time (ILS-8). What comes later is left: the next asking reads it anew. */
export const inTime = async <T>(answer: Promise<T>, withinMs = patienceMs): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), withinMs)))
  const first = await Promise.race([answer, late])
  clearTimeout(timer)
  return first
}
