/**
 * P1, commit: one loan of four documents, from the press to its being on the tablet's disk and in its view, in a real Chromium, cut off from
 * the network. Ours (decided, hashed, strictly kept, shown) beside a bare strict write of the same bytes, and PouchDB and RxDB, both as they
 * come, which is relaxed, and made strict. Twenty presses each in turn; the screens are left out.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { toInstant } from '../../src/domain/instant.ts'
import type { openStore } from '../../src/endpoint/storage/open-store.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { identityOf, readReceipts, seedLibrary } from './bench-desk.ts'
import { buildProduct, type Load } from './built-product.ts'
import { launchTablet } from './busy-day.ts'
import { judge, judgeCorrectness, Measurement } from './measurement.ts'
import { numberOf } from './options.ts'
import { pageFolder, RunningPeers } from './peers/exchange/running-peers.ts'

const contenders = [
  { label: 'bare IndexedDB, strict', name: 'bare', isMadeStrict: false },
  { label: 'ours, strict', name: 'ours', isMadeStrict: false },
  { label: 'PouchDB, as it comes (relaxed)', name: 'pouchdb', isMadeStrict: false },
  { label: 'PouchDB, made strict', name: 'pouchdb', isMadeStrict: true },
  { label: 'RxDB, as it comes (relaxed)', name: 'rxdb', isMadeStrict: false },
  { label: 'RxDB, made strict', name: 'rxdb', isMadeStrict: true },
] as const
const [bare, ours, , strictPouchdb, , strictRxdb] = contenders

interface Running {
  readonly page: Page
  readonly pressed: Set<string>
}

/** Runs the benchmark; `--runs N` [10] after one to warm up, `--presses N` [20] in each. */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const runs = numberOf(options, '--runs', 10)
  const presses = numberOf(options, '--presses', 20)
  const product = await buildProduct<{ openStore: typeof openStore }>(load, 'commit', ['src/endpoint/storage/open-store.ts'])
  const measurement = new Measurement('commit')
  const folder = mkdtempSync(join(tmpdir(), 'bench-commit-'))
  const peers = await RunningPeers.start(folder, load)
  const library = new RunningLibrary(join(process.cwd(), pageFolder))
  const correctness: Parameters<typeof judgeCorrectness>[] = []
  try {
    const store = product.openStore({ dataDir: library.dataDir, databaseUrl: undefined })
    const identity = identityOf(0, await seedLibrary(store, { tablets: 1, now: toInstant(Date.now()) }))
    await store.close()
    await library.start()
    const context = await launchTablet(join(folder, 'profile'))
    const running = new Map<string, Running>()
    const open = async ({ label, name, isMadeStrict }: (typeof contenders)[number]): Promise<Page> => {
      const page = await context.newPage()
      const url = name === 'ours' ? library.url : peers.pageUrl
      await page.goto(url)
      const opening = { database: `${name}${isMadeStrict ? '-strict' : ''}`, url, identity }
      await page.evaluate(([who, how, strict]) => window.bench.open(who, how, strict), [name, opening, isMadeStrict] as const)
      running.set(label, { page, pressed: running.get(label)?.pressed ?? new Set() })
      return page
    }
    for (const contender of contenders) await open(contender)
    for (let turn = 0; turn <= runs; turn++) {
      for (const { label } of contenders) {
        const { page, pressed } = running.get(label) ?? { page: undefined, pressed: new Set<string>() }
        if (page === undefined) throw new Error(label)
        // A page that nobody sees is slowed down by the browser.
        await page.bringToFront()
        const all = await page.evaluate(([from, count]) => window.bench.press(from, count), [turn * presses, presses] as const)
        for (const { id } of all) pressed.add(id)
        const values = all.map(({ ms }) => ms)
        if (turn > 0) measurement.takeAll(label, values, 'ms')
      }
    }
    for (const { label } of contenders) {
      const { page, pressed } = running.get(label) ?? { page: undefined, pressed: new Set<string>() }
      if (page === undefined) throw new Error(label)
      const kept = await page.evaluate(() => window.bench.kept())
      correctness.push([`${label}, on the tablet's disk`, pressed, kept, 0])
      if (label === ours.label) await page.evaluate(() => window.bench.drain())
    }
    await context.close()
    const { operationIds, cases } = readReceipts(library.dataDir)
    correctness.push([
      `${ours.label}, on the endpoint's disk after the network's return`,
      running.get(ours.label)?.pressed ?? new Set(),
      operationIds,
      cases,
    ])
  } finally {
    await library.close()
    await peers.close()
    rmSync(folder, { recursive: true, force: true })
  }
  measurement.table()
  const median = ({ label }: { readonly label: string }): number => measurement.summary(label).median
  judge('P1, ours ÷ a bare strict write of the same bytes, p50', median(ours) / median(bare), 2, ' ×')
  for (const peer of [strictPouchdb, strictRxdb]) judge(`P1, ours ÷ ${peer.label}, p50`, median(ours) / median(peer), 1, ' ×')
  for (const line of correctness) judgeCorrectness(...line)
}
