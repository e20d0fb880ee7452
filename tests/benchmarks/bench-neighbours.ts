/**
 * NET-5, neighbours: one library's tablets push a loan every 25 ms, while another imports 58,000 documents and a third has its 40 tablets back
 * at once, each with ten loans to hand over. Quiet and busy stretches take turns. Runs in Node, over HTTP to the built endpoint's own process,
 * on SQLite and then on a PostgreSQL of its own; the import is the command, which rewrites every document each time.
 */
import { spawn } from 'node:child_process'
import { loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { type LibraryId, toLibraryId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import type { openStore } from '../../src/endpoint/storage/open-store.ts'
import type { PullAnswer } from '../../src/protocol/pull.ts'
import type { PushAnswer } from '../../src/protocol/push.ts'
import { startPostgres } from '../fakes/running-postgres.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { identityOf, type Pressed, pressedOf, pushBody, readReceipts, seedLibrary } from './bench-desk.ts'
import { loanOf } from './bench-loan.ts'
import { buildProduct, type Load } from './built-product.ts'
import { judge, judgeCorrectness, Measurement } from './measurement.ts'
import { numberOf } from './options.ts'

interface Product {
  readonly openStore: typeof openStore
}

const [importing, returning, pushing] = ['importing', 'returning', 'pushing'].map(toLibraryId) as [LibraryId, LibraryId, LibraryId]
const documents = 58_000
const tabletsBack = 40
const loansBack = 10
/** Tablets of the library that is measured, by turns: each stays within what one may ask. */
const pushers = 6
/** Milliseconds between two pushes. */
const everyMs = 25

/** A list of so many documents, no line of which is like that of the list before. */
const catalogueOf = (turn: number): string =>
  [
    'Code-barres;Notice;Titre;Auteur;Type;Public;Cote;Localisation',
    ...Array.from(
      { length: documents },
      (_, n) => `3${String(n).padStart(13, '0')};r${n};Titre ${n};Auteur ${n % 9000};livre;A;R ${n % 900} ${turn};Adultes`,
    ),
  ].join('\n')

/** A tablet that is enrolled already: bare requests, so that what is measured is the endpoint's. */
const openTablet = (url: string, library: LibraryId, n: number, pressed: Set<string>) => {
  const { deviceId, credential, ...given } = identityOf(n, '', library)
  let { ticket } = given
  let made = 0
  let cursor: string | undefined
  const headers = { Authorization: `Bearer ${deviceId}.${credential}`, 'Content-Type': 'application/json' }
  const ask = async (path: string, body?: string): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, { headers, ...(body === undefined ? {} : { method: 'POST', body }) })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`${answer.status} ${text}`)
    return JSON.parse(text)
  }
  return {
    push: async (count: number): Promise<void> => {
      const at = Date.now()
      const happened = wallClockOf(undefined)(toInstant(at))
      const operations: Pressed[] = Array.from({ length: count }, () => {
        const one = pressedOf(made, loanOf(n * 1_000_000 + made, 1, happened), { at, deviceId })
        made++
        pressed.add(one.operationId)
        return one
      })
      // The protocol's own shapes.
      ticket = ((await ask('/sync/v1/push', pushBody(ticket, operations))) as PushAnswer).ticket
    },
    pull: async (): Promise<void> => {
      for (let isLast = false; !isLast; ) {
        const page = (await ask(`/sync/v1/pull${cursor === undefined ? '' : `?cursor=${cursor}`}`)) as PullAnswer
        cursor = page.next ?? page.end?.cursor
        isLast = page.next === undefined
      }
    },
  }
}

const receiptsOf = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ id: string }>("SELECT operation_id AS id FROM receipt WHERE outcome LIKE 'accepted%'")
  const cases = await client.query("SELECT 1 FROM row WHERE kind = 'case' AND json IS NOT NULL")
  await client.end()
  return { operationIds: rows.map(({ id }) => id), cases: cases.rowCount ?? 0 }
}

