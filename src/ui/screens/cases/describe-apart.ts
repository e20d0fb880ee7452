/**
 * A gesture of a tablet out of service as a line: who did what, what stands against it, and whether it may be taken (CASE-6).
 * Runs in the browser. Its sentence is that of Opérations, and what contradicts it is said as its case would say it.
 */
import { type CaseKind, formatCaseId } from '../../../domain/case/case.ts'
import type { OperationId } from '../../../domain/ids.ts'
import type { LocalDate, LocalMoment } from '../../../domain/local-date.ts'
import { isFact, type Operation } from '../../../domain/operation/operation.ts'
import type { ApartWords } from '../../../locale/fr/apart.ts'
import type { ApartGesture } from '../../../tablet/desk.ts'
import { type Describing, describeOperation, describeWinner } from '../operations/describe-operation.ts'
import { type DescribingCase, describeCase } from './describe-case.ts'

export interface ApartLine {
  readonly id: OperationId
  readonly standing: ApartGesture['standing']
  /** When it was done, by its tablet; undefined where it cannot be read. */
  readonly at: LocalMoment | undefined
  readonly receivedOn: LocalDate
  /** Empty where nobody can tell. */
  readonly who: string
  readonly does: string
  readonly by: string
  /** What is contradicted, as a case's title; empty where nothing is. */
  readonly contradicts: string
  /** It counts once it is taken, whatever it opens then. */
  readonly isTakeable: boolean
}

export interface DescribingApart {
  readonly words: ApartWords
  readonly operations: Describing
  readonly cases: DescribingCase
}

const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')

/** The title of the case that would open, and the first of the other facts that this tablet can tell. */
const contradictionOf = ({ cases }: DescribingApart, { caseKind, subject, others }: NonNullable<ApartGesture['found']>) => {
  // A kind that only a newer endpoint knows has its words in `describeCase`.
  const kind = caseKind as CaseKind
  const row = { kind: 'case', id: formatCaseId(kind, subject, 1), caseKind: kind, subject, cites: others } as const
  const { short, facts } = describeCase(cases, { ...row, follows: undefined, settlement: undefined })
  const other = facts.find(({ at }) => at !== undefined)
  if (other?.at === undefined) return { short, other: '' }
  return { short, other: `${other.who} ${other.does} (${cases.format.shortDate(other.at.date)}, ${other.where})` }
}

const lateOf = ({ words, operations }: DescribingApart, operation: Operation, reason: string): string =>
  Object.hasOwn(operations.words.won, reason)
    ? describeWinner(operations, operation, reason)
    : (Object.entries(words.late).find(([kind]) => kind === reason)?.[1] ?? words.late.other)

export const describeGesture = (describing: DescribingApart, gesture: ApartGesture): ApartLine => {
  const { words, operations, cases } = describing
  const { operationId: id, standing, reason, made, found } = gesture
  const receivedOn = cases.toLocal(gesture.receivedAt).date
  if (made === undefined) {
    const nobody = { at: undefined, who: '', contradicts: '', isTakeable: false }
    return { id, standing, receivedOn, ...nobody, does: words.unreadable, by: words.stays }
  }
  // One of a newer build is said as such.
  const operation = Object.hasOwn(operations.words.sentences, made.operation.kind) ? made.operation : undefined
  const { does, detail } = describeOperation(operations, operation)
  const against = found === undefined ? undefined : contradictionOf(describing, found)
  const why = {
    agrees: detail,
    'to-decide': join(against?.short ?? '', against?.other ?? ''),
    'too-late': lateOf(describing, made.operation, reason ?? ''),
    follows: words.follows,
    unreadable: words.stays,
  }[standing]
  return {
    id,
    standing,
    at: operation !== undefined && isFact(operation) ? operation.happened : cases.toLocal(made.at),
    receivedOn,
    who: operations.naming.librarian(made.librarianId),
    does,
    by: why,
    contradicts: standing === 'to-decide' ? (against?.short ?? '') : '',
    isTakeable: standing === 'agrees' || standing === 'to-decide' || reason === 'slot-over',
  }
}
