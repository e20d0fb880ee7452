/**
 * Makes a failing plan shorter as long as it still trips the same invariant. Runs in the simulator.
 * It drops halves, then quarters, and so on down to single steps: each step has a seed of its own, so the others stay what they were.
 */
import type { Plan } from './plan.ts'
import type { Seams } from './simulated-world.ts'
import { type RunResult, runPlan } from './world.ts'

/** The shortest plan found in `tries` runs, with what happened in it. */
export const shrink = async (
  plan: Plan,
  invariant: number,
  seams: Seams = {},
  tries = 60,
): Promise<{ readonly plan: Plan; readonly result: RunResult }> => {
  let least = plan
  let result = await runPlan(plan, seams)
  let left = tries
  for (let size = Math.ceil(plan.steps.length / 2); size >= 1 && left > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < least.steps.length && left > 0; ) {
      const candidate = { ...least, steps: [...least.steps.slice(0, from), ...least.steps.slice(from + size)] }
      left--
      const tried = await runPlan(candidate, seams)
      if (tried.violations.some((violation) => violation.invariant === invariant)) {
        least = candidate
        result = tried
      } else from += size
    }
  }
  return { plan: least, result }
}
