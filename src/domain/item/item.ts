/**
 * What happened to one document, as a set of facts: loans, returns, picks. Runs everywhere.
 * The row holds facts, never a status: where the item is now is derived, so that any order of arrival gives the same answer.
 * `based` of a fact lists the last facts on this item that its author had seen (sync.md, Contradiction).
 */
import type { CardNumber, DeviceId, ItemBarcode, LibrarianId, LineId, OperationId, OrderId, RecordId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { LocalDate, LocalMoment } from '../local-date.ts'

interface FactBase {
  readonly operationId: OperationId
  readonly based: readonly OperationId[]
  readonly librarianId: LibrarianId
  readonly deviceId: DeviceId
  readonly at: Instant
  /** When it truly happened on the library's clock; earlier than `at` for what was entered afterwards (HO-10). */
  readonly happened: LocalMoment
}

export type ItemFact =
  | (FactBase & { readonly what: 'picked'; readonly orderId: OrderId; readonly lineId: LineId })
  | (FactBase & { readonly what: 'unpicked'; readonly pick: OperationId })
  | (FactBase & {
      readonly what: 'handed-over'
      /** undefined: a loan without an order (HO-1). */
      readonly orderId: OrderId | undefined
      readonly card: CardNumber
      readonly dueOn: LocalDate
      readonly isNewRelease: boolean
    })
  | (FactBase & { readonly what: 'handover-undone'; readonly handover: OperationId })
  | (FactBase & { readonly what: 'left-behind'; readonly orderId: OrderId })
  | (FactBase & { readonly what: 'returned'; readonly quarantineUntil: LocalDate | undefined })
  | (FactBase & { readonly what: 'reshelved' })

export interface Item {
  readonly kind: 'item'
  readonly id: ItemBarcode
  readonly recordId: RecordId | undefined
  readonly documentType: string | undefined
  /** Ordered by operation id, which says nothing of time: only `based` orders facts. */
  readonly facts: readonly ItemFact[]
  /** Handovers and picks that a settled case declared untrue: they are kept, and count for nothing. Ordered. */
  readonly voided: readonly OperationId[]
  /** The loan that the ILS reports from the ordinary desk (ORD-4); undefined: none known. */
  readonly ilsLoanSince: Instant | undefined
}
