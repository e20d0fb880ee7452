/**
 * A backup file put into a PostgreSQL server: how an endpoint moves there from SQLite. Runs in `npm run restore`, with DATABASE_URL.
 * All of it or nothing, in one transaction, under a new epoch: what the tablets did since the copy comes again from them.
 */
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import type { LibraryId } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import { keepOfReplaced, type Replaced, readReplaced } from './keep-of-replaced.ts'
import { lockLibrary } from './lock-library.ts'
import { PeriodKeys } from './period-keys.ts'
import { connectionTo, PostgresConnection } from './postgres-connection.ts'
import { PostgresTransaction } from './postgres-transaction.ts'
import { tablesOfLibrary } from './sql-schema.ts'
import { faultOf, type Restored, readHeads } from './sqlite-backup.ts'
import { SqliteStore } from './sqlite-store.ts'
import { startNewEpoch } from './start-new-epoch.ts'

/** Rows carried in one question. */
const sliceSize = 1000

const tables = ['library', 'secret', ...tablesOfLibrary] as const

/** As JSON that PostgreSQL turns into its columns: bytes in hexadecimal, and no NUL, which its text cannot hold. */
const toPortable = (line: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(line).map(([name, value]) => {
      if (value instanceof Uint8Array) return [name, `\\x${Buffer.from(value).toString('hex')}`]
      return [name, typeof value === 'string' ? value.replaceAll('\0', '\u{fffd}') : value]
    }),
  )

function* slicesOf(database: Database.Database, table: string): Generator<readonly Record<string, unknown>[]> {
  let slice: Record<string, unknown>[] = []
  for (const line of database.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).iterate()) {
    slice.push(toPortable(line))
    if (slice.length < sliceSize) continue
    yield slice
    slice = []
  }
  if (slice.length > 0) yield slice
}

const carry = async (database: Database.Database, connection: PostgresConnection): Promise<void> => {
  for (const table of tables) {
    await connection.run(`DELETE FROM ${table}`)
    for (const slice of slicesOf(database, table)) {
      await connection.run(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(null::"${table}", ?::json)`, JSON.stringify(slice))
    }
  }
  await connection.run("SELECT setval(pg_get_serial_sequence('receipt', 'number'), (SELECT coalesce(max(number), 1) FROM receipt))")
}

/** Fills the server at `url` from the backup `from`. Refuses, unless `isForced`, a server that holds a library: it would be replaced. */
export const restorePostgres = async (from: string, url: string, isForced: boolean): Promise<Restored> => {
  const folder = await mkdtemp(join(tmpdir(), 'restore-'))
  const copy = join(folder, 'copy.db')
  const client = new pg.Client(connectionTo(url))
  let database: Database.Database | undefined
  try {
    await copyFile(from, copy)
    const fault = faultOf(copy)
    if (fault !== undefined) return { ok: false, fault: `${from} cannot be restored: ${fault}.` }
    // An older copy is brought up on the way.
    await new SqliteStore(copy).close()
    const libraries = readHeads(copy)
    database = new Database(copy, { fileMustExist: true })
    const source = database
    await client.connect()
    const connection = new PostgresConnection(client, new PeriodKeys(undefined))
    await connection.migrate()
    await connection.assertDurable(Date.now())
    return await connection.within('BEGIN', async () => {
      await connection.run('LOCK TABLE library IN ACCESS EXCLUSIVE MODE')
      const there = await connection.many<{ name: string }>('SELECT name FROM library WHERE head > 0')
      if (there.length > 0 && !isForced) {
        const names = there.map(({ name }) => name).join(', ')
        return { ok: false, fault: `The server already holds ${names}: --force replaces all it holds.` }
      }
      const replaced = await readReplaced(
        (sql) => connection.many(sql),
        libraries.map(({ id }) => id),
      )
      await carry(source, connection)
      for (const { id } of libraries) await renewEpoch(connection, id, replaced.get(id))
      return { ok: true, libraries, aside: undefined }
    })
  } finally {
    database?.close()
    await client.end().catch(() => {})
    await rm(folder, { recursive: true, force: true })
  }
}

const renewEpoch = async (connection: PostgresConnection, id: LibraryId, replaced: Replaced | undefined): Promise<void> => {
  const transaction = new PostgresTransaction(connection, await lockLibrary(connection, id), false)
  const now = toInstant(Date.now())
  await startNewEpoch(transaction, now)
  await keepOfReplaced(transaction, replaced, now)
  await transaction.seal()
}
