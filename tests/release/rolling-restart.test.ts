/**
 * A rolling restart behind the proxies that are shipped (KEEP-5): Caddy and nginx as their examples say it, but for ports and paths, in front of
 * the same two endpoints, each restarted in turn while a tablet behind each proxy pushes. Skipped, saying so, where there is no such proxy.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { toItemBarcode } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import { offerEnrolmentCode } from '../../src/endpoint/enrolment/enrolment-code.ts'
import { hashPin } from '../../src/endpoint/enrolment/hash-pin.ts'
import { PostgresStore } from '../../src/endpoint/storage/postgres-store.ts'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import type { EnrolAnswer } from '../../src/protocol/enrolment.ts'
import { aSignedCertificate } from '../builders/a-certificate.ts'
import { anEnvelope, aPushed, aReturn, asJson, managerOfTests, managerPin, outcomesOf, TestTablet } from '../builders/an-endpoint.ts'
import { freePort } from '../fakes/free-port.ts'
import { untilListening } from '../fakes/listening-endpoint.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../fakes/running-postgres.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Under node_modules, so that the bundle finds the packages it leaves outside.
const built = join(root, 'node_modules', '.cache', `rolling-${process.pid}`)
const folder = mkdtempSync(join(tmpdir(), 'rolling-'))
const here = (...parts: readonly string[]): string => join(folder, ...parts)
const shipped = (name: string): string => readFileSync(join(root, 'deploy', name), 'utf8')
/** Seconds, less than what is shipped. */
const [grace, longestGrace] = [6, 20]
/** Milliseconds between two pushes of a tablet, and in which a proxy sees that an endpoint is back. */
const [pushEachMs, seenMs] = [100, 4000]
/** Milliseconds: to look again, and to give up on a busy machine. */
const patience = { interval: 50, timeout: 60_000 }

const certificate = aSignedCertificate()
const ends: (() => unknown)[] = []
const lives = (child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): ChildProcess => {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  ends.push(() => child.exitCode === null && child.kill(signal) && ended)
  return child
}

interface Proxy {
  readonly name: string
  /** The program and its arguments, in front of these two; it listens on `port`. */
  readonly command: (port: number, endpoints: readonly [number, number]) => readonly string[]
}

const withPorts = (text: string, [first, second]: readonly [number, number]): string =>
  text.replaceAll('first:8080', `127.0.0.1:${first}`).replaceAll('second:8080', `127.0.0.1:${second}`)

const proxies: readonly Proxy[] = [
  {
    name: 'caddy',
    command: (port, endpoints) => {
      const site = shipped('Caddyfile')
        .replace('{$SITE}', `https://127.0.0.1:${port}`)
        .replace('reverse_proxy', `tls ${here('site.crt')} ${here('site.key')}\n\treverse_proxy`)
      writeFileSync(here('Caddyfile'), `{\n\tadmin off\n\tauto_https off\n}\n${withPorts(site, endpoints)}`)
      return ['caddy', 'run', '--adapter', 'caddyfile', '--config', here('Caddyfile')]
    },
  },
  {
    name: 'nginx',
    command: (port, endpoints) => {
      const plain = port + 1
      const site = withPorts(shipped('nginx.conf'), endpoints)
        .replace('listen 443', `listen 127.0.0.1:${port}`)
        .replace('listen 80;', `listen 127.0.0.1:${plain};`)
        .replace('/etc/ssl/certs/drive.example.fr.pem', here('site.crt'))
        .replace('/etc/ssl/private/drive.example.fr.key', here('site.key'))
        .replace('/var/cache/nginx/pret-a-emporter', here('nginx', 'cache'))
      mkdirSync(here('nginx'))
      chmodSync(folder, 0o755)
      chmodSync(here('nginx'), 0o777)
      writeFileSync(here('nginx', 'site.conf'), site)
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${here('nginx', of)};`).join('\n')
      const http = `access_log off;\n${temporary}\ninclude ${here('nginx', 'site.conf')};`
      const main = `daemon off;\npid ${here('nginx', 'pid')};\nerror_log ${here('nginx', 'error.log')};\nevents {}\nhttp {\n${http}\n}\n`
      writeFileSync(here('nginx', 'nginx.conf'), main)
      return ['nginx', '-c', here('nginx', 'nginx.conf')]
    },
  },
]
const isHere = ({ name }: Proxy): boolean => spawnSync(name, [name === 'nginx' ? '-v' : 'version']).status === 0
const absent = (proxy: Proxy): string | undefined =>
  postgresReason ?? (isHere(proxy) ? undefined : `no ${proxy.name} here: apt-get install ${proxy.name}`)

/** fetch over TLS, by an authority that this machine does not know. A connection of its own each time: nothing is sent again by itself. */
const askOver =
  (port: number) =>
  (path: string, { method = 'GET', headers = {}, body }: RequestInit = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      const options = { method, headers: headers as Record<string, string>, ca: certificate.authority, agent: false }
      const asked = request(`https://127.0.0.1:${port}${path}`, options, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.once('error', reject)
        answer.once('end', () => resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 0 })))
      })
      asked.once('error', reject).end(body)
    })

