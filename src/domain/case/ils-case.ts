/**
 * A loan or a return that the ILS did not take, as a case for a person (ILS-3, ILS-6). Runs everywhere; the endpoint alone opens it, for it
 * alone hears the ILS. Unlike facts that contradict each other, one movement may be refused again after a decision: that is the next case.
 */
import type { ItemBarcode, OperationId } from '../ids.ts'
import { formatItemSubject } from '../operation/subject.ts'
import type { DeskReader } from '../row/desk-state.ts'
import { type Case, type CaseKind, formatCaseId, type IlsObstacle } from './case.ts'
import { lastCaseOf } from './record-case.ts'
import { joinCites } from './seen-cites.ts'

/** One loan or return of one document. */
interface IlsMovement {
  readonly operationId: OperationId
  readonly barcode: ItemBarcode
}

const kinds = ['refused-by-ils', 'ils-answer-unknown'] as const satisfies readonly CaseKind[]

export const isOfIls = ({ caseKind }: Pick<Case, 'caseKind'>): boolean => kinds.some((kind) => kind === caseKind)

/** Whether it is open, and about this movement. */
export const isOpenAbout =
  ({ operationId, barcode }: IlsMovement) =>
  (row: Case): boolean =>
    isOfIls(row) && row.settlement === undefined && row.subject === formatItemSubject(barcode) && row.cites.includes(operationId)

/** The open cases about this movement: one of each kind at most. */
export const openIlsCases = (reader: DeskReader, movement: IlsMovement): readonly Case[] =>
  kinds.flatMap((kind) => lastCaseOf(reader, kind, formatItemSubject(movement.barcode)) ?? []).filter(isOpenAbout(movement))

export const caseKindOf = ({ reason }: Pick<IlsObstacle, 'reason'>): (typeof kinds)[number] =>
  reason === 'no-answer' ? 'ils-answer-unknown' : 'refused-by-ils'

/** The row to write, so that a person is asked; undefined where the open one says it already. */
export const recordIlsCase = (reader: DeskReader, { operationId, barcode }: IlsMovement, ils: IlsObstacle): Case | undefined => {
  const caseKind = caseKindOf(ils)
  const subject = formatItemSubject(barcode)
  const last = lastCaseOf(reader, caseKind, subject)
  if (last !== undefined && last.settlement === undefined) {
    const { reason, said } = last.ils ?? {}
    const isSaid = last.cites.includes(operationId) && reason === ils.reason && said === ils.said
    return isSaid ? undefined : { ...last, ...joinCites(subject, last, [operationId]), ils }
  }
  const id = last === undefined ? formatCaseId(caseKind, subject, 1) : nextId(last)
  return { kind: 'case', id, caseKind, subject, cites: [operationId], ils, follows: last?.id, settlement: undefined }
}

const nextId = ({ caseKind, subject, id }: Case): Case['id'] =>
  formatCaseId(caseKind, subject, Number(id.slice(id.lastIndexOf(':') + 1)) + 1)

/** The next case about the same, of one that was decided though it cannot be dealt with so. */
export const asNext = (row: Case): Case => ({ ...row, id: nextId(row), follows: row.id, settlement: undefined })

/** The case of which nothing can be asked anew any more; the next one, where this one is decided already. */
export const asErased = (row: Case): Case => {
  const marked: Case = { ...row, ...(row.ils && { ils: { ...row.ils, isErased: true } }) }
  return row.settlement === undefined ? marked : asNext(marked)
}
