/**
 * Our own code, broken on purpose, one habit at a time: each of these must be caught, or the invariants prove nothing (I-29). Runs in
 * the simulator. On the tablet: tablet-mutants.ts; on the endpoint: endpoint-mutants.ts.
 * `caught` names the short plan that catches it; `npm run simulate -- --seek` finds them again after the plans have changed.
 */
import { endpointMutants } from './endpoint-mutants.ts'
import { type Caught, mutantSeeds } from './mutant-seeds.ts'
import type { Seams } from './simulated-world.ts'
import { tabletMutants } from './tablet-mutants.ts'

export interface Mutant {
  readonly name: string
  /** undefined: nothing has caught it yet. */
  readonly caught: Caught | undefined
  /** Made anew for each run: some remember. */
  readonly seams: () => Seams
}

/** All of them, each with what is recorded for it. */
export const mutants: readonly Mutant[] = Object.entries({ ...tabletMutants, ...endpointMutants }).map(([name, seams]) => ({
  name,
  seams,
  caught: mutantSeeds[name],
}))
