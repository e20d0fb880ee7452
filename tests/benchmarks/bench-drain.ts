/**
 * P2, drain: 500 and 5,000 loans of four documents made during an outage, from the network's return until all are acknowledged. Ours beside
 * PouchDB → PouchDB Server, RxDB → HTTP on SQLite and Yjs → Hocuspocus, each in a page of one real Chromium, in turn, on databases of their
 * own. Ours also tells when its base was brought up, which the others leave out. Servers on loopback; what each promises is printed.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toInstant } from '../../src/domain/instant.ts'
import type { openStore } from '../../src/endpoint/storage/open-store.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { identityOf, readReceipts, seedLibrary } from './bench-desk.ts'
import { buildProduct, type Load } from './built-product.ts'
import { launchTablet } from './busy-day.ts'
import { judge, judgeCorrectness, Measurement } from './measurement.ts'
import { numberOf, optionOf } from './options.ts'
import { pageFolder, RunningPeers } from './peers/exchange/running-peers.ts'

const contenders = ['ours', 'pouchdb', 'rxdb', 'yjs'] as const
/** Hocuspocus stores 10 s after a change at the latest. Milliseconds. */
const storedWithinMs = 15_000

/** Runs the benchmark; `--sizes 500,5000`, `--runs N` [2] of each after a warm-up of 100. */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const sizes = (optionOf(options, '--sizes') ?? '500,5000').split(',').map(Number)
  const runs = numberOf(options, '--runs', 2)
  const turns = [100, ...Array.from({ length: runs }, () => sizes).flat()]
  const product = await buildProduct<{ openStore: typeof openStore }>(load, 'drain', ['src/endpoint/storage/open-store.ts'])
  const measurement = new Measurement('drain')
  const folder = mkdtempSync(join(tmpdir(), 'bench-drain-'))
  const peers = await RunningPeers.start(folder, load)
  const library = new RunningLibrary(join(process.cwd(), pageFolder))
  const pressed = { ours: new Set<string>(), pouchdb: new Set<string>(), rxdb: new Set<string>(), yjs: new Set<string>() }
  const kept: Record<(typeof contenders)[number], string[]> = { ours: [], pouchdb: [], rxdb: [], yjs: [] }
  let cases = 0
  try {
    const store = product.openStore({ dataDir: library.dataDir, databaseUrl: undefined })
    const epoch = await seedLibrary(store, { tablets: turns.length, now: toInstant(Date.now()) })
    await store.close()
    await library.start()
    // Peers answer from another port: the question that browsers ask before such a request is no part of their work.
    const context = await launchTablet(join(folder, 'profile'), ['--disable-web-security'])
    let pressedSoFar = 0
    for (const [turn, size] of turns.entries()) {
      for (const name of contenders) {
        const page = await context.newPage()
        const database = `${name}-${turn}`
        const url = name === 'ours' ? library.url : peers.servers[name].url
        await page.goto(name === 'ours' ? library.url : peers.pageUrl)
        const opening = { database, url, identity: identityOf(turn, epoch) }
        await page.evaluate(([who, how]) => window.bench.open(who, how, false), [name, opening] as const)
        const ids = await page.evaluate(([from, count]) => window.bench.pressMany(from, count), [pressedSoFar, size] as const)
        for (const id of ids) pressed[name].add(id)
        const { drained, settled } = await page.evaluate(() => window.bench.drain())
        if (turn > 0) measurement.take(`${name}, ${size} pending`, drained, 'ms')
        if (turn > 0 && name === 'ours') measurement.take(`${name}, ${size} pending, base brought up`, settled, 'ms')
        if (name !== 'ours') {
          const { servers } = peers
          const deadline = performance.now() + storedWithinMs
          let found = await servers[name].kept(database)
          while (found.length < size && performance.now() < deadline) {
            await new Promise((resolve) => setTimeout(resolve, 250))
            found = await servers[name].kept(database)
          }
          kept[name].push(...found)
        }
        await page.close()
      }
      pressedSoFar += size
    }
    await context.close()
  } finally {
    await library.stop()
    await peers.close()
  }
  const receipts = readReceipts(library.dataDir)
  kept.ours.push(...receipts.operationIds)
  cases = receipts.cases
  await library.close()
  rmSync(folder, { recursive: true, force: true })
  measurement.table()
  const median = (name: string, size: number): number => measurement.summary(`${name}, ${size} pending`).median
  console.log('an acknowledged operation is: ours, in SQLite WAL, synchronous=FULL, one commit per push (fsync)')
  for (const name of ['pouchdb', 'rxdb', 'yjs'] as const) console.log(`  ${name}: ${peers.servers[name].durability}`)
  for (const size of sizes) {
    for (const name of ['pouchdb', 'rxdb'] as const) {
      judge(`P2, ${size} pending, ours ÷ ${name}`, median('ours', size) / median(name, size), 1, ' ×')
    }
  }
  const [few = 1, many = few] = [Math.min(...sizes), Math.max(...sizes)]
  judge(`P2, ours, ${many} ÷ ${few}, as against their number`, (median('ours', many) * few) / (median('ours', few) * many), 1.2, ' ×')
  for (const name of contenders) judgeCorrectness(`${name}, on its server’s disk`, pressed[name], kept[name], name === 'ours' ? cases : 0)
}
