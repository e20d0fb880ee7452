/**
 * What a connector is: the way in which one ILS is heard and told, a file or a wire. Types alone; runs on the endpoint.
 * A connector puts the ILS's words into ours and back, and decides nothing: what a list changes is decided by the `take-…` modules, and what
 * is to be told by `tell-movements`. `tests/contract/ils/connector.test.ts` is the suite that each one passes.
 */
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { Result } from '../../domain/result.ts'
import type { ExportFormat } from '../../protocol/management.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { StoredBatch } from '../storage/stored.ts'
import type { IlsCatalogue, IlsOrders, IlsPatrons } from './ils-says.ts'
import type { ApartReason, DayMovements, Movement } from './movement.ts'

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

export interface Capabilities {
  /** Lists that it can bring. */
  readonly pulls: readonly (keyof IlsSays)[]
  /** Kinds of movements that it can tell. */
  readonly tells: readonly Movement['movement'][]
}

/** What became of one movement; there is exactly one for each that the day has to tell. */
export type Telling =
  /** It goes out now, in this batch. */
  | { readonly kind: 'told'; readonly batch: number }
  /** It went out before, and does not go again. */
  | { readonly kind: 'known'; readonly batch: number }
  /** It does not go out, and a person sees to it. */
  | { readonly kind: 'apart'; readonly reason: ApartReason }

/** How an ILS is told. */
export interface Teller {
  /** Names its own memory of what went out. */
  readonly format: ExportFormat
  /** It ends a loan without reading who has the document: a file, where a wire looks first. */
  readonly isBlind?: boolean
  /** Whether its words can hold these numbers; what they cannot is set apart. */
  canTell(movement: Pick<Movement, 'barcode' | 'card'>): boolean
  /**
   * Tells the movements that are `ready`, one or more, as one batch, and remembers it in the same transaction.
   * What is `apart` is for who writes it down for people beside.
   */
  tell(transaction: StoreTransaction, day: LocalDate, movements: DayMovements, now: Instant): Promise<StoredBatch>
}

/** `Says` is what it pulls, with whatever it has to report of it; `Fault` why it could not. */
export interface Connector<Says extends IlsSays, Fault> extends Teller {
  readonly capabilities: Capabilities
  /** What the ILS says now, whole or not at all. */
  pull(): Promise<Result<Says, Fault>>
}
