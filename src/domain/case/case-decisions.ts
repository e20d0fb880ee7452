/**
 * What a person may decide about a case: at most three ends, in the order they are offered (CASE-1). Runs everywhere.
 * "I do not know yet" is always possible: it is leaving the case open, so it is no decision.
 */
import type { DeskReader } from '../row/desk-state.ts'
import type { Case, CaseDecision } from './case.ts'

/** A kind that only a newer build knows is decided where that build runs; one that this build knows does not get here. */
const ofNewerBuild = (_kind: never): readonly CaseDecision[] => []

/** The decisions offered for a case; `acknowledged` alone where the facts are to be dealt with in the world. */
export const decisionsFor = (reader: DeskReader, { caseKind, subject, cites }: Case): readonly CaseDecision[] => {
  switch (caseKind) {
    case 'handed-over-twice':
    case 'item-picked-twice': {
      const facts = reader.get('item', subject.slice('item/'.length))?.facts ?? []
      const concerned = facts.filter((fact) => cites.includes(fact.operationId))
      // With three handovers or more, "both true" has no place left: naming the right one comes first.
      const stands = concerned.map((fact): CaseDecision => ({ kind: 'stands', fact: fact.operationId }))
      return stands.length === 2 ? [...stands, { kind: 'both-true' }] : stands.slice(0, 3)
    }
    case 'line-picked-twice': {
      const [, orderId = ''] = subject.split('/')
      const picks = (reader.get('order', orderId)?.facts ?? []).filter((fact) => cites.includes(fact.operationId))
      const stands = picks.map((fact): CaseDecision => ({ kind: 'stands', fact: fact.operationId }))
      return stands.length === 2 ? [...stands, { kind: 'both-true' }] : stands.slice(0, 3)
    }
    case 'handed-over-though-cancelled':
    case 'picked-and-not-found':
    case 'slot-overfilled':
    case 'claimed-twice':
    case 'lent-in-quarantine':
    case 'refused-by-ils':
    case 'ils-answer-unknown':
    case 'clock-doubtful':
    case 'two-tablets-one-identity':
    case 'one-operation-two-contents':
    case 'operation-not-understood':
    case 'loss-suspected':
      return [{ kind: 'acknowledged' }]
    default:
      return ofNewerBuild(caseKind)
  }
}
