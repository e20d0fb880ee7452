/**
 * Scale: 300 libraries of 3 tablets on two processes of the built endpoint and one PostgreSQL, all on this machine. What an idle tablet takes,
 * what an idle network takes, then a working Tuesday of all of them at ten times its speed; at the end a year of one, its dump and restore.
 * Runs in Node: tablets are streams of hints and bare requests, an exchange as a tablet makes it, so that what is measured is the endpoint.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type ClientRequest, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { type LibraryId, toLibraryId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import type { PullAnswer } from '../../src/protocol/pull.ts'
import type { PushAnswer } from '../../src/protocol/push.ts'
import { startPostgres } from '../fakes/running-postgres.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { identityOf, pressedOf, pushBody, seedLibrary } from './bench-desk.ts'
import { loanOf } from './bench-loan.ts'
import { buildProduct, type Load } from './built-product.ts'
import { type EndpointProduct, endpointParts } from './endpoint-in-process.ts'
import { judge, judgeCorrectness, Measurement } from './measurement.ts'
import { workAYear } from './network-year.ts'
import { numberOf } from './options.ts'

type Product = EndpointProduct & { readonly closeDays: typeof closeDays }

/** Linux counts a process's time in hundredths of a second, and its memory in pages of 4 kB. */
const ticksPerSecond = 100
const pageKb = 4
/** Seconds that the desks of a Tuesday are open, and how much faster they work here. */
const openSeconds = 8 * 3600
const speed = 10
/** Milliseconds between two exchanges of a tablet that nothing wakes: from 10 to 15 s. */
const exchangeEveryMs = 12_500
/** Presses of one library on a day. */
const perDayAsked = 200
/** Tablets that fetch their first base together, which is not measured. */
const atOnce = 10
/** Milliseconds in which whoever shall hear of a press has heard. */
const calmMs = 5000

const fieldsOf = (pid: number): readonly string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
/** Seconds of processor that a process took, all threads: proc(5), utime and stime. */
const secondsOf = (pid: number): number => (Number(fieldsOf(pid)[11]) + Number(fieldsOf(pid)[12])) / ticksPerSecond
const kilobytesOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageKb

interface Asked {
  readonly body: PushAnswer & PullAnswer
  readonly ms: number
}

/** A tablet whose stream of hints is open: at each hint, and when it is told to, it pushes what it has and pulls. */
class BareTablet {
  readonly library: LibraryId
  readonly #url: string
  readonly #deviceId: ReturnType<typeof identityOf>['deviceId']
  readonly #headers: Record<string, string>
  #ticket: string
  #cursor: string | undefined
  #pressed = 0
  #underWay: Promise<unknown> = Promise.resolve()
  #isWanted = false
  #stream: ClientRequest | undefined
  /** What it has come to. */
  version = 0
  /** Called with it, each time. */
  onPulled: (version: number) => void = () => {}

  constructor(url: string, library: LibraryId, n: number) {
    const { deviceId, credential, ticket } = identityOf(n, '', library)
    this.library = library
    this.#url = url
    this.#deviceId = deviceId
    this.#ticket = ticket
    this.#headers = { Authorization: `Bearer ${deviceId}.${credential}`, 'Content-Type': 'application/json' }
  }

  follow(mayAct: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream = get(`${this.#url}/sync/v1/hints`, { headers: this.#headers, agent: false }, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`hints: ${answer.statusCode}`))
        answer.on('data', (chunk: Buffer) => {
          if (chunk.includes('event: hint') && mayAct()) void this.exchange()
        })
        answer.on('error', () => undefined)
        resolve()
      })
      this.#stream.on('error', reject)
    })
  }

  leave(): void {
    this.#stream?.destroy()
  }

  /** Pushes nothing and pulls, once more at most for all that asked meanwhile. */
  exchange(): Promise<unknown> {
    if (this.#isWanted) return this.#underWay
    this.#isWanted = true
    return this.#inTurn(async () => {
      this.#isWanted = false
      await this.#push([])
      return this.#pull()
    })
  }

  /** Hands one loan over; answers its id, the head after it and the milliseconds. */
  press(): Promise<{ readonly operationId: string; readonly head: number; readonly ms: number }> {
    return this.#inTurn(async () => {
      const at = Date.now()
      const payload = loanOf(
        (Number.parseInt(this.#deviceId.slice(0, 7), 16) % 90_000) + this.#pressed * 90_000,
        1,
        wallClockOf(undefined)(toInstant(at)),
      )
      const one = pressedOf(this.#pressed++, payload, { at, deviceId: this.#deviceId })
      const { body, ms } = await this.#push([one])
      if (body.results[0]?.outcome.startsWith('accepted') !== true) throw new Error(JSON.stringify(body.results))
      return { operationId: one.operationId, head: body.head, ms }
    })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#underWay.then(work)
    this.#underWay = turn.catch(() => undefined)
    return turn
  }

  async #push(operations: Parameters<typeof pushBody>[1]): Promise<Asked> {
    const asked = await this.#ask('/sync/v1/push', pushBody(this.#ticket, operations))
    this.#ticket = asked.body.ticket
    return asked
  }

  async #pull(): Promise<void> {
    for (let isLast = false; !isLast; ) {
      const { body } = await this.#ask(`/sync/v1/pull${this.#cursor === undefined ? '' : `?cursor=${this.#cursor}`}`)
      this.#cursor = body.next ?? body.end?.cursor
      isLast = body.next === undefined
      if (body.end === undefined) continue
      this.version = body.end.version
      this.onPulled(this.version)
    }
  }

  async #ask(path: string, body?: string): Promise<Asked> {
    const startedAt = performance.now()
    const answer = await fetch(`${this.#url}${path}`, { headers: this.#headers, ...(body === undefined ? {} : { method: 'POST', body }) })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`)
    return { body: JSON.parse(text) as Asked['body'], ms: performance.now() - startedAt }
  }
}

