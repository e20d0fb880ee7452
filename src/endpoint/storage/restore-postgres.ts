/**
 * A backup file put into a PostgreSQL server: how an endpoint moves there from SQLite. Runs in `npm run restore`, with DATABASE_URL.
 * All of it or nothing, in one transaction, under a new epoch: what the tablets did since the copy comes again from them.
 */
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import type { LibraryId } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import { exportLibrary } from './export-library.ts'
import { keepOfReplaced, type Replaced, readReplaced } from './keep-of-replaced.ts'
import { mailingKeyMemo } from './mailing-memo.ts'
import { mailingSecret } from './mailings.ts'
import { PeriodKeys } from './period-keys.ts'
import { connectionTo, PostgresConnection } from './postgres-connection.ts'
import { groupAgain, linesOf } from './record-group.ts'
import { ownVersion } from './schema-version.ts'
import { catalogueKeyOf } from './sql-catalogue.ts'
import { SqlReader } from './sql-reader.ts'
import { schemaSteps, tablesOfLibrary } from './sql-schema.ts'
import { carryOut, deleteLines, lockLibrary } from './sql-store.ts'
import { SqlTransaction } from './sql-transaction.ts'
import { type BackedUp, faultOf, isThere, type Restored, readHeads } from './sqlite-backup.ts'
import { SqliteStore } from './sqlite-store.ts'
import { startNewEpoch } from './start-new-epoch.ts'
import { TransactionConnection } from './transaction-connection.ts'

const ours = ['schema_version', ...[...schemaSteps.join('\n').matchAll(/CREATE TABLE (\w+)/g)].map(([, name]) => name ?? '')]

const tablesIn = async (connection: PostgresConnection, schema: string): Promise<readonly string[]> =>
  (await connection.many<{ name: string }>('SELECT tablename AS name FROM pg_tables WHERE schemaname = ?', schema))
    .map(({ name }) => name)
    .filter((name) => ours.includes(name))

const move = async (connection: PostgresConnection, from: string, to: string): Promise<void> => {
  for (const name of await tablesIn(connection, from)) await connection.run(`ALTER TABLE "${from}"."${name}" SET SCHEMA "${to}"`)
}

const schemaInUse = async (connection: PostgresConnection): Promise<string> =>
  (await connection.one<{ name: string }>('SELECT current_schema() AS name'))?.name ?? 'public'

/**
 * Moves the tables that a restore replaces into a schema beside, from which they come back as they were (KEEP-4): no line is copied or
 * lost. Answers its name.
 */
const setTablesAside = async (connection: PostgresConnection, stamp: string): Promise<string> => {
  let aside = `before_${stamp.replaceAll(/\D/g, '')}`
  // Two of one second.
  while ((await connection.one('SELECT 1 AS is_there FROM pg_namespace WHERE nspname = ?', aside)) !== undefined) aside += '1'
  const inUse = await schemaInUse(connection)
  await connection.run(`CREATE SCHEMA ${aside}`)
  await move(connection, inUse, aside)
  return aside
}

/** Whether `name` is what a restore set aside, with tables of this build's version. */
const areAside = async (connection: PostgresConnection, name: string): Promise<boolean> => {
  if (!/^before_\d+$/.test(name) || !(await tablesIn(connection, name)).includes('schema_version')) return false
  return (await connection.one<{ done: number }>(`SELECT max(done)::int AS done FROM ${name}.schema_version`))?.done === ownVersion
}

/** Puts them back where none are. */
const bringTablesBack = async (connection: PostgresConnection, name: string): Promise<void> => {
  await move(connection, name, await schemaInUse(connection))
  await connection.run(`DROP SCHEMA ${name}`)
}

const refuse = (fault: string): Restored => ({ ok: false, fault })

/** Rows carried in one question. */
const sliceSize = 1000

type RestoredGroup = (Restored & { readonly ok: true })['group']
interface InGroup {
  readonly recordGroup: string | null
}

