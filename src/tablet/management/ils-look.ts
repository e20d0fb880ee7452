/**
 * What an ILS that is told over a wire has not yet, and how it is reached, as the screens read it. Types alone; runs in the browser.
 * Read on line for whoever is signed in; the tablet keeps nothing of it.
 */
import type { CardNumber, ItemBarcode } from '../../domain/ids.ts'
import type { IlsAccess, IlsKind } from '../../domain/settings/ils-access.ts'
import type { ImportActs } from './import-acts.ts'
import type { ManagementResult, Said, Whole } from './management-result.ts'

/** What is amiss with the holds that become orders. */
export interface HoldsLook extends Pick<NonNullable<Said<'ils-link'>['holds']>, 'fault'> {
  /** The ILS takes appointments, and does not give them. */
  readonly hasNoPickups: boolean
}

type Wire = NonNullable<Said<'ils-look'>['wire']>
/** What an ILS that is told over a wire has not yet. */
export interface IlsLook extends Omit<Wire, 'open' | 'otherDue' | 'left' | 'holds'> {
  readonly open: readonly IlsLine[]
  readonly otherDue: readonly OtherDueLine[]
  /** Neither settled nor asked for more than a day (ILS-40). */
  readonly left: readonly LeftLine[]
  readonly holds: HoldsLook
}
export type OtherDueLine = Omit<NonNullable<Wire['otherDue']>[number], 'movement'>
export type LeftLine = NonNullable<Wire['left']>[number]
export interface IlsLine extends Omit<Wire['open'][number], 'said'> {
  /** The ILS's own words at a refusal; may be empty. */
  readonly said: string
}

type Heard = Said<'ils-link'>['heard']
/** How the ILS is reached, and how it went. No secret is among it. */
export interface IlsLinkLook extends Omit<Said<'ils-link'>, 'kind' | 'fields' | 'heard' | 'holds'>, Heard {
  /** Of what was typed; undefined: nothing, or a kind that this build does not know. */
  readonly kind: IlsKind | undefined
  readonly fields: IlsAccess
  readonly holds: HoldsLook
}

export interface TypedIlsAccess {
  readonly kind: IlsKind
  readonly fields: IlsAccess
  readonly everyMinutes: number
}

/** `refused`: these fields are missing or not understood; `no-answer`: nothing was kept. */
export type IlsAccessEnd = Whole<Said<'ils-access'>>
export interface IlsTrial extends Omit<Said<'ils-try'>, 'fault'> {
  readonly fault: string
}
/** Of a hold that is to be placed; `offered`: the ILS takes them from here, asked before any. */
export type IlsHoldEnd = Whole<Said<'ils-hold'>>

/** What a tablet asks of the endpoint about the ILS. */
export interface IlsActs extends ImportActs {
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
