/**
 * A bibliographic record that some order wants, with the library's copies of it: what a pull list must show off line.
 * Runs everywhere. All other records of the library are in the catalogue file, outside the base (PROTOCOL.md, Pull).
 */
import type { ItemBarcode, RecordId } from '../ids.ts'
import type { LocalDate } from '../local-date.ts'

/**
 * Why a copy cannot be fetched for anybody, whoever has it: it may be read in the library alone, or the ILS has it as lost, withdrawn, in repair
 * or not yet on its shelf.
 */
export type Immobility = 'reference-only' | 'not-there'

export interface Copy {
  readonly barcode: ItemBarcode
  /** As on the spine; may be empty. */
  readonly callNumber: string
  /** As the ILS spells it; may be empty. */
  readonly location: string
  /** When it entered the library; undefined: unknown, so never a new release (LOAN-2). */
  readonly arrivedOn: LocalDate | undefined
  /** Whether the ILS's last list has it on loan: of what a tablet's catalogue answers. Absent in rows of the base, and where no list said it. */
  readonly isLent?: boolean | undefined
  /** Absent: it can be lent, or nobody said otherwise. */
  readonly immobility?: Immobility | undefined
}

export interface BibliographicRecord {
  readonly kind: 'record'
  readonly id: RecordId
  readonly title: string
  /** Empty where the record has none. */
  readonly author: string
  /** As the ILS spells it: livre, BD, CD, DVD, revue… */
  readonly documentType: string
  /** A adult, J young; empty where unknown. */
  readonly audience: string
  /** As the ILS spells it. Absent where it gives none, from the catalogue file, and from rows older than it. */
  readonly year?: string | undefined
  /** As the ILS spells it; absent as the year is. */
  readonly publisher?: string | undefined
  readonly copies: readonly Copy[]
}

/** One document found by its barcode, with its record: what the catalogue file answers. */
export interface CatalogueItem extends Omit<BibliographicRecord, 'kind' | 'id' | 'copies'>, Omit<Copy, 'isLent'> {
  readonly recordId: RecordId
}
