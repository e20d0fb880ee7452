/**
 * A tablet written from part 1 of PROTOCOL.md alone: enrolment, outbox, push, pull, digest, epoch, what each problem asks of it. Runs in
 * Node. It imports nothing of `src` (tests/architecture holds it): what it needs and part 1 does not say is a fault of the page. No screen,
 * no rule of the desk, no act of a manager. 200 lines without blanks and comments. Invariants are the page's.
 */
import { randomBytes } from 'node:crypto'
import { canonicalJson, digestOf, type Fact, factSubjects, hashOf, type Members, type Payload, type PulledRow } from './wire-text.ts'

/** One press, kept to the byte, with what became of it in the present epoch. Without an outcome it waits. */
export interface Entry {
  readonly operationId: string
  readonly hash: string
  readonly text: string
  readonly based: Readonly<Record<string, readonly string[]>>
  readonly leavesFacts: readonly string[]
  outcome?: string | undefined
  reason?: string | undefined
  caseId?: string | undefined
  version?: number | undefined
  /** When the endpoint first said that it is accepted, by its clock, in whatever epoch. */
  accepted?: number | undefined
}

/** All that outlives a kill. */
export interface Disk {
  deviceId?: string
  credential?: string
  credentialBefore?: string | undefined
  library?: string
  letter?: string
  ticket?: string
  epoch?: string
  cursor?: string | undefined
  version?: number | undefined
  isBaseDoubtful?: boolean
  term: number
  rows: Record<string, PulledRow>
  outbox: Entry[]
}

export interface Surroundings {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly now: () => number
}

const neverOut = ['hash-mismatch', 'one-operation-two-contents']
const hex = (bytes: number): string => randomBytes(bytes).toString('hex')

/** Those of a row's facts that no other one of it names, in order of their text. */
const headsOf = (facts: readonly Pick<Fact, 'operationId' | 'based'>[]): string[] => {
  const named = new Set(facts.flatMap(({ based }) => based))
  return facts.flatMap(({ operationId }) => (named.has(operationId) ? [] : [operationId])).sort()
}

export class SecondClient {
  readonly disk: Disk
  readonly #origin: string
  readonly #around: Surroundings
  readonly #bootId = hex(16)
  readonly #session: Members
  #n = 0
  #clockOffset = 0
  #askedAgainAt = 0
  /** Operations in a push; 0: one, as opaque text. */
  #atMost = 100

  constructor(origin: string, around: Surroundings, disk: Disk = { term: 0, rows: {}, outbox: [] }) {
    this.#origin = origin
    this.#around = around
    this.disk = disk
    this.#session = { term: ++disk.term, id: hex(8) }
    this.askAgain()
  }

  /** A new identity over the same outbox, in an epoch that no library has: the first push hands all of it over again. */
  async enrol(code: string, name: string): Promise<string | undefined> {
    const answer = await this.#post('/enrolment/v1/enrol?protocol=4', { code, name })
    if (typeof answer.problem === 'string') return answer.problem
    const { deviceId, credential, library, letter, ticket, epoch } = answer as unknown as Required<Disk>
    Object.assign(this.disk, { deviceId, credential, library, letter, ticket, epoch, cursor: undefined, version: undefined, rows: {} })
    return undefined
  }

  /** Asks for another credential; the one before stays until the new one was taken. */
  async renew(): Promise<string | undefined> {
    const answer = await this.#post(this.#path('/enrolment/v1/credential'), {})
    if (typeof answer.problem === 'string') return answer.problem
    Object.assign(this.disk, { credentialBefore: this.disk.credential, credential: answer.credential })
    return undefined
  }

  /** What counts in the view and the base has not reached, in its order. */
  pending(): readonly Entry[] {
    const reached = this.disk.version ?? 0
    return this.disk.outbox.filter(
      ({ outcome, version = 0 }) => outcome === undefined || (outcome !== 'refused' && outcome !== 'quarantined' && version > reached),
    )
  }

