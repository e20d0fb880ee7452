/**
 * The store as a PostgreSQL database, for a network of libraries: several endpoint processes may serve one database. Runs on the endpoint.
 * Whoever writes in a library locks its row first: so versions are given in the order of the commits, and no pull misses one. The other
 * processes hear of a new head by NOTIFY; because that may be lost, they also look at the heads from time to time.
 */
import pg from 'pg'
import { type LibraryId, toLibraryId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import { FairQueue } from './fair-queue.ts'
import { PeriodKeys } from './period-keys.ts'
import { connectionTo, PostgresConnection } from './postgres-connection.ts'
import type { Tables } from './schema-version.ts'
import { queueOf, SerialQueue } from './serial-queue.ts'
import { allInOrder, type SqlConnection } from './sql-connection.ts'
import { SqlAheadReader, SqlReader } from './sql-reader.ts'
import { lockLibrary, SqlStore } from './sql-store.ts'
import { SqlTransaction } from './sql-transaction.ts'
import type { Ahead, Store, StoreReader, StoreTransaction } from './store.ts'
import type { Awaitable, Library } from './stored.ts'
import { SqlTallies, type Tallies } from './tallies.ts'
import { orByItself, TransactionConnection } from './transaction-connection.ts'

const channel = 'pret_a_emporter_head'
/** Milliseconds between two looks at the heads (PROTOCOL.md, The endpoint). */
export const lookPeriodMs = 15_000
/** Milliseconds for one query: as long as SQLite waits for a lock. Commands that move whole databases have connections of their own. */
const queryTimeoutMs = 60_000
/** Connections of one process: its writes take turns by library, and PostgreSQL gives 100 to all (`max_connections`). */
const poolSize = 10
/** Of these, what the patrons' pages of all libraries read on. */
const pageReadsAtOnce = 2
/** Clocks that differ by less are one: what the way to the server takes is not known better. Milliseconds. */
const oneClockMs = 500
/** Reads of one instant. */
const readOnly = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'
/** Any number that nobody else uses: whoever holds it counts what is tried, a row of which may not be there yet. */
export const tallyLock = 7_311_903

export class PostgresStore extends SqlStore implements Store {
  readonly #url: string
  readonly #pool: pg.Pool
  protected readonly lookMs: number
  readonly #tables: Tables | 'read alone'
  readonly #periodKeys: PeriodKeys
  readonly #clock: () => number
  /** Milliseconds by which the server's clock is ahead of this process's. */
  #lead = 0
  /** One writer of a library at a time in this process: the others would each hold a connection, waiting for the same lock. */
  readonly #writesByLibrary = new Map<LibraryId, SerialQueue>()
  /** One reader likewise: forty tablets of one library that are back at once leave connections to the others (NET-5). */
  readonly #readsByLibrary = new Map<LibraryId, SerialQueue>()
  /** What strangers read on the pages of all libraries, which leaves the other connections to the desks. */
  readonly #pageReads = new FairQueue(pageReadsAtOnce)
  /** One connection at a time waits for the lock of what is counted: strangers leave the others to the desks. */
  readonly #tallying = new SerialQueue()
  /** Connections that no pooler gives to others between two questions. */
  readonly #direct = new WeakMap<pg.PoolClient, boolean>()
  #ready: Promise<void> | undefined
  #ear: pg.Client | undefined

  /**
   * Connects at the first use. `lookMs`: how often heads are looked at when nothing is heard; `keysFolder`: where keys lie that no backup may
   * hold; `clock`: this machine's. `tables`: read alone, the server refuses every write.
   */
  constructor(
    url: string,
    lookMs: number = lookPeriodMs,
    keysFolder?: string,
    clock: () => number = Date.now,
    tables: Tables | 'read alone' = 'brought up',
  ) {
    super()
    this.#url = url
    this.#clock = clock
    this.#periodKeys = new PeriodKeys(keysFolder)
    this.lookMs = lookMs
    this.#tables = tables
    const connection = connectionTo(url)
    const options = `${connection.options}${tables === 'read alone' ? ' -c default_transaction_read_only=on' : ''}`
    this.#pool = new pg.Pool({ ...connection, options, query_timeout: queryTimeoutMs, max: poolSize })
    // An idle connection was lost: the next query makes another.
    this.#pool.on('error', () => {})
  }

  now(): Instant {
    return toInstant(this.#clock() + this.#lead)
  }

  override libraries(visited?: string): Promise<readonly Library[]> {
    return visited === undefined ? super.libraries() : this.#pageReads.run(`/${visited}`, () => super.libraries())
  }

  protected override ask<T>(work: (connection: SqlConnection) => Awaitable<T>): Promise<T> {
    return this.#with(async (connection) => work(connection))
  }

  protected override write<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T> {
    return this.#with((connection) => connection.within('BEGIN', () => work(connection)))
  }

  protected override readOf<T>(_: string, work: (connection: SqlConnection) => Promise<T>): Promise<T> {
    return this.#with((connection) => connection.within(readOnly, () => work(connection)))
  }

  async transact<T>(libraryId: LibraryId, work: (transaction: StoreTransaction) => Promise<T>, ahead?: Ahead): Promise<T> {
    return queueOf(this.#writesByLibrary, libraryId).run(() =>
      orByItself((mayWait) => this.#with((connection) => this.#transactOn(connection, libraryId, work, mayWait, ahead))),
    )
  }

  async #transactOn<T>(
    connection: PostgresConnection,
    libraryId: LibraryId,
    work: (transaction: StoreTransaction) => Promise<T>,
    mayWait: boolean,
    ahead: Ahead | undefined,
  ): Promise<T> {
    const door = new TransactionConnection(connection, libraryId, this.memory, mayWait)
    const write = async ([library]: readonly [Library, unknown]) => {
      await door.begin(library)
      const transaction = new SqlTransaction(door, library)
      const value = await work(transaction)
      const hasMoved = transaction.head() !== library.head
      // Sent with the commit, or not at all.
      const notify = hasMoved && connection.run('SELECT pg_notify(?, ?)', channel, `${transaction.head()} ${libraryId}`)
      await allInOrder([notify, transaction.seal()])
      return { value, transaction, hasMoved }
    }
    // Whatever the server's default: under a stricter one, to wait for the lock would be to be given up.
    const { value, transaction, hasMoved } = await connection.within('BEGIN ISOLATION LEVEL READ COMMITTED', write, () =>
      Promise.all([lockLibrary(connection, libraryId), ahead?.(new SqlAheadReader(door, libraryId))]),
    )
    transaction.remember()
    if (hasMoved) this.#hear(libraryId, transaction.head())
    return value
  }

  async read<T>(libraryId: LibraryId, work: (reader: StoreReader) => Promise<T>, whose?: 'page'): Promise<T> {
    const read = () => this.readOf(libraryId, (connection) => work(new SqlReader(connection, libraryId)))
    return whose === 'page' ? this.#pageReads.run(libraryId, read) : queueOf(this.#readsByLibrary, libraryId).run(read)
  }

  async tally<T>(work: (tallies: Tallies) => Promise<T>): Promise<T> {
    return this.#tallying.run(() =>
      this.#with((connection) =>
        connection.within('BEGIN ISOLATION LEVEL READ COMMITTED', async () => {
          await connection.run('SELECT pg_advisory_xact_lock(?)', tallyLock)
          return work(new SqlTallies(connection))
        }),
      ),
    )
  }

  // The server's log and its vacuum are its keeper's (OPERATING.md).
  async foldErased(): Promise<void> {}

  async assertWritable(): Promise<void> {
    await this.#with(async (connection) => {
      await connection.assertDurable(this.now())
      await connection.assertRoom()
    })
  }

  async close(): Promise<void> {
    this.stopLooking()
    await this.#pool.end()
  }

  /** Brings the database up and proves that it keeps what it is given; tried again at the next use when it could not. */
  async #prepare(): Promise<void> {
    const client = await this.#pool.connect()
    try {
      const connection = new PostgresConnection(client, this.#periodKeys)
      if (this.#tables !== 'read alone') await connection.migrate(undefined, this.#tables)
      await this.#compareClocks(connection)
      if (this.#tables !== 'read alone') await connection.assertDurable(this.now())
    } finally {
      client.release()
    }
  }

  async #with<T>(work: (connection: PostgresConnection) => Promise<T>): Promise<T> {
    this.#ready ??= this.#prepare().catch((error: unknown) => {
      this.#ready = undefined
      throw error
    })
    await this.#ready
    const client = await this.#pool.connect()
    let broken: Error | undefined
    const noteBroken = (error: Error): void => {
      broken = error
    }
    client.on('error', noteBroken)
    try {
      const mayPrepare = this.#direct.get(client) ?? (await new PostgresConnection(client, this.#periodKeys).isDirect())
      this.#direct.set(client, mayPrepare)
      return await work(new PostgresConnection(client, this.#periodKeys, mayPrepare))
    } finally {
      client.off('error', noteBroken)
      client.release(broken)
    }
  }

  async #compareClocks(connection: PostgresConnection): Promise<void> {
    const askedAt = this.#clock()
    const said = await connection.one<{ at: number }>('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at')
    const lead = Math.round((said?.at ?? askedAt) - (askedAt + this.#clock()) / 2)
    if (Math.abs(lead - this.#lead) > Math.max(oneClockMs, this.#clock() - askedAt)) this.#lead = lead
  }

  #hear(libraryId: LibraryId, head: number): void {
    if ((this.knownHeads.get(libraryId) ?? 0) === head) return
    this.knownHeads.set(libraryId, head)
    for (const listener of this.listeners) listener(libraryId)
  }

  /** Looks at the heads, and listens again where listening ended. What fails is tried again at the next look. */
  protected override async look(): Promise<void> {
    try {
      await this.#listen()
      const before = new Map(this.knownHeads)
      for (const { id, head } of await this.libraries()) {
        const known = this.knownHeads.get(id) ?? 0
        // What was heard meanwhile is newer than what was seen, unless that is further on.
        if (head > known || known === (before.get(id) ?? 0)) this.#hear(id, head)
      }
      await this.#with((connection) => this.#compareClocks(connection))
    } catch {
      // The readiness check says so.
    }
  }

  async #listen(): Promise<void> {
    if (this.#ear !== undefined) return
    const ear = new pg.Client(connectionTo(this.#url))
    this.#ear = ear
    const forget = (): void => {
      if (this.#ear === ear) this.#ear = undefined
      ear.end().catch(() => {})
    }
    ear.on('error', forget)
    ear.on('notification', ({ payload = '' }) => {
      const [head = '', id = ''] = payload.split(' ')
      if (Number(head) > (this.knownHeads.get(id) ?? 0)) this.#hear(toLibraryId(id), Number(head))
    })
    try {
      await ear.connect()
      await ear.query(`LISTEN ${channel}`)
    } catch (error) {
      forget()
      throw error
    }
  }

  protected override stopLooking(): void {
    super.stopLooking()
    const ear = this.#ear
    this.#ear = undefined
    ear?.end().catch(() => {})
  }
}
