/**
 * The built endpoint as a stranger meets it: a process of its own on a free port of this machine, SQLite on a disk of its own, and tablets
 * that ask it by plain fetch. Runs in tests; each attack starts one, and it ends with the test.
 * Nothing of ours stands between the attack and the process: what a tablet's own code would never send can be sent.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { addToDigest, formatDigest } from '../../src/domain/hash64.ts'
import { toLibrarianId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { Envelope, Operation } from '../../src/domain/operation/operation.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import { hashPin } from '../../src/endpoint/enrolment/hash-pin.ts'
import { openPatiently } from '../../src/endpoint/storage/open-store.ts'
import { mainLibraryId, type Store } from '../../src/endpoint/storage/store.ts'
import { rowHash } from '../../src/protocol/digest.ts'
import type { EnrolAnswer } from '../../src/protocol/enrolment.ts'
import { protocolVersion } from '../../src/protocol/version.ts'
import { aSettings } from '../builders/a-settings.ts'
import { anEnvelope, asJson, dueAfter, managerPassphrase, managerPin, managerVerifier, TestTablet } from '../builders/an-endpoint.ts'
import { untilListening } from '../fakes/listening-endpoint.ts'
import { morningZone } from '../fixtures/morning-zone.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Under node_modules, so that the bundle finds the packages it leaves outside.
const built = join(root, 'node_modules', '.cache', `attacked-${process.pid}`)

export const manager = toLibrarianId('claire')
export const otherManager = toLibrarianId('denis')
export { managerPassphrase }

/** No day ends there while an attack goes on. */
const zone = morningZone()

let folder = ''
const started: Besieged[] = []

export interface Besieged {
  readonly process: ChildProcess
  readonly origin: string
  readonly port: number
  readonly dataDir: string
  /** What it was started with beyond the usual; its commands need it too. */
  readonly environment: Readonly<Record<string, string>>
  readonly output: () => string
  readonly ended: Promise<number | null>
}

/** DATA_DIR of this attack's endpoint, and what lies beside it. */
export const pathHere = (...parts: readonly string[]): string => join(folder, ...parts)

/** Where this file's attacks are: builds the endpoint once, gives each attack a folder, and ends what it started. */
export const besiege = (): void => {
  beforeAll(async () => {
    await build({ root, configFile: join(root, 'vite.config.ts'), mode: 'endpoint', logLevel: 'error', build: { outDir: built } })
  })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'attack-'))
    mkdirSync(pathHere('app'))
    writeFileSync(pathHere('app', 'index.html'), '<!doctype html>')
  })
  afterEach(async () => {
    for (const { process, ended } of started.splice(0)) {
      process.kill('SIGKILL')
      await ended
    }
    rmSync(folder, { recursive: true })
  })
  afterAll(() => rmSync(built, { recursive: true, force: true }))
}

/** Work on the database from beside the endpoint, as a command does. */
export const beside = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openPatiently({ dataDir: pathHere('data'), databaseUrl: undefined })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** A library with two managers and these rows, before its first start. */
export const foundLibrary = async (rows: readonly Row[] = []): Promise<void> => {
  // Few rounds, so that an attack may try them all while a test waits.
  const pin = await hashPin(managerPin, { salt: 'a1'.repeat(16), iterations: 500, hash: '' })
  const librarians = [manager, otherManager].map((id): Row => ({ kind: 'librarian', id, name: id, isManager: true, pin }))
  const verifier = await managerVerifier()
  await beside(async (store) => {
    await store.createLibrary({ id: mainLibraryId, name: 'Médiathèque', isDemo: false })
    await store.transact(mainLibraryId, async (transaction) => {
      // No card ends, whatever the day.
      const lasting = rows.map((row): Row => (row.kind === 'patron' ? { ...row, expiresOn: undefined } : row))
      for (const row of [aSettings({ zone }), ...librarians, ...lasting]) await transaction.writeRow(row, toInstant(Date.now()))
      for (const librarianId of [manager, otherManager]) await transaction.keepPassphrase({ librarianId, verifier, code: undefined })
    })
  })
}

