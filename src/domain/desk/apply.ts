/**
 * What the library's rows are after an operation: the one function that tablets and the endpoint both call. Runs everywhere.
 * It never refuses a fact; where facts contradict each other, it writes a case. What follows is said by each kind (`kinds/`).
 */
import type { CaseId } from '../ids.ts'
import type { Envelope } from '../operation/operation.ts'
import type { Order } from '../order/order.ts'
import type { DeskReader, Row } from '../row/desk-state.ts'
import { reviewOrder } from './change-rows.ts'
import { kindOf } from './kinds.ts'
import { openRowDraft } from './row-draft.ts'

export interface Applied {
  /** Rows to write, whole. */
  readonly rows: readonly Row[]
  /** Cases that this operation opened or joined. */
  readonly caseIds: readonly CaseId[]
}

/**
 * The rows of orders that gained lines otherwise than by an operation, with the cases of what had been said of these lines before: an earlier
 * build opened none for a line that was not there.
 */
export const reviewOrders = (reader: DeskReader, orders: readonly Order[]): readonly Row[] => {
  const draft = openRowDraft(reader)
  for (const order of orders) reviewOrder(draft, order)
  return draft.rows()
}

/** Applies one operation to the rows. Total: what it cannot place changes nothing. */
export const apply = (reader: DeskReader, envelope: Envelope): Applied => {
  const draft = openRowDraft(reader)
  const { payload, operationId } = envelope
  kindOf(payload).apply(draft, payload, envelope)
  const rows = draft.rows()
  const caseIds = rows.flatMap((row) =>
    row.kind === 'case' && row.settlement === undefined && row.cites.includes(operationId) ? [row.id] : [],
  )
  return { rows, caseIds }
}