interface Behind {
  readonly ask: ReturnType<typeof askOver>
  /** What the tablet was answered, one word a push: the outcome, or what was no answer. */
  readonly answers: string[]
  readonly stop: () => Promise<unknown>
}

let postgres: RunningPostgres | undefined
let url = ''
let ports: readonly [number, number] = [0, 0]
const endpoints: ChildProcess[] = []
const behind = new Map<string, Behind>()

const startOne = async (n: 0 | 1, seconds = grace): Promise<void> => {
  const mine = { PORT: String(ports[n]), DATA_DIR: here('data'), APP_DIR: here('app'), DATABASE_URL: url }
  const environment = { ...mine, LIBRARY_NAME: 'Médiathèque', TRUST_PROXY: '1', STOP_GRACE: String(seconds), PATH: process.env.PATH }
  const child = spawn(process.execPath, [join(built, 'main.js')], { env: environment })
  endpoints[n] = lives(child)
  await untilListening(child)
}

/** A tablet behind this proxy, which pushes one return after another until it is stopped. */
const pushBehind = async (proxy: Proxy, store: PostgresStore): Promise<Behind> => {
  const port = await freePort(2)
  const [program = '', ...argv] = proxy.command(port, ports)
  // nginx killed would leave its workers behind.
  const child = lives(spawn(program, argv, { env: { PATH: process.env.PATH, HOME: folder } }), 'SIGTERM')
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk))
  const ask = askOver(port)
  const isUp = () =>
    ask('/health').then(
      ({ status }) => status === 200,
      () => false,
    )
  await vi.waitUntil(isUp, patience).catch(() => {
    throw new Error(`${proxy.name} does not answer: ${said}`)
  })
  const { code } = await offerEnrolmentCode(store, mainLibraryId, store.now())
  const body = JSON.stringify({ protocol: 4, nonce: 'n', code, name: '' })
  const enrolled = await ask('/enrolment/v1/enrol', { method: 'POST', headers: asJson, body })
  const tablet = new TestTablet(ask, (await enrolled.json()) as EnrolAnswer)
  const answers: string[] = []
  let isOn = true
  const pushOne = async (): Promise<void> => {
    const at = toInstant(Date.now())
    const happened = wallClockOf(undefined)(at)
    const barcode = toItemBarcode(`3333${port}${String(answers.length).padStart(5, '0')}`)
    const operation = { ...aReturn(), happened, barcode }
    const answer = await tablet.push([aPushed(anEnvelope(operation, { at }))]).catch((fault: unknown) => String(fault))
    answers.push(typeof answer === 'string' ? answer : answer.status === 200 ? outcomesOf(answer).join() : String(answer.status))
  }
  const pushing = (async () => {
    while (isOn) await Promise.all([pushOne(), wait(pushEachMs)])
  })()
  return {
    ask,
    answers,
    stop: () => {
      isOn = false
      return pushing
    },
  }
}

