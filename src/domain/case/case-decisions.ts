/**
 * What a person may decide about a case: at most three ends, in the order they are offered (CASE-1). Runs everywhere.
 * "I do not know yet" is always possible: it is leaving the case open, so it is no decision.
 */
import type { RecordedFact } from '../operation/recorded-fact.ts'
import type { DeskReader } from '../row/desk-state.ts'
import { rowAbout } from '../row/row-about.ts'
import { type Case, type CaseDecision, type CaseKind, isListReason } from './case.ts'
import { isOfIls } from './ils-case.ts'
import { lastCaseOf } from './record-case.ts'

/** A kind that only a newer build knows is decided where that build runs; one that this build knows does not get here. */
const ofNewerBuild = (_kind: never): readonly CaseDecision[] => []

/** Ways out that one case may offer (CASE-1). */
const maximumDecisions = 3

/** The decisions offered for a case; `acknowledged` alone where the facts are to be dealt with in the world. */
export const decisionsFor = (reader: DeskReader, row: Case): readonly CaseDecision[] => {
  const { caseKind, subject, cites, settlement, ils } = row
  // The next case about the same facts speaks of them: only that one is decided anew.
  if (settlement !== undefined && (lastCaseOf(reader, caseKind, subject) ?? row).id !== row.id) return []
  switch (caseKind) {
    case 'handed-over-twice':
    case 'item-picked-twice':
    case 'line-picked-twice':
    case 'picked-and-lent': {
      const concerned = ((rowAbout(reader, subject)?.facts ?? []) as readonly RecordedFact[]).filter(({ operationId }) =>
        cites.includes(operationId),
      )
      const stands = concerned.map(({ operationId }): CaseDecision => ({ kind: 'stands', fact: operationId }))
      // With three facts or more, "both true" has no place left: naming the right one comes first. What was lent is on no pile.
      return stands.length === 2 && caseKind !== 'picked-and-lent' ? [...stands, { kind: 'both-true' }] : stands.slice(0, maximumDecisions)
    }
    case 'lent-and-returned': {
      const item = rowAbout(reader, subject)
      const facts = item?.kind === 'item' ? item.facts : []
      // The return first: where it came last, no loan runs any more, whichever return it is.
      const [back] = facts.filter(({ what, operationId }) => what === 'returned' && cites.includes(operationId))
      const loans = facts.filter(({ what, operationId }) => what === 'handed-over' && cites.includes(operationId))
      const last = [...(back === undefined ? [] : [back]), ...loans]
      return last.slice(0, maximumDecisions).map(({ operationId }): CaseDecision => ({ kind: 'stands', fact: operationId }))
    }
    case 'handed-over-though-cancelled':
    case 'picked-and-not-found':
    case 'line-changed-twice':
    case 'slot-overfilled':
    case 'claimed-twice':
    case 'lent-in-quarantine':
    case 'clock-doubtful':
    case 'librarian-unknown':
    case 'two-tablets-one-identity':
    case 'one-operation-two-contents':
    case 'operation-not-understood':
    case 'loss-suspected':
    case 'too-much-brought':
    case 'request-lost':
    case 'order-lost':
    case 'due-sooner-in-ils':
      return [{ kind: 'acknowledged' }]
    case 'refused-by-ils':
    case 'ils-answer-unknown':
      // What was decided went to the ILS, and is not decided anew: what it refuses again is a case of its own.
      if (settlement !== undefined) return []
      // Of a line in a list that was overtaken, what was done there came after it.
      return ils?.isErased === true || isListReason(ils?.reason)
        ? [{ kind: 'acknowledged' }]
        : [{ kind: 'ask-anew' }, { kind: 'acknowledged' }]
    default:
      return ofNewerBuild(caseKind)
  }
}

/** Kinds that ask which of several facts are true. */
const mayBothBeTrue: readonly CaseKind[] = ['handed-over-twice', 'item-picked-twice', 'line-picked-twice']
/** And those that ask it, or which came last, where not all can be. */
const asksWhichStands: readonly CaseKind[] = [...mayBothBeTrue, 'picked-and-lent', 'lent-and-returned']

/**
 * True if a case of this kind offers this decision. A screen has room for three facts, but any fact that the case cites may stand
 * (CASE-1).
 */
export const isOffered = (row: Case, decision: CaseDecision): boolean => {
  switch (decision.kind) {
    case 'stands':
      return asksWhichStands.includes(row.caseKind) && row.cites.includes(decision.fact)
    case 'both-true':
      return mayBothBeTrue.includes(row.caseKind)
    case 'acknowledged':
      return !asksWhichStands.includes(row.caseKind)
    case 'ask-anew':
      return isOfIls(row)
  }
}
