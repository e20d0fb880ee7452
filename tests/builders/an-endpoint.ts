/**
 * Builds an endpoint with a library of two orders, a manager and a patron, and tablets that speak its protocol. Runs in tests.
 * The routes are the real ones, asked without a port; the store is the one given, in memory by default; the clock is set by hand.
 */
import { createHash } from 'node:crypto'
import pino from 'pino'
import {
  toBootId,
  toCardNumber,
  toDeviceId,
  toItemBarcode,
  toLibrarianId,
  toLibraryId,
  toOperationId,
  toOrderId,
  toRecordId,
} from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { addDays, type LocalDate } from '../../src/domain/local-date.ts'
import type { Envelope, Operation } from '../../src/domain/operation/operation.ts'
import type { Row, RowId, RowKind } from '../../src/domain/row/desk-state.ts'
import { offerEnrolmentCode } from '../../src/endpoint/enrolment/enrolment-code.ts'
import { hashPassphrase } from '../../src/endpoint/enrolment/hash-passphrase.ts'
import { hashPin } from '../../src/endpoint/enrolment/hash-pin.ts'
import { createEndpointApp } from '../../src/endpoint/http/endpoint-app.ts'
import { createEndpointMetrics } from '../../src/endpoint/http/endpoint-metrics.ts'
import type { EndpointPorts } from '../../src/endpoint/http/endpoint-ports.ts'
import { HintHub } from '../../src/endpoint/http/hint-hub.ts'
import { createNetworkLook } from '../../src/endpoint/network/look-at-network.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import type { EnrolAnswer } from '../../src/protocol/enrolment.ts'
import { protocolVersion } from '../../src/protocol/version.ts'
import { aMoment, anInstant } from './a-moment.ts'
import { aPatron } from './a-patron.ts'
import { aSettings } from './a-settings.ts'
import { aDataDir, aStore } from './a-store.ts'
import { aLine, anOrder, aRecordWanted } from './an-order.ts'

export const libraryOfTests = toLibraryId('valmont')
export const managerPin = '4071'
export const managerPassphrase = 'la pluie sur le préau'
export const managerOfTests = toLibrarianId('claire')
/** Titles, names and cards of this world: none may ever show in a log, nor among figures. */
export const secretsOfTests = [
  'LEFÈVRE',
  'Aline',
  '23333000000172',
  'Au Bonheur des Dames',
  'Claire',
  'Zola',
  '33331000000012',
  managerPin,
  managerPassphrase,
]
/** Those that a text shows. The digits of a PIN may stand by chance within a longer number: bytes of memory, the time. */
export const secretsIn = (text: string): readonly string[] =>
  secretsOfTests.filter((secret) => new RegExp(`(?<![\\d.])${secret}(?!\\d)`).test(text))

export const asJson = { 'Content-Type': 'application/json' } as const

let hashing: Promise<string | undefined> | undefined
/** The verifier of `managerPassphrase`, worked out once for all tests of a file. */
export const managerVerifier = async (): Promise<string> => {
  hashing ??= hashPassphrase(managerPassphrase)
  return (await hashing) ?? ''
}

const hex = (text: string, length: number): string => createHash('sha256').update(text).digest('hex').slice(0, length)

export const seedLibrary = async (store: Store, extra: readonly Row[] = []): Promise<void> => {
  await store.createLibrary({ id: libraryOfTests, name: 'Médiathèque de Valmont', isDemo: false })
  const now = anInstant('2026-11-24 08:00')
  // The same salt each time: golden exchanges hold whole rows.
  const pin = await hashPin(managerPin, { salt: '0'.repeat(32), iterations: 100_000, hash: '' })
  const verifier = await managerVerifier()
  await store.transact(libraryOfTests, async (transaction) => {
    const rows: Row[] = [
      aSettings(),
      aPatron(),
      { kind: 'librarian', id: managerOfTests, name: 'Claire', isManager: true, pin },
      { kind: 'librarian', id: toLibrarianId('bruno'), name: 'Bruno', isManager: false, pin },
      anOrder({ lines: [aLine('1', aRecordWanted('record-1'))] }),
      ...extra,
    ]
    for (const row of rows) await transaction.writeRow(row, now)
    await transaction.keepPassphrase({ librarianId: managerOfTests, verifier, code: undefined })
    await transaction.upsertCatalogue([
      {
        barcode: toItemBarcode('33331000000012'),
        recordId: toRecordId('record-1'),
        title: 'Au Bonheur des Dames',
        author: 'Zola, Émile',
        documentType: 'livre',
        audience: 'A',
        callNumber: 'R ZOL',
        location: 'Adultes romans',
        arrivedOn: undefined,
        isbn: '',
        year: '1883',
        publisher: 'Charpentier',
      },
    ])
  })
}

