/**
 * Whether a mutant is caught: by the seed recorded for it, or by one of the first ones. Runs in the simulator and its test.
 * A change of our code moves what a seed means a little: the recorded seed is a shortcut, not a promise. The invariants recorded are one.
 */
import type { Mutant } from './mutants.ts'
import { makePlan } from './plan.ts'
import { runPlan } from './world.ts'

/**
 * The seed that caught it, and the numbers of the invariants that it broke, all that are recorded for it among them; undefined: none of
 * `tries` seeds did.
 */
export const catchMutant = async (
  { caught, seams }: Mutant,
  tries: number,
): Promise<{ readonly seed: number; readonly invariants: readonly number[] } | undefined> => {
  const seeds = [...(caught === undefined ? [] : [caught.seed]), ...Array.from({ length: tries }, (_, i) => i + 1)]
  for (const seed of new Set(seeds)) {
    // Once they are all broken, the rest of the day says nothing more of it.
    const { violations } = await runPlan(makePlan(seed, false), seams(), caught?.trips)
    const broken = new Set(violations.map(({ invariant }) => invariant))
    if (broken.size > 0 && (caught?.trips ?? []).every((invariant) => broken.has(invariant)))
      return { seed, invariants: [...broken].sort((a, b) => a - b) }
  }
  return undefined
}
