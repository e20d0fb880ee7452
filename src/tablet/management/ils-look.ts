/**
 * What an ILS that is told over a wire has not yet, as the screens read it. Types alone; runs in the browser.
 * Read on line for whoever is signed in; the tablet keeps nothing of it.
 */
import type { CardNumber, ItemBarcode, LibrarianId, OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate, LocalTime } from '../../domain/local-date.ts'

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
  readonly reason: 'held-for-another' | 'lent-to-another' | 'other-than-asked' | 'unknown-there' | undefined
  /** The ILS's own words at a refusal; may be empty. */
  readonly said: string
  /** Whether a person may ask anew (ILS-2). */
  readonly mayAsk: boolean
}