beforeAll(async () => {
  const there = proxies.filter((proxy) => absent(proxy) === undefined)
  if (there.length === 0) return
  await build({ root, configFile: join(root, 'vite.config.ts'), mode: 'endpoint', logLevel: 'error', build: { outDir: built } })
  mkdirSync(here('app'))
  writeFileSync(here('app', 'index.html'), '<!doctype html>')
  writeFileSync(here('site.crt'), certificate.cert)
  writeFileSync(here('site.key'), certificate.key)
  postgres = await startPostgres()
  url = await emptied(postgres)
  const first = await freePort(2)
  ports = [first, first + 1]
  await startOne(0)
  await startOne(1)
  const store = new PostgresStore(url)
  const claire = { kind: 'librarian', id: managerOfTests, name: 'Claire', isManager: true, pin: await hashPin(managerPin) } as const
  await store.transact(mainLibraryId, (transaction) => transaction.writeRow(claire, toInstant(Date.now())))
  for (const proxy of there) behind.set(proxy.name, await pushBehind(proxy, store))
  await store.close()
  await wait(seenMs)
}, 120_000)
afterAll(async () => {
  for (const one of behind.values()) await one.stop()
  for (const end of ends.reverse()) await end()
  await postgres?.stop()
  for (const path of [built, folder]) rmSync(path, { recursive: true, force: true })
})

/** Each is asked to stop, leaves with code 0, and comes back before the other is asked. */
const roll = async (): Promise<void> => {
  for (const n of [0, 1] as const) {
    const ended = new Promise((resolve) => endpoints[n]?.once('exit', resolve))
    endpoints[n]?.kill('SIGTERM')
    await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${ports[n]}/ready`)).status === 503, patience)
    expect((await fetch(`http://127.0.0.1:${ports[n]}/health`)).status).toBe(200)
    expect(await ended).toBe(0)
    await startOne(n)
    await wait(seenMs)
  }
}

test.skipIf(proxies.every(absent))(
  '[KEEP-5] two endpoints restarted in turn behind the shipped proxies lose no push, and no push is answered 502',
  {
    timeout: 120_000,
  },
  async () => {
    await roll()
    const pushed: string[] = []
    for (const one of behind.values()) {
      await one.stop()
      pushed.push(...one.answers)
      // A push at least in each tenth of the time that both need to stop.
      expect(one.answers.length).toBeGreaterThan(2 * grace * 5)
    }
    expect(pushed.filter((answer) => answer !== 'accepted')).toEqual([])
    const keeper = new pg.Client({ connectionString: url })
    await keeper.connect()
    const { rows } = await keeper.query<{ count: string }>(`SELECT count(*) FROM receipt`)
    await keeper.end()
    expect(Number(rows[0]?.count)).toBe(pushed.length)
  },
)

for (const proxy of proxies)
  test(`${proxy.name} is run as it is shipped`, ({ skip }) => {
    const reason = absent(proxy)
    skip(reason !== undefined, reason)
    expect(behind.get(proxy.name)?.answers.length).toBeGreaterThan(0)
  })

test.skipIf(proxies.every(absent))(
  '[KEEP-5] the shipped proxies never turn off the last one: of two that both say no, one answers',
  {
    timeout: 120_000,
  },
  async () => {
    for (const n of [0, 1] as const) {
      const ended = new Promise((resolve) => endpoints[n]?.once('exit', resolve))
      endpoints[n]?.kill('SIGKILL')
      await ended
      await startOne(n, longestGrace)
    }
    for (const child of endpoints) child.kill('SIGTERM')
    await wait(seenMs)
    for (const port of ports) expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(503)
    const asked = [...behind.values()].map(({ ask }) => ask('/health').then(({ status }) => status))
    expect(await Promise.all(asked)).toEqual(asked.map(() => 200))
  },
)
