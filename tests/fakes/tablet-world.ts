/**
 * Tablets and their endpoint in one process: the real endpoint app on a real SQLite file, the real tablet on IndexedDB, and between them
 * a network that tests can spoil. Runs in Node, in tests. Time stands still unless a test moves it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { toCardNumber, toItemBarcode, toLibrarianId, toLibraryId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { offerEnrolmentCode } from '../../src/endpoint/enrolment/enrolment-code.ts'
import { hashPassphrase } from '../../src/endpoint/enrolment/hash-passphrase.ts'
import { hashPin } from '../../src/endpoint/enrolment/hash-pin.ts'
import { createEndpointApp } from '../../src/endpoint/http/endpoint-app.ts'
import { createEndpointMetrics } from '../../src/endpoint/http/endpoint-metrics.ts'
import { HintHub } from '../../src/endpoint/http/hint-hub.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import type { Desk } from '../../src/tablet/desk.ts'
import type { Request as TabletRequest, Response as TabletResponse, Transport } from '../../src/tablet/sync/transport.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aSettings } from '../builders/a-settings.ts'
import { createStandingTime } from './standing-time.ts'
import { openTestTablet, type TestTablet } from './test-tablet.ts'

export const libraryId = toLibraryId('valmont')
export const jeanne = toLibrarianId('jeanne')
export const card = toCardNumber('2000000001')
export const pin = '2468'
export const passphrase = 'le bac à sable est plein'

export interface TabletWorld {
  readonly store: SqliteStore
  /** The endpoint's database on disk. */
  readonly path: string
  /** Stops the endpoint, lets its file be replaced, and starts it again. */
  replaceDatabase(replace: () => Promise<void>): Promise<void>
  now(): Instant
  /** Moves time, and calls back what was due, in order. */
  advance(ms: number): void
  /** Everybody sleeps: time passes, and what was due by then is called back at the end of it. */
  sleep(ms: number): void
  code(): Promise<string>
  writeRows(...rows: readonly Row[]): Promise<void>
  /** A request of nobody's tablet. */
  send(request: TabletRequest): Promise<TabletResponse>
  /** Listens on loopback from now on, as its process would; answers where. */
  listen(): Promise<string>
  tablet(name?: string): TestTablet
  /** An enrolled tablet on which Jeanne is signed in. */
  tabletOfJeanne(name?: string): Promise<TestTablet>
  close(): void
}

/** A hash is worked out on another thread, which a busy machine may give no turn for a while. Nanoseconds. */
const patience = 60_000_000_000n

/** Lets everything that waits for nothing but its turn go on, until `isSo`. Rejects when that never comes. */
export const until = async (isSo: () => boolean | Promise<boolean>, what = 'what was awaited'): Promise<void> => {
  const begun = process.hrtime.bigint()
  for (let turns = 0; turns < 20_000 || process.hrtime.bigint() - begun < patience; turns++) {
    if (await isSo()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error(`${what} did not come`)
}

const startEndpoint = (path: string, dataDir: string, now: () => Instant) => {
  const store = new SqliteStore(path)
  const hints = new HintHub(store)
  const app = createEndpointApp({
    store,
    now,
    log: pino({ level: 'silent' }),
    metrics: createEndpointMetrics(() => hints.size),
    hints,
    publicUrl: 'http://localhost',
    dataDir,
    buildDirs: [],
    isTls: false,
    trustsProxy: false,
    metricsToken: undefined,
  })
  const send: Transport['send'] = async ({ method, path: route, body, bearer }) => {
    const headers = { 'content-type': 'application/json', ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) }
    const response = await app.request(route, { method, headers, ...(body === undefined ? {} : { body }) })
    const retryAfter = response.headers.get('retry-after')
    return {
      status: response.status,
      text: await response.text(),
      retryAfterMs: retryAfter === null ? undefined : Number(retryAfter) * 1000,
    }
  }
  const stop = async (): Promise<void> => {
    hints.close()
    await store.close()
  }
  return { store, send, stop, fetch: app.fetch }
}

/** Opens a library with one librarian, one patron and settings, and its endpoint. */
export const openTabletWorld = async (): Promise<TabletWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'tablet-world-'))
  const path = join(folder, 'desk.sqlite')
  const time = createStandingTime(Date.UTC(2026, 10, 25, 13, 0))
  const { now, advance, sleep } = time
  const pages = new Set<() => void>()
  let endpoint = startEndpoint(path, folder, now)

  const writeRows = async (...rows: readonly Row[]): Promise<void> => {
    await endpoint.store.transact(libraryId, async (transaction) => {
      for (const row of rows) await transaction.writeRow(row, now())
    })
  }
  await endpoint.store.createLibrary({ id: libraryId, name: 'Médiathèque de Valmont', isDemo: false })
  await writeRows(
    aSettings(),
    { kind: 'librarian', id: jeanne, name: 'Jeanne', isManager: true, pin: await hashPin(pin) },
    aPatron({ id: card }),
  )

  const verifier = await hashPassphrase(passphrase)
  await endpoint.store.transact(libraryId, (writing) => writing.keepPassphrase({ librarianId: jeanne, verifier, code: undefined }))

  const send: Transport['send'] = (request) => endpoint.send(request)
  const tablet = (name: string = crypto.randomUUID()): TestTablet =>
    openTestTablet(name, { time, send, onOpened: (close) => void pages.add(close) })
  const code = async (): Promise<string> => (await offerEnrolmentCode(endpoint.store, libraryId, now())).code

  return {
    get store() {
      return endpoint.store
    },
    path,
    replaceDatabase: async (replace) => {
      await endpoint.stop()
      await replace()
      endpoint = startEndpoint(path, folder, now)
    },
    now,
    advance,
    sleep,
    code,
    writeRows,
    send,
    listen: () =>
      new Promise((resolve) => {
        const server = serve({ fetch: (request) => endpoint.fetch(request), port: 0, hostname: '127.0.0.1' }, ({ port }) => {
          resolve(`http://127.0.0.1:${port}`)
        })
        pages.add(() => server.close())
      }),
    tablet,
    tabletOfJeanne: async (name) => {
      const made = tablet(name)
      await until(() => made.desk.snapshot.phase.kind === 'not-enrolled', 'a tablet to enrol')
      await made.desk.enrol(await code(), 'Accueil')
      await until(() => made.desk.snapshot.phase.kind === 'signed-out', 'the base')
      await made.desk.signIn(jeanne, pin)
      return made
    },
    close: () => {
      for (const close of pages) close()
      void endpoint.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A loan without an order, of documents that no rule refuses. */
export const aLoan = (desk: Desk, ...barcodes: readonly string[]) =>
  desk.perform({
    kind: 'hand-over-order',
    happened: desk.now(),
    orderId: undefined,
    card,
    items: barcodes.map((barcode) => ({
      barcode: toItemBarcode(barcode),
      recordId: undefined,
      documentType: 'livre',
      lineId: undefined,
      dueOn: desk.now().date,
      isNewRelease: false,
      overrideReason: undefined,
    })),
    leftBehind: [],
    notFound: [],
    receipt: 'undecided',
  })
