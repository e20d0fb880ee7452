/**
 * An order and everything that happened to it. Runs everywhere.
 * What was wanted (patron, slot, lines) changes by requests, in the order in which the endpoint received them, and by the ILS's lists.
 * What happened is a set of facts, from which the state is computed (`order-state.ts`); no state is stored.
 */

import type { Decided } from '../case/decided.ts'
import type { CardNumber, DeviceId, ItemBarcode, LineId, OperationId, OrderId, RecordId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { MessageLanguage } from '../message/mail-address.ts'
import type { RecordedFact } from '../operation/recorded-fact.ts'
import type { SlotKey } from '../slot/slot.ts'

export type OrderSource = 'ils' | 'phone' | 'desk' | 'portal'

/** What a line asks for (ORD-1). An item asked for by barcode also names its record, so that ORD-6 can fall back on it. */
export type Wanted =
  | { readonly kind: 'record'; readonly recordId: RecordId }
  | { readonly kind: 'item'; readonly barcode: ItemBarcode; readonly recordId: RecordId }
  /** `count`: how many documents, as whoever entered it said; absent, one, unless the preparer says more. */
  | { readonly kind: 'wish'; readonly text: string; readonly count?: number | undefined }

export interface OrderLine {
  readonly id: LineId
  readonly wanted: Wanted
  /** The record that was wanted before an equivalent was substituted (PULL-5). */
  readonly substitutedFor: RecordId | undefined
  /** The ILS no longer lists this line; kept because something was already picked for it. */
  readonly goneFromIls: boolean
  /** The request that added it to an order that was there already; absent of the others (PHONE-15). */
  readonly addedBy?: OperationId | undefined
}

/** ORD-11: the words of a wish are the patron's own, from the page, or the ILS's: no tablet wrote or brought them, and a patron may read them again. */
export const isOwnWords = ({ source, brought }: Pick<Order, 'source' | 'brought'>, { addedBy }: OrderLine): boolean =>
  (source === 'portal' || source === 'ils') && addedBy === undefined && brought === undefined

/** Which tablet brought the order back after a restore, from which base: the epoch, the row's version in it, and when it was fetched. */
export interface Brought {
  readonly deviceId: DeviceId
  readonly epoch: string
  readonly version: number
  readonly at: Instant
}

/** A line that was taken out: its facts still say what was picked for it, and it may come back as it was. */
export interface RemovedLine extends OrderLine {
  readonly removedBy: OperationId
}

export type OrderFact =
  | (RecordedFact & {
      readonly what: 'picked'
      readonly lineId: LineId
      readonly barcode: ItemBarcode | undefined
      /** How many documents the preparer read in the wish that this one serves; absent of other lines. */
      readonly of?: number | undefined
    })
  | (RecordedFact & { readonly what: 'unpicked'; readonly lineId: LineId; readonly pick: OperationId })
  | (RecordedFact & { readonly what: 'not-found'; readonly lineId: LineId })
  | (RecordedFact & { readonly what: 'given-up'; readonly lineId: LineId; readonly reason: string })
  | (RecordedFact & { readonly what: 'bagged'; readonly bays: readonly number[] })
  | (RecordedFact & { readonly what: 'label-printed' })
  | (RecordedFact & { readonly what: 'arrived'; readonly place?: string | undefined })
  | (RecordedFact & { readonly what: 'arrival-undone'; readonly arrivals: readonly OperationId[] })
  | (RecordedFact & {
      readonly what: 'handed-over'
      readonly items: readonly { readonly barcode: ItemBarcode; readonly lineId: LineId | undefined }[]
      readonly leftBehind: readonly { readonly barcode: ItemBarcode | undefined; readonly lineId: LineId | undefined }[]
      readonly notFound: readonly LineId[]
    })
  | (RecordedFact & { readonly what: 'handover-undone'; readonly handover: OperationId })
  | (RecordedFact & { readonly what: 'no-show' })

export interface Order {
  readonly kind: 'order'
  readonly id: OrderId
  /** The label said on the phone: letter of its maker and a counter, "B-017" (ORD-2). */
  readonly number: string
  /** As it was read aloud, where the endpoint gave it another one (ORD-9): it finds the order all the same. Absent: as it is. */
  readonly saidNumber?: string | undefined
  readonly ilsNumber: string | undefined
  readonly source: OrderSource
  readonly card: CardNumber
  readonly slot: SlotKey
  readonly lines: readonly OrderLine[]
  /** Absent where none ever was taken out. */
  readonly removed?: readonly RemovedLine[] | undefined
  readonly note: string
  /** Erased with the order (ORD-7). */
  readonly callBackNumber: string | undefined
  readonly placedAt: Instant
  /** Arrived after its slot's lead time (ORD-5). */
  readonly isUrgent: boolean
  /** In which language whoever ordered it read the page, or was spoken to: what is written of it is too (MSG-7). Absent: the ILS's word, or none. */
  readonly language?: MessageLanguage | undefined
  /** The closed order whose lines it asks for again: its link leads here (PAGE-14). */
  readonly renews?: OrderId | undefined
  /** The request that cancelled it, when one did, and the last facts on the order that its author had seen. */
  readonly cancelledBy: { readonly operationId: OperationId; readonly based: readonly OperationId[] } | undefined
  /** The ILS's import that no longer listed it; it is shown as such, never silently dropped if something was picked. */
  readonly goneFromIlsAt: Instant | undefined
  /** Absent of an order that no restore had lost (CASE-24). */
  readonly brought?: Brought | undefined
  /** Ordered by operation id. */
  readonly facts: readonly OrderFact[]
  /** What people decided of its picks, and of documents of its handovers, in the order in which it was accepted. */
  readonly decided: readonly Decided[]
}
