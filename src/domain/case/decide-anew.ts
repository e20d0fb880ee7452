/**
 * What a press concludes when a decided case is decided anew (CASE-2): which decision it replaces, and which facts count again. Runs everywhere.
 * Concluded here once and carried by the operation: whoever applies it may no longer hold the other cases about the same facts.
 */

import type { OperationId } from '../ids.ts'
import type { Operation } from '../operation/operation.ts'
import { parseSubject } from '../operation/subject.ts'
import type { DeskState } from '../row/desk-state.ts'
import { type Case, type CaseDecision, isOfLoanAndReturn, type Settlement } from './case.ts'

/**
 * Whether the two say the same of a fact that both cite: one press hands over several documents, and may be untrue of one of them alone; and
 * that a loan came before a return makes it no less true.
 */
const isOfTheSame = (one: Case, other: Case): boolean => {
  const [about, of] = [parseSubject(one.subject), parseSubject(other.subject)]
  const isOfOneItem = about?.kind !== 'item' || of?.kind !== 'item' || about.barcode === of.barcode
  return isOfOneItem && isOfLoanAndReturn(one.id) === isOfLoanAndReturn(other.id)
}

/** undefined: the case is open, and nothing is replaced. */
export const decideAnew = (
  state: DeskState,
  decided: Case,
  decision: CaseDecision,
): Extract<Operation, { kind: 'settle-case' }>['anew'] => {
  const { id, settlement, cites } = decided
  if (settlement === undefined) return undefined
  const untrueIn = (said: Settlement['decision'], fact: OperationId): boolean => said.kind === 'stands' && said.fact !== fact
  const isUntrueElsewhere = (fact: OperationId): boolean =>
    [...state.all('case')].some(
      (other) =>
        other.id !== id &&
        other.settlement !== undefined &&
        other.cites.includes(fact) &&
        isOfTheSame(decided, other) &&
        untrueIn(other.settlement.decision, fact),
    )
  const restores = cites.filter((fact) => untrueIn(settlement.decision, fact) && !untrueIn(decision, fact) && !isUntrueElsewhere(fact))
  return { replaces: settlement.operationId, restores }
}
