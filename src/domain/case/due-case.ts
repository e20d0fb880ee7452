/**
 * A loan that the ILS wants back sooner than the patron was told, as a case: its date stands, and somebody has to say so to the patron
 * (ILS-4). Runs everywhere; the endpoint alone opens it, for it alone hears the ILS, and closes it once the document is back.
 */
import type { ItemBarcode, OperationId } from '../ids.ts'
import { storyOf } from '../item/story.ts'
import { formatItemSubject } from '../operation/subject.ts'
import type { DeskReader } from '../row/desk-state.ts'
import { rowAbout } from '../row/row-about.ts'
import { type Case, explainedBy, type SoonerDue } from './case.ts'
import { lastCaseOf, recordCase } from './record-case.ts'

const caseKind = 'due-sooner-in-ils'
/** With so many open it is the rights that differ, not a loan: Opérations names the others, and Réglages how many there are. */
const mostOpen = 20

export const isOfDue = (row: Pick<Case, 'caseKind'>): boolean => row.caseKind === caseKind

export const isOpenDue = (row: Case): boolean => isOfDue(row) && row.settlement === undefined

export const isSooner = ({ promised, dueOn }: SoonerDue): boolean => dueOn < promised

interface DueLoan {
  readonly operationId: OperationId
  readonly barcode: ItemBarcode
}

/** The row to write, so that a person is asked; undefined where one says it already, or enough of them are open. */
export const recordDueCase = (
  reader: DeskReader,
  { operationId, barcode }: DueLoan,
  due: SoonerDue,
  openCount: number,
): Case | undefined => {
  if (openCount >= mostOpen) return undefined
  const row = recordCase(reader, { caseKind, subject: formatItemSubject(barcode), cites: [operationId] })
  return row === undefined ? undefined : { ...row, due }
}

/** Until when the ILS lends it, where that is sooner than this handover said; also once the patron knows. */
export const soonerDueOf = (reader: DeskReader, { operationId, barcode }: DueLoan): SoonerDue | undefined => {
  const row = lastCaseOf(reader, caseKind, formatItemSubject(barcode))
  return row?.cites.includes(operationId) ? row.due : undefined
}

/** An open one as it is now: closed by what ended the loan, so that nobody has to be told; undefined while it runs. */
export const endDueCase = (reader: DeskReader, row: Case): Case | undefined => {
  const item = rowAbout(reader, row.subject)
  // Of a document that has left the base nobody knows: a person decides.
  if (item?.kind !== 'item') return undefined
  const { runs, facts } = storyOf(item)
  if (runs.some(({ operationId }) => row.cites.includes(operationId))) return undefined
  const last = facts.at(-1)
  return last && explainedBy(row, last)
}
