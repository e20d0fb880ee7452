/**
 * P3, push: loans of one document each, handed over in batches of 1, 10, 50 and 100, beside bare inserts of the very rows that they
 * leave, with as many commits. Runs in Node, interleaved A B A B. Durability of both: WAL, synchronous=FULL, fsync at commit.
 * Ours is a whole request, from its JSON to the JSON of its answer, without the socket. `--postgres URL`: the same on that server.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pino from 'pino'
import { toInstant } from '../../src/domain/instant.ts'
import type { LocalDate, LocalTime } from '../../src/domain/local-date.ts'
import type { createEndpointApp } from '../../src/endpoint/http/endpoint-app.ts'
import type { createEndpointMetrics } from '../../src/endpoint/http/endpoint-metrics.ts'
import type { HintHub } from '../../src/endpoint/http/hint-hub.ts'
import type { openStore } from '../../src/endpoint/storage/open-store.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { identityOf, libraryId, type Pressed, pressedOf, pushBody, seedLibrary } from './bench-desk.ts'
import { loanOf } from './bench-loan.ts'
import { buildProduct, type Load } from './built-product.ts'
import { judge, Measurement } from './measurement.ts'
import { numberOf, optionOf } from './options.ts'

interface Product {
  readonly createEndpointApp: typeof createEndpointApp
  readonly createEndpointMetrics: typeof createEndpointMetrics
  readonly HintHub: typeof HintHub
  readonly openStore: typeof openStore
}
const parts = ['http/endpoint-app', 'http/endpoint-metrics', 'http/hint-hub', 'storage/open-store']

const { deviceId, credential, ticket: firstTicket } = identityOf(0, '')
const startedOn = Date.UTC(2026, 10, 24, 13, 31)
const happened = { date: '2026-11-24' as LocalDate, time: '14:31' as LocalTime } // Both are real, and written as the types say.

/** Milliseconds: what the clock says, and what this process's own work took of it, which others on the machine do not lengthen. */
interface Took {
  readonly wall: number
  readonly cpu: number
}

const startTiming = (): (() => Took) => {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return { wall: performance.now() - startedAt, cpu: (user + system) / 1000 }
  }
}

/** What `operations` handovers take in batches of `size`; throws unless each was accepted. */
const pushAll = async (product: Product, store: Store, operations: readonly Pressed[], size: number): Promise<Took> => {
  // The limit on one tablet's requests counts by this clock, which goes on a second at each: it never stands in the way.
  let now = startedOn
  const hints = new product.HintHub(store)
  const app = product.createEndpointApp({
    store,
    now: () => {
      now += 1000
      return toInstant(now)
    },
    log: pino({ level: 'silent' }),
    hints,
    metrics: product.createEndpointMetrics(() => 0),
    publicUrl: '',
    dataDir: tmpdir(),
    buildDirs: [],
    isTls: false,
    trustsProxy: false,
    metricsToken: undefined,
  })
  let ticket = firstTicket
  let accepted = 0
  const stop = startTiming()
  for (let from = 0; from < operations.length; from += size) {
    const answer = await app.request('/sync/v1/push', {
      method: 'POST',
      headers: { Authorization: `Bearer ${deviceId}.${credential}` },
      body: pushBody(ticket, operations.slice(from, from + size)),
    })
    const body = (await answer.json()) as { ticket: string; results?: readonly { outcome: string }[]; problem?: string }
    if (body.results === undefined) throw new Error(body.problem)
    ticket = body.ticket
    accepted += body.results.filter(({ outcome }) => outcome === 'accepted').length
  }
  const took = stop()
  hints.close()
  if (accepted !== operations.length) throw new Error(`${accepted} of ${operations.length} accepted`)
  return took
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
  }
  database.close()
  return left
}

const insertBare = (path: string, { schema, seeded, rows, receipts, links }: ReturnType<typeof readLeft>, size: number): Took => {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  for (const statement of schema) database.exec(statement)
  const insertInto = (table: string, columns: number) =>
    database.prepare(`INSERT OR REPLACE INTO ${table} VALUES (${Array.from({ length: columns }, () => '?').join(',')})`)
  const row = insertInto('row', 6)
  const receipt = insertInto('receipt', 13)
  const link = insertInto('chain_link', 4)
  database.transaction(() => {
    for (const values of seeded) if (values[1] === 'patron') row.run(...values)
  })()
  let nextRow = 0
  const stop = startTiming()
  for (let from = 0; from < receipts.length; from += size) {
    database.transaction(() => {
      for (const values of receipts.slice(from, from + size)) receipt.run(...values)
      const values = links[from / size] ?? []
      for (; nextRow < rows.length && Number(rows[nextRow]?.[3]) <= Number(values[1]); nextRow++) row.run(...(rows[nextRow] ?? []))
      link.run(...values)
    })()
  }
  const took = stop()
  database.close()
  return took
}

/** Runs the benchmark; `--runs N` [5], `--operations N` [1000], `--sizes 1,10,50,100`, `--postgres URL`, an empty database. */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const runs = numberOf(options, '--runs', 5)
  const count = numberOf(options, '--operations', 1000)
  const databaseUrl = optionOf(options, '--postgres')
  const product = await buildProduct<Product>(
    load,
    'push',
    parts.map((path) => `src/endpoint/${path}.ts`),
  )
  const operations = Array.from({ length: count }, (_, n) =>
    // One document: a hundred of them still fit a request.
    pressedOf(n, loanOf(n, 1, happened), { at: startedOn, deviceId }),
  )
  const measurement = new Measurement('push')
  const sizes = (optionOf(options, '--sizes') ?? '1,10,50,100').split(',').map(Number)
  for (let turn = 0; turn <= runs; turn++) {
    for (const size of sizes) {
      const folder = mkdtempSync(join(tmpdir(), 'bench-push-'))
      const store = product.openStore({ dataDir: folder, databaseUrl })
      await seedLibrary(store, { tablets: 1, patrons: count, now: toInstant(startedOn) })
      const ours = await pushAll(product, store, operations, size)
      if (databaseUrl !== undefined) await store.removeLibrary(libraryId)
      await store.close()
      const bare =
        databaseUrl === undefined ? insertBare(join(folder, 'bare.db'), readLeft(join(folder, 'endpoint.db'), count), size) : undefined
      rmSync(folder, { recursive: true })
      if (turn === 0) continue
      const take = (what: string, { wall, cpu }: Took): void => {
        measurement.take(what, (count / wall) * 1000, 'operations/s')
        measurement.take(`${what}: own work`, (cpu / count) * 1000, 'µs/operation')
      }
      take(`push, batches of ${size}`, ours)
      if (bare !== undefined) take(`bare inserts, commits of ${size}`, bare)
    }
  }
  measurement.table()
  if (databaseUrl !== undefined) return
  for (const size of sizes) {
    const ratio = measurement.summary(`bare inserts, commits of ${size}`).median / measurement.summary(`push, batches of ${size}`).median
    judge(`bare inserts ÷ push, batches of ${size}`, ratio, 2.5, ' ×')
  }
}
