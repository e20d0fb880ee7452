/**
 * Faults that lie in wait, by what will meet them: a request, a transaction, a hint. Runs in the simulator.
 * Each is counted once, when it strikes (I-29): one that nothing met is none.
 */
import type { Oracle } from './oracle.ts'
import type { StepKind } from './plan.ts'

export interface FaultsInWait {
  lay(where: string, kind: StepKind): void
  strike(where: string): void
}

export const createFaultsInWait = (oracle: Oracle): FaultsInWait => {
  const inWait = new Map<string, StepKind>()
  return {
    lay: (where, kind) => void inWait.set(where, kind),
    strike: (where) => {
      const kind = inWait.get(where)
      if (inWait.delete(where) && kind !== undefined) oracle.fault(kind)
    },
  }
}