interface HeldThere {
  readonly id: LibraryId
  readonly name: string
  readonly slug: string
  readonly head: number
}

const tables = ['library', 'secret', ...tablesOfLibrary] as const

/** As JSON that PostgreSQL turns into its columns: bytes in hexadecimal, and no NUL, which its text cannot hold. */
const toPortable = (line: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(line).map(([name, value]) => {
      if (value instanceof Uint8Array) return [name, `\\x${Buffer.from(value).toString('hex')}`]
      return [name, typeof value === 'string' ? value.replaceAll('\0', '\u{fffd}') : value]
    }),
  )

/** The lines of a table, or those of one library in it. */
function* slicesOf(database: Database.Database, table: string, libraryId?: LibraryId): Generator<readonly Record<string, unknown>[]> {
  let slice: Record<string, unknown>[] = []
  const where = ` WHERE ${table === 'library' ? 'id' : 'library'} = ? ORDER BY 1`
  const lines = database.prepare<string[], Record<string, unknown>>(`SELECT * FROM ${table}${libraryId === undefined ? '' : where}`)
  for (const line of libraryId === undefined ? lines.iterate() : lines.iterate(libraryId)) {
    slice.push(toPortable(line))
    if (slice.length < sliceSize) continue
    yield slice
    slice = []
  }
  if (slice.length > 0) yield slice
}

