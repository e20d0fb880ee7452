/**
 * The machine on which the endpoint runs: the real routes, authority and SQLite store, and every way it can die. Runs in the simulator.
 * A killed process keeps what it committed; a power cut keeps what the connection's real `synchronous` setting promises (FULL: every
 * commit; NORMAL: up to the last checkpoint). It comes back on a copy of the files, never on the old ones.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { pino } from 'pino'
import { type LibraryId, type OperationId, toLibraryId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { noteSilence } from '../../src/endpoint/authority/note-silence.ts'
import { readQuarantineAgain } from '../../src/endpoint/authority/read-quarantine-again.ts'
import { offerEnrolmentCode } from '../../src/endpoint/enrolment/enrolment-code.ts'
import { createEndpointApp } from '../../src/endpoint/http/endpoint-app.ts'
import { createEndpointMetrics } from '../../src/endpoint/http/endpoint-metrics.ts'
import { HintHub } from '../../src/endpoint/http/hint-hub.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import type { Store, StoreTransaction } from '../../src/endpoint/storage/store.ts'
import type { Request as TabletRequest, Response as TabletResponse } from '../../src/tablet/sync/transport.ts'
import { memoryFolder } from '../fakes/memory-folder.ts'
import { asNewerAnswer, createNewerReading, type Upcast, upcast } from './newer-build.ts'
import { withMembers } from './with-members.ts'

export const libraryId: LibraryId = toLibraryId('valmont')

/** The database's files at one instant. */
interface FileImage {
  readonly database: Buffer
  readonly log: Buffer | undefined
}

/** Where a crash hits the push that meets it. */
export type CrashPoint = 'before' | 'between' | 'after'

/** What of ours a mutant replaces on the endpoint. */
export interface EndpointSeams {
  readonly pragma?: (real: () => unknown, source: string) => unknown
  readonly store?: (store: Store) => Store
  /** Stands before the routes, as a changed handler would. */
  readonly ask?: (
    request: TabletRequest,
    real: (request: TabletRequest) => Promise<TabletResponse>,
    store: Store,
  ) => Promise<TabletResponse>
  /** How version 2 is read, by a build that should not read it yet too. */
  readonly upcast?: Upcast
}

export interface EndpointPortsOfWorld {
  readonly now: () => number
  readonly seams: EndpointSeams
  /** After each transaction: rows may have moved. */
  readonly onCommitted: (store: Store) => Promise<void>
  readonly onDown: () => void
  /** A push met the crash that was armed. */
  readonly onCrash: (point: CrashPoint) => void
  /** Our own code threw on the row that names `poison`. */
  readonly onPoison: () => void
}

export interface EndpointMachine {
  /** undefined while it is down. */
  readonly store: Store | undefined
  /** The same without a mutant in between: what the oracle reads. */
  readonly truth: Store | undefined
  /** It runs a build to come, and goes on doing so. */
  readonly isNewer: boolean
  /** Requests being answered. */
  readonly busy: number
  /** Rejects when nobody listens, or the process dies under the request. */
  ask(request: TabletRequest): Promise<TabletResponse>
  /** The next push meets a crash; undefined: none does. */
  arm(point: CrashPoint | undefined): void
  start(): void
  /** What each start does: tries again what waits in quarantine. */
  readQuarantineAgain(): Promise<void>
  /** Stops, and starts a newer build on the same files. */
  upgrade(): void
  /** Both answer whether there was a process to end. */
  kill(): boolean
  cutPower(): boolean
  keepBackup(): boolean
  /** Puts the last backup back; the tool changes the epoch, a copied file does not. */
  restore(withTool: boolean): Promise<boolean>
  code(): Promise<string>
  closeDays(): Promise<void>
  /** What a running endpoint does each minute. */
  noteSilence(): Promise<void>
  /** Whether a receipt is in what a power cut would leave now. */
  wouldSurvive(operationId: OperationId, hash: string): Promise<boolean>
  /** Every receipt, in order of reception. */
  receipts(): readonly LoggedReceipt[]
  dispose(): Promise<void>
}

/** One line of the endpoint's log, as the database has it. */
export interface LoggedReceipt {
  readonly operationId: OperationId
  readonly hash: string
  readonly envelope: string
  readonly deviceId: string
  readonly outcome: string
  /** The head when it took effect: later than its place says, for what waited in quarantine. */
  readonly version: number
  readonly caseId: string | null
  readonly reason: string | null
}

