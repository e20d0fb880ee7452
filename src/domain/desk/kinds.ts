/**
 * Every kind of operation, with what it answers of itself. Runs everywhere.
 * A kind added to `operation/operation.ts` does not compile before it stands here.
 */
import type { Operation, OperationKind } from '../operation/operation.ts'
import type { Kind, KindOf } from './kind.ts'
import { handOverOrder, undoHandover } from './kinds/handovers.ts'
import {
  cancelOrder,
  changeLines,
  confirmNoShow,
  placeOrder,
  recordArrival,
  rescheduleOrder,
  undoArrival,
  writeNote,
} from './kinds/orders.ts'
import {
  bagOrder,
  claim,
  giveUpLine,
  pickItem,
  printLabel,
  releaseClaim,
  reportNotFound,
  substituteRecord,
  unpickItem,
} from './kinds/preparation.ts'
import { reshelveItem, returnItem, undoReturn, unreshelveItem } from './kinds/returns.ts'
import { settleCase } from './kinds/settle-case.ts'

const kinds: { readonly [K in OperationKind]: KindOf<K> } = {
  'pick-item': pickItem,
  'unpick-item': unpickItem,
  'report-not-found': reportNotFound,
  'give-up-line': giveUpLine,
  'bag-order': bagOrder,
  'print-label': printLabel,
  'record-arrival': recordArrival,
  'undo-arrival': undoArrival,
  'hand-over-order': handOverOrder,
  'undo-handover': undoHandover,
  'return-item': returnItem,
  'undo-return': undoReturn,
  'reshelve-item': reshelveItem,
  'unreshelve-item': unreshelveItem,
  'confirm-no-show': confirmNoShow,
  'place-order': placeOrder,
  'reschedule-order': rescheduleOrder,
  'cancel-order': cancelOrder,
  'change-lines': changeLines,
  claim,
  'release-claim': releaseClaim,
  'write-note': writeNote,
  'substitute-record': substituteRecord,
  'settle-case': settleCase,
}

/** What answers for this operation: that of its own kind. */
export const kindOf = ({ kind }: Operation): Kind<Operation> => kinds[kind] as Kind<Operation>

/** Kinds that move documents: what an ILS is told is made of these alone. */
export const movingKinds: readonly OperationKind[] = (Object.keys(kinds) as OperationKind[]).filter(
  (kind) => kinds[kind].moves !== undefined,
)
