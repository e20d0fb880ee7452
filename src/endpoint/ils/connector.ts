/**
 * What a connector is: how one ILS is told, and how it is heard. Types alone; runs on the endpoint.
 * Its way is a file (`FileConnector`) or a wire (`Wire`, `wire.ts`). What it can do is said here and nowhere else: by `tells`, and by the
 * members that it has. It puts the ILS's words into ours and back, and decides nothing: `collect-day.ts` says what is to be told, and the
 * `take-…` modules what a list changes. `tests/contract/ils/connector.test.ts` is the one suite that every connector passes.
 */
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { Result } from '../../domain/result.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { StoredBatch } from '../storage/stored.ts'
import type { Voice } from '../storage/told-lines.ts'
import type { IlsCatalogue, IlsOrders, IlsPatrons } from './ils-says.ts'
import type { DayMovements, Movement } from './movement.ts'

/** One list, and the moment of which it speaks. */
export interface IlsList<T> {
  readonly list: T
  readonly asOf: Instant
  /**
   * Tells this very list from any other. A list that comes again unchanged speaks of the moment at which it first came, unless `asOf` is
   * certain: somebody said it.
   */
  readonly stamp: string
  readonly isAsOfCertain: boolean
}

/** What the ILS says at one pull; a list that it does not give changes nothing. */
export interface IlsSays {
  readonly catalogue: IlsList<IlsCatalogue> | undefined
  readonly patrons: IlsList<IlsPatrons> | undefined
  readonly orders: IlsList<IlsOrders> | undefined
}

/** Who is told, as far as a day's lines depend on it. */
export interface Listener {
  /** Whose memory of what was said it shares: that of every ILS, or that of the table for people. */
  readonly voice: Voice
  /**
   * What a line goes through: a file that a person loads, which reads nobody's loan before it ends it; the ILS's judgement; its offline
   * service, which forces; or a list there, by a person.
   */
  readonly tells: 'by-file' | 'judged' | 'forced' | 'by-list'
  /** Whether its words can hold these numbers whole; what they cannot is set apart for a person. */
  canTell(movement: Pick<Movement, 'barcode' | 'card'>): boolean
}

export interface Connector extends Listener {
  /** As people call it. */
  readonly name: string
}

/** `Wish` is which files, `Says` what they say with whatever there is to report of it, `Fault` why they could not be taken. */
export interface FileConnector<Wish, Says extends IlsSays, Fault> extends Connector {
  readonly tells: 'by-file'
  /** What the ILS says in these files, whole or not at all. */
  hear(wish: Wish): Promise<Result<Says, Fault>>
  /**
   * Tells the movements that are `ready`, one or more, as one batch, and remembers it in the same transaction.
   * What is `apart` is for whoever writes it down for people beside.
   */
  tell(transaction: StoreTransaction, day: LocalDate, movements: DayMovements, now: Instant): Promise<StoredBatch>
}
