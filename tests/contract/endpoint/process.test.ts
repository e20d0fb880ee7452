/**
 * The endpoint as a process of its own: built, started, asked over a real port, killed and started again.
 * What only a port can show: the headers, the hints, the limits, the signals, and what is on the disk after a kill.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toLibraryId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { catalogueFolder } from '../../../src/endpoint/catalogue/catalogue-files.ts'
import { wallClockOf } from '../../../src/endpoint/clock/wall-clock-of.ts'
import { hashPin } from '../../../src/endpoint/enrolment/hash-pin.ts'
import { openPatiently } from '../../../src/endpoint/storage/open-store.ts'
import { mainLibraryId } from '../../../src/endpoint/storage/store.ts'
import type { EnrolAnswer } from '../../../src/protocol/enrolment.ts'
import { maximumPushBytes } from '../../../src/protocol/version.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import {
  aHandOver,
  anEnvelope,
  aPushed,
  aReturn,
  asJson,
  dueAfter,
  managerOfTests,
  managerPin,
  outcomesOf,
  TestTablet,
} from '../../builders/an-endpoint.ts'
import { untilListening } from '../../fakes/listening-endpoint.ts'
import { postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
// Under node_modules, so that the bundle finds the packages it leaves outside.
const built = join(root, 'node_modules', '.cache', `endpoint-${process.pid}`)

interface Running {
  readonly process: ChildProcess
  readonly origin: string
  readonly ended: Promise<number | null>
}

/** A loan pressed now: the endpoint's clock is the machine's. */
const aLoanNow = (changes: Parameters<typeof aHandOver>[0] = {}) => {
  const at = toInstant(Date.now())
  const happened = wallClockOf(undefined)(at)
  return anEnvelope(dueAfter(aHandOver({ happened, ...changes }), happened.date), { at })
}

let folder: string
let running: Running | undefined
const started: Running[] = []

/** Starts on a free port and waits until it says where it listens. */
const start = async (environment: Record<string, string> = {}, argv: readonly string[] = []): Promise<Running> => {
  const child = spawn(process.execPath, [join(built, 'main.js'), ...argv], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      APP_DIR: join(folder, 'app'),
      LIBRARY_NAME: 'Médiathèque',
      ...environment,
    },
  })
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', resolve)
  })
  const { origin } = await untilListening(child)
  running = { process: child, origin, ended }
  started.push(running)
  return running
}

const commandWith = (environment: Record<string, string>, name: string, ...argv: readonly string[]): Promise<string> =>
  promisify(execFile)(process.execPath, [join(built, 'command', `${name}.js`), ...argv], {
    env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'data'), ...environment },
  }).then(({ stdout }) => stdout)
const command = (name: string, ...argv: readonly string[]): Promise<string> => commandWith({}, name, ...argv)

/** Lets a tablet in by a code that `npm run enrol` prints in this environment, and its librarian be known. */
const enrol = async (endpoint: Running, environment: Record<string, string> = {}): Promise<TestTablet> => {
  const store = await openPatiently({ dataDir: join(folder, 'data'), databaseUrl: environment.DATABASE_URL })
  const pin = await hashPin(managerPin)
  const claire = { kind: 'librarian', id: managerOfTests, name: 'Claire', isManager: true, pin } as const
  await store.transact(mainLibraryId, (transaction) => transaction.writeRow(claire, toInstant(Date.now())))
  await store.close()
  return enrolBy(endpoint, await commandWith(environment, 'enrol'))
}
const enrolBy = async ({ origin }: Running, printed: string): Promise<TestTablet> => {
  const code = /Code (\S+)/.exec(printed)?.[1]
  const body = JSON.stringify({ protocol: 4, nonce: 'n', code, name: '' })
  const answer = await fetch(`${origin}/enrolment/v1/enrol`, { method: 'POST', headers: asJson, body })
  return new TestTablet((path, init) => fetch(`${origin}${path}`, init), (await answer.json()) as EnrolAnswer)
}

beforeAll(async () => {
  await build({ root, configFile: join(root, 'vite.config.ts'), mode: 'endpoint', logLevel: 'error', build: { outDir: built } })
})
afterAll(() => rmSync(built, { recursive: true, force: true }))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'endpoint-'))
  mkdirSync(join(folder, 'app', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'app', 'index.html'), '<!doctype html><script type="module" src="/assets/main-1.js"></script>')
  writeFileSync(join(folder, 'app', 'assets', 'main-1.js'), 'console.log(1)\n'.repeat(200))
})
afterEach(async () => {
  for (const { process, ended } of started.splice(0)) {
    process.kill('SIGKILL')
    await ended
  }
  rmSync(folder, { recursive: true })
})

