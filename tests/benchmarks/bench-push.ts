/**
 * P3, push: loans of one document each, handed over in batches of 1, 10, 50 and 100, beside bare inserts of the very rows that they
 * leave, with as many commits. Runs in Node, interleaved A B A B. Durability of both: WAL, synchronous=FULL, fsync at commit.
 * Ours is a whole request, from its JSON to the JSON of its answer, without the socket. `--postgres URL`: the same on that server.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pino from 'pino'
import { build } from 'vite'
import { toCardNumber, toDeviceId, toDeviceLetter, toLibrarianId, toLibraryId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { createEndpointApp } from '../../src/endpoint/http/endpoint-app.ts'
import type { createEndpointMetrics } from '../../src/endpoint/http/endpoint-metrics.ts'
import type { HintHub } from '../../src/endpoint/http/hint-hub.ts'
import type { openStore } from '../../src/endpoint/storage/open-store.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aSettings } from '../builders/a-settings.ts'
import { judge, Measurement } from './measurement.ts'

interface Product {
  readonly createEndpointApp: typeof createEndpointApp
  readonly createEndpointMetrics: typeof createEndpointMetrics
  readonly HintHub: typeof HintHub
  readonly openStore: typeof openStore
}
type Load = (path: string) => Promise<Product>

const libraryId = toLibraryId('bench')
const deviceId = toDeviceId('d'.repeat(32))
const credential = 'c'.repeat(64)
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const startedOn = Date.UTC(2026, 10, 24, 13, 31)

/** The endpoint as it is shipped: bundled, outside of `dist/endpoint`. */
const buildProduct = async (load: Load): Promise<Product> => {
  const entry = 'virtual:push'
  const parts = ['http/endpoint-app', 'http/endpoint-metrics', 'http/hint-hub', 'storage/open-store']
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { __BUILD__: JSON.stringify('bench') },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? parts.map((path) => `export * from '/src/endpoint/${path}.ts'`).join('\n') : undefined),
      },
    ],
    build: { ssr: true, outDir: 'dist/benchmarks', emptyOutDir: false, target: 'node20', rolldownOptions: { input: { push: entry } } },
  })
  return load(join(process.cwd(), 'dist/benchmarks/push.js'))
}

const pushedOf = (n: number): string => {
  const envelope = {
    operationId: sha256(`operation ${n}`).slice(0, 32),
    bootId: 'b'.repeat(32),
    n: n + 1,
    deviceId,
    librarianId: 'claire',
    type: 'hand-over-order',
    typeVersion: 1,
    payload: {
      kind: 'hand-over-order',
      happened: { date: '2026-11-24', time: '14:31' },
      card: `card-${n}`,
      // One: a hundred of them still fit a request.
      items: [{ barcode: `item-${n}`, recordId: `record-${n}`, documentType: 'livre', dueOn: '2026-12-15', isNewRelease: false }],
      leftBehind: [],
      notFound: [],
      receipt: 'printed',
    },
    based: {},
    at: startedOn,
    clockOffset: 0,
    build: 'bench',
  }
  const text = canonicalJson(envelope)
  return `{"hash":"${sha256(text)}","envelope":${text}}`
}

const seed = async (store: Store, patrons: number): Promise<void> => {
  await store.createLibrary({ id: libraryId, name: 'Bench', isDemo: false })
  const now = toInstant(startedOn)
  await store.transact(libraryId, async (transaction) => {
    await transaction.writeRow(aSettings(), now)
    const pin = { salt: '00', iterations: 1, hash: '00' }
    await transaction.writeRow({ kind: 'librarian', id: toLibrarianId('claire'), name: 'Claire', isManager: true, pin }, now)
    for (let n = 0; n < patrons; n++) await transaction.writeRow(aPatron({ id: toCardNumber(`card-${n}`) }), now)
    await transaction.keepDevice({
      libraryId,
      id: deviceId,
      letter: toDeviceLetter('B'),
      name: '',
      credentialHash: sha256(credential),
      nextCredentialHash: undefined,
      ticket: '0'.repeat(32),
      previousTicket: undefined,
      lastHeardAt: now,
      pendingCount: 0,
      revokedAt: undefined,
    })
  })
}

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
const pushAll = async (product: Product, store: Store, operations: readonly string[], size: number): Promise<Took> => {
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
  let ticket = '0'.repeat(32)
  let accepted = 0
  const stop = startTiming()
  for (let from = 0; from < operations.length; from += size) {
    const batch = operations.slice(from, from + size)
    const nonce = from.toString(16).padStart(32, '0')
    const head = JSON.stringify({ protocol: 1, nonce, ticket, pendingCount: batch.length })
    const answer = await app.request('/sync/v1/push', {
      method: 'POST',
      headers: { Authorization: `Bearer ${deviceId}.${credential}` },
      body: `${head.slice(0, -1)},"operations":[${batch.join(',')}]}`,
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

const optionOf = (options: readonly string[], name: string): string | undefined =>
  options.includes(name) ? options[options.indexOf(name) + 1] : undefined

/** Runs the benchmark; `--runs N` [5], `--operations N` [1000], `--sizes 1,10,50,100`, `--postgres URL`, an empty database. */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const runs = Number(optionOf(options, '--runs') ?? 5)
  const count = Number(optionOf(options, '--operations') ?? 1000)
  const databaseUrl = optionOf(options, '--postgres')
  const product = await buildProduct(load)
  const operations = Array.from({ length: count }, (_, n) => pushedOf(n))
  const measurement = new Measurement('push')
  const sizes = (optionOf(options, '--sizes') ?? '1,10,50,100').split(',').map(Number)
  for (let turn = 0; turn <= runs; turn++) {
    for (const size of sizes) {
      const folder = mkdtempSync(join(tmpdir(), 'bench-push-'))
      const store = product.openStore({ dataDir: folder, databaseUrl })
      await seed(store, count)
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
