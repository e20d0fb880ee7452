/**
 * P8, herd: 200 tablets that were cut off for three hours hear the network come back at the same instant, each with loans to hand over
 * and a base to bring up. Their cores run in one Node process, over loopback HTTP to the endpoint's own process on SQLite, FULL.
 * The worst case on purpose: nothing here waits for a tablet's jitter, which spreads those that nobody wakes over a minute.
 */
import { readFileSync } from 'node:fs'
import { toInstant } from '../../src/domain/instant.ts'
import type { openStore } from '../../src/endpoint/storage/open-store.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { identityOf, readReceipts, seedLibrary } from './bench-desk.ts'
import { loanOf } from './bench-loan.ts'
import { buildProduct, type Load } from './built-product.ts'
import { judge, judgeCorrectness, Measurement } from './measurement.ts'
import { numberOf } from './options.ts'
import type * as Core from './tablet-core.ts'

type Product = typeof Core & { readonly openStore: typeof openStore }

/** When whoever is not back counts as late. Milliseconds. */
const patienceMs = 300_000
/** How long the endpoint is watched once everything is handed over. Milliseconds. */
const calmMs = 10_000
/** Linux counts a process's time in hundredths of a second. */
const ticksPerSecond = 100

/** Seconds of processor that a process took, all threads. */
const secondsOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  // proc(5): utime and stime are fields 14 and 15, the second after the name being field 4.
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Runs the benchmark; `--tablets N` [200], `--presses N` [5] on each while cut off, `--elsewhere N` [300] meanwhile on one that is not. */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const tablets = numberOf(options, '--tablets', 200)
  const presses = numberOf(options, '--presses', 5)
  const elsewhere = numberOf(options, '--elsewhere', 300)
  const product = await buildProduct<Product>(load, 'herd', ['tests/benchmarks/tablet-core.ts', 'src/endpoint/storage/open-store.ts'])
  const measurement = new Measurement('herd')
  // Two hundred tablets are not behind one router: a proxy counts connections by address, and here none does.
  const library = new RunningLibrary(undefined, { TRUST_PROXY: '1' })
  const pressed = new Set<string>()
  let asked: Core.Asked[] = []
  let secondsBack = 0
  let late = 0
  let secondsCalm = 0
  try {
    const store = product.openStore({ dataDir: library.dataDir, databaseUrl: undefined })
    const epoch = await seedLibrary(store, { tablets: tablets + 1, now: toInstant(Date.now()) })
    await store.close()
    await library.start()
    const pid = library.pid
    if (pid === undefined) throw new Error('the endpoint does not run')
    product.askAt(library.url)
    const press = async ({ desk }: Core.TabletCore, n: number): Promise<void> => {
      const result = await desk.perform(loanOf(n, 4, desk.now()))
      if (result.kind !== 'saved') throw new Error(JSON.stringify(result))
      pressed.add(result.operationId)
    }
    const isDone = ({ desk }: Core.TabletCore): boolean => desk.snapshot.pendingCount === 0 && desk.snapshot.link.kind === 'online'

    const stayed = product.openTabletCore(identityOf(tablets, epoch), undefined, () => {})
    await product.signInClaire(stayed)
    const herd: Core.TabletCore[] = []
    for (let n = 0; n < tablets; n++) {
      const core = product.openTabletCore(identityOf(n, epoch), stayed.disk.image, (one) => asked.push(one))
      core.setOnline(false)
      herd.push(core)
      await product.signInClaire(core)
    }
    for (let n = 0; n < elsewhere; n++) await press(stayed, n)
    await product.whenShown(stayed.desk, () => isDone(stayed))
    for (const [t, core] of herd.entries()) for (let n = 0; n < presses; n++) await press(core, elsewhere + t * presses + n)

    asked = []
    const before = secondsOf(pid)
    const startedAt = performance.now()
    for (const core of herd) {
      core.setOnline(true)
      core.wake()
    }
    await Promise.allSettled(herd.map((core) => product.whenShown(core.desk, () => isDone(core), patienceMs)))
    late = herd.filter((core) => !isDone(core)).length
    secondsBack = (performance.now() - startedAt) / 1000
    const worked = secondsOf(pid) - before
    measurement.take('all handed over, bases brought up', secondsBack, 's', { tablets, operations: tablets * presses })
    measurement.take('endpoint, processor until then', worked, 's')
    measurement.take('endpoint, cores busy', worked / secondsBack, 'cores')
    await new Promise((resolve) => setTimeout(resolve, calmMs))
    secondsCalm = secondsOf(pid) - before - worked
    measurement.take(`endpoint, processor in the ${calmMs / 1000} s after`, secondsCalm, 's')
    const times = (path: string): number[] => asked.filter((one) => one.path.startsWith(path)).map(({ ms }) => ms)
    measurement.takeAll('push', times('/sync/v1/push'), 'ms')
    measurement.takeAll('pull', times('/sync/v1/pull'), 'ms')
    for (const core of [stayed, ...herd]) core.setOnline(false)
  } finally {
    await library.stop()
  }
  const { operationIds, cases } = readReceipts(library.dataDir)
  await library.close()
  measurement.table()
  const countByStatus = new Map<number, number>()
  for (const { status } of asked) countByStatus.set(status, (countByStatus.get(status) ?? 0) + 1)
  console.log(`answers: ${[...countByStatus].map(([status, count]) => `${status} × ${count}`).join(', ')}`)
  console.log('durability: tablet memory; endpoint SQLite WAL, synchronous=FULL (fsync at each commit), told after the commit')
  judge('P8, tablets not back within five minutes', late, 0)
  judge('P8, answers that were none or 5xx', asked.filter(({ status }) => status === 0 || status >= 500).length, 0)
  judge('P8, push p99', measurement.summary('push').p99, 2000, ' ms')
  judge('P8, endpoint at rest again: processor in the 10 s after', secondsCalm, 1, ' s')
  judgeCorrectness('ours, on the endpoint’s disk', pressed, operationIds, cases)
}