describe('the running endpoint', () => {
  test('an operation that was answered before a kill is there after it', async () => {
    const tablet = await enrol(await start())
    const envelope = aLoanNow()
    expect(outcomesOf(await tablet.push([aPushed(envelope)]))).toEqual(['accepted'])
    running?.process.kill('SIGKILL')
    await running?.ended
    const again = await start()
    const same = new TestTablet((path, init) => fetch(`${again.origin}${path}`, init), { ...tablet.identity, ticket: tablet.ticket })
    expect(outcomesOf(await same.push([aPushed(envelope)]))).toEqual(['already-known'])
  })

  test('asked to stop, it ends its hint streams, closes its database and leaves in order', async () => {
    const endpoint = await start()
    const tablet = await enrol(endpoint)
    const hints = await fetch(`${endpoint.origin}/sync/v1/hints`, { headers: tablet.headers })
    endpoint.process.kill('SIGTERM')
    await hints.text()
    expect(await endpoint.ended).toBe(0)
  })

  test('asked to stop the moment it says that it listens, it leaves in order', async () => {
    const ends: (number | null)[] = []
    for (let time = 0; time < 3; time += 1) {
      const endpoint = await start()
      endpoint.process.kill('SIGTERM')
      ends.push(await endpoint.ended)
    }
    expect(ends).toEqual([0, 0, 0])
  })

  test('a hint comes when another tablet changed something, and when another process did', async () => {
    const endpoint = await start()
    const tablet = await enrol(endpoint)
    const hints = await fetch(`${endpoint.origin}/sync/v1/hints`, { headers: tablet.headers })
    expect(hints.headers.get('content-type')).toBe('text/event-stream')
    expect(hints.headers.get('cache-control')).toBe('no-store')
    const reader = hints.body?.pipeThrough(new TextDecoderStream()).getReader()
    const nextHint = async (): Promise<string> => {
      for (let seen = ''; ; ) {
        const { value, done } = (await reader?.read()) ?? { value: '', done: true }
        seen += value ?? ''
        if (done || seen.includes('event: hint')) return seen
      }
    }
    await tablet.push([aPushed(aLoanNow({ orderId: undefined }))])
    expect(await nextHint()).toContain('event: hint')
    const beside = await openPatiently({ dataDir: join(folder, 'data'), databaseUrl: undefined })
    await beside.transact(toLibraryId('main'), (transaction) => transaction.writeRow(aPatron(), anInstant('2026-11-24 13:00')))
    await beside.close()
    expect(await nextHint()).toContain('event: hint')
    await reader?.cancel()
  })

  test('a body above 64 KiB is refused whole as too large, announced or streamed', async () => {
    const endpoint = await start()
    const tablet = await enrol(endpoint)
    expect((await tablet.post('/sync/v1/push', 'x'.repeat(maximumPushBytes))).body).toMatchObject({ problem: 'too-large' })
    const streamed = await fetch(`${endpoint.origin}/sync/v1/push`, {
      method: 'POST',
      headers: { ...tablet.headers, ...asJson },
      body: new Blob(['x'.repeat(maximumPushBytes + 1)]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(streamed.status).toBe(413)
    expect((await tablet.push([aPushed(aLoanNow({ orderId: undefined }))])).status).toBe(200)
  })

  test('every answer carries the strict headers; the page is asked for anew, its chunks are kept for ever, compressed', async () => {
    const { origin } = await start()
    const page = await fetch(`${origin}/`)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-inline')
    expect(page.headers.get('permissions-policy')).toContain('camera=(self)')
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(page.headers.get('strict-transport-security')).toBeNull()
    expect(page.headers.get('cache-control')).toBe('no-cache')
    const chunk = await fetch(`${origin}/assets/main-1.js`, { headers: { 'Accept-Encoding': 'br' } })
    expect(chunk.headers.get('content-encoding')).toBe('br')
    expect(chunk.headers.get('cache-control')).toContain('immutable')
    expect(await chunk.text()).toContain('console.log(1)')
    expect((await fetch(`${origin}/assets/absent.js`)).status).toBe(404)
  })

  test('a chunk of the build before is still served after an update', async () => {
    await start()
    running?.process.kill('SIGTERM')
    await running?.ended
    rmSync(join(folder, 'app', 'assets', 'main-1.js'))
    writeFileSync(join(folder, 'app', 'index.html'), '<!doctype html><script type="module" src="/assets/main-2.js"></script>')
    writeFileSync(join(folder, 'app', 'assets', 'main-2.js'), 'console.log(2)')
    const { origin } = await start()
    expect(await (await fetch(`${origin}/`)).text()).toContain('main-2')
    expect((await fetch(`${origin}/assets/main-1.js`)).status).toBe(200)
    expect((await fetch(`${origin}/assets/main-2.js`)).status).toBe(200)
  })

  test('the catalogue file goes to enrolled tablets only, under its hash, for ever', async () => {
    const endpoint = await start()
    const tablet = await enrol(endpoint)
    const bytes = Buffer.from('catalogue'.repeat(500))
    const hash = createHash('sha256').update(bytes).digest('hex')
    const files = catalogueFolder(join(folder, 'data'), mainLibraryId)
    mkdirSync(files, { recursive: true })
    writeFileSync(join(files, `${hash}.bin`), bytes)
    const url = `${endpoint.origin}/catalogue/v1/${hash}`
    expect((await fetch(url)).status).toBe(401)
    const file = await fetch(url, { headers: tablet.headers })
    expect(file.headers.get('cache-control')).toContain('immutable')
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true)
    expect((await fetch(`${endpoint.origin}/catalogue/v1/${'0'.repeat(64)}`, { headers: tablet.headers })).status).toBe(400)
  })

  test('[PRIV-4] health, readiness and metrics answer the machine itself, and name nobody', async () => {
    const endpoint = await start()
    const tablet = await enrol(endpoint)
    await tablet.push([aPushed(aLoanNow({ orderId: undefined }))])
    expect(await (await fetch(`${endpoint.origin}/health`)).json()).toEqual({ status: 'alive' })
    expect(await (await fetch(`${endpoint.origin}/ready`)).json()).toEqual({ status: 'ready' })
    const metrics = await (await fetch(`${endpoint.origin}/metrics`)).text()
    expect(metrics).toContain('pte_operations_total{outcome="accepted"} 1')
    expect(metrics).not.toContain(tablet.identity.deviceId)
    expect((await fetch(`${endpoint.origin}/metrics`, { headers: { 'X-Forwarded-For': '127.0.0.1' } })).status).toBe(403)
  })

  test('with a token, metrics ask for it, even from the machine itself', async () => {
    const token = 'a-token-of-the-operator'
    const { origin } = await start({ METRICS_TOKEN: token })
    expect((await fetch(`${origin}/metrics`)).status).toBe(403)
    expect((await fetch(`${origin}/metrics`, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200)
  })

  test('faults of the configuration are told all at once, one line each, before anything is opened', async () => {
    const failed = start({ PORT: 'eighty', LOG_LEVEL: 'loud', PUBLIC_URL: 'drive' })
    await expect(failed).rejects.toThrow(/ended with 2: PORT is "eighty".*\nPUBLIC_URL is "drive".*\nLOG_LEVEL is "loud".*\n$/)
  })

  test('the name of a real library over a demo’s database is refused, and changes nothing', async () => {
    const store = await openPatiently({ dataDir: join(folder, 'data'), databaseUrl: undefined })
    await store.createLibrary({ id: toLibraryId('demo'), name: 'Démonstration', isDemo: true })
    await store.transact(toLibraryId('demo'), (transaction) => transaction.writeRow(aPatron(), anInstant('2026-11-24 13:00')))
    const before = await store.libraries()
    await expect(start({ LIBRARY_NAME: 'Médiathèque' })).rejects.toThrow(/ended with 2: LIBRARY_NAME is "Médiathèque".*--replace-demo/)
    expect(await store.libraries()).toEqual(before)
    await store.close()
  })
})

describe('the commands beside the endpoint', () => {
  test('npm run enrol gives a code that the running endpoint takes', async () => {
    const endpoint = await start()
    const printed = await command('enrol')
    expect(printed).toContain('/#/enrol/')
    const tablet = await enrolBy(endpoint, printed)
    expect((await tablet.push([])).status).toBe(200)
  })

  test('npm run backup copies a database in use; npm run restore waits until the endpoint is stopped, then takes its place', async () => {
    const endpoint = await start()
    const tablet = await enrol(endpoint)
    const kept = aLoanNow()
    expect(outcomesOf(await tablet.push([aPushed(kept)]))).toEqual(['accepted'])
    const copy = join(folder, 'copy.db')
    await command('backup', '--out', copy)
    const later = aLoanNow({ orderId: undefined })
    await tablet.push([aPushed(later)])
    await expect(command('restore', '--from', copy, '--force')).rejects.toMatchObject({ code: 1 })
    endpoint.process.kill('SIGTERM')
    expect(await endpoint.ended).toBe(0)
    await expect(command('restore', '--from', copy)).rejects.toMatchObject({ code: 1 })
    expect(await command('restore', '--from', copy, '--force')).toContain('restored at version')
    const again = await start()
    const same = new TestTablet((path, init) => fetch(`${again.origin}${path}`, init), { ...tablet.identity, ticket: tablet.ticket })
    const answer = await same.push([aPushed(kept), aPushed(later)])
    expect(outcomesOf(answer)).toEqual(['already-known', 'accepted'])
    expect(answer.body.epoch).not.toBe(tablet.identity.epoch)
  })

  test('npm run certificate makes what a tablet that trusts the authority needs to reach the endpoint over TLS', async () => {
    const out = join(folder, 'certificate')
    const passphrase = { AUTHORITY_PASSPHRASE: 'une phrase de passe assez longue' }
    await commandWith(passphrase, 'certificate', '--out', out, 'bibliotheque.test', '192.0.2.7')
    const authority = readFileSync(join(out, 'authority.crt'))
    const certificate = new X509Certificate(readFileSync(join(out, 'endpoint.crt')))
    for (const name of ['DNS:localhost', 'DNS:bibliotheque.test', 'IP Address:192.0.2.7'])
      expect(certificate.subjectAltName).toContain(name)
    const { origin } = await start({ HOST: '127.0.0.1' }, ['--tls-cert', join(out, 'endpoint.crt'), '--tls-key', join(out, 'endpoint.key')])
    const headers = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
      get(`${origin.replace('http:', 'https:')}/health`, { ca: authority, agent: false }, (response) => {
        response.resume()
        resolve(response.headers)
      }).on('error', reject)
    })
    expect(headers['strict-transport-security']).toBe('max-age=31536000')
    // Again: the authority that tablets trust stays, the certificate is renewed.
    await commandWith(passphrase, 'certificate', '--out', out)
    expect(readFileSync(join(out, 'authority.crt')).equals(authority)).toBe(true)
    expect(statSync(join(out, 'authority.key')).mode & 0o777).toBe(0o600)
  })
})

describe('on a PostgreSQL server', () => {
  let server: RunningPostgres | undefined
  beforeEach(async ({ skip }) => {
    skip(postgresReason !== undefined, postgresReason)
    server = await startPostgres()
  })
  afterEach(async () => {
    // The endpoints first: a server that leaves under them is another story.
    for (const { process, ended } of started.splice(0)) {
      process.kill('SIGKILL')
      await ended
    }
    await server?.stop()
    server = undefined
  })
  const through = ({ origin }: Running, { identity, ticket }: TestTablet): TestTablet =>
    new TestTablet((path, init) => fetch(`${origin}${path}`, init), { ...identity, ticket })

  test('two endpoints serve one library: what one received the other gives, and says at once', async () => {
    const environment = { DATABASE_URL: server?.url ?? '' }
    const first = await start(environment)
    const tablet = await enrol(first, environment)
    const second = await start(environment)
    const other = through(second, tablet)
    const { end } = await other.pull()
    const hints = await fetch(`${second.origin}/sync/v1/hints`, { headers: tablet.headers })
    const reader = hints.body?.pipeThrough(new TextDecoderStream()).getReader()
    const envelope = aLoanNow({ orderId: undefined })
    expect(outcomesOf(await tablet.push([aPushed(envelope)]))).toEqual(['accepted'])
    for (let seen = ''; !seen.includes('event: hint'); ) {
      const { value, done } = (await reader?.read()) ?? { value: '', done: true }
      expect(done).toBe(false)
      seen += value ?? ''
    }
    await reader?.cancel()
    expect((await other.pull(end.cursor)).rows.map(({ kind }) => kind)).toContain('item')
    other.ticket = tablet.ticket
    expect(outcomesOf(await other.push([aPushed(envelope)]))).toEqual(['already-known'])
  })

  test('npm run restore moves a library from its SQLite backup, and replaces one that is there only when forced', async () => {
    const before = await start()
    const tablet = await enrol(before)
    // Of today: an endpoint that starts closes the days before, which writes rows.
    const envelope = aLoanNow({ orderId: undefined })
    expect(outcomesOf(await tablet.push([aPushed(envelope)]))).toEqual(['accepted'])
    const { rows } = await tablet.pull()
    const copy = join(folder, 'copy.db')
    await command('backup', '--out', copy)
    before.process.kill('SIGTERM')
    await before.ended
    const environment = { DATABASE_URL: server?.url ?? '' }
    expect(await commandWith(environment, 'restore', '--from', copy)).toContain('restored at version')
    await expect(commandWith(environment, 'restore', '--from', copy)).rejects.toMatchObject({ code: 1 })
    await commandWith(environment, 'restore', '--from', copy, '--force')
    const moved = through(await start(environment), tablet)
    const base = await moved.pull()
    // Every tablet is awaited after a restore, which its row says.
    const others = (all: typeof rows) => all.filter(({ kind }) => kind !== 'device')
    expect(others(base.rows)).toEqual(others(rows))
    expect(base.rows).toHaveLength(rows.length)
    const at = toInstant(Date.now())
    const returned = anEnvelope({ ...aReturn(), happened: wallClockOf(undefined)(at) }, { at })
    const answer = await moved.push([aPushed(envelope), aPushed(returned)])
    expect(outcomesOf(answer)).toEqual(['already-known', 'accepted'])
    expect(answer.body.epoch).not.toBe(tablet.identity.epoch)
  })
})
