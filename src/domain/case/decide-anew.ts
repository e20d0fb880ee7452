/**
 * What a press concludes when a decided case is decided anew (CASE-2): which decision it replaces, and which facts count again. Runs everywhere.
 * Concluded here once and carried by the operation: whoever applies it may no longer hold the other cases about the same facts.
 */

import type { OperationId } from '../ids.ts'
import type { Operation } from '../operation/operation.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Case, CaseDecision, Settlement } from './case.ts'

/** undefined: the case is open, and nothing is replaced. */
export const decideAnew = (
  state: DeskState,
  { id, settlement, cites }: Case,
  decision: CaseDecision,
): Extract<Operation, { kind: 'settle-case' }>['anew'] => {
  if (settlement === undefined) return undefined
  const untrueIn = (decided: Settlement['decision'], fact: OperationId): boolean => decided.kind === 'stands' && decided.fact !== fact
  const isUntrueElsewhere = (fact: OperationId): boolean =>
    [...state.all('case')].some(
      (other) =>
        other.id !== id && other.settlement !== undefined && other.cites.includes(fact) && untrueIn(other.settlement.decision, fact),
    )
  const restores = cites.filter((fact) => untrueIn(settlement.decision, fact) && !untrueIn(decision, fact) && !isUntrueElsewhere(fact))
  return { replaces: settlement.operationId, restores }
}
