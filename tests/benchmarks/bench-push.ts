/**
 * P3, push: loans of one document each, handed over in batches of 1, 10, 50 and 100, beside bare inserts of the very rows that they
 * leave, with as many commits. Runs in Node, interleaved A B A B. Durability of both: WAL, synchronous=FULL, fsync at commit.
 * Ours is a whole request, from its JSON to the JSON of its answer, without the socket. `--postgres`: the same on a PostgreSQL of its own;
 * `--libraries N`: as many push there side by side to this one process, each a share.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { type LibraryId, toLibraryId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { LocalDate, LocalTime } from '../../src/domain/local-date.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { startPostgres } from '../fakes/running-postgres.ts'
import { identityOf, libraryId, type Pressed, pressedOf, seedLibrary } from './bench-desk.ts'
import { loanOf } from './bench-loan.ts'
import { buildProduct, type Load } from './built-product.ts'
import { type EndpointProduct, endpointParts, openEndpoint } from './endpoint-in-process.ts'
import { judge, Measurement } from './measurement.ts'
import { numberOf, optionOf } from './options.ts'
import { startTiming, type Took } from './took.ts'

const tabletOf = (library: LibraryId) => identityOf(0, '', library)
const startedOn = Date.UTC(2026, 10, 24, 13, 31)
const happened = { date: '2026-11-24' as LocalDate, time: '14:31' as LocalTime } // Both are real, and written as the types say.

/** Pushes `operations` handovers of one library in batches of `size`; throws unless each was accepted. */
const pushAll = async (
  product: EndpointProduct,
  store: Store,
  library: LibraryId,
  operations: readonly Pressed[],
  size: number,
): Promise<void> => {
  // This clock goes on a second at each look: the limit on one tablet's requests never stands in the way.
  let now = startedOn
  const endpoint = openEndpoint(product, store, () => {
    now += 1000
    return now
  })
  const tablet = tabletOf(library)
  let { ticket } = tablet
  let accepted = 0
  for (let from = 0; from < operations.length; from += size) {
    const answer = await endpoint.push({ ...tablet, ticket }, operations.slice(from, from + size))
    ticket = answer.ticket
    accepted += answer.results.filter(({ outcome }) => outcome === 'accepted').length
  }
  endpoint.close()
  if (accepted !== operations.length) throw new Error(`${accepted} of ${operations.length} accepted`)
}

/** What the pushes left: its tables, and their rows in the order they were written, commit by commit. */
const readLeft = (path: string, patrons: number) => {
  const database = new Database(path, { readonly: true })
  const schema = database.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').pluck().all().map(String)
  const all = (sql: string): unknown[][] => database.prepare<[], unknown[]>(sql).raw().all()
  // Settings, the librarian, and the patrons, before the first push.
  const before = patrons + 2
  const left = {
    schema,
    seeded: all('SELECT * FROM row').map((row) => [...row.slice(0, 3), -Number(row[3]), ...row.slice(4)]),
    rows: all(`SELECT * FROM row WHERE version > ${before} ORDER BY version`),
    receipts: all('SELECT * FROM receipt ORDER BY number'),
    links: all(`SELECT * FROM chain_link WHERE version > ${before} ORDER BY version`),
    // One line for each handover: the day's figures are counted from these.
    counted: all('SELECT * FROM counted'),
  }
  database.close()
  return left
}

type Left = ReturnType<typeof readLeft>

const insertBare = (path: string, { schema, seeded, rows, receipts, links, counted }: Left, size: number): Took => {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  for (const statement of schema) database.exec(statement)
  const insertInto = (table: string, columns: number) =>
    database.prepare(`INSERT OR REPLACE INTO ${table} VALUES (${Array.from({ length: columns }, () => '?').join(',')})`)
  const row = insertInto('row', 6)
  const receipt = insertInto('receipt', 13)
  const link = insertInto('chain_link', 4)
  const count = insertInto('counted', 4)
  database.transaction(() => {
    for (const values of seeded) if (values[1] === 'patron') row.run(...values)
  })()
  let nextRow = 0
  const stop = startTiming()
  for (let from = 0; from < receipts.length; from += size) {
    database.transaction(() => {
      for (const values of receipts.slice(from, from + size)) receipt.run(...values)
      for (const values of counted.slice(from, from + size)) count.run(...values)
      const values = links[from / size] ?? []
      for (; nextRow < rows.length && Number(rows[nextRow]?.[3]) <= Number(values[1]); nextRow++) row.run(...(rows[nextRow] ?? []))
      link.run(...values)
    })()
  }
  const took = stop()
  database.close()
  return took
}