/** Each tablet makes its exchanges, spread over the time between two. */
const exchangeFor = async (tablets: readonly BareTablet[], ms: number): Promise<void> => {
  const until = performance.now() + ms
  const turns = tablets.map(async (tablet, n) => {
    await wait((exchangeEveryMs * n) / tablets.length)
    for (; performance.now() < until; await wait(exchangeEveryMs)) await tablet.exchange()
  })
  await Promise.all(turns)
}

/** A year of one library, after all else: on the disk, in a dump, and out of it. */
const measureYear = async (product: Product, measurement: Measurement, server: string, options: readonly string[]): Promise<void> => {
  const year = await workAYear(product, server, {
    perDay: numberOf(options, '--per-day', perDayAsked),
    documents: numberOf(options, '--documents', 15_000),
    days: numberOf(options, '--days', 365),
  })
  measurement.take('a year of one library, on the server’s disk', year.bytes / 1e6, 'MB', { operations: year.operations })
  measurement.take('its dump', year.dumpBytes / 1e6, 'MB')
  measurement.take('pg_dump of it', year.dump, 's')
  measurement.take('pg_restore of it', year.restore, 's')
}

/**
 * Runs the benchmark; `--libraries N` [300], `--tablets N` [3] of each, `--per-day N` [200] presses of each, `--seconds N` [60] of each
 * stretch; `--days N` [365], `--documents N` [15000] of the year.
 */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const count = numberOf(options, '--libraries', 300)
  const each = numberOf(options, '--tablets', 3)
  const perDay = numberOf(options, '--per-day', perDayAsked)
  const seconds = numberOf(options, '--seconds', 60)
  const product = await buildProduct<Product>(load, 'scale', [...endpointParts, 'src/endpoint/authority/close-day.ts'])
  const measurement = new Measurement('scale')
  // On a real disk, so that forcing a commit has its true cost.
  const onDisk = mkdtempSync(join(tmpdir(), 'scale-'))
  const server = await startPostgres([], onDisk)
  const keeper = new pg.Client({ connectionString: server.url })
  await keeper.connect()
  const one = async (sql: string): Promise<number> => Number((await keeper.query<{ n: string }>(sql)).rows[0]?.n)
  // Behind a proxy, which counts the connections of each network: here all come from one address.
  const processes = [0, 1].map(() => new RunningLibrary(undefined, { DATABASE_URL: server.url, TRUST_PROXY: '1' }))
  const pressed = new Set<string>()
  const tablets: BareTablet[] = []
  try {
    const ids = Array.from({ length: count }, (_, n) => toLibraryId(`library-${n}`))
    const store = product.openStore({ dataDir: processes[0]?.dataDir ?? '', databaseUrl: server.url })
    for (const library of ids) await seedLibrary(store, { library, tablets: each, patrons: 100, now: toInstant(Date.now()) })
    await store.close()
    for (const process of processes) await process.start()
    const pids = processes.map(({ pid }) => pid ?? 0)
    const sum = (of: (pid: number) => number): number => pids.reduce((total, pid) => total + of(pid), 0)
    /** Processor of both processes in a stretch, in cores. */
    const cores = async (stretch: () => Promise<unknown>): Promise<number> => {
      const [before, startedAt] = [sum(secondsOf), performance.now()]
      await stretch()
      return ((sum(secondsOf) - before) * 1000) / (performance.now() - startedAt)
    }
    for (const library of ids) for (let n = 0; n < each; n++) tablets.push(new BareTablet(processes[n % 2]?.url ?? '', library, n))
    // Their bases first: what they leave behind in memory is no idle tablet's.
    for (let from = 0; from < tablets.length; from += atOnce)
      await Promise.all(tablets.slice(from, from + atOnce).map((tablet) => tablet.exchange()))
    await wait(calmMs)
    const alone = sum(kilobytesOf)
    let isWorking = false
    for (const tablet of tablets) await tablet.follow(() => isWorking)
    await wait(calmMs)
    // Before anything else: what is collected meanwhile was no tablet's.
    const perTablet = (sum(kilobytesOf) - alone) / tablets.length
    const idle = await cores(() => wait(seconds * 1000))
    measurement.take('memory of an idle tablet', perTablet, 'kB', { tablets: tablets.length })
    measurement.take('processor of an idle network, streams of hints alone', idle * 100, '% of a core')
    const asking = await cores(() => exchangeFor(tablets, seconds * 1000))
    measurement.take('processor while each tablet exchanges as if nothing woke it', asking * 100, '% of a core')

    isWorking = true
    const hears = new Map<LibraryId, { readonly head: number; readonly at: number; readonly left: Set<BareTablet> }[]>()
    const spread: number[] = []
    for (const tablet of tablets) {
      tablet.onPulled = (version) => {
        for (const press of hears.get(tablet.library) ?? []) {
          if (version >= press.head && press.left.delete(tablet)) spread.push(performance.now() - press.at)
        }
      }
    }
    const everyMs = (openSeconds * 1000) / (count * perDay * speed)
    const walBefore = await one("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS n")
    const times: number[] = []
    let late = 0
    const working = await cores(async () => {
      const until = performance.now() + seconds * 1000
      const underWay = new Set<Promise<void>>()
      for (let due = performance.now(); due < until; due += everyMs) {
        await wait(Math.max(0, due - performance.now()))
        const tablet = tablets[Math.floor(Math.random() * tablets.length)]
        if (tablet === undefined) break
        const at = performance.now()
        const press = tablet.press().then(({ operationId, head, ms }) => {
          times.push(ms)
          pressed.add(operationId)
          const others = tablets.filter((other) => other.library === tablet.library && other !== tablet)
          // Some are there before whoever pressed has read the answer.
          const left = new Set(others.filter(({ version }) => version < head))
          for (const _ of others.slice(left.size)) spread.push(performance.now() - at)
          hears.set(tablet.library, [...(hears.get(tablet.library) ?? []).filter((before) => before.left.size > 0), { head, at, left }])
        })
        underWay.add(press)
        void press.finally(() => underWay.delete(press))
      }
      await Promise.all(underWay)
      await wait(calmMs)
    })
    for (const presses of hears.values()) for (const { left } of presses) late += left.size
    measurement.takeAll('push of a press', times, 'ms')
    measurement.takeAll('spread to another tablet', spread, 'ms')
    measurement.take('processor of a Tuesday at ten times its speed', working * 100, '% of a core', { presses: times.length })
    const wal = (await one("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS n")) - walBefore
    measurement.take('log of PostgreSQL, each press with what follows', wal / times.length / 1000, 'kB')
    measurement.take(
      'connections to PostgreSQL',
      await one("SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'pret-a-emporter'"),
      '',
    )
    measurement.take('resident, each process', sum(kilobytesOf) / pids.length / 1000, 'MB')
    for (const tablet of tablets) tablet.leave()
    for (const process of processes) await process.stop()
    const kept = (await keeper.query<{ id: string }>("SELECT operation_id AS id FROM receipt WHERE outcome LIKE 'accepted%'")).rows.map(
      ({ id }) => id,
    )
    const cases = await one("SELECT count(*) AS n FROM row WHERE kind = 'case' AND json IS NOT NULL")

    await measureYear(product, measurement, server.url, options)
    measurement.table()
    judge('an idle tablet', perTablet, 40, ' kB')
    judge('an idle network of streams', idle * 100, 2, ' % of a core')
    judge('others that had not heard of a press', late, 0)
    judge('spread, p99', measurement.summary('spread to another tablet').p99, 150, ' ms')
    judgeCorrectness('on the server’s disk', pressed, kept, cases)
  } finally {
    for (const tablet of tablets) tablet.leave()
    for (const process of processes) await process.close()
    await keeper.end()
    await server.stop()
    rmSync(onDisk, { recursive: true, force: true })
  }
}
