/**
 * What the endpoint keeps, and the only door to it: each library's rows, the operations received (the receipts), the tablets, the
 * catalogue, the exports. Runs on the endpoint and in its commands.
 * Asynchronous, because PostgreSQL answers later; SQLite and PostgreSQL pass one contract suite (tests/contract/storage/store.test.ts).
 * The writes of one library come one after the other: `transact` is one transaction, on the disk when its promise resolves.
 * A rule of the domain reads at once: a row that is not there yet stops it, is loaded, and the rule starts again. Rules are pure, so a second
 * run costs time and nothing else; with SQLite it runs once.
 */
import { type DeviceId, type LibraryId, toLibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { DeskState, RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import type { FigureReader } from './figure-store.ts'
import type { JourneyReader } from './journeys.ts'
import type { MailingReader } from './mailings.ts'
import type { AddressReader, MessageReader } from './messages.ts'
import type { SqlAheadReader, SqlReader } from './sql-reader.ts'
import type { SqlTransaction } from './sql-transaction.ts'
import type { Awaitable, EnrolmentCode, FoundDevice, Library, WantedLibrary } from './stored.ts'
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

class Missing {
  readonly loading: Promise<unknown>
  constructor(loading: Promise<unknown>) {
    this.loading = loading
  }
}

/** Rows of one kind that are asked for one by one: a rule that wants more (every slot of a month) is given all of that kind in one question. */
const mostAlone = 8

/** What `rule` answers over the library's rows, each row read once. */
export const readDesk = async <T>(reader: StoreReader, rule: (state: DeskState) => T): Promise<T> => {
  const loaded = new Map<string, unknown>()
  const load = <V>(key: string, ask: () => Awaitable<V>): V => {
    // The key names the question, so what is stored under it is an answer to that question.
    if (loaded.has(key)) return loaded.get(key) as V
    const answer = ask()
    if (answer instanceof Promise) throw new Missing(answer.then((value) => loaded.set(key, value)))
    loaded.set(key, answer)
    return answer
  }
  /** By kind, then by id: kinds that were read whole. */
  const wholeKinds = new Map<RowKind, ReadonlyMap<string, unknown>>()
  const alone = new Map<RowKind, number>()
  const readRow = <K extends RowKind>(kind: K, id: RowId<K>): Awaitable<RowOf<K> | undefined> => {
    const answer = reader.row(kind, id)
    if (!(answer instanceof Promise)) return answer
    const asked = (alone.get(kind) ?? 0) + 1
    alone.set(kind, asked)
    if (asked <= mostAlone) return answer
    return (async () => {
      const [rows, row] = await Promise.all([reader.rowsOf(kind), answer])
      wholeKinds.set(kind, new Map(rows.map((one) => [one.id, one])))
      return row
    })()
  }
  const state: DeskState = {
    get: <K extends RowKind>(kind: K, id: RowId<K>) => {
      const whole = wholeKinds.get(kind)
      // The id is looked up as a disk keeps it: half a surrogate pair has no UTF-8.
      if (whole !== undefined) return whole.get(Buffer.from(id).toString()) as RowOf<K> | undefined
      return load<RowOf<K> | undefined>(`${kind}\n${id}`, () => readRow(kind, id))
    },
    all: <K extends RowKind>(kind: K) => load<readonly RowOf<K>[]>(kind, () => reader.rowsOf(kind)),
  }
  for (;;) {
    try {
      return rule(state)
    } catch (thrown) {
      if (!(thrown instanceof Missing)) throw thrown
      await thrown.loading
    }
  }
}

/** Of the library that an endpoint serves when it has one alone: made at the first start, or by the first import. A demo has an id of its own. */
export const mainLibraryId: LibraryId = toLibraryId('main')

type LibraryChoice =
  | { readonly kind: 'one'; readonly library: Library }
  | { readonly kind: 'none' | 'several' | 'unknown'; readonly libraries: readonly Library[] }

/**
 * `named`: a slug, or an id, since older commands took it. A name only where there is one library: a manager gives a library any name, another
 * one's too.
 */
export const chooseLibrary = (libraries: readonly Library[], named: string | undefined): LibraryChoice => {
  // A start that was cut short left a library with nothing in it.
  const made = libraries.filter(({ head }) => head > 0)
  const there = made.length === 0 ? libraries : made
  const bySlug = there.filter(({ slug }) => slug === named)
  const found =
    named === undefined
      ? there
      : bySlug.length > 0
        ? bySlug
        : there.filter(({ id, name }) => id === named || (name === named && there.length === 1))
  const [library, another] = found
  if (library !== undefined && another === undefined) return { kind: 'one', library }
  return { kind: there.length === 0 ? 'none' : found.length > 1 ? 'several' : 'unknown', libraries: there }
}

export const inOrder = (libraries: readonly Library[]) => libraries.toSorted((a, b) => (a.slug < b.slug ? -1 : 1))

export const listLibraries = (libraries: readonly Library[]): readonly string[] => {
  const width = Math.max(0, ...libraries.map(({ slug }) => slug.length))
  return inOrder(libraries).map(({ slug, name }) => `  ${slug.padEnd(width)}  ${name}`)
}

/** Why no library was chosen, and which there are. */
export const sayChoice = ({ kind, libraries }: Exclude<LibraryChoice, { readonly kind: 'one' }>): string => {
  if (kind === 'none')
    return 'Aucune bibliothèque ici. Vérifiez DATA_DIR, ou DATABASE_URL : les mêmes que ceux du serveur. · No library here. Look at DATA_DIR, or DATABASE_URL: they are those of the endpoint.'
  const why =
    kind === 'several'
      ? 'Plusieurs bibliothèques ici : nommez-en une, --library. · Several libraries here: name one, --library.'
      : 'Pas de bibliothèque de ce nom ici. · No library of that name here.'
  return [why, ...listLibraries(libraries)].join('\n')
}
