/**
 * An anomaly: facts that contradict each other, or something only a person can decide (CASE-1 to CASE-3). Runs everywhere.
 * A row holds ids only; names and titles are looked up where it is shown. There is one open case for each kind and subject. A fact that
 * comes after the decision opens a new case, which names the old one.
 */

import type { CaseId, DeviceId, LibrarianId, OperationId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { LocalDate } from '../local-date.ts'
import type { RecordedFact } from '../operation/recorded-fact.ts'

export type CaseKind =
  | 'handed-over-twice'
  | 'handed-over-though-cancelled'
  | 'picked-and-not-found'
  | 'item-picked-twice'
  | 'line-picked-twice'
  | 'line-changed-twice'
  | 'slot-overfilled'
  | 'claimed-twice'
  | 'lent-in-quarantine'
  | 'lent-and-returned'
  | 'picked-and-lent'
  /** These two are about one loan or return that an ILS was told over a wire (`ils-case.ts`). */
  | 'refused-by-ils'
  | 'ils-answer-unknown'
  /** The ILS has the loan, and wants the document back sooner than the patron was told (ILS-4). */
  | 'due-sooner-in-ils'
  | 'clock-doubtful'
  | 'librarian-unknown'
  | 'two-tablets-one-identity'
  | 'one-operation-two-contents'
  | 'operation-not-understood'
  | 'loss-suspected'
  /** A tablet brought more than any real day, and the rest is held back (CASE-10). */
  | 'too-much-brought'
  /** Accepted before the database was put back, and what it changed did not come back as its author had seen it. */
  | 'request-lost'
  /** After a database was put back: work on an order that nobody brought back. */
  | 'order-lost'

/**
 * What a person may decide: three at most for a kind of case (CASE-1). `stands`: the named fact is true, or came last. `both-true`: each
 * is. `acknowledged`: seen to in the world. `ask-anew`: the ILS is asked again.
 */
export type CaseDecision =
  | { readonly kind: 'stands'; readonly fact: OperationId }
  | { readonly kind: 'both-true' }
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'ask-anew' }

/** Why the ILS has it not, and a person must decide (ILS-3, ILS-6). */
export type IlsReason =
  | 'refused'
  /** Written, it would take somebody else's hold away. */
  | 'held-for-another'
  /** Written, it would end somebody else's loan. */
  | 'lent-to-another'
  /** The ILS wrote, and answered of another card or document than it was asked of. */
  | 'other-than-asked'
  /** The ILS knows no such card or no such document, and would write nothing, or anything. */
  | 'unknown-there'
  /** No answer came, and a reading did not find it. */
  | 'no-answer'
  /** The link broke each time that this document was asked about, and carried others (ILS-38). */
  | 'breaks-link'
  /** Its words cannot hold this number whole: cut, it would name another card or document (ILS-39). */
  | 'cannot-travel'
  | ListReason

/** Of a line in the list that people of the ILS go through, where the document has moved there since (ILS-14). */
export const listReasons = [
  /** The line may lie there still: gone through now, it would undo what was done since. */
  'line-left',
  /** The line was gone through after what was done since. */
  'done-late',
] as const
export type ListReason = (typeof listReasons)[number]
export const isListReason = (reason: string | undefined): reason is ListReason => listReasons.some((one) => one === reason)

/** The longest text of an ILS that is kept: characters. */
export const longestSaid = 255

export interface IlsObstacle {
  readonly movement: 'loan' | 'return'
  readonly reason: IlsReason
  /** The ILS's own words at a refusal, for people; empty otherwise. */
  readonly said: string
  /** What it was to be told is emptied with its age (PRIV-3): nothing can be asked anew. Absent: not yet. */
  readonly isErased?: boolean
}

export interface Settlement {
  readonly operationId: OperationId
  readonly librarianId: LibrarianId
  /** Absent where nobody decided. */
  readonly deviceId?: DeviceId
  readonly at: Instant
  /** `explained`: nobody's decision; the operation is a fact by which the others contradict nothing (`explain-cases.ts`). */
  readonly decision: CaseDecision | { readonly kind: 'explained' }
  readonly note: string
}

export interface LostRequest extends Pick<RecordedFact, 'operationId' | 'librarianId' | 'deviceId' | 'at'> {
  /** The kind of operation. */
  readonly type: string
}

/** Of a loan that the ILS wants back sooner: what the patron was told, and what stands there. */
export interface SoonerDue {
  readonly promised: LocalDate
  readonly dueOn: LocalDate
}

export interface Case {
  readonly kind: 'case'
  readonly id: CaseId
  readonly caseKind: CaseKind
  /** What it is about, as `operation/subject.ts` writes it. */
  readonly subject: string
  /** Every fact concerned, ordered; of a case about a tablet, the first ones (`seen-cites.ts`). */
  readonly cites: readonly OperationId[]
  /** The other ones: how many, and the sum of their hashes. Absent where all are listed. */
  readonly unlisted?: { readonly count: number; readonly sum: string } | undefined
  /** Of what could not come back after a restore: who had wanted what, as no row holds it. Absent from other cases. */
  readonly lost?: readonly LostRequest[]
  /** Of what the ILS did not take: what it said last. Absent from other cases. */
  readonly ils?: IlsObstacle
  /** Of a loan that the ILS wants back sooner. Absent from other cases. */
  readonly due?: SoonerDue
  /** The settled case about the same subject that this one follows. */
  readonly follows: CaseId | undefined
  readonly settlement: Settlement | undefined
}

/** `n` is 1 for the first case of a kind on a subject, 2 for the one that follows its settlement… */
export const formatCaseId = (caseKind: CaseKind, subject: string, n: number): CaseId =>
  // The cast gives the derived text its brand: this is the only maker of case ids.
  `${caseKind}:${subject}:${n}` as CaseId

/** The subject that a case's id was made of. */
export const subjectOfCase = (id: CaseId): string => id.slice(id.indexOf(':') + 1, id.lastIndexOf(':'))

/** The case closed by a fact: the fact and its author take the place of a decision. */
export const explainedBy = (row: Case, { operationId, librarianId, at }: Pick<Settlement, 'operationId' | 'librarianId' | 'at'>): Case => ({
  ...row,
  settlement: { operationId, librarianId, at, decision: { kind: 'explained' }, note: '' },
})

/** Closed by a fact, and by nobody. */
export const isExplained = ({ settlement }: Case): boolean => settlement?.decision.kind === 'explained'

/** Of a case about a loan and a return, the decision says which came last: nothing of it is untrue. */
export const isOfLoanAndReturn = (id: CaseId): boolean => id.startsWith('lent-and-returned:')
