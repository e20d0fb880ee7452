/**
 * One process of the endpoint, from its start to its death: the real routes, authority and SQLite store on the files that it finds. Runs in
 * the simulator. Where mutants and a build to come stand, and where our own code throws or dies inside a commit.
 */
import Database from 'better-sqlite3'
import { pino } from 'pino'
import type { OperationId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'
import { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { readQuarantineAgain } from '../../src/endpoint/authority/read-quarantine-again.ts'
import { noteSilence } from '../../src/endpoint/authority/silence-job.ts'
import { offerEnrolmentCode } from '../../src/endpoint/enrolment/enrolment-code.ts'
import { createEndpointApp } from '../../src/endpoint/http/endpoint-app.ts'
import { createEndpointMetrics } from '../../src/endpoint/http/endpoint-metrics.ts'
import { HintHub } from '../../src/endpoint/http/hint-hub.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { withMembers } from '../../src/endpoint/storage/with-members.ts'
import type { Request as TabletRequest, Response as TabletResponse } from '../../src/tablet/sync/transport.ts'
import type { EndpointFiles } from './endpoint-files.ts'
import { lightRequest } from './light-http.ts'
import type { Upcast } from './newer-build.ts'
import { pairOf } from './oracle.ts'
import { libraryId } from './small-library.ts'

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

/** One line of the endpoint's log, as the database has it. */
export interface LoggedReceipt {
  readonly operationId: OperationId
  readonly hash: string
  readonly envelope: string
  readonly deviceId: string
  readonly receivedAt: number
  readonly outcome: string
  /** The head when it took effect: later than its place says, for what waited in quarantine. */
  readonly version: number
  readonly caseId: string | null
  readonly reason: string | null
  /** Among all: when it was written last. Of what took effect at one version only the first moved it, and the others changed nothing. */
  readonly turn: number
}

/** What the endpoint's own code throws on, sooner or later: a row that names this reason. */
export const poison = 'poison'

export interface ProcessPorts {
  readonly files: EndpointFiles
  readonly now: () => Instant
  readonly seams: EndpointSeams
  /** The same store as a build to come reads it. */
  readonly asRead: (store: Store) => Store
  readonly onPoison: () => void
  /** The pairs of all receipts in the order in which they were written, the last time that each one was; longer-lived than a process. */
  readonly written: Set<string>
  /** Inside each transaction, before its commit; throws when the process dies there. */
  readonly onCommitting: () => void
  readonly onCommitted: (store: Store) => Promise<void>
}

export interface EndpointProcess {
  /** Without a mutant or another build in between. */
  readonly raw: SqliteStore
  readonly store: Store
  /** A power cut loses no commit: what the connection that writes has set for `synchronous`. */
  readonly isForced: boolean
  answer(request: TabletRequest): Promise<TabletResponse>
  code(): Promise<string>
  /** What each start does: tries again what waits in quarantine. */
  readQuarantineAgain(): Promise<void>
  closeDays(): Promise<void>
  /** What a running endpoint does every other minute; one that is killed meanwhile noted nothing. */
  noteSilence(): Promise<void>
  /** Every receipt, in order of reception. */
  receipts(): readonly LoggedReceipt[]
}

let metrics: ReturnType<typeof createEndpointMetrics> | undefined
const log = pino({ level: 'silent' })

/** Opens the store and notes the connection that writes: the first one. */
const openStore = (path: string, { pragma }: EndpointSeams): { readonly raw: SqliteStore; readonly writer: Database.Database } => {
  const real = Database.prototype.pragma
  const connections: Database.Database[] = []
  Database.prototype.pragma = function (this: Database.Database, source: string, options?: Database.PragmaOptions): unknown {
    if (!connections.includes(this)) connections.push(this)
    const ask = (): unknown => real.call(this, source, options)
    return pragma === undefined || connections[0] !== this ? ask() : pragma(ask, source)
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

const ourStore = (raw: Store, { seams, asRead, onPoison, written, onCommitting, onCommitted }: ProcessPorts): Store => {
  const transact: Store['transact'] = async (id, work, ahead) => {
    const noting: typeof work = async (transaction) => {
      const result = await work(
        withMembers(transaction, {
          writeRow: (row, at) => {
            if (row.kind === 'order' && row.facts.some((fact) => fact.what === 'given-up' && fact.reason === poison)) {
              onPoison()
              throw new Error(poison)
            }
            return transaction.writeRow(row, at)
          },
          keepReceipt: (receipt) => {
            written.delete(pairOf(receipt))
            written.add(pairOf(receipt))
            return transaction.keepReceipt(receipt)
          },
        }),
      )
      onCommitting()
      return result
    }
    const value = await raw.transact(id, noting, ahead)
    await onCommitted(raw)
    return value
  }
  const store = asRead(withMembers(raw, { transact, watch: () => () => {} }))
  return seams.store === undefined ? store : seams.store(store)
}

export const startProcess = (ports: ProcessPorts): EndpointProcess => {
  const { now } = ports
  const { raw, writer } = openStore(ports.files.path, ports.seams)
  const store = ourStore(raw, ports)
  metrics ??= createEndpointMetrics(() => 0)
  const app = createEndpointApp({
    store,
    now,
    log,
    metrics,
    hints: new HintHub(store),
    publicUrl: 'http://localhost',
    dataDir: ports.files.folder,
    buildDirs: [],
    isTls: false,
    trustsProxy: false,
    metricsToken: undefined,
  })
  return {
    raw,
    store,
    get isForced() {
      return writer.pragma('synchronous', { simple: true }) === 2
    },
    answer: async ({ method, path, body, bearer }) => {
      const headers = {
        'content-type': 'application/json',
        // As every browser says it; without it a body is read piece by piece, to see whether it is too large.
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      }
      const response = await app.fetch(lightRequest(path, method, headers, body))
      const retryAfter = response.headers.get('retry-after')
      return {
        status: response.status,
        text: await response.text(),
        retryAfterMs: retryAfter === null ? undefined : Number(retryAfter) * 1000,
      }
    },
    code: async () => (await offerEnrolmentCode(store, libraryId, now())).code,
    readQuarantineAgain: async () => {
      await readQuarantineAgain(store, now(), () => {})
    },
    closeDays: () =>
      closeDays(store, now(), (defect) => {
        // The day is closed all the same.
        if (!(defect instanceof Error && defect.message === poison)) throw defect
      }),
    noteSilence: () => noteSilence(store, now(), () => {}),
    receipts: () => {
      const turns = new Map([...ports.written].map((pair, turn) => [pair, turn]))
      const receipts = writer
        .prepare(
          'SELECT operation_id AS operationId, hash, envelope, device_id AS deviceId, received_at AS receivedAt, outcome, version, case_id AS caseId, reason FROM receipt ORDER BY number',
        )
        .all() as Omit<LoggedReceipt, 'turn'>[] // The columns are named above.
      return receipts.map((receipt) => ({ ...receipt, turn: turns.get(pairOf(receipt)) ?? -1 }))
    },
  }
}
