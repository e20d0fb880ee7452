/**
 * Simulated days, as many as a test run can afford; `npm run simulate` runs more (README.md). Runs in vitest.
 * A run is a pure function of its seed: that is asked first, for nothing else would mean much without it.
 */
import { expect, test } from 'vitest'
import { makePlan } from './plan.ts'
import { runPlan } from './world.ts'

test('the same seed gives the same trace, and another seed another one', async () => {
  const [once, again, other] = [await runPlan(makePlan(2, false)), await runPlan(makePlan(2, false)), await runPlan(makePlan(3, false))]
  expect(again.traceHash).toBe(once.traceHash)
  expect(other.traceHash).not.toBe(once.traceHash)
  expect(once.violations).toEqual([])
}, 120_000)
