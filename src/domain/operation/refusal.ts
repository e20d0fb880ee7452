/**
 * Every way the desk can say no, as states of the world, never as "errors". Runs everywhere.
 * `locale` must have a sentence and a next step for each, in both languages, or it does not compile.
 */
import type { CardNumber, ItemBarcode, LibrarianId, OrderId } from '../ids.ts'
import type { LocalDate, LocalMoment } from '../local-date.ts'
import type { SlotKey } from '../slot/slot.ts'

/** Why loan rights say no (LOAN-1). `counted` and `maximum` are documents. */
export type LoanRefusal =
  | { readonly kind: 'card-expired'; readonly expiredOn: LocalDate }
  | { readonly kind: 'patron-blocked'; readonly reason: string }
  | { readonly kind: 'too-many-loans'; readonly counted: number; readonly maximum: number }
  | { readonly kind: 'too-many-of-type'; readonly documentType: string; readonly counted: number; readonly maximum: number }
  | { readonly kind: 'too-many-new-releases'; readonly documentType: string; readonly counted: number; readonly maximum: number }
  | { readonly kind: 'too-many-in-order'; readonly documentType: string; readonly counted: number; readonly maximum: number }

export type Refusal =
  | LoanRefusal
  // Orders and slots
  | { readonly kind: 'order-unknown'; readonly orderId: OrderId }
  | { readonly kind: 'order-cancelled'; readonly orderId: OrderId }
  | { readonly kind: 'order-handed-over'; readonly orderId: OrderId }
  | { readonly kind: 'order-no-show'; readonly orderId: OrderId }
  | { readonly kind: 'order-already-there'; readonly orderId: OrderId }
  | { readonly kind: 'order-empty' }
  | { readonly kind: 'order-moved-meanwhile'; readonly now: SlotKey }
  | { readonly kind: 'slot-closed'; readonly slot: SlotKey }
  | { readonly kind: 'slot-full'; readonly slot: SlotKey }
  | { readonly kind: 'slot-too-soon'; readonly slot: SlotKey; readonly leadTimeHours: number }
  | { readonly kind: 'slot-too-far'; readonly slot: SlotKey; readonly horizonDays: number }
  | { readonly kind: 'too-many-orders-in-slot'; readonly maximum: number }
  | { readonly kind: 'too-many-open-orders'; readonly maximum: number }
  // Preparing
  | { readonly kind: 'line-unknown' }
  | { readonly kind: 'line-already-picked'; readonly barcode: ItemBarcode | undefined }
  | { readonly kind: 'line-not-picked' }
  /** Another equivalent was proposed for it, or the ILS asks for another title. */
  | { readonly kind: 'line-changed-meanwhile' }
  | { readonly kind: 'item-already-picked'; readonly orderId: OrderId }
  | { readonly kind: 'lines-not-done'; readonly count: number }
  | { readonly kind: 'bay-unknown'; readonly bays: number }
  | { readonly kind: 'bay-taken'; readonly bay: number; readonly orderId: OrderId }
  | { readonly kind: 'claim-held'; readonly by: LibrarianId }
  // Handing over and returning
  | { readonly kind: 'patron-unknown'; readonly card: CardNumber }
  | { readonly kind: 'nothing-scanned' }
  /** Loan rights refuse it, and nobody decided yet. */
  | { readonly kind: 'document-undecided'; readonly barcode: ItemBarcode }
  | { readonly kind: 'item-out'; readonly barcode: ItemBarcode; readonly card: CardNumber }
  | { readonly kind: 'item-in-quarantine'; readonly barcode: ItemBarcode; readonly until: LocalDate }
  | { readonly kind: 'item-of-another-order'; readonly barcode: ItemBarcode; readonly orderId: OrderId; readonly bays: readonly number[] }
  | { readonly kind: 'handover-unknown' }
  | { readonly kind: 'handover-already-undone' }
  | { readonly kind: 'undo-too-late'; readonly happened: LocalMoment }
  /** A return that cannot be taken back: of another day, taken back already, or followed by another move of the document. */
  | { readonly kind: 'return-stands'; readonly barcode: ItemBarcode }
  | { readonly kind: 'not-late' }
  | { readonly kind: 'nothing-to-reshelve'; readonly barcode: ItemBarcode }
  | { readonly kind: 'not-reshelved'; readonly barcode: ItemBarcode }
  // Cases, notes, size
  | { readonly kind: 'case-unknown' }
  | { readonly kind: 'case-already-settled'; readonly by: LibrarianId }
  | { readonly kind: 'case-changed-meanwhile' }
  | { readonly kind: 'note-changed-meanwhile'; readonly note: string }
  | { readonly kind: 'text-too-long'; readonly maximum: number }
  | { readonly kind: 'operation-too-large'; readonly maximumBytes: number }
