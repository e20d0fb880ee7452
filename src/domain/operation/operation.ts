/**
 * Everything a person can do at the desk, one press each (PROTOCOL.md, Facts and requests). Runs everywhere.
 * Facts happened and are never refused; requests are wanted and may lose, visibly. A payload carries what the press concluded
 * (due dates, the line that was bound, the true local time): nobody recomputes it.
 * Adding a kind here makes the compiler list every place that must answer for it.
 */
import type { CaseDecision } from '../case/case.ts'
import type {
  BootId,
  CardNumber,
  CaseId,
  DeviceId,
  ItemBarcode,
  LibrarianId,
  LibraryIdentity,
  LineId,
  OperationId,
  OrderId,
  RecordId,
} from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { LocalDate, LocalMoment } from '../local-date.ts'
import type { MessageLanguage } from '../message/message.ts'
import type { OrderSource, Wanted } from '../order/order.ts'
import type { ClaimScope } from '../pull-list/claim.ts'
import type { SlotKey } from '../slot/slot.ts'

/** One document given to the patron, with what was concluded about it. */
export interface HandedOverItem {
  readonly barcode: ItemBarcode
  readonly recordId: RecordId | undefined
  readonly documentType: string | undefined
  /** The line it answers; undefined for a document added at the desk (HO-4). */
  readonly lineId: LineId | undefined
  readonly dueOn: LocalDate
  readonly isNewRelease: boolean
  /** The reason given when loan rights refused and a librarian overrode (LOAN-3). */
  readonly overrideReason: string | undefined
}

export interface WantedLine {
  readonly id: LineId
  readonly wanted: Wanted
}

/** When it truly happened on the library's clock: the press, or the time written on paper (HO-10, PULL-6). */
interface Happened {
  readonly happened: LocalMoment
}

export type Fact =
  | (Happened & {
      readonly kind: 'pick-item'
      readonly orderId: OrderId
      readonly lineId: LineId
      /** undefined: ticked by a tap and a confirmation, without a scan (PULL-4). */
      readonly barcode: ItemBarcode | undefined
      readonly recordId: RecordId | undefined
      readonly documentType: string | undefined
      /** Of a wish: how many documents it takes, as the preparer was shown or said (PULL-8). */
      readonly of?: number | undefined
    })
  | (Happened & {
      readonly kind: 'unpick-item'
      readonly orderId: OrderId
      readonly lineId: LineId
      readonly pick: OperationId
      readonly barcode: ItemBarcode | undefined
    })
  | (Happened & { readonly kind: 'report-not-found'; readonly orderId: OrderId; readonly lineId: LineId })
  | (Happened & { readonly kind: 'give-up-line'; readonly orderId: OrderId; readonly lineId: LineId; readonly reason: string })
  | (Happened & { readonly kind: 'bag-order'; readonly orderId: OrderId; readonly bays: readonly number[] })
  | (Happened & { readonly kind: 'print-label'; readonly orderId: OrderId })
  | (Happened & {
      readonly kind: 'record-arrival'
      readonly orderId: OrderId
      /** Where the patron waits, in the patron's own words: 60 signs at most (ARR-2). */
      readonly place?: string | undefined
    })
  | (Happened & { readonly kind: 'undo-arrival'; readonly orderId: OrderId; readonly arrivals: readonly OperationId[] })
  | (Happened & {
      readonly kind: 'hand-over-order'
      /** undefined: a loan without an order (HO-1). */
      readonly orderId: OrderId | undefined
      readonly card: CardNumber
      /** 1 or more; a patron who takes nothing is a cancellation or a no-show. */
      readonly items: readonly HandedOverItem[]
      /** Refused by the patron at the desk (HO-5). */
      readonly leftBehind: readonly { readonly barcode: ItemBarcode | undefined; readonly lineId: LineId | undefined }[]
      /** Picked but not in the bay: still looked for (HO-5). */
      readonly notFound: readonly LineId[]
      readonly receipt: 'printed' | 'mailed' | 'refused' | 'undecided'
      /** Entered from paper by another than whoever handed over (HO-10). */
      readonly handedBy?: LibrarianId | undefined
    })
  | (Happened & {
      readonly kind: 'undo-handover'
      readonly handover: OperationId
      readonly orderId: OrderId | undefined
      readonly card: CardNumber
      readonly barcodes: readonly ItemBarcode[]
    })
  | (Happened & {
      readonly kind: 'return-item'
      readonly barcode: ItemBarcode
      readonly recordId: RecordId | undefined
      readonly documentType: string | undefined
      /** First day on which it may be lent again; undefined: no quarantine (RET-1). */
      readonly quarantineUntil: LocalDate | undefined
      /** The bin it was put into, as on its label; undefined: by hand. */
      readonly bin: string | undefined
    })
  /** The document was scanned back by mistake: that return counts for nothing (RET-4). */
  | (Happened & { readonly kind: 'undo-return'; readonly barcode: ItemBarcode; readonly returning: OperationId })
  | (Happened & { readonly kind: 'reshelve-item'; readonly barcode: ItemBarcode })
  /** The document was ticked as reshelved by mistake: it waits where it did before (RET-2). */
  | (Happened & { readonly kind: 'unreshelve-item'; readonly barcode: ItemBarcode; readonly reshelving: OperationId })
  | (Happened & { readonly kind: 'confirm-no-show'; readonly orderId: OrderId })

