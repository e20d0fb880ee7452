/**
 * What a search of the catalogue asks and answers. Runs everywhere; the search itself is the catalogue file's (catalogue/open-catalogue.ts).
 */
import type { RecordId } from '../ids.ts'
import type { BibliographicRecord } from '../item/record.ts'
import type { LocalDate } from '../local-date.ts'

/** What a search keeps: records of this type and audience, with a copy at this location. Absent: all. */
export interface CatalogueFilter {
  readonly documentType?: string | undefined
  readonly audience?: string | undefined
  readonly location?: string | undefined
  /**
   * Those alone of which a copy may be on its shelf: none of `without`, and, of what the ILS has on loan, only what is in `back`, because
   * the desk knows better.
   */
  readonly onShelf?: { readonly without: ReadonlySet<RecordId>; readonly back: ReadonlySet<RecordId> } | undefined
}

/** The most borrowed `records`, at most `mostFound`, of `total`. */
export interface CatalogueFindings {
  readonly records: readonly BibliographicRecord[]
  readonly total: number
  /** Nothing holds what was typed: this is what one error away holds. */
  readonly isNear: boolean
}

/** What the whole catalogue is made of, as the ILS writes it; what is the most frequent first. */
export interface CatalogueLists {
  readonly documentTypes: readonly string[]
  readonly locations: readonly string[]
  /** Copies by the day on which they arrived, of those that have one. Absent: the files themselves were not asked. */
  readonly arrivals?: readonly (readonly [day: LocalDate, copies: number])[] | undefined
}

/** Records that one search reads. */
export const mostFound = 20
