/**
 * The store as one SQLite file under DATA_DIR: what a library runs by default. Runs on the endpoint and in its commands.
 * One connection writes, another reads, so that a pull never sees half a push, and a third answers at once what takes one statement; commands
 * in other processes write beside it, and the wait for their lock never blocks the endpoint's event loop.
 */
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type LibraryId, toLibraryId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import { FairQueue } from './fair-queue.ts'
import type { Tables } from './schema-version.ts'
import { shutFile, shutFolder } from './shut-folder.ts'
import type { SqlConnection } from './sql-connection.ts'
import { SqlAheadReader, SqlReader } from './sql-reader.ts'
import { lockLibrary, SqlStore } from './sql-store.ts'
import { SqlTransaction } from './sql-transaction.ts'
import { isBusy, SqliteConnection } from './sqlite-connection.ts'
import type { Ahead, Store, StoreReader, StoreTransaction } from './store.ts'
import type { Awaitable } from './stored.ts'
import { SqlTallies, type Tallies } from './tallies.ts'
import { orByItself, TransactionConnection } from './transaction-connection.ts'

/** Milliseconds to wait for another process's write lock before giving up: an import of 58,000 documents holds it for a few seconds. */
const lockPatienceMs = 60_000
/** Milliseconds between two looks at what other processes committed. */
const watchPeriodMs = 500
/**
 * Between two tries for the write lock that another process holds, milliseconds: in the first second as soon as it may be free, since the next
 * slice of an import asks for it at once (NET-5); then now and then.
 */
const [eagerRetryMs, retryMs, eagerForMs] = [1, 20, 1000]
/** Milliseconds in which a probe of the disk goes through, unless it waits for somebody: whoever asks /ready waits for a few seconds. */
const probeMs = 500

/** What is asked of no library in particular. */
const ofNobody = ''
/** Tallies that are written together: the library whose turn is next waits for no more. */
const talliesAtOnce = 50

/** Tallies of one turn. `end`: when all of them are on the disk. */
interface TallyBatch {
  readonly works: (() => Promise<void>)[]
  readonly end: Promise<void>
}

export class SqliteStore extends SqlStore implements Store {
  protected readonly lookMs = watchPeriodMs
  readonly #writer: SqliteConnection
  readonly #reader: SqliteConnection
  /** In no transaction: whoever asks for one statement has the newest answer at once, and stands in nobody's queue (NET-5). */
  readonly #glances: SqliteConnection
  readonly #writes = new FairQueue()
  readonly #reads = new FairQueue()
  /** Still taken on; undefined: the next tally begins one. */
  #batch: TallyBatch | undefined
  #knownDataVersion = 0
  /** A probe of the disk, and since when none went through; the last commit. By the clock of `performance`. */
  #probe: Promise<void> | undefined
  #unprovenSince: number | undefined
  #committedAt = performance.now()
  #isClosing = false

  /**
   * Opens the file or makes it, brings it up as far as `tables` allows, and proves that its commits reach the disk. Throws and leaves
   * nothing open where it may not, or where another process holds it (`isBusy`).
   */
  constructor(path: string, tables: Tables = 'brought up') {
    super()
    shutFolder(dirname(path))
    const opened: SqliteConnection[] = []
    const connect = (): SqliteConnection => {
      const connection = new SqliteConnection(path)
      opened.push(connection)
      return connection
    }
    try {
      this.#writer = connect()
      this.#writer.migrate(undefined, tables)
      this.#writer.assertDurable(Date.now())
      this.#reader = connect()
      this.#glances = connect()
      this.#writer.refuseWhenBusy()
      shutFile(path)
    } catch (error) {
      for (const connection of opened) connection.close()
      throw error
    }
  }

  now(): Instant {
    return toInstant(Date.now())
  }