export type DeskRequest =
  | {
      readonly kind: 'place-order'
      readonly orderId: OrderId
      readonly number: string
      /** The endpoint's word, never a tablet's: the number that was asked for, where it gave another one (ORD-9). */
      readonly saidNumber?: string | undefined
      readonly source: OrderSource
      readonly card: CardNumber
      readonly slot: SlotKey
      readonly lines: readonly WantedLine[]
      readonly note: string
      readonly callBackNumber: string | undefined
      readonly isUrgent: boolean
      /** The reason to go beyond SLOT-5, when one was given. */
      readonly overrideReason: string | undefined
      /** In which language whoever ordered it read the page, or was spoken to on the telephone (PAGE-17, PHONE-10). */
      readonly language?: MessageLanguage | undefined
      /** The closed order whose lines it asks for again (ORD-3, ABS-2). */
      readonly renews?: OrderId | undefined
    }
  | { readonly kind: 'reschedule-order'; readonly orderId: OrderId; readonly from: SlotKey; readonly to: SlotKey }
  | { readonly kind: 'cancel-order'; readonly orderId: OrderId; readonly reason: string }
  | {
      readonly kind: 'change-lines'
      readonly orderId: OrderId
      /** Taken out, each as its author saw it; a line replaced is one taken out and one added. */
      readonly removes: readonly WantedLine[]
      /** Under ids that no other tablet gives (`order/change-lines.ts`); one that was taken out comes back under its own. */
      readonly adds: readonly WantedLine[]
      /** The reason to go beyond the loan rights, when one was given (PHONE-3). */
      readonly overrideReason: string | undefined
    }
  | { readonly kind: 'claim'; readonly scope: ClaimScope }
  | { readonly kind: 'release-claim'; readonly scope: ClaimScope }
  | { readonly kind: 'write-note'; readonly orderId: OrderId; readonly note: string; readonly replaces: string }
  | {
      readonly kind: 'substitute-record'
      readonly orderId: OrderId
      readonly lineId: LineId
      readonly from: RecordId
      readonly to: RecordId
    }
  | {
      readonly kind: 'settle-case'
      readonly caseId: CaseId
      /** The facts that the person saw; empty where they are too many to be named, and `seen` alone says which. */
      readonly cites: readonly OperationId[]
      /** Their digest (`case/seen-cites.ts`). */
      readonly seen?: string | undefined
      readonly decision: CaseDecision
      readonly note: string
      /** Decided anew: the decision that its author had read (CASE-2). */
      readonly anew?: { readonly replaces: OperationId } | undefined
    }

export type Operation = Fact | DeskRequest
export type OperationKind = Operation['kind']

/** Which kinds are facts: the endpoint asks `decide` for the others only. */
export const isFactByKind: { readonly [K in OperationKind]: K extends Fact['kind'] ? true : false } = {
  'pick-item': true,
  'unpick-item': true,
  'report-not-found': true,
  'give-up-line': true,
  'bag-order': true,
  'print-label': true,
  'record-arrival': true,
  'undo-arrival': true,
  'hand-over-order': true,
  'undo-handover': true,
  'return-item': true,
  'undo-return': true,
  'reshelve-item': true,
  'unreshelve-item': true,
  'confirm-no-show': true,
  'place-order': false,
  'reschedule-order': false,
  'cancel-order': false,
  'change-lines': false,
  claim: false,
  'release-claim': false,
  'write-note': false,
  'substitute-record': false,
  'settle-case': false,
}

export const isFact = (operation: Operation): operation is Fact => isFactByKind[operation.kind]

/** The last facts that the author had seen, by subject (`subject.ts`); of a claim, those it takes over. */
export type Based = Readonly<Record<string, readonly OperationId[]>>

/** An operation as it is kept and sent: who, when, on what it was based (PROTOCOL.md, Envelope). `hash` travels beside, not inside. */
export interface Envelope {
  readonly operationId: OperationId
  readonly bootId: BootId
  /** Counts from 1 within its boot: order, not identity. */
  readonly n: number
  readonly deviceId: DeviceId
  /** Where it happened. Absent before version 2 of the protocol: it belongs to the library of the tablet that sends it. */
  readonly library?: LibraryIdentity | undefined
  readonly librarianId: LibrarianId
  /** On the public page: only the endpoint makes such an envelope, and reads none from a tablet. Absent: the librarian. */
  readonly author?: 'patron' | undefined
  readonly type: OperationKind
  /** Of the payload: whoever reads an older one brings it up first (protocol/upcast-envelope.ts). */
  readonly typeVersion: number
  readonly payload: Operation
  readonly based: Based
  /** Where the author's base stood: they know what had left it by then, and of nothing that left it later. Absent before the first base. */
  readonly base?: { readonly epoch: string; readonly version: number } | undefined
  /** The tablet's clock at the press. */
  readonly at: Instant
  /** Milliseconds to add to `at` to get the endpoint's clock, as last measured. */
  readonly clockOffset: number
  /** The build of the app that made it. */
  readonly build: string
}