export interface PushedJson {
  readonly hash: string
  readonly envelope: unknown
  readonly accepted?: number
}

export const aPushed = (envelope: unknown): PushedJson => ({
  hash: createHash('sha256').update(canonicalJson(envelope)).digest('hex'),
  envelope,
})

let counter = 0
/** An envelope of `payload`, pressed at 14:31 on Tuesday; its id is derived from `name`. */
export const anEnvelope = (payload: Operation, changes: Partial<Envelope> = {}, name = `operation-${++counter}`): Envelope => ({
  operationId: toOperationId(hex(name, 32)),
  bootId: toBootId('boot'),
  n: 1,
  deviceId: toDeviceId('0'.repeat(32)),
  librarianId: managerOfTests,
  type: payload.kind,
  typeVersion: 1,
  payload,
  based: {},
  at: anInstant('2026-11-24 13:31'),
  clockOffset: 0,
  build: 'test',
  ...changes,
})

const dueOn = aMoment('2026-12-15 00:00').date
/** The only order's document handed over to its patron. */
export const aHandOver = (changes: Partial<Extract<Operation, { kind: 'hand-over-order' }>> = {}): Operation => ({
  kind: 'hand-over-order',
  happened: aMoment('2026-11-24 14:31'),
  orderId: toOrderId('order-1'),
  card: toCardNumber('23333000000172'),
  items: [
    {
      barcode: toItemBarcode('33331000000012'),
      recordId: toRecordId('record-1'),
      documentType: 'livre',
      lineId: aLine('1').id,
      dueOn,
      isNewRelease: false,
      overrideReason: undefined,
    },
  ],
  leftBehind: [],
  notFound: [],
  receipt: 'refused',
  ...changes,
})

/** The same, due three weeks after `day`, unless it says when: for an endpoint whose clock is the machine's, where a date a year away is doubtful. */
export const dueAfter = (operation: Operation, day: LocalDate): Operation =>
  operation.kind !== 'hand-over-order'
    ? operation
    : { ...operation, items: operation.items.map((item) => (item.dueOn === dueOn ? { ...item, dueOn: addDays(day, 21) } : item)) }

export const aReturn = (): Extract<Operation, { kind: 'return-item' }> => ({
  kind: 'return-item',
  happened: aMoment('2026-11-24 14:40'),
  barcode: toItemBarcode('33331000000012'),
  recordId: toRecordId('record-1'),
  documentType: 'livre',
  quarantineUntil: undefined,
  bin: undefined,
})

type Json = Record<string, unknown>
export interface Answered {
  readonly status: number
  readonly body: Json
  readonly headers: Headers
}

/** One tablet: its identity, and the ticket it holds. */
export class TestTablet {
  readonly identity: EnrolAnswer
  ticket: string
  readonly #ask: (path: string, init: RequestInit) => Promise<Response>

  constructor(ask: (path: string, init: RequestInit) => Promise<Response>, identity: EnrolAnswer) {
    this.#ask = ask
    this.identity = identity
    this.ticket = identity.ticket
  }

  /** The same tablet at another process of the endpoint. */
  at(origin: string): TestTablet {
    return new TestTablet((path, init) => fetch(`${origin}${path}`, init), this.identity)
  }