/** What the endpoint's own code throws on, sooner or later: a row that names this reason. */
export const poison = 'poison'

/** The same store with some members replaced: private fields do not survive a spread. */
export const withStoreMembers = (store: Store, overrides: Partial<Store>): Store => withMembers(store, overrides)
export const withTransactionMembers = (transaction: StoreTransaction, overrides: Partial<StoreTransaction>): StoreTransaction =>
  withMembers(transaction, overrides)

let metrics: ReturnType<typeof createEndpointMetrics> | undefined
const log = pino({ level: 'silent' })

export const createEndpointMachine = ({ now, seams, onCommitted, onDown, onCrash, onPoison }: EndpointPortsOfWorld): EndpointMachine => {
  const folder = mkdtempSync(join(memoryFolder, 'convergence-'))
  let path = join(folder, '0', 'desk.sqlite')
  let lives = 0
  let busy = 0
  let armed: CrashPoint | undefined
  /** The process dies inside the commit that comes next. */
  let isDying = false
  let backup: FileImage | undefined
  let isNewer = false
  const newer = createNewerReading(seams.upcast ?? upcast)
  const readsNewer = (): boolean => isNewer || seams.upcast !== undefined
  let life:
    | {
        readonly raw: SqliteStore
        readonly store: Store
        readonly writer: Database.Database
        readonly app: ReturnType<typeof createEndpointApp>
      }
    | undefined
  metrics ??= createEndpointMetrics(() => 0)

  const readImage = (): FileImage => {
    let log: Buffer | undefined
    try {
      log = readFileSync(`${path}-wal`)
    } catch {
      // Folded back into the file.
    }
    return { database: readFileSync(path), log }
  }
  const survivors = (): FileImage => {
    const image = readImage()
    return life?.writer.pragma('synchronous', { simple: true }) === 2 ? image : { ...image, log: undefined }
  }
  const writeImage = ({ database, log }: FileImage): string => {
    const next = join(folder, String(++lives), 'desk.sqlite')
    mkdirSync(dirname(next))
    writeFileSync(next, database)
    if (log !== undefined) writeFileSync(`${next}-wal`, log)
    return next
  }

  /** Opens the store and notes the connection that writes: the first one. */
  const openStore = (): { raw: SqliteStore; writer: Database.Database } => {
    const real = Database.prototype.pragma
    const connections: Database.Database[] = []
    Database.prototype.pragma = function (this: Database.Database, source: string, options?: Database.PragmaOptions): unknown {
      if (!connections.includes(this)) connections.push(this)
      const ask = (): unknown => real.call(this, source, options)
      return seams.pragma === undefined || connections[0] !== this ? ask() : seams.pragma(ask, source)
    }
    try {
      const raw = new SqliteStore(path)
      const [writer] = connections
      if (writer === undefined) throw new Error('the store opened no connection')
      return { raw, writer }
    } finally {
      Database.prototype.pragma = real
    }
  }

  const ourStore = (raw: Store): Store => {
    const transact: Store['transact'] = async (id, work) => {
      const value = await raw.transact(id, async (transaction) => {
        const result = await work(
          withTransactionMembers(transaction, {
            writeRow: (row, at) => {
              if (row.kind === 'order' && row.facts.some((fact) => fact.what === 'given-up' && fact.reason === poison)) {
                onPoison()
                throw new Error(poison)
              }
              return transaction.writeRow(row, at)
            },
          }),
        )
        if (isDying) {
          onCrash('between')
          throw new Error('the process was killed')
        }
        return result
      })
      await onCommitted(raw)
      return value
    }
    const real = withStoreMembers(raw, { transact, watch: () => () => {} })
    const store = readsNewer() ? newer.store(real) : real
    return seams.store === undefined ? store : seams.store(store)
  }

  const end = (left: () => FileImage): boolean => {
    if (life === undefined) return false
    path = writeImage(left())
    void life.raw.close()
    life = undefined
    onDown()
    return true
  }

  const machine: EndpointMachine = {
    get store() {
      return life?.store
    },
    get truth() {
      return life === undefined || !readsNewer() ? life?.raw : newer.store(life.raw)
    },
    get isNewer() {
      return isNewer
    },
    get busy() {
      return busy
    },
    ask: async (request) => {
      const current = life
      if (current === undefined) throw new TypeError('connection refused')
      // It hits a push that carries something: the others have nothing to lose.
      const point = request.body?.includes('"operations":[{') ? armed : undefined
      if (point === 'before') {
        armed = undefined
        onCrash(point)
        machine.kill()
        throw new TypeError('connection reset')
      }
      busy++
      isDying = point === 'between'
      try {
        const carry = async ({ method, path: route, body, bearer }: TabletRequest): Promise<TabletResponse> => {
          const headers = { 'content-type': 'application/json', ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) }
          const response = await current.app.request(route, { method, headers, ...(body === undefined ? {} : { body }) })
          const retryAfter = response.headers.get('retry-after')
          return {
            status: response.status,
            text: await response.text(),
            retryAfterMs: retryAfter === null ? undefined : Number(retryAfter) * 1000,
          }
        }
        const read = readsNewer() ? (given: TabletRequest) => newer.carry(given, carry) : carry
        const said = await (seams.ask === undefined ? read(request) : seams.ask(request, read, current.store))
        const response = isNewer && request.path.startsWith('/sync/') ? asNewerAnswer(said) : said
        if (point === undefined) return response
        armed = undefined
        if (point === 'after') onCrash(point)
        machine.kill()
        // An answer that was made before the process died inside its commit is on its way already.
        if (point === 'between' && response.status === 200) return response
        throw new TypeError('connection reset')
      } finally {
        isDying = false
        busy--
      }
    },
    arm: (point) => {
      armed = point
    },
    start: () => {
      if (life !== undefined) return
      const { raw, writer } = openStore()
      const store = ourStore(raw)
      const app = createEndpointApp({
        store,
        now: () => toInstant(now()),
        log,
        metrics: metrics ?? createEndpointMetrics(() => 0),
        hints: new HintHub(store),
        publicUrl: 'http://localhost',
        dataDir: folder,
        buildDirs: [],
        isTls: false,
        trustsProxy: false,
        metricsToken: undefined,
      })
      life = { raw, store, writer, app }
    },
    readQuarantineAgain: async () => {
      if (life !== undefined) await readQuarantineAgain(life.store, toInstant(now()), () => {})
    },
    upgrade: () => {
      machine.kill()
      isNewer = true
      machine.start()
    },
    kill: () => end(readImage),
    cutPower: () => end(survivors),
    keepBackup: () => {
      if (life === undefined) return false
      backup = readImage()
      return true
    },
    restore: async (withTool) => {
      if (life === undefined || backup === undefined) return false
      machine.kill()
      path = writeImage(backup)
      machine.start()
      if (withTool) {
        await machine.store?.transact(libraryId, (transaction) => transaction.changeLibrary({ epoch: randomBytes(16).toString('hex') }))
      }
      return true
    },
    code: async () => (life === undefined ? '' : (await offerEnrolmentCode(life.store, libraryId, toInstant(now()))).code),
    closeDays: async () => {
      if (life === undefined) return
      await closeDays(life.store, toInstant(now()), (defect) => {
        throw defect
      })
    },
    noteSilence: async () => {
      // One that is killed meanwhile noted nothing.
      if (life !== undefined) await noteSilence(life.store, toInstant(now()), () => {})
    },
    wouldSurvive: async (operationId, hash) => {
      if (life === undefined) return false
      if (life.writer.pragma('synchronous', { simple: true }) === 2) {
        return life.raw.read(libraryId, async (reading) => (await reading.receipt(operationId, hash)) !== undefined)
      }
      const copy = writeImage(survivors())
      const database = new Database(copy)
      try {
        return database.prepare('SELECT 1 FROM receipt WHERE operation_id = ? AND hash = ?').get(operationId, hash) !== undefined
      } catch {
        // Not even the table is there.
        return false
      } finally {
        database.close()
      }
    },
    receipts: () =>
      (life?.writer
        .prepare(
          'SELECT operation_id AS operationId, hash, envelope, device_id AS deviceId, outcome, version, case_id AS caseId, reason FROM receipt ORDER BY number',
        )
        .all() ?? []) as LoggedReceipt[], // The columns are named above.
    dispose: async () => {
      await life?.raw.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return machine
}