  protected override async ask<T>(work: (connection: SqlConnection) => Awaitable<T>): Promise<T> {
    return work(this.#glances)
  }

  protected override write<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T> {
    return this.#write(ofNobody, () => work(this.#writer))
  }

  async transact<T>(libraryId: LibraryId, work: (transaction: StoreTransaction) => Promise<T>, ahead?: Ahead): Promise<T> {
    const { value } = await orByItself((mayWait) =>
      this.#write(
        libraryId,
        async () => {
          const door = new TransactionConnection(this.#writer, libraryId, this.memory, mayWait)
          const library = await lockLibrary(this.#writer, libraryId)
          await ahead?.(new SqlAheadReader(door, libraryId))
          await door.begin(library)
          const transaction = new SqlTransaction(door, library)
          const value = await work(transaction)
          await transaction.seal()
          return { value, transaction }
        },
        ({ transaction }) => transaction.remember(),
      ),
    )
    this.look()
    return value
  }

  async read<T>(libraryId: LibraryId, work: (reader: StoreReader) => Promise<T>, whose?: 'page'): Promise<T> {
    return this.readOf(whose === undefined ? libraryId : `${whose} ${libraryId}`, (connection) =>
      work(new SqlReader(connection, libraryId)),
    )
  }

  async tally<T>(work: (tallies: Tallies) => Promise<T>): Promise<T> {
    let answer: (() => T) | undefined
    const batch = this.#batch ?? this.#beginBatch()
    batch.works.push(async () => {
      this.#writer.run('SAVEPOINT tally')
      try {
        const value = await work(new SqlTallies(this.#writer))
        answer = () => value
      } catch (error) {
        // It throws where a full disk undid the whole batch, which then ends for all.
        this.#writer.run('ROLLBACK TO tally')
        answer = () => {
          throw error
        }
      }
      this.#writer.run('RELEASE tally')
    })
    if (batch.works.length === talliesAtOnce) this.#batch = undefined
    await batch.end
    if (answer === undefined) throw new Error('a tally was not counted')
    return answer()
  }

  /** What is counted, of all libraries, waits for one turn together: else one library's tallies stand before the others' (NET-5). */
  #beginBatch(): TallyBatch {
    const works: (() => Promise<void>)[] = []
    const shut = (): void => {
      if (this.#batch?.works === works) this.#batch = undefined
    }
    const end = this.#write(ofNobody, async () => {
      shut()
      for (const work of works) await work()
    }).finally(shut)
    const batch = { works, end }
    this.#batch = batch
    return batch
  }

  async foldErased(): Promise<void> {
    await this.#writes.run(ofNobody, () => this.#reads.run(ofNobody, async () => this.#writer.fold()))
  }

  /**
   * A write that waits for a lock, of another process or of a library here, is no fault of the disk, until nothing was written for as long as
   * any write would wait. It never waits that long itself.
   */
  async assertWritable(): Promise<void> {
    this.#unprovenSince ??= performance.now()
    this.#probe ??= this.#prove().finally(() => {
      this.#probe = undefined
    })
    const isProven = await Promise.race([this.#probe.then(() => true), wait(probeMs, false, { ref: false })])
    const since = Math.max(this.#committedAt, this.#unprovenSince ?? 0)
    if (!isProven && performance.now() - since > lockPatienceMs) throw new Error('no write has gone through')
  }

  async #prove(): Promise<void> {
    const isGivenUp = (): boolean => this.#isClosing
    await this.#write(ofNobody, async () => this.#writer.assertDurable(Date.now()), undefined, isGivenUp)
    this.#writer.assertRoom()
    this.#unprovenSince = undefined
  }

  async close(): Promise<void> {
    this.#isClosing = true
    this.stopLooking()
    await this.#writes.runLast(() => this.#reads.runLast(async () => this.#reader.close()))
    this.#glances.close()
    // The last connection to close folds the WAL back into the file.
    this.#writer.close()
  }

  protected override readOf<T>(whom: string, work: (connection: SqlConnection) => Promise<T>): Promise<T> {
    return this.#reads.run(whom, async () => {
      this.#reader.run('BEGIN')
      try {
        return await work(this.#reader)
      } finally {
        this.#reader.run('COMMIT')
      }
    })
  }

  /** One write transaction, alone on the file; waits for other processes without holding the event loop. */
  async #write<T>(whom: string, work: () => Promise<T>, then?: (value: T) => void, isGivenUp = () => false): Promise<T> {
    return this.#writes.run(whom, async () => {
      await this.#begin(isGivenUp)
      try {
        const value = await work()
        this.#writer.run('COMMIT')
        this.#committedAt = performance.now()
        then?.(value)
        return value
      } catch (error) {
        this.#writer.rollBack()
        throw error
      }
    })
  }

  async #begin(isGivenUp: () => boolean): Promise<void> {
    for (const beganAt = performance.now(); ; ) {
      try {
        this.#writer.run('BEGIN IMMEDIATE')
        return
      } catch (error) {
        const waitedMs = performance.now() - beganAt
        if (!isBusy(error) || isGivenUp() || waitedMs > lockPatienceMs) throw error
        await wait(waitedMs < eagerForMs ? eagerRetryMs : retryMs)
      }
    }
  }

  /** SQLite's data_version says cheaply whether anything did. */
  protected override look(isFirst = false): void {
    if (!isFirst && (this.listeners.size === 0 || this.#glances.dataVersion === this.#knownDataVersion)) return
    this.#knownDataVersion = this.#glances.dataVersion
    for (const { id, head } of this.#glances.many<{ id: string; head: number }>('SELECT id, head FROM library')) {
      if (this.knownHeads.get(id) === head) continue
      this.knownHeads.set(id, head)
      for (const listener of this.listeners) listener(toLibraryId(id))
    }
  }
}