  get headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.identity.deviceId}.${this.identity.credential}` }
  }

  async get(path: string): Promise<Answered> {
    return toAnswered(await this.#ask(path, { headers: this.headers }))
  }

  async post(path: string, body: unknown): Promise<Answered> {
    return toAnswered(await this.#ask(path, { method: 'POST', headers: { ...this.headers, ...asJson }, body: JSON.stringify(body) }))
  }

  /** Pushes and takes the new ticket. `isAnswerLost`: the tablet never hears, and keeps the ticket it had. */
  async push(
    operations: readonly PushedJson[],
    {
      pendingCount = operations.length,
      isAnswerLost = false,
      epoch,
      session,
    }: { pendingCount?: number; isAnswerLost?: boolean; epoch?: string; session?: { term: number; id: string } } = {},
  ): Promise<Answered> {
    const nonce = hex(`nonce-${++counter}`, 32)
    const answer = await this.post('/sync/v1/push', { protocol: 4, nonce, ticket: this.ticket, epoch, session, pendingCount, operations })
    if (!isAnswerLost && typeof answer.body.ticket === 'string') this.ticket = answer.body.ticket
    return answer
  }

  /** From this tablet the manager sets one aside, as lost; `changes` are what is wrong with the request. */
  async setAside({ identity }: TestTablet, changes: Json = {}): Promise<Answered> {
    return this.manage('set-tablet-aside', { deviceId: identity.deviceId, reason: 'perdue', ...changes })
  }

  /** What the passphrase gives on this tablet; `changes` are what is wrong with the request. */
  async enterPassphrase(changes: Json = {}): Promise<Answered> {
    const asked = { protocol: protocolVersion, nonce: 'm', librarianId: managerOfTests, passphrase: managerPassphrase }
    return this.post(`/management/v1/pass?protocol=${protocolVersion}`, { ...asked, ...changes })
  }

  /** An act of the manager's, with the passphrase first; the answer is that of the act, or that of the passphrase where it was refused. */
  async manage(path: string, asked: Json = {}, { librarianId = managerOfTests, passphrase = managerPassphrase } = {}): Promise<Answered> {
    const entered = await this.enterPassphrase({ librarianId, passphrase })
    if (entered.status !== 200) return entered
    const body = { protocol: protocolVersion, nonce: 'm', librarianId, pass: entered.body.pass, ...asked }
    return this.post(`/management/v1/${path}?protocol=${protocolVersion}`, body)
  }

  /** Every row and the end of a whole pull from a cursor on. */
  async pull(cursor?: string): Promise<{
    rows: Json[]
    isWhole: boolean
    epoch: string
    end: { cursor: string; version: number; digest: string; pageShutUntil?: number }
  }> {
    const rows: Json[] = []
    for (let next = cursor; ; ) {
      const { body } = await this.get(`/sync/v1/pull${next === undefined ? '' : `?cursor=${next}`}`)
      // The protocol's own shape: a wrong one fails the expectations that follow.
      const page = body as unknown as {
        rows: Json[]
        isWhole: boolean
        epoch: string
        next?: string
        end?: { cursor: string; version: number; digest: string; pageShutUntil?: number }
      }
      rows.push(...page.rows)
      if (page.end !== undefined) return { rows, isWhole: page.isWhole, epoch: page.epoch, end: page.end }
      next = page.next
    }
  }
}

const toAnswered = async (response: Response): Promise<Answered> => {
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Json) : {}, headers: response.headers }
}

/** The results of a push, as `[outcome, reason]`. */
export const outcomesOf = ({ body }: Answered): unknown[] =>
  (body.results as { outcome: string; reason?: string }[]).map(({ outcome, reason }) =>
    reason === undefined ? outcome : [outcome, reason],
  )

export const anEndpoint = async ({
  store = aStore(),
  rows = [],
  ports = {},
}: {
  store?: Store
  rows?: readonly Row[]
  ports?: Partial<EndpointPorts>
} = {}) => {
  if ((await store.libraries()).length === 0) await seedLibrary(store, rows)
  const clock = { now: anInstant('2026-11-24 13:32') }
  const lines: string[] = []
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) })
  const hints = new HintHub(store)
  // Asked anew each time: a test looks at what it has just changed.
  const look = createNetworkLook(
    store,
    () => clock.now,
    { name: undefined, since: undefined },
    () => {},
    0,
  )
  const app = createEndpointApp({
    store,
    now: () => clock.now,
    log,
    hints,
    metrics: createEndpointMetrics(() => hints.size, ports.network?.look ?? look),
    publicUrl: 'http://localhost:8080',
    dataDir: aDataDir(),
    buildDirs: [],
    isTls: false,
    trustsProxy: false,
    metricsToken: undefined,
    ...ports,
  })
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => app.request(path, init)
  const tryEnrol = async (code: string, name = 'Accueil'): Promise<Answered> =>
    toAnswered(
      await ask('/enrolment/v1/enrol', { method: 'POST', headers: asJson, body: JSON.stringify({ protocol: 4, nonce: 'n', code, name }) }),
    )
  const offerCode = async (): Promise<string> => (await offerEnrolmentCode(store, libraryOfTests, clock.now)).code
  return {
    store,
    lines,
    ask,
    /** Every route there is, guards too, as `GET /health`. */
    routes: app.routes.map(({ method, path }) => `${method} ${path}`),
    tryEnrol,
    offerCode,
    instantBefore: (ms: number) => toInstant(clock.now - ms),
    advance: (ms: number) => {
      clock.now = toInstant(clock.now + ms)
    },
    enrol: async (code?: string): Promise<TestTablet> =>
      new TestTablet(ask, (await tryEnrol(code ?? (await offerCode()))).body as unknown as EnrolAnswer),
    // The cast: a test says the id as it stands on the wire.
    row: (kind: RowKind, id: string) => store.read(libraryOfTests, async (reading) => reading.row(kind, id as RowId<RowKind>)),
  }
}
