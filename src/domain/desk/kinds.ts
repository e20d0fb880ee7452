/**
 * Every kind of operation, with what it answers of itself. Runs everywhere.
 * A kind added to `operation/operation.ts` does not compile before it stands here.
 */
import type { Operation, OperationKind } from '../operation/operation.ts'
import type { Kind, KindOf } from './kind.ts'
import { bagOrder } from './kinds/bag-order.ts'
import { cancelOrder } from './kinds/cancel-order.ts'
import { changeLines } from './kinds/change-lines.ts'
import { claim } from './kinds/claim.ts'
import { confirmNoShow } from './kinds/confirm-no-show.ts'
import { giveUpLine } from './kinds/give-up-line.ts'
import { handOverOrder } from './kinds/hand-over-order.ts'
import { pickItem } from './kinds/pick-item.ts'
import { placeOrder } from './kinds/place-order.ts'
import { printLabel } from './kinds/print-label.ts'
import { recordArrival } from './kinds/record-arrival.ts'
import { releaseClaim } from './kinds/release-claim.ts'
import { reportNotFound } from './kinds/report-not-found.ts'
import { rescheduleOrder } from './kinds/reschedule-order.ts'
import { reshelveItem } from './kinds/reshelve-item.ts'
import { returnItem } from './kinds/return-item.ts'
import { settleCase } from './kinds/settle-case.ts'
import { substituteRecord } from './kinds/substitute-record.ts'
import { undoHandover } from './kinds/undo-handover.ts'
import { undoReturn } from './kinds/undo-return.ts'
import { unpickItem } from './kinds/unpick-item.ts'
import { unreshelveItem } from './kinds/unreshelve-item.ts'
import { writeNote } from './kinds/write-note.ts'

const kinds: { readonly [K in OperationKind]: KindOf<K> } = {
  'pick-item': pickItem,
  'unpick-item': unpickItem,
  'report-not-found': reportNotFound,
  'give-up-line': giveUpLine,
  'bag-order': bagOrder,
  'print-label': printLabel,
  'record-arrival': recordArrival,
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
