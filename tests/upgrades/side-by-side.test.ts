/**
 * A rolling upgrade: the endpoint of an older release and that of this build, each a process of its own, on one PostgreSQL whose tables the newer
 * one brings up while the older one works. Real tablets go on with both, whichever answers, one of them with what it held of before.
 */
import 'fake-indexeddb/auto'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { toItemBarcode } from '../../src/domain/ids.ts'
import { itemState } from '../../src/domain/item/item-state.ts'
import { runImport } from '../../src/endpoint/connectors/file/run-import.ts'
import { offerEnrolmentCode } from '../../src/endpoint/enrolment/enrolment-code.ts'
import { PostgresStore } from '../../src/endpoint/storage/postgres-store.ts'
import { createDexieStorage } from '../../src/tablet/storage/dexie-storage.ts'
import { bearerOf } from '../../src/tablet/sync/bearer-of.ts'
import type { Transport } from '../../src/tablet/sync/transport.ts'
import { listenToHints } from '../builders/hint-stream.ts'
import { untilListening } from '../fakes/listening-endpoint.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../fakes/running-postgres.ts'
import { createStandingTime } from '../fakes/standing-time.ts'
import { jeanne, libraryId, pin } from '../fakes/tablet-world.ts'
import { openTestTablet, type TestTablet } from '../fakes/test-tablet.ts'
import { putDatabase } from './browser-database.ts'
import { fillFromDump } from './fill-from-dump.ts'
import { another, lend } from './work-a-day.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))
// Under node_modules, so that the bundles find the packages they leave outside.
const built = join(root, 'node_modules', '.cache', `side-by-side-${process.pid}`)
const newest = join(built, 'newest')
const builds = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(here, entry.name, 'endpoint.js.br')))
  .map(({ name }) => name)
/** Milliseconds: to look again, and to give up on a busy machine. */
const patience = { interval: 50, timeout: 60_000 }

interface Endpoint {
  readonly child: ChildProcess
  readonly origin: string
  readonly said: () => string
}

let postgres: RunningPostgres | undefined
let folder: string
let url: string
let ends: (() => unknown)[]
beforeAll(async () => {
  if (postgresReason !== undefined) return
  await build({ root, configFile: join(root, 'vite.config.ts'), mode: 'endpoint', logLevel: 'error', build: { outDir: newest } })
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres?.stop()
  rmSync(built, { recursive: true, force: true })
})
beforeEach(async ({ skip }) => {
  skip(postgresReason !== undefined, postgresReason)
  ends = []
  folder = mkdtempSync(join(tmpdir(), 'side-by-side-'))
  url = await emptied(postgres)
})
afterEach(async () => {
  for (const end of ends.reverse()) await end()
  rmSync(folder, { recursive: true, force: true })
})

const start = async (file: string): Promise<Endpoint> => {
  const environment = { PATH: process.env.PATH, PORT: '0', DATA_DIR: join(folder, 'data'), DATABASE_URL: url, APP_DIR: folder }
  const child = spawn(process.execPath, [file], { env: environment })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  ends.push(() => child.kill('SIGKILL') && ended)
  return { child, ...(await untilListening(child)) }
}

test('the newest release left its endpoint here', ({ skip }) => {
  skip(builds.length === 0, 'nothing was released yet: the first to be kept is v0.1.0')
  expect(builds.length).toBeGreaterThan(0)
})

