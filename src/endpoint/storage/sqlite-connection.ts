/**
 * One connection to the endpoint's SQLite file, with the promises every connection must keep: WAL, and every commit forced to disk.
 * Runs on the endpoint and in its commands, which may have the file open at the same time.
 * better-sqlite3 is built with synchronous=NORMAL and the pragma tells the truth only after a write, hence `assertDurable`.
 */
import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import type { LibraryId } from '../../domain/ids.ts'
import { insertLine, type LineTable, selectLines, valuesOf, type Way } from './line-table.ts'
import { PeriodKeys, periodKeysFolder } from './period-keys.ts'
import { refuseOther, schemaStateIn, type Tables } from './schema-version.ts'
import type { Dialect, Parameter, SqlConnection } from './sql-connection.ts'
import { fileMark, schemaSteps } from './sql-schema.ts'

/** Milliseconds that SQLite itself waits for another process's lock, blocking the process: longer waits are those of whoever opens or writes. */
const busyTimeoutMs = 250
/** The body of one push. */
const probeBytes = 2 ** 16

export const isBusy = (error: unknown): boolean => error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
/** Another process holds the lock; or it was a restore, and what was opened lies no more at its path (SQLite writes nothing there). */
export const mayOpenLater = (error: unknown): boolean =>
  isBusy(error) || (error instanceof Error && 'code' in error && error.code === 'SQLITE_READONLY_DBMOVED')

export class SqliteConnection implements SqlConnection {
  // BEGIN IMMEDIATE already keeps every other writer out.
  readonly dialect: Dialect = {
    textsIn: '(SELECT value FROM json_each(?))',
    forUpdate: '',
    lockText: undefined,
  }
  readonly #database: Database.Database
  readonly #statements = new Map<string, Database.Statement>()
  readonly periodKeys: PeriodKeys

  constructor(path: string) {
    this.periodKeys = new PeriodKeys(join(dirname(path), periodKeysFolder))
    this.#database = new Database(path, { timeout: busyTimeoutMs })
    try {
      this.#database.pragma('journal_mode = WAL')
      this.#database.pragma('synchronous = FULL')
      // What was erased is overwritten: else borrowers stay in the file, and in each copy of it, until the room is used again (PRIV-3).
      this.#database.pragma('secure_delete = ON')
    } catch (error) {
      this.close()
      throw error
    }
  }

  /** From now on a lock that another process holds is no wait but an error, `isBusy`: whoever writes asks again. */
  refuseWhenBusy(): void {
    this.#database.pragma('busy_timeout = 0')
  }

  #prepared(sql: string): Database.Statement {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  /** The first row, as the statement's author describes it; undefined where there is none. */
  one<R extends object>(sql: string, ...parameters: readonly Parameter[]): R | undefined {
    // The schema is ours and STRICT: the caller's description of its own columns is trusted.
    return this.#prepared(sql).get(...parameters) as R | undefined
  }

  many<R extends object>(sql: string, ...parameters: readonly Parameter[]): R[] {
    return this.#prepared(sql).all(...parameters) as R[]
  }

  /** Runs a write; answers the number of rows it changed. */
  run(sql: string, ...parameters: readonly Parameter[]): number {
    return this.#prepared(sql).run(...parameters).changes
  }

  readLines<L extends object>(table: LineTable, way: Way, libraryId: LibraryId, each: readonly (readonly string[])[]): L[] {
    const by = (way === 'key' ? table.key : table.group) ?? []
    const select = this.#prepared(selectLines(table, by))
    return each.flatMap((values) => select.all(libraryId, ...values) as L[])
  }

  writeLines(table: LineTable, libraryId: LibraryId, lines: readonly object[]): number {
    const insert = this.#prepared(insertLine(table))
    let written = 0
    for (const line of lines) written += insert.run(libraryId, ...valuesOf(table, line)).changes
    return written
  }

  /** Undoes the open transaction; SQLite may have done it by itself, when the disk was full. */
  rollBack(): void {
    if (this.#database.inTransaction) this.run('ROLLBACK')
  }

  get dataVersion(): number {
    return this.#database.pragma('data_version', { simple: true }) as number
  }

  /** Brings an older file up as far as `tables` allows, one step per transaction. */
  migrate(steps: readonly string[] = schemaSteps, tables: Tables = 'brought up'): void {
    const done = (): number => schemaStateIn(this.#database).done
    refuseOther(schemaStateIn(this.#database), tables, steps.length)
    for (;;) {
      this.run('BEGIN IMMEDIATE')
      try {
        const step = steps[done()]
        if (step !== undefined) {
          this.#database.exec(step)
          this.#database.pragma(`application_id = ${fileMark}`)
          this.#database.pragma(`user_version = ${done() + 1}`)
        }
        this.run('COMMIT')
        if (step === undefined) return
      } catch (error) {
        this.rollBack()
        throw error
      }
    }
  }

  /** Writes, then reads back what the connection promises; throws unless each commit reaches the disk. */
  assertDurable(now: number): void {
    this.run('INSERT INTO heartbeat (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at', now)
    const synchronous = this.#database.pragma('synchronous', { simple: true })
    const journal = this.#database.pragma('journal_mode', { simple: true })
    if (synchronous !== 2 || journal !== 'wal') {
      throw new Error(`the database does not force its commits to disk (synchronous ${synchronous}, journal ${journal})`)
    }
  }

  /** Throws where the disk takes nothing new: a small write goes into the log's own room long after that. */
  assertRoom(): void {
    if (this.#database.memory) return
    const probe = `${this.#database.name}.probe`
    try {
      writeFileSync(probe, randomBytes(probeBytes), { mode: 0o600, flush: true })
    } finally {
      rmSync(probe, { force: true })
    }
  }

  /** Folds the log into the file, overwrites there what was erased, and empties the log; what another process reads is folded the next time. */
  fold(): void {
    // Whoever reads in another process is soon done, and nothing says when the next time is.
    this.#database.pragma(`busy_timeout = ${busyTimeoutMs}`)
    this.#database.pragma('wal_checkpoint(TRUNCATE)')
    this.refuseWhenBusy()
  }

  close(): void {
    this.#database.close()
  }
}
