/**
 * A person decides a case (CASE-2): whoever is signed in, manager or not, having seen all that it cites.
 * Anew, only who has read the decision that stands: another one may have come meanwhile.
 */
import { isExplained, isOfLoanAndReturn, subjectOfCase } from '../../case/case.ts'
import { isOffered } from '../../case/case-decisions.ts'
import { isOfIls } from '../../case/ils-case.ts'
import { lastCaseOf } from '../../case/record-case.ts'
import { isAllSeen } from '../../case/seen-cites.ts'
import { refuse } from '../../result.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'
import { writeDecision } from '../write-decision.ts'

export const settleCase: KindOf<'settle-case'> = {
  ...ofOrder,
  texts: ({ note }) => [note],
  names: ({ note }) => ({ reason: note }),
  decide: (state, request) => {
    const found = state.get('case', request.caseId)
    if (found === undefined) return refuse({ kind: 'case-unknown' })
    // Nobody's decision closed it, so there is none to take again: its facts contradict nothing, and neither is untrue.
    if (isExplained(found)) return refuse({ kind: 'case-changed-meanwhile' })
    const { settlement } = found
    // The ILS was asked again, or no more, by the decision itself: it is done once, and what comes of it is the next case.
    if (settlement !== undefined && (isOfIls(found) || settlement.operationId !== request.anew?.replaces)) {
      return refuse({ kind: 'case-already-settled', by: settlement.librarianId })
    }
    // What the next case about the same facts says counts more: that one is decided anew.
    if ((lastCaseOf(state, found.caseKind, found.subject) ?? found).id !== found.id) return refuse({ kind: 'case-changed-meanwhile' })
    // A fact that joined meanwhile was not seen by the person who decided, and what the case does not offer nobody could have read in it.
    return isAllSeen(found, request) && isOffered(found, request.decision) ? yes : refuse({ kind: 'case-changed-meanwhile' })
  },
  apply: (draft, { caseId, cites, decision, note, anew }, { operationId, librarianId, deviceId, at }) => {
    const settled = draft.get('case', caseId)
    const decided = settled === undefined || isExplained(settled) ? undefined : settled.settlement
    if (decided !== undefined && decided.operationId !== anew?.replaces) return
    if (settled !== undefined) draft.put({ ...settled, settlement: { operationId, librarianId, deviceId, at, decision, note } })
    if (decision.kind !== 'stands' && decision.kind !== 'both-true') return
    // By what the person saw and not by the row: a fact that came late may have explained the case, which in another order never was.
    const seen = cites.length > 0 ? cites : (settled?.cites ?? [])
    const fact = decision.kind === 'stands' ? decision.fact : undefined
    const says = isOfLoanAndReturn(caseId) ? 'order' : 'truth'
    writeDecision(draft, { operationId, subject: subjectOfCase(caseId), says, cites: seen, fact }, anew?.replaces)
  },
}
