/**
 * What a simulated world consists of, as those see it who judge it. Runs in the simulator.
 * Apart from `create-world.ts`, which makes one and calls the judges.
 */
import type { apply } from '../../src/domain/desk/apply.ts'
import type { EndpointMachine } from './endpoint-machine.ts'
import type { EndpointSeams } from './endpoint-process.ts'
import type { Oracle } from './oracle.ts'
import type { Plan } from './plan.ts'
import type { SimulatedTablet, TabletSeams } from './simulated-tablet.ts'
import type { VirtualTime } from './virtual-time.ts'

/** Where a mutant replaces some of our code. */
export interface Seams {
  readonly endpoint?: EndpointSeams
  readonly tablet?: TabletSeams
  /** The rules, where the log is told again. */
  readonly apply?: typeof apply
}

export interface World {
  readonly plan: Plan
  readonly time: VirtualTime
  readonly endpoint: EndpointMachine
  readonly tablets: readonly SimulatedTablet[]
  readonly oracle: Oracle
  /** Tablets whose base was damaged on the disk and not fetched anew since. */
  readonly damaged: Set<SimulatedTablet>
  /** Tablets of which a tab was frozen while that was so: it may say of it what it had read before. */
  readonly frozenDamaged: Set<SimulatedTablet>
  /** Device ids whose profile was copied while they were served. */
  readonly cloned: Set<string>
  /** The rules, or what a mutant makes of them. */
  readonly apply: typeof apply
}

/** What goes on by itself: while it does, time stands still. */
export interface UnderWay {
  count: number
}
