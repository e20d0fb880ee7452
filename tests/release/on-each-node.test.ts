/**
 * A release on each Node that it asks for: its own lock installed there, a demo made, a tablet's operation taken, a copy made and put back. What
 * better-sqlite3 13 wrote is opened by the one that the checkout has, and the other way round. PTE_NODES names the programs, separated as in
 * PATH; without it this is skipped, saying so. npm fetches the packages.
 */
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { restoreSqlite } from '../../src/endpoint/storage/sqlite-backup.ts'
import { untilListening } from '../fakes/listening-endpoint.ts'
import { SecondClient } from '../protocol/second-client/client.ts'
import { buildForRelease, packRelease, releaseName, root, unpackRelease } from './pack-release.ts'

const nodes = (process.env.PTE_NODES ?? '').split(delimiter).filter(Boolean)
const folder = mkdtempSync(join(tmpdir(), 'each-node-'))
/** Milliseconds: to make a demo and to give up, on a busy machine. */
const patience = { interval: 50, timeout: 60_000 }

beforeAll(async () => {
  if (nodes.length === 0) return
  await buildForRelease(join(folder, 'dist'))
  await packRelease(join(folder, 'dist'), join(folder, 'packed'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

if (nodes.length === 0) test('a release runs on each Node that it asks for', ({ skip }) => skip('PTE_NODES names no Node'))

describe.each(nodes)('a release on %s', (node) => {
  const home = mkdtempSync(join(folder, 'home-'))
  const release = join(home, 'empty', releaseName)
  const environment = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }
  const npm = (words: readonly string[], dataDir = join(home, 'data')): Promise<string> =>
    promisify(execFile)('npm', words, { cwd: release, env: { ...environment, DATA_DIR: dataDir } }).then(({ stdout }) => stdout)

  const start = async (dataDir: string) => {
    const child = spawn(node, ['dist/endpoint/main.js'], { cwd: release, env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir } })
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    ends.push(() => child.kill('SIGKILL') && ended)
    const { origin, said } = await untilListening(child)
    expect(await (await fetch(`${origin}/ready`)).json()).toEqual({ status: 'ready' })
    const stop = async (): Promise<void> => {
      child.kill('SIGTERM')
      expect([await ended, said()]).toEqual([0, expect.not.stringContaining('Assertion')])
    }
    return { origin, said, stop }
  }
  type Endpoint = Awaited<ReturnType<typeof start>>
  const clientOf = ({ origin }: Endpoint, disk?: SecondClient['disk']) => new SecondClient(origin, { fetch, now: Date.now }, disk)

  beforeAll(async () => {
    unpackRelease(join(folder, 'packed'), join(home, 'empty'))
    await npm(['ci', '--omit=dev', '--no-audit', '--no-fund'])
    // Nothing was compiled, or fetched by a script: node-gyp leaves this folder, even where there is nothing for it to do.
    const packages = join(release, 'node_modules')
    expect(readdirSync(packages)).toContain('better-sqlite3')
    expect(existsSync(join(packages, 'better-sqlite3', 'build'))).toBe(false)
  })

  test('starts on an empty folder, takes an operation, is copied, put back, and stops', { timeout: 300_000 }, async () => {
    const first = await start(join(home, 'data'))
    expect(await (await fetch(`${first.origin}/b/demo/`)).text()).toContain('<html lang="fr"')
    const code = await vi.waitUntil(() => /Code (\S+)/.exec(first.said())?.[1], patience)
    const client = clientOf(first)
    expect(await client.enrol(code, 'Accueil')).toBeUndefined()
    expect(await client.exchange()).toBeUndefined()
    const idOf = (kind: string): string => Object.values(client.disk.rows).find((row) => row.kind === kind)?.id ?? ''
    const lend = async (barcode: string): Promise<void> => {
      const item = { barcode, recordId: 'record-1', documentType: 'livre', lineId: undefined, dueOn: '2099-12-31', isNewRelease: false }
      const [date = '', time = ''] = new Date().toISOString().split(/[T.]/)
      const happened = { date, time: time.slice(0, 5) }
      const nothing = { orderId: undefined, leftBehind: [], notFound: [], receipt: 'undecided' }
      client.press({ kind: 'hand-over-order', ...nothing, card: idOf('patron'), items: [item], happened }, idOf('librarian'))
      expect(await client.exchange()).toBeUndefined()
    }
    await lend('33331000000012')

    const copy = join(home, 'copy.db')
    expect(await npm(['run', 'backup', '--', '--out', copy])).toContain('whole and checked')
    // What the copy does not know, the tablet hands over again.
    await lend('33331000000020')
    for (const { outcome } of client.disk.outbox) expect(outcome).toMatch(/^accepted/)
    await first.stop()
    const pressed = client.disk.outbox.map(({ operationId }) => operationId)
    const expectBothAt = async (endpoint: Endpoint): Promise<void> => {
      const again = clientOf(endpoint, JSON.parse(JSON.stringify(client.disk)))
      expect(await again.exchange()).toBeUndefined()
      const facts = Object.values(again.disk.rows).flatMap(({ kind, row }) => (kind === 'item' ? (row?.facts ?? []) : []))
      for (const id of pressed) expect(facts.filter(({ operationId }) => operationId === id)).toHaveLength(1)
      await endpoint.stop()
    }

    const elsewhere = join(home, 'elsewhere')
    expect(await npm(['run', 'restore', '--', '--from', copy], elsewhere)).toContain('restored at version')
    await expectBothAt(await start(elsewhere))

    // The checkout's own better-sqlite3 puts the same copy back and writes to it; then the release opens what it made.
    const byCheckout = join(home, 'by-checkout')
    const restored = await restoreSqlite(copy, join(byCheckout, 'desk.db'), { isForced: false, stamp: 'x' })
    expect(restored).toMatchObject({ ok: true })
    await expectBothAt(await start(byCheckout))
  })

  const kept = readdirSync(join(root, 'tests/upgrades'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  test.each(kept.map(({ name }) => name))('opens what %s left, and copies it whole', async (name) => {
    const data = join(home, name)
    mkdirSync(data)
    writeFileSync(join(data, 'desk.db'), gunzipSync(readFileSync(join(root, 'tests/upgrades', name, 'desk.db.gz'))))
    await (await start(data)).stop()
    expect(await npm(['run', 'backup', '--', '--out', join(home, `${name}.db`)], data)).toContain('whole and checked')
  })
})
