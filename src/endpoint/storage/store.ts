/**
 * What the endpoint keeps, and the only door to it: each library's rows, the operations received (the receipts), the tablets, the
 * catalogue, the exports. Runs on the endpoint and in its commands.
 * Asynchronous, because PostgreSQL answers later; SQLite and PostgreSQL pass one contract suite (tests/contract/storage/store.test.ts).
 * The writes of one library come one after the other: `transact` is one transaction, on the disk when its promise resolves.
 */

import type { DeviceId, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { AddressReader } from './addresses.ts'
import type { FigureReader } from './figure-store.ts'
import type { JourneyReader } from './journeys.ts'
import type { MailingReader } from './mailings.ts'
import type { MessageReader } from './messages.ts'
import type { SqlAheadReader, SqlReader } from './sql-reader.ts'
import type { SqlTransaction } from './sql-transaction.ts'
import type { EnrolmentCode, FoundDevice, Library, WantedLibrary } from './stored.ts'
import type { Tallies } from './tallies.ts'
import type { ToldReader } from './told-lines.ts'

/** What may be asked beside any write. */
interface Readers {
  readonly addresses: AddressReader
  readonly journeys: JourneyReader
  readonly told: ToldReader
  readonly mailing: MailingReader
  readonly messages: MessageReader
  readonly figures: FigureReader
}
export type StoreReader = Omit<SqlReader, keyof Readers> & Readers
export type StoreTransaction = Omit<SqlTransaction, 'seal' | 'remember'>
/** What is asked before a transaction begins, all at once. */
export type AheadReader = Omit<SqlAheadReader, keyof Readers> & Readers

export type Ahead = (reader: AheadReader) => Promise<unknown>

/** A line of a table, as the database has it. */
export type Line = Readonly<Record<string, unknown>>

export interface Store {
  /** The time of the database: processes that share one go by it, whatever their own clocks say. */
  now(): Instant
  /** `visited`: asked by the page, whose address named this library; it waits with what strangers press. */
  libraries(visited?: string): Promise<readonly Library[]>
  /** What each library keeps under this name, of those that keep anything; beside any write. */
  memosNamed(name: string): Promise<ReadonlyMap<LibraryId, string>>
  /** Refuses, by throwing, an id or a slug that is taken. */
  createLibrary(library: WantedLibrary): Promise<Library>
  /** Removes a library and all it holds. `standing`: false, and nothing is removed, where it stands otherwise. */
  removeLibrary(id: LibraryId, standing?: string): Promise<boolean>
  /** Names all that a library holds at this moment, but for when its tablets were heard. */
  standing(id: LibraryId): Promise<string>
  /** Every line of a library, table by table, all of one instant. */
  carryOut(id: LibraryId, take: (table: string, lines: readonly Line[]) => void): Promise<void>

  /**
   * One durable transaction, after those already asked for on this library; a throw undoes all of it. `ahead` goes out with its lock. Work
   * that reads ahead may run twice: it leaves nothing elsewhere.
   */
  transact<T>(libraryId: LibraryId, work: (transaction: StoreTransaction) => Promise<T>, ahead?: Ahead): Promise<T>
  /** Reads of one instant, beside any write; for the page, which strangers press, in a queue of its own. */
  read<T>(libraryId: LibraryId, work: (reader: StoreReader) => Promise<T>, whose?: 'page'): Promise<T>

  /** The library comes from the credential or the code, so these two look in all of them; never to be awaited inside a transaction. */
  device(id: DeviceId): Promise<FoundDevice | undefined>
  enrolmentCode(hash: string): Promise<EnrolmentCode | undefined>
  /** 256 random bits under a name, made at the first call, hexadecimal. */
  secret(name: string): Promise<string>

  /** Counts what is tried, alone against every other process; never to be awaited inside a transaction. */
  tally<T>(work: (tallies: Tallies) => Promise<T>): Promise<T>

  /** Called when a library's head may have moved, by this process or by another one (an import). Answers the function that stops it. */
  watch(listener: (libraryId: LibraryId) => void): () => void
  /** After an erasing: what was erased leaves the files beside the database too, as far as nobody reads them (PRIV-3). */
  foldErased(): Promise<void>
  /** Throws when the store cannot write to disk now. */
  assertWritable(): Promise<void>
  close(): Promise<void>
}
