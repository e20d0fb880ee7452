/**
 * P7, spread: one tablet commits a loan, and every other one shows it. 2, 10 and 50 tablets, all their cores in one Node process, over
 * loopback HTTP to the endpoint's own process on SQLite, FULL. Timed from the press, commit included, to each other tablet's view.
 * Their disks are in memory; then a pair in Chromium, each in a browser of its own on a disk of its own.
 */
import { toItemBarcode } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { openStore } from '../../src/endpoint/storage/open-store.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { identityOf, readReceipts, seedLibrary } from './bench-desk.ts'
import { barcodeOf, loanOf } from './bench-loan.ts'
import { buildProduct, type Load } from './built-product.ts'
import { judge, judgeCorrectness, Measurement } from './measurement.ts'
import { numberOf, optionOf } from './options.ts'
import { spreadPair } from './spread-pair.ts'
import type * as Core from './tablet-core.ts'

type Product = typeof Core & { readonly openStore: typeof openStore }

const nameOf = (count: number): string => `${count} tablets, press → shown on each other`
const pair = 'a pair in Chromium, press → shown on the other'

/** Runs the benchmark; `--tablets 2,10,50` (or none: the pair alone), `--commits N` [40] for each. */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const asked = optionOf(options, '--tablets') ?? '2,10,50'
  const counts = asked === 'none' ? [] : asked.split(',').map(Number)
  const commits = numberOf(options, '--commits', 40)
  const product = await buildProduct<Product>(load, 'spread', ['tests/benchmarks/tablet-core.ts', 'src/endpoint/storage/open-store.ts'])
  const measurement = new Measurement('spread')
  const library = new RunningLibrary()
  const pressed = new Set<string>()
  try {
    const store = product.openStore({ dataDir: library.dataDir, databaseUrl: undefined })
    const epoch = await seedLibrary(store, { tablets: Math.max(1, ...counts), now: toInstant(Date.now()) })
    await store.close()
    await library.start()
    product.askAt(library.url)
    const cores: Core.TabletCore[] = []
    let n = 0
    for (const count of counts) {
      while (cores.length < count) {
        const core = product.openTabletCore(identityOf(cores.length, epoch), cores[0]?.disk.image, () => {})
        cores.push(core)
        await product.signInClaire(core)
      }
      const [first, ...others] = cores
      if (first === undefined) throw new Error('no tablet')
      const values: number[] = []
      // The first four warm the code up.
      for (let turn = -4; turn < commits; turn++, n++) {
        const barcode = toItemBarcode(barcodeOf(n, 0))
        const startedAt = performance.now()
        const shown = others.map(async ({ desk }) => {
          await product.whenShown(desk, () => desk.snapshot.state.get('item', barcode) !== undefined)
          return performance.now() - startedAt
        })
        const result = await first.desk.perform(loanOf(n, 4, first.desk.now()))
        if (result.kind !== 'saved') throw new Error(JSON.stringify(result))
        pressed.add(result.operationId)
        const took = await Promise.all(shown)
        if (turn >= 0) values.push(...took)
        // The others may still be exchanging: a desk has a moment between two patrons.
        await new Promise((resolve) => setTimeout(resolve, 100 + 4 * count))
      }
      measurement.takeAll(nameOf(count), values, 'ms')
    }
    for (const core of cores) core.setOnline(false)
  } finally {
    await library.stop()
  }
  const { operationIds, cases } = readReceipts(library.dataDir)
  await library.close()
  const inChromium = await spreadPair(product.openStore, commits)
  measurement.takeAll(pair, inChromium.values, 'ms')
  measurement.table()
  console.log('durability: tablet memory, in Chromium strict IndexedDB; endpoint SQLite WAL, synchronous=FULL, told after the commit')
  for (const what of [...counts.map(nameOf), pair]) {
    const { median, p99 } = measurement.summary(what)
    judge(`P7, ${what}, p50`, median, 50, ' ms')
    judge(`P7, ${what}, p99`, p99, 150, ' ms')
  }
  judgeCorrectness('ours, on the endpoint’s disk', pressed, operationIds, cases)
  judgeCorrectness(
    'the pair in Chromium, on the endpoint’s disk',
    inChromium.pressed,
    inChromium.received.operationIds,
    inChromium.received.cases,
  )
}
