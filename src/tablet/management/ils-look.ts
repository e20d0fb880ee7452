/**
 * What an ILS that is told over a wire has not yet, and how it is reached, as the screens read it. Types alone; runs in the browser.
 * Read on line for whoever is signed in; the tablet keeps nothing of it.
 */
import type { ListReason } from '../../domain/case/case.ts'
import type { CardNumber, ItemBarcode, LibrarianId, OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate, LocalTime } from '../../domain/local-date.ts'
import type { IlsAccess, IlsKind } from '../../domain/settings/ils-access.ts'
import type { ManagementResult } from './management-result.ts'

/** What is amiss with the holds that become orders. */
export interface HoldsLook {
  /** The ILS takes appointments, and does not give them. */
  readonly hasNoPickups: boolean
  readonly fault: { readonly kind: string; readonly since: Instant } | undefined
}

/** What an ILS that is told over a wire has not yet. */
export interface IlsLook {
  readonly waiting: number
  /** Today's, and of them those that stood so before. */
  readonly settled: number
  readonly already: number
  /** All that is open; `open` lists the first. */
  readonly total: number
  readonly open: readonly IlsLine[]
  /** Loans that the ILS wants back on another day than the patron was told (ILS-4), sooner ones first. */
  readonly otherDue: readonly OtherDueLine[]
  readonly holds: HoldsLook
}
export interface OtherDueLine extends Pick<IlsLine, 'operationId' | 'barcode' | 'librarianId' | 'card' | 'day'> {
  readonly promised: LocalDate
  readonly dueOn: LocalDate
}
export interface IlsLine {
  readonly operationId: OperationId
  readonly barcode: ItemBarcode
  readonly movement: 'loan' | 'return'
  readonly librarianId: LibrarianId
  readonly card: CardNumber | undefined
  readonly day: LocalDate
  readonly time: LocalTime
  readonly since: Instant
  readonly state: 'asked' | 'unknown' | 'queued' | 'refused' | 'to-decide'
  readonly reason: 'held-for-another' | 'lent-to-another' | 'other-than-asked' | 'unknown-there' | ListReason | undefined
  /** The ILS's own words at a refusal; may be empty. */
  readonly said: string
  /** Whether a person may ask anew (ILS-2). */
  readonly mayAsk: boolean
}

/** How the ILS is reached, and how it went. No secret is among it. */
export interface IlsLinkLook {
  readonly from: 'nothing' | 'environment' | 'typed' | 'locked'
  readonly name: string | undefined
  /** Undefined: the ILS knows no list that its people go through. */
  readonly isDirect: boolean | undefined
  /** Of what was typed; undefined: nothing, or a kind that this build does not know. */
  readonly kind: IlsKind | undefined
  readonly fields: IlsAccess
  readonly secretAt: Instant | undefined
  readonly everyMinutes: number | undefined
  readonly answeredAt: Instant | undefined
  readonly fault: { readonly kind: string; readonly since: Instant } | undefined
  readonly told: { readonly waiting: number; readonly settled: number; readonly refused: number; readonly otherDue: number } | undefined
  readonly patronsAsOf: Instant | undefined
  readonly loansAsOf: Instant | undefined
  readonly holdsAsOf: Instant | undefined
  readonly holds: HoldsLook
  /** Copies of its catalogue that nobody can be handed: read in the library alone, or not there. Undefined: none. */
  readonly immobile: { readonly here: number; readonly gone: number } | undefined
  /** Undefined: no folder is watched. */
  readonly dropped: readonly { readonly kind: string | undefined; readonly at: Instant; readonly isIn: boolean }[] | undefined
}

export interface TypedIlsAccess {
  readonly kind: IlsKind
  readonly fields: IlsAccess
  readonly everyMinutes: number
}

/** `refused`: these fields are missing or not understood; `no-answer`: nothing was kept. */
export interface IlsAccessEnd {
  readonly end: 'kept' | 'ended' | 'refused' | 'no-answer'
  readonly fields: readonly string[]
  readonly fault: string
}

export interface IlsTrial {
  readonly end: 'answered' | 'no-answer' | 'nothing'
  readonly ms: number | undefined
  readonly knows: boolean | undefined
  readonly fault: string
}

/** Of a hold that is to be placed; `offered`: the ILS takes them from here, asked before any. */
export interface IlsHoldEnd {
  readonly end: 'offered' | 'not-taken' | 'placed' | 'refused' | 'not-asked' | 'unknown'
  /** The ILS's own words at a refusal; may be empty. */
  readonly said: string
}

/** What a tablet asks of the endpoint about the ILS. */
export interface IlsActs {
  /** Undefined: the ILS is told by files. Needs no passphrase, and the next neither. */
  lookAtIls(): Promise<ManagementResult<IlsLook | undefined>>
  /** False where there is nothing to ask anew any more. */
  askIlsAnew(line: Pick<IlsLine, 'operationId' | 'barcode' | 'movement'>): Promise<ManagementResult<boolean>>
  /** Nobody waits for it: what changed comes with the rows (ILS-8). Asks for no pass. */
  readPatronAnew(card: CardNumber): Promise<ManagementResult<'read' | 'unknown' | 'not-read'>>
  /** The same of a document that no list has named yet. */
  readItemAnew(barcode: ItemBarcode): Promise<ManagementResult<'read' | 'unknown' | 'not-read'>>
  /** Places a hold for whoever called; without one, asks whether any may be placed. Asks for no pass. */
  holdInIls(hold: { readonly card: CardNumber; readonly barcode: ItemBarcode } | undefined): Promise<ManagementResult<IlsHoldEnd>>
  /** How the ILS is reached; asks for no pass, the next two do (ILS-10). Undefined: it is linked no more. */
  lookAtIlsLink(): Promise<ManagementResult<IlsLinkLook>>
  changeIlsAccess(typed: TypedIlsAccess | undefined): Promise<ManagementResult<IlsAccessEnd>>
  tryIls(card: string | undefined): Promise<ManagementResult<IlsTrial>>
}