  /** The facts of a row as this tablet sees them: the base's, and its own that the base has not reached. */
  factsOf(subject: string): Pick<Fact, 'operationId' | 'based'>[] {
    const base = this.disk.rows[subject]?.row?.facts ?? []
    const own = this.pending().filter(({ leavesFacts }) => leavesFacts.includes(subject))
    const pending = own.filter(({ operationId }) => !base.some((fact) => fact.operationId === operationId))
    return [...base, ...pending.map(({ operationId, based }) => ({ operationId, based: based[subject] ?? [] }))]
  }

  /** One press: from here on it is in the outbox. Answers its id. */
  press(payload: Payload, librarianId: string): string {
    const leavesFacts = factSubjects(payload)
    const based: Record<string, string[]> = {}
    for (const subject of new Set([...leavesFacts, ...(payload.orderId === undefined ? [] : [`order/${payload.orderId}`])])) {
      const heads = headsOf(this.factsOf(subject))
      if (heads.length > 0) based[subject] = heads
    }
    if (payload.kind === 'claim') {
      const { kind, name, orderId } = payload.scope as Members
      const subject = `claim/${kind}/${name ?? orderId}`
      const holders = (this.disk.rows[subject]?.row?.holders ?? []) as readonly Members[]
      if (holders.length > 0) based[subject] = holders.map((holder) => String(holder.operationId))
    }
    const { deviceId, library, epoch, version } = this.disk
    const operationId = hex(16)
    const text = canonicalJson({
      ...{ operationId, bootId: this.#bootId, n: ++this.#n, deviceId, library, librarianId },
      ...{ type: payload.kind, typeVersion: 1, payload, based, base: version === undefined ? undefined : { epoch, version } },
      ...{ at: this.#around.now(), clockOffset: this.#clockOffset, build: 'second-client' },
    })
    if (Buffer.byteLength(text) > 16 * 1024) throw new RangeError('above 16 KiB (I-38)')
    this.disk.outbox.push({ operationId, hash: hashOf(text), text, based, leavesFacts })
    return operationId
  }

  /** What waits in quarantine is asked about again: at each start, and each hour. */
  askAgain(): void {
    this.#askedAgainAt = this.#around.now()
    for (const entry of this.disk.outbox)
      if (entry.outcome === 'quarantined' && !neverOut.includes(entry.reason ?? '')) entry.outcome = undefined
  }

  /** Pushes until nothing waits, then pulls. Answers the problem in the way; throws where nothing was acknowledged. */
  async exchange(): Promise<string | undefined> {
    if (this.#around.now() - this.#askedAgainAt >= 3_600_000) this.askAgain()
    do {
      const problem = await this.push()
      if (problem === 'credential-unknown' && this.disk.credentialBefore !== undefined) {
        Object.assign(this.disk, { credential: this.disk.credentialBefore, credentialBefore: undefined })
        continue
      }
      if (problem !== undefined) return problem
    } while (this.disk.outbox.some(({ outcome }) => outcome === undefined))
    return (await this.pull()) ?? (this.disk.isBaseDoubtful ? this.pull() : undefined)
  }

  /** One batch. */
  async push(): Promise<string | undefined> {
    const waiting = this.disk.outbox.filter(({ outcome }) => outcome === undefined)
    const operations = waiting.slice(0, this.#atMost || 1).map(({ hash, text, accepted, reason }) => {
      const isOpaque = reason !== undefined || this.#atMost === 0
      return { hash, envelope: isOpaque ? text : JSON.parse(text), accepted }
    })
    const { ticket, epoch, isBaseDoubtful } = this.disk
    const frame = { ticket, epoch, session: this.#session, pendingCount: waiting.length, isBaseDoubtful: isBaseDoubtful || undefined }
    while (operations.length > 1 && Buffer.byteLength(JSON.stringify({ frame, operations })) > 64_000) operations.pop()
    const answer = await this.#post(this.#path('/sync/v1/push'), { ...frame, operations })
    if ((answer.problem === 'request-not-understood' || answer.problem === 'too-large') && operations.length > 0 && this.#atMost > 0) {
      this.#atMost = Math.floor(operations.length / 2)
      return undefined
    }
    if (typeof answer.problem === 'string') {
      // The only word that erases, and only once nothing is left to hand over (I-37).
      if (answer.problem === 'revoked' && operations.length === 0) Object.assign(this.disk, { rows: {}, outbox: [], credential: undefined })
      return answer.problem
    }
    this.#atMost = 100
    Object.assign(this.disk, { ticket: answer.ticket, credentialBefore: undefined })
    if (answer.epoch !== epoch) this.#beginEpoch(String(answer.epoch))
    for (const { hash, outcome, reason, version, caseId, accepted } of answer.results as readonly Members[]) {
      const entry = this.disk.outbox.find((candidate) => candidate.hash === hash)
      if (entry === undefined) throw new Error(`an outcome of what was not sent: ${hash}`)
      const heard = outcome === 'already-known' ? accepted : String(outcome).startsWith('accepted') ? answer.now : undefined
      entry.accepted ??= heard as number | undefined
      Object.assign(entry, { outcome, reason, version, caseId })
    }
    return undefined
  }

  /** The database was put back: all but what was refused and never accepted is pushed again, in its order, and the base fetched whole. */
  #beginEpoch(epoch: string): void {
    Object.assign(this.disk, { epoch, cursor: undefined, version: undefined, rows: {} })
    for (const entry of this.disk.outbox)
      if (entry.outcome !== 'refused' || entry.accepted !== undefined) Object.assign(entry, { outcome: undefined, reason: undefined })
  }

  async pull(): Promise<string | undefined> {
    let rows = { ...this.disk.rows }
    let wasWhole = false
    for (let { cursor } = this.disk; ; ) {
      const page = await this.#ask(this.#path('/sync/v1/pull') + (cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`), {})
      if (typeof page.problem === 'string') return page.problem
      // Nothing is committed; the next exchange begins with a push, which alone gives an epoch with its ticket (I-39).
      if (page.epoch !== this.disk.epoch) return 'another epoch'
      if (page.isWhole && !wasWhole) rows = {}
      wasWhole = page.isWhole === true
      for (const pulled of page.rows as unknown as readonly PulledRow[]) {
        const key = `${pulled.kind}/${pulled.id}`
        if ((rows[key]?.version ?? 0) > pulled.version) continue
        rows[key] = pulled
        if (pulled.row === null) delete rows[key]
      }
      cursor = page.next as string | undefined
      if (page.end === undefined) continue
      const end = page.end as { cursor: string; version: number; digest: string }
      const agrees = digestOf(Object.values(rows)) === end.digest
      Object.assign(this.disk, { rows, cursor: agrees ? end.cursor : undefined, version: end.version, isBaseDoubtful: !agrees })
      return undefined
    }
  }

  #path(route: string): string {
    return `${route}?protocol=4${this.disk.library === undefined ? '' : `&library=${this.disk.library}`}`
  }

  async #post(path: string, body: Members): Promise<Members> {
    const nonce = hex(16)
    const headers = { 'Content-Type': 'application/json' }
    const answer = await this.#ask(path, { method: 'POST', headers, body: JSON.stringify({ protocol: 4, nonce, ...body }) })
    if (answer.nonce !== nonce && (answer.problem === undefined || answer.problem === 'revoked')) throw new Error('another nonce: not ours')
    return answer
  }

  async #ask(path: string, init: RequestInit): Promise<Members> {
    const { deviceId, credential } = this.disk
    const bearer: Record<string, string> = credential === undefined ? {} : { Authorization: `Bearer ${deviceId}.${credential}` }
    const response = await this.#around.fetch(this.#origin + path, { ...init, headers: { ...init.headers, ...bearer } })
    const answer = (await response.json()) as Members
    if (!response.ok && typeof answer.problem !== 'string') throw new Error(`not acknowledged: ${response.status}`)
    if (typeof answer.now === 'number') this.#clockOffset = answer.now - this.#around.now()
    return answer
  }
}