const insertInto = (table: string, slice: readonly Record<string, unknown>[], connection: PostgresConnection): Promise<number> =>
  connection.run(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(null::"${table}", ?::json)`, JSON.stringify(slice))

const carry = async (database: Database.Database, connection: PostgresConnection): Promise<void> => {
  for (const table of tables) {
    await connection.run(`DELETE FROM ${table}`)
    for (const slice of slicesOf(database, table)) await insertInto(table, slice, connection)
  }
  await connection.run("SELECT setval(pg_get_serial_sequence('receipt', 'number'), (SELECT coalesce(max(number), 1) FROM receipt))")
}

/** The next numbers of receipts, which no other library then draws: only their order says something. */
const drawNumbers = async (connection: PostgresConnection, count: number): Promise<readonly number[]> => {
  const sql = "SELECT nextval(pg_get_serial_sequence('receipt', 'number')) AS number FROM generate_series(1, ?::bigint)"
  return (await connection.many<{ readonly number: number }>(sql, count)).map(({ number }) => number).toSorted((a, b) => a - b)
}

/** One library alone: those beside it stay as they are, write on meanwhile, and keep the secrets, which are theirs too. */
const carryOne = async (database: Database.Database, connection: PostgresConnection, id: LibraryId): Promise<RestoredGroup> => {
  const sql = 'SELECT record_group AS "recordGroup" FROM library WHERE id = ?'
  const copied = database.prepare<string[], InGroup>(sql).get(id)?.recordGroup ?? undefined
  // Where the server does not hold it, nobody writes it either.
  const present = await connection.one<InGroup>(`${sql} FOR UPDATE`, id)
  await deleteLines(connection, id)
  for (const table of tablesOfLibrary) {
    if (table === 'catalogue_item') continue
    for (const slice of slicesOf(database, table, id)) {
      const numbers = table === 'receipt' ? await drawNumbers(connection, slice.length) : undefined
      const lines = numbers === undefined ? slice : slice.map((line, n) => ({ ...line, number: numbers[n] }))
      await insertInto(table, lines, connection)
    }
  }
  // Last: whoever else writes the group's catalogue waits from here on.
  const group = await groupAgain(connection, { id }, present?.recordGroup, copied)
  for (const slice of slicesOf(database, 'library', id)) {
    const lines = slice.map((line) => ({ ...line, record_group: group ?? null }))
    await insertInto('library', lines, connection)
  }
  await carryCatalogue(database, connection, catalogueKeyOf({ id, recordGroup: copied }), catalogueKeyOf({ id, recordGroup: group }))
  const name = group ?? copied
  return name === undefined ? undefined : { name, isIn: group !== undefined }
}

/** What a group's members share here stays: it is newer than the copy. */
const carryCatalogue = async (
  database: Database.Database,
  connection: PostgresConnection,
  from: LibraryId,
  to: LibraryId,
): Promise<void> => {
  if ((await linesOf(connection, to)) > 0) return
  for (const slice of slicesOf(database, 'catalogue_item', from)) {
    const lines = slice.map((line) => ({ ...line, library: to }))
    await insertInto('catalogue_item', lines, connection)
  }
}

export interface Keeping {
  /** Where a library that is replaced alone is exported to. */
  readonly folder: string
  /** Names what is kept. */
  readonly stamp: string
  /** How many libraries go, as it was typed: several do not go by `isForced` alone. */
  readonly replaces?: number | undefined
}

const refusedReplacing = (there: readonly HeldThere[], from: string): string => {
  const slugs = there.map(({ slug }) => slug).join(', ')
  return [
    `Le serveur tient ${there.length} bibliothèques : ${slugs}. Rien n’a été changé.`,
    `--library SLUG n’en remet qu’une. Pour remplacer toutes celles-là par ${from} : --force, et --replaces suivi de leur nombre.`,
    `The server already holds ${there.length} libraries: ${slugs}. Nothing was changed.`,
    `--library SLUG puts back one alone. To replace all of these by ${from}: --force, and --replaces with their number.`,
  ].join('\n')
}

/** In a file of its own, within the transaction that replaces it: nothing that it was told is missing there. */
const keepOne = async (connection: PostgresConnection, { id }: HeldThere, out: string): Promise<BackedUp> => {
  await connection.one('SELECT 1 AS n FROM library WHERE id = ? FOR UPDATE', id)
  const secret = async (name: string) =>
    (await connection.one<{ value: string }>('SELECT value FROM secret WHERE name = ?', name))?.value ?? ''
  const whole = {
    carryOut: (one: LibraryId, take: Parameters<typeof carryOut>[2]) => carryOut(connection, one, take),
    read: <T>(one: LibraryId, work: (reader: SqlReader) => Promise<T>) => work(new SqlReader(connection, one)),
    secret,
  }
  return exportLibrary(whole, id, out)
}

/** What a restore set aside takes its place again, and what is there is set aside in its turn (KEEP-4). */
export const bringBack = async (url: string, kept: string, stamp: string): Promise<Restored> => {
  const client = new pg.Client(connectionTo(url))
  await client.connect()
  try {
    const connection = new PostgresConnection(client, new PeriodKeys(undefined))
    return await connection.within('BEGIN', async () => {
      if (!(await areAside(connection, kept)))
        return refuse(`${kept} : rien de cette version n’est gardé sous ce nom. · nothing of this version is kept under that name.`)
      await connection.run('LOCK TABLE library IN ACCESS EXCLUSIVE MODE')
      const libraries = await connection.many<HeldThere>(`SELECT id, name, slug, head FROM ${kept}.library`)
      const ids = libraries.map(({ id }) => id)
      const replaced = await readReplaced((sql) => connection.many(sql), ids)
      const aside = await setTablesAside(connection, stamp)
      await bringTablesBack(connection, kept)
      for (const id of ids) await renewEpoch(connection, id, replaced.get(id))
      return { ok: true, libraries, aside }
    })
  } finally {
    await client.end()
  }
}

/**
 * Fills the server at `url` from the backup `from`. Refuses, unless `isForced`, a server that holds a library: that one would be
 * replaced, and is kept aside. `only`: the slug of the one library that is put back.
 */
export const restorePostgres = async (
  from: string,
  url: string,
  isForced: boolean,
  only?: string,
  keeping: Keeping = { folder: dirname(from), stamp: new Date().toISOString() },
): Promise<Restored> => {
  if (!(await isThere(from))) return refuse(`There is no file ${from}.`)
  const folder = await mkdtemp(join(tmpdir(), 'restore-'))
  const copy = join(folder, 'copy.db')
  const client = new pg.Client(connectionTo(url))
  let database: Database.Database | undefined
  try {
    await copyFile(from, copy)
    const fault = faultOf(copy, true)
    if (fault !== undefined) return refuse(`${from} cannot be restored: ${fault}.`)
    // An older copy is brought up on the way.
    await new SqliteStore(copy).close()
    database = new Database(copy, { fileMustExist: true })
    const source = database
    // The server keeps its own key of the mailing's hashes: that of a whole copy goes along with the library (MSG-13).
    if (only !== undefined) {
      const sql = 'INSERT OR IGNORE INTO memo (library, name, value) SELECT id, ?, value FROM library, secret WHERE secret.name = ?'
      source.prepare(sql).run(mailingKeyMemo, mailingSecret)
    }
    const slugOf = source.prepare<[string], string>('SELECT slug FROM library WHERE id = ?').pluck()
    const held = readHeads(copy)
    const libraries = only === undefined ? held : held.filter(({ id }) => slugOf.get(id) === only)
    if (libraries.length === 0) return refuse(`${from} holds no ${only ?? 'library'}.`)
    await client.connect()
    const connection = new PostgresConnection(client, new PeriodKeys(undefined))
    await connection.migrate(undefined, 'made')
    await connection.assertDurable(Date.now())
    return await connection.within('BEGIN', async () => {
      // One alone is kept by its own row: no other library waits.
      if (only === undefined) await connection.run('LOCK TABLE library IN ACCESS EXCLUSIVE MODE')
      const all = await connection.many<HeldThere>('SELECT id, name, slug, head FROM library')
      const isMeant = ({ id }: Pick<HeldThere, 'id'>): boolean => only === undefined || libraries.some((library) => library.id === id)
      // One that nobody used yet is nothing to lose.
      const there = all.filter((library) => isMeant(library) && library.head > 0)
      if (all.some((library) => library.slug === only && !isMeant(library)))
        return refuse(`The ${only} of the server is another library than that of ${from}.`)
      if (there.length > 1 && !(isForced && keeping.replaces === there.length)) return refuse(refusedReplacing(there, from))
      if (there.length > 0 && !isForced) {
        const names = there.map(({ name }) => name).join(', ')
        return refuse(`The server already holds ${names}: --force replaces it, and keeps aside what was there.`)
      }
      const replaced = await readReplaced(
        (sql) => connection.many(sql),
        libraries.map(({ id }) => id),
      )
      let [group, aside]: [RestoredGroup, string | undefined] = [undefined, undefined]
      const [replacedOne] = there
      if (replacedOne !== undefined && only === undefined) aside = await setTablesAside(connection, keeping.stamp)
      else if (replacedOne !== undefined) {
        aside = join(keeping.folder, `server.before-${keeping.stamp}-${replacedOne.slug}.db`)
        const kept = await keepOne(connection, replacedOne, aside)
        if (!kept.ok) return kept
      }
      if (only === undefined) {
        if (aside !== undefined) await connection.takeSteps()
        await carry(source, connection)
      } else for (const { id } of libraries) group = await carryOne(source, connection, id)
      for (const { id } of libraries) await renewEpoch(connection, id, replaced.get(id))
      return { ok: true, libraries, aside, group }
    })
  } finally {
    database?.close()
    await client.end().catch(() => {})
    await rm(folder, { recursive: true, force: true })
  }
}

const renewEpoch = async (connection: PostgresConnection, id: LibraryId, replaced: Replaced | undefined): Promise<void> => {
  const transaction = new SqlTransaction(new TransactionConnection(connection, id), await lockLibrary(connection, id))
  const now = toInstant(Date.now())
  await startNewEpoch(transaction, now)
  await keepOfReplaced(transaction, replaced, now)
  await transaction.seal()
}
