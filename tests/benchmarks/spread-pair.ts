/**
 * P7's pair in Chromium: two browser processes, each with a profile on the disk, and between them the endpoint's own process. Runs in Node.
 * Timed from the press in one page, its strict commit included, to the other page's view, by the one clock of the machine.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { toInstant } from '../../src/domain/instant.ts'
import type { openStore } from '../../src/endpoint/storage/open-store.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { identityOf, readReceipts, seedLibrary } from './bench-desk.ts'
import { buildPage } from './build-page.ts'
import { launchTablet } from './busy-day.ts'
import type {} from './spread-page.ts'

const pageFolder = 'dist/benchmarks/spread'
const openings = 2
/** The first turns warm the code up. */
const warmUps = 4

export interface SpreadPair {
  /** Milliseconds, each. */
  readonly values: readonly number[]
  readonly pressed: ReadonlySet<string>
  readonly received: ReturnType<typeof readReceipts>
}

export const spreadPair = async (open: typeof openStore, commits: number): Promise<SpreadPair> => {
  await buildPage('tests/benchmarks/spread-page.ts', pageFolder)
  const folder = mkdtempSync(join(tmpdir(), 'bench-spread-'))
  const library = new RunningLibrary(join(process.cwd(), pageFolder))
  const store = open({ dataDir: library.dataDir, databaseUrl: undefined })
  const epoch = await seedLibrary(store, { tablets: openings, now: toInstant(Date.now()) })
  await store.close()
  const contexts: Awaited<ReturnType<typeof launchTablet>>[] = []
  const pressed = new Set<string>()
  const values: number[] = []
  try {
    await library.start()
    const pages: Page[] = []
    for (let n = 0; n < openings; n++) {
      const context = await launchTablet(join(folder, `profile-${n}`))
      contexts.push(context)
      const page = context.pages()[0] ?? (await context.newPage())
      await page.goto(library.url)
      const opening = { database: 'ours', url: library.url, identity: identityOf(n, epoch) }
      await page.evaluate(([how, first]) => window.tablet.open(how, first), [opening, n] as const)
      pages.push(page)
    }
    const [here, there] = pages
    if (here === undefined || there === undefined) throw new Error('two were opened')
    for (let turn = -warmUps, n = openings; turn < commits; turn++, n++) {
      await there.evaluate((nth) => window.tablet.watch(nth), n)
      const { id, at } = await here.evaluate((nth) => window.tablet.press(nth), n)
      pressed.add(id)
      const seenAt = await there.evaluate(() => window.tablet.seen())
      if (turn >= 0) values.push((seenAt ?? Number.NaN) - at)
      // A desk has a moment between two patrons.
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    for (const page of pages) for (const id of await page.evaluate(() => window.tablet.kept())) pressed.add(id)
  } finally {
    for (const context of contexts) await context.close()
    await library.stop()
  }
  const received = readReceipts(library.dataDir)
  await library.close()
  rmSync(folder, { recursive: true, force: true })
  return { values, pressed, received }
}
