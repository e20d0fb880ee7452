/**
 * What happened to one document, as a set of facts: loans, returns, picks. Runs everywhere.
 * The row holds facts, never a status: where the item is now is derived, so that any order of arrival gives the same answer.
 * `based` of a fact lists the last facts on this item that its author had seen (PROTOCOL.md, Contradiction).
 */
import type { Decided } from '../case/decided.ts'
import type { CardNumber, ItemBarcode, LineId, OperationId, OrderId, RecordId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { LocalDate } from '../local-date.ts'
import type { RecordedFact } from '../operation/recorded-fact.ts'

export type ItemFact =
  | (RecordedFact & { readonly what: 'picked'; readonly orderId: OrderId; readonly lineId: LineId })
  | (RecordedFact & { readonly what: 'unpicked'; readonly pick: OperationId })
  | (RecordedFact & {
      readonly what: 'handed-over'
      /** undefined: a loan without an order (HO-1). */
      readonly orderId: OrderId | undefined
      readonly card: CardNumber
      readonly dueOn: LocalDate
      readonly isNewRelease: boolean
    })
  | (RecordedFact & { readonly what: 'handover-undone'; readonly handover: OperationId })
  | (RecordedFact & { readonly what: 'left-behind'; readonly orderId: OrderId })
  | (RecordedFact & { readonly what: 'returned'; readonly quarantineUntil: LocalDate | undefined })
  | (RecordedFact & { readonly what: 'return-undone'; readonly returning: OperationId })
  | (RecordedFact & { readonly what: 'reshelved' })
  | (RecordedFact & { readonly what: 'unreshelved'; readonly reshelving: OperationId })

/** What the ILS wants done with a document that came back (RET-9). */
export interface IlsWants {
  /** The return, or the undo of a loan, that it answered so. */
  readonly returning: OperationId
  /** Onto its hold shelf; to another site of its; or a person looks at what it says. */
  readonly next: 'held' | 'elsewhere' | 'look'
  /** The site or the sentence, as the ILS writes it; empty where it gives none. Names nobody. */
  readonly words: string
}

export interface Item {
  readonly kind: 'item'
  readonly id: ItemBarcode
  readonly recordId: RecordId | undefined
  readonly documentType: string | undefined
  /** Ordered by operation id, which says nothing of time: only `based` orders facts. */
  readonly facts: readonly ItemFact[]
  /** What people decided of its facts, in the order in which it was accepted. */
  readonly decided: readonly Decided[]
  /** The loan that the ILS reports from the ordinary desk (ORD-4); undefined: none known. */
  readonly ilsLoanSince: Instant | undefined
  /** Of its last return, where the ILS has a wish for it; an earlier one says nothing any more. */
  readonly ilsWants?: IlsWants | undefined
}