const environmentOf = (more: Readonly<Record<string, string>>) => ({
  PATH: process.env.PATH,
  PORT: '0',
  DATA_DIR: pathHere('data'),
  APP_DIR: pathHere('app'),
  LIBRARY_NAME: 'Médiathèque',
  ...more,
})

/** Starts the endpoint and waits until it has said where it listens. */
export const start = async (more: Readonly<Record<string, string>> = {}): Promise<Besieged> => {
  const child = spawn(process.execPath, [join(built, 'main.js')], { env: environmentOf(more) })
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', resolve)
  })
  const { origin, port, said: output } = await untilListening(child)
  const besieged = { process: child, origin, port, dataDir: pathHere('data'), environment: more, output, ended }
  started.push(besieged)
  return besieged
}

export interface Commanded {
  readonly code: number
  readonly text: string
}

/** Runs one of the library's own commands to its end; `text` is all it said. */
export const command = (name: string, argv: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Commanded> =>
  promisify(execFile)(process.execPath, [join(built, 'command', `${name}.js`), ...argv], { env: environmentOf(more) }).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    (failed: { code: number; stdout: string; stderr: string }) => ({ code: failed.code, text: failed.stdout + failed.stderr }),
  )

/** A tablet that somebody let in. */
export const enrol = async ({ origin, environment }: Besieged): Promise<TestTablet> => {
  const offered = await command('enrol', [], environment)
  const code = /Code (\S+)/.exec(offered.text)?.[1]
  if (code === undefined) throw new Error(`no code: ${offered.text}`)
  const body = JSON.stringify({ protocol: 4, nonce: 'n', code, name: '' })
  const answer = await fetch(`${origin}/enrolment/v1/enrol`, { method: 'POST', headers: asJson, body })
  if (answer.status !== 200) throw new Error(`not let in: ${answer.status} ${await answer.text()}`)
  return new TestTablet((path, init) => fetch(`${origin}${path}`, init), (await answer.json()) as EnrolAnswer)
}

/** The digest of what a tablet receives, and the one it is told. */
export const digestsOf = async (tablet: TestTablet): Promise<{ readonly received: string; readonly told: string }> => {
  const { rows, end } = await tablet.pull()
  // The cast: whatever came is summed as a tablet sums it.
  const sum = (rows as unknown as Parameters<typeof rowHash>[0][]).reduce((total, row) => addToDigest(total, rowHash(row)), 0n)
  return { received: formatDigest(sum), told: end.digest }
}

/** `payload` as pressed now, on a clock that is right. */
export const pressedNow = (payload: Operation, changes: Partial<Envelope> = {}, name?: string): Envelope =>
  anEnvelope(dueAfter(payload, momentNow().date), { at: toInstant(Date.now()), librarianId: manager, ...changes }, name)

export const momentNow = () => wallClockOf(zone)(toInstant(Date.now()))

const frame = (librarianId: string) => ({ protocol: protocolVersion, nonce: 'm', librarianId })

/** One try of a passphrase, from this tablet. */
export const tryPassphrase = (tablet: TestTablet, passphrase: string, librarianId: string = manager) =>
  tablet.post(`/management/v1/pass?protocol=${protocolVersion}`, { ...frame(librarianId), passphrase })

/** A manager's act from this tablet, with this pass. */
export const actWith = (tablet: TestTablet, pass: unknown, path: string, asked: Readonly<Record<string, unknown>> = {}) =>
  tablet.post(`/management/v1/${path}?protocol=${protocolVersion}`, { ...frame(manager), pass, ...asked })

/** A manager's act, with the passphrase first. */
export const askManager = async (tablet: TestTablet, path: string, asked: Readonly<Record<string, unknown>> = {}) =>
  actWith(tablet, (await tryPassphrase(tablet, managerPassphrase)).body.pass, path, asked)
