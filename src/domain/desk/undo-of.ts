/**
 * The operation that takes back what a scan recorded, where the desk still lets it: a return, a pick, a document put away (RET-7, PULL-4, RET-2).
 * Runs on the tablet, wherever what was scanned is shown.
 */
import type { ItemBarcode, LibrarianId, LineId, OperationId, OrderId } from '../ids.ts'
import type { LocalMoment } from '../local-date.ts'
import type { Fact, Operation } from '../operation/operation.ts'
import type { DeskState } from '../row/desk-state.ts'
import { decide } from './decide.ts'

export type Scanned =
  | { readonly kind: 'return-item' | 'reshelve-item'; readonly barcode: ItemBarcode }
  | { readonly kind: 'pick-item'; readonly orderId: OrderId; readonly lineId: LineId; readonly barcode: ItemBarcode | undefined }

export const isScanned = (operation: Operation | undefined): operation is Extract<Operation, Pick<Scanned, 'kind'>> =>
  operation?.kind === 'return-item' || operation?.kind === 'pick-item' || operation?.kind === 'reshelve-item'

/** undefined: it can be taken back no more. */
export const undoOf = (
  state: DeskState,
  scanned: Scanned,
  operationId: OperationId,
  now: LocalMoment,
  librarian: { readonly id: LibrarianId },
): Fact | undefined => {
  const happened = { date: now.date, time: now.time }
  const undo: Fact =
    scanned.kind === 'pick-item'
      ? { kind: 'unpick-item', orderId: scanned.orderId, lineId: scanned.lineId, pick: operationId, barcode: scanned.barcode, happened }
      : scanned.kind === 'return-item'
        ? { kind: 'undo-return', barcode: scanned.barcode, returning: operationId, happened }
        : { kind: 'unreshelve-item', barcode: scanned.barcode, reshelving: operationId, happened }
  return decide(state, undo, { now, librarian, end: 'tablet' }).ok ? undo : undefined
}