describe.each(builds)('the endpoint of %s beside that of this build', (name) => {
  const kept = (file: string): Buffer => gunzipSync(readFileSync(join(here, name, `${file}.gz`)))

  test('tablets go on with both: each loan and return is taken once, by whichever answers, and each hears of the other’s', {
    timeout: 180_000,
  }, async () => {
    fillFromDump(url, kept('endpoint.sql'))
    const file = join(built, name, 'endpoint.js')
    mkdirSync(join(built, name), { recursive: true })
    writeFileSync(join(built, name, 'package.json'), '{ "type": "module" }')
    writeFileSync(file, brotliDecompressSync(readFileSync(join(here, name, 'endpoint.js.br'))))

    /** Who answers now, one request each in turn: as a proxy before both of them would have it. */
    let upstreams: readonly Endpoint[] = [await start(file)]
    const [older] = upstreams
    let asked = 0
    const send: Transport['send'] = async ({ method, path, body, bearer }) => {
      const { origin } = upstreams[asked++ % upstreams.length] ?? {}
      const headers = { 'content-type': 'application/json', ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) }
      const response = await fetch(`${origin}${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
      return { status: response.status, text: await response.text(), retryAfterMs: undefined }
    }
    const time = createStandingTime(Date.now())
    const open = (tablet: string) => openTestTablet(tablet, { time, send, onOpened: (close) => void ends.push(close) })
    const ready = async (tablet: TestTablet) => {
      await vi
        .waitUntil(() => tablet.desk.snapshot.phase.kind === 'signed-out', patience)
        .catch((e) => {
          console.log(
            JSON.stringify(tablet.desk.snapshot).slice(0, 1500),
            tablet.defects,
            JSON.stringify(tablet.requests).slice(0, 3000),
            older?.said().slice(-3000),
          )
          throw e
        })
      await tablet.desk.signIn(jeanne, pin)
      return tablet
    }
    const worked: string[] = []
    /** Lends a document and takes it back, so that its reader may have another, and is heard. */
    const work = async (tablet: TestTablet): Promise<void> => {
      const barcode = toItemBarcode(`3333200000${String(worked.length).padStart(4, '0')}`)
      await lend(tablet, barcode)
      const what = { barcode, recordId: undefined, documentType: 'livre', quarantineUntil: undefined, bin: undefined }
      const returned = await tablet.desk.perform({ kind: 'return-item', happened: tablet.desk.now(), ...what })
      expect(returned.kind).toBe('saved')
      worked.push(barcode)
      await sent(tablet)
    }
    const sent = (tablet: TestTablet): Promise<boolean> =>
      vi.waitUntil(() => {
        tablet.desk.tryNow()
        return tablet.desk.snapshot.pendingCount === 0 && tablet.desk.snapshot.link.kind === 'online'
      }, patience)

    // The older one alone, and the tablet that held a loan.
    await putDatabase(name, kept('tablet.v8'))
    const tablet = await ready(open(name))
    await work(tablet)
    // This build comes, and brings the tables up while the tablet goes on.
    let newer: Endpoint | undefined
    const starting = start(join(newest, 'main.js')).then((one) => {
      newer = one
    })
    starting.catch(() => undefined)
    do await work(tablet)
    while (newer === undefined && worked.length < 1000)
    await starting
    if (older === undefined || newer === undefined) throw new Error('two endpoints were to run')
    upstreams = [older, newer]

    const store = new PostgresStore(url)
    ends.push(() => store.close())
    const other = open(`${name} other`)
    await vi.waitUntil(() => other.desk.snapshot.phase.kind === 'not-enrolled', patience)
    await other.desk.enrol((await offerEnrolmentCode(store, libraryId, store.now())).code, 'Étage')
    await ready(other)

    // Each tells its own tablets what the other one took.
    const disk = createDexieStorage({ name })
    const { identity } = await disk.load()
    disk.close()
    if (identity === undefined) throw new Error('the tablet does not know who it is')
    const bearer = { headers: { Authorization: `Bearer ${bearerOf(identity)}` } }
    for (const [listening, taking] of [
      [older, newer],
      [newer, older],
    ] as const) {
      const heard = await listenToHints((path, init) => fetch(`${listening.origin}${path}`, init), bearer)
      const before = heard.hints()
      upstreams = [taking]
      await work(tablet)
      await expect.poll(heard.hints, patience).toBeGreaterThan(before)
      await heard.end()
    }
    upstreams = [older, newer]
    for (let n = 0; n < 6; n++) await work(n % 2 === 0 ? tablet : other)

    // One document, lent on both: each tablet is asked.
    const twice = '33332000009999'
    other.spoil(() => Promise.reject(new TypeError('Failed to fetch')))
    await lend(tablet, twice)
    await sent(tablet)
    await lend(other, twice, another)
    other.spoil(undefined)
    for (const one of [other, tablet]) await sent(one)

    // What the newer one imports, the older one gives out.
    const list = join(folder, 'catalogue.csv')
    writeFileSync(list, 'code-barres;notice;titre\n33331000000012;n1;Au Bonheur des Dames\n33331000000053;n5;Pot-Bouille')
    const said: string[] = []
    const write = (text: string): unknown => said.push(text)
    const code = await runImport(['--catalogue', list], {
      openStore: () => new PostgresStore(url),
      dataDir: join(folder, 'data'),
      libraryName: undefined,
      zone: 'Europe/Paris',
      now: () => store.now(),
      output: { write },
      errors: { write },
    })
    expect([code, code === 0 ? '' : said.join('')]).toEqual([0, ''])
    const row = await store.read(libraryId, async (reader) => reader.row('catalogue', 'catalogue'))
    for (const { origin } of upstreams) {
      const answer = await fetch(`${origin}/catalogue/v1/${row?.hash}`, bearer)
      expect([answer.status, (await answer.arrayBuffer()).byteLength > 0]).toEqual([200, true])
    }

    // The older one goes; all stands, once.
    upstreams = [newer]
    const stopped = new Promise((resolve) => older.child.once('exit', resolve))
    older.child.kill('SIGTERM')
    expect(await stopped).toBe(0)
    for (const one of [tablet, other]) await work(one)
    for (const barcode of worked) {
      const item = await store.read(libraryId, async (reader) => reader.row('item', toItemBarcode(barcode)))
      expect([item?.facts.length, item && itemState(item).kind === 'out'], barcode).toEqual([2, false])
    }
    const cases = await store.read(libraryId, async (reader) => reader.rowsOf('case'))
    expect(cases.filter(({ subject }) => subject === `item/${twice}`)).toHaveLength(1)
    expect([...tablet.defects, ...other.defects]).toEqual([])
    for (const { said: log } of [older, newer]) expect(log().match(/^.*("level":[56]0|baseDoubtful).*$/gm) ?? []).toEqual([])
  })
})