const measureOn = async (product: Product, measurement: Measurement, databaseUrl: string | undefined, turns: number): Promise<void> => {
  const name = databaseUrl === undefined ? 'SQLite' : 'PostgreSQL'
  const library = new RunningLibrary(undefined, databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl })
  const pressed = new Set<string>()
  try {
    const store = product.openStore({ dataDir: library.dataDir, databaseUrl })
    for (const [id, tablets] of [
      [importing, 1],
      [returning, tabletsBack],
      [pushing, pushers],
    ] as const)
      await seedLibrary(store, { library: id, tablets, now: toInstant(Date.now()) })
    const slug = (await store.libraries()).find(({ id }) => id === importing)?.slug ?? ''
    await store.close()
    await library.start()
    const lists = [0, 1].map((turn) => library.file(`exemplaires-${turn}.csv`, catalogueOf(turn)))
    const importList = (turn: number): Promise<void> =>
      new Promise((resolve, reject) => {
        const argv = ['dist/endpoint/command/import.js', '--library', slug, '--catalogue', lists[turn % 2] ?? '', '--whole']
        const env = { ...process.env, DATA_DIR: library.dataDir, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) }
        const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'ignore', 'pipe'] })
        let said = ''
        child.stderr.on('data', (chunk: Buffer) => {
          said += chunk.toString()
        })
        child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`import: ${code} ${said}`))))
      })
    const desk = Array.from({ length: pushers }, (_, n) => openTablet(library.url, pushing, n, pressed))
    // Loans of their own: no document of one is another's.
    const herd = Array.from({ length: tabletsBack }, (_, n) => openTablet(library.url, returning, n, pressed))
    for (const tablet of herd) await tablet.pull()
    let n = 0
    /** Pushes by the clock until `isOver`; answers the milliseconds of each. */
    const pushUntil = async (isOver: () => boolean): Promise<readonly number[]> => {
      const values: number[] = []
      for (let due = performance.now(); !isOver(); due += everyMs) {
        await wait(Math.max(0, due - performance.now()))
        const startedAt = performance.now()
        await desk[n++ % pushers]?.push(1)
        values.push(performance.now() - startedAt)
        // One that took long is not made good by a burst.
        due = Math.max(due, performance.now() - everyMs)
      }
      return values
    }
    for (let turn = 0; turn <= turns; turn++) {
      let isBusy = true
      const startedAt = performance.now()
      const others = Promise.all([importList(turn), ...herd.map((tablet) => tablet.push(loansBack).then(tablet.pull))]).finally(() => {
        isBusy = false
      })
      const busy = await pushUntil(() => !isBusy)
      await others
      const tookMs = performance.now() - startedAt
      const until = performance.now() + tookMs
      const quiet = await pushUntil(() => performance.now() >= until)
      if (turn === 0) continue
      measurement.takeAll(`${name}, push with neighbours`, busy, 'ms')
      measurement.takeAll(`${name}, push, quiet`, quiet, 'ms')
      measurement.take(`${name}, import and forty tablets`, tookMs, 'ms', { load: loadavg()[0] })
    }
  } finally {
    await library.stop()
  }
  const { operationIds, cases } = databaseUrl === undefined ? readReceipts(library.dataDir) : await receiptsOf(databaseUrl)
  await library.close()
  judgeCorrectness(`${name}, on the endpoint’s disk`, pressed, operationIds, cases)
}

/** Runs the benchmark; `--runs N` [8]; `--sqlite` or `--postgres`: that one alone. */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const turns = numberOf(options, '--runs', 8)
  const product = await buildProduct<Product>(load, 'neighbours', ['src/endpoint/storage/open-store.ts'])
  const measurement = new Measurement('neighbours')
  const names: string[] = []
  if (!options.includes('--postgres')) {
    names.push('SQLite')
    await measureOn(product, measurement, undefined, turns)
  }
  if (!options.includes('--sqlite')) {
    names.push('PostgreSQL')
    const server = await startPostgres()
    await measureOn(product, measurement, server.url, turns).finally(server.stop)
  }
  measurement.table()
  console.log('durability: WAL, synchronous=FULL · fsync, synchronous_commit; answered after the commit')
  for (const name of names) {
    const [busy, quiet] = [measurement.summary(`${name}, push with neighbours`), measurement.summary(`${name}, push, quiet`)]
    judge(`NET-5, ${name}, p50 with neighbours ÷ quiet`, busy.median / quiet.median, 2, ' ×')
    judge(`NET-5, ${name}, p99 with neighbours ÷ quiet`, busy.p99 / quiet.p99, 2, ' ×')
  }
}