/** The same into PostgreSQL: tables like the store's own, each insert a question, as the store asks. */
const insertBarePostgres = async (url: string, { seeded, rows, receipts, links, counted }: Left, size: number): Promise<Took> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('CREATE SCHEMA bare')
  const insertInto = async (table: string, columns: number, otherwise = '') => {
    await client.query(`CREATE TABLE bare.${table} (LIKE public.${table} INCLUDING ALL)`)
    const sql = `INSERT INTO bare.${table} VALUES (${Array.from({ length: columns }, (_, n) => `$${n + 1}`).join(',')}) ${otherwise}`
    return (values: readonly unknown[]) => client.query(sql, [...values])
  }
  const changed = 'version = excluded.version, json = excluded.json, hash = excluded.hash'
  const insertRow = await insertInto('row', 6, `ON CONFLICT (library, kind, id) DO UPDATE SET ${changed}`)
  const insertReceipt = await insertInto('receipt', 13)
  const insertLink = await insertInto('chain_link', 4)
  const insertCounted = await insertInto('counted', 4)
  await client.query('BEGIN')
  for (const values of seeded) if (values[1] === 'patron') await insertRow(values)
  await client.query('COMMIT')
  let nextRow = 0
  const stop = startTiming()
  for (let from = 0; from < receipts.length; from += size) {
    await client.query('BEGIN')
    for (const values of receipts.slice(from, from + size)) await insertReceipt(values)
    for (const values of counted.slice(from, from + size)) await insertCounted(values)
    const values = links[from / size] ?? []
    for (; nextRow < rows.length && Number(rows[nextRow]?.[3]) <= Number(values[1]); nextRow++) await insertRow(rows[nextRow] ?? [])
    await insertLink(values)
    await client.query('COMMIT')
  }
  const took = stop()
  await client.query('DROP SCHEMA bare CASCADE')
  await client.end()
  return took
}

/** Runs the benchmark; `--runs N` [5], `--operations N` [1000], `--sizes 1,10,50,100`; `--postgres`, `--libraries N` [1]. */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const runs = numberOf(options, '--runs', 5)
  const count = numberOf(options, '--operations', 1000)
  const product = await buildProduct<EndpointProduct>(load, 'push', endpointParts)
  const libraries = Array.from({ length: numberOf(options, '--libraries', 1) }, (_, n) => (n === 0 ? libraryId : toLibraryId(`bench-${n}`)))
  const operationsOf = (library: LibraryId, share: number): readonly Pressed[] =>
    Array.from({ length: share }, (_, n) =>
      // One document: a hundred of them still fit a request.
      pressedOf(n, loanOf(n, 1, happened), { at: startedOn, deviceId: tabletOf(library).deviceId }),
    )
  const measurement = new Measurement('push')
  const sizes = (optionOf(options, '--sizes') ?? '1,10,50,100').split(',').map(Number)
  // On a real disk, so that forcing a commit has its true cost.
  const onDisk = mkdtempSync(join(tmpdir(), 'push-postgres-'))
  const server = options.includes('--postgres') ? await startPostgres([], onDisk) : undefined
  const pushInto = async (dataDir: string, databaseUrl: string | undefined, size: number): Promise<Took> => {
    const store = product.openStore({ dataDir, databaseUrl })
    const here = databaseUrl === undefined ? [libraryId] : libraries
    for (const library of here) await seedLibrary(store, { library, tablets: 1, patrons: count, now: toInstant(startedOn) })
    const shares = here.map((library) => ({ library, operations: operationsOf(library, count / here.length) }))
    const stop = startTiming()
    await Promise.all(shares.map(({ library, operations }) => pushAll(product, store, library, operations, size)))
    const took = stop()
    if (databaseUrl !== undefined) for (const library of here) await store.removeLibrary(library)
    await store.close()
    return took
  }
  try {
    for (let turn = 0; turn <= runs; turn++) {
      for (const size of sizes) {
        const folder = mkdtempSync(join(tmpdir(), 'bench-push-'))
        const intoSqlite = await pushInto(folder, undefined, size)
        const left = readLeft(join(folder, 'desk.db'), count)
        const ours = server === undefined ? intoSqlite : await pushInto(folder, server.url, size)
        const bare =
          server === undefined ? insertBare(join(folder, 'bare.db'), left, size) : await insertBarePostgres(server.url, left, size)
        rmSync(folder, { recursive: true })
        if (turn === 0) continue
        const take = (what: string, { wall, cpu }: Took): void => {
          measurement.take(what, (count / wall) * 1000, 'operations/s')
          measurement.take(`${what}: own work`, (cpu / count) * 1000, 'µs/operation')
        }
        take(`push, batches of ${size}`, ours)
        take(`bare inserts, commits of ${size}`, bare)
      }
    }
  } finally {
    await server?.stop()
    rmSync(onDisk, { recursive: true, force: true })
  }
  measurement.table()
  for (const size of sizes) {
    const ratio = measurement.summary(`bare inserts, commits of ${size}`).median / measurement.summary(`push, batches of ${size}`).median
    judge(`P3, bare inserts ÷ push, batches of ${size}`, ratio, 2.5, ' ×')
  }
}
