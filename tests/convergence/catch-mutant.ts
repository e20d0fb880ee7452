/**
 * Whether a mutant is caught: by the seed recorded for it, or by one of the first ones. Runs in the simulator and its test.
 * A change of our code moves what a seed means a little: the recorded seed is a shortcut, not a promise.
 */
import type { Mutant } from './mutants.ts'
import { makePlan } from './plan.ts'
import { runPlan } from './world.ts'

/** The seed that caught it, and the numbers of the invariants that it broke; undefined: none of `tries` seeds did. */
export const catchMutant = async (
  { seed, seams }: Mutant,
  tries: number,
): Promise<{ readonly seed: number; readonly invariants: readonly number[] } | undefined> => {
  const seeds = [...(seed === undefined ? [] : [seed]), ...Array.from({ length: tries }, (_, i) => i + 1)]
  for (const candidate of seeds) {
    const { violations } = await runPlan(makePlan(candidate, false), seams())
    if (violations.length > 0) return { seed: candidate, invariants: [...new Set(violations.map(({ invariant }) => invariant))] }
  }
  return undefined
}
