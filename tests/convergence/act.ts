/**
 * What a step of a plan does in a world, and what several of them do alike. Runs in the simulator.
 * The acts themselves: tab-acts.ts, device-acts.ts, outbox-acts.ts, library-acts.ts, endpoint-acts.ts.
 */
import type { Chance } from './chance.ts'
import type { LivingWorld } from './create-world.ts'
import type { Step, StepKind } from './plan.ts'
import type { SimulatedTablet } from './simulated-tablet.ts'

/** Answers whether it struck there and then: what found nothing to strike did not, and what lies in wait has not yet. */
export type Act = (tablet: SimulatedTablet, chance: Chance, step: Step) => boolean | Promise<boolean>
export type Acts<K extends StepKind = StepKind> = { readonly [Kind in K]: Act }

export const minuteMs = 60_000

export const forAWhile = ({ time }: LivingWorld, chance: Chance, longestMinutes: number, end: () => void): void =>
  void time.after(chance.between(2000, longestMinutes * minuteMs), end)
