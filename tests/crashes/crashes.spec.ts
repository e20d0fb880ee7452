/**
 * Nothing that a screen said was saved is lost, and nothing is there twice, when browsers and endpoints are killed at random instants.
 * Runs in Playwright, in a real Chromium against the built endpoint; `npm run bench -- faults` does the same for longer (README.md).
 * A failure names its seed: PTE_CRASH_SEED gives it again.
 */
import { expect, test } from '@playwright/test'
import type { CrashOptions, CrashReport } from './crash.ts'
import { killEndpoint } from './kill-endpoint.ts'
import { killTablet } from './kill-tablet.ts'
import type { Aim } from './moments.ts'

const kills = Number(process.env.PTE_CRASH_KILLS ?? 25)
// Side by side, where there are two workers: instants are drawn within what acts last here, and what was never struck is aimed at again.
test.describe.configure({ mode: 'parallel' })
test.setTimeout(Math.max(600_000, kills * 20_000))
const seed = process.env.PTE_CRASH_SEED ?? String(Date.now())

const expectNothingLost = async (kill: (options: CrashOptions) => Promise<CrashReport>, acts: readonly Aim[]): Promise<void> => {
  console.log(`seed ${seed}`)
  const report = await kill({ seed, kills })
  console.log(JSON.stringify({ ...report, struck: Object.fromEntries(report.struck) }))
  expect(report.faults, `seed ${seed}`).toEqual([])
  expect(report.said).toBeGreaterThan(kills)
  for (const act of acts) expect(report.struck.get(act) ?? 0, `kills during a ${act}`).toBeGreaterThan(0)
}

test('[HO-6] a tablet killed in commits, pushes and pulls loses nothing that it had said was saved, and repeats nothing', () =>
  expectNothingLost(killTablet, ['commit', 'push', 'receipt', 'pull']))

test('[HO-6] an endpoint killed in pushes and pulls has all that was shown as transmitted, once', () =>
  expectNothingLost(killEndpoint, ['push', 'receipt', 'pull']))
