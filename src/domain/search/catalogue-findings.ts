/**
 * What a search of the catalogue asks and answers. Runs everywhere; the search itself is the catalogue file's (catalogue/open-catalogue.ts).
 */
import type { RecordId } from '../ids.ts'
import type { BibliographicRecord } from '../item/record.ts'

/** What a search keeps: records of this type and audience, with a copy at this location. Absent: all. */
export interface CatalogueFilter {
  readonly documentType?: string | undefined
  readonly audience?: string | undefined
  readonly location?: string | undefined
  /** Records that are not wanted, whatever they hold: those of which nothing is on its shelf. */
  readonly without?: ReadonlySet<RecordId> | undefined
}

/** The most borrowed `records`, at most `mostFound`, of `total`. */
export interface CatalogueFindings {
  readonly records: readonly BibliographicRecord[]
  readonly total: number
  /** Nothing holds what was typed: this is what one error away holds. */
  readonly isNear: boolean
}

/** Records that one search reads. */
export const mostFound = 20
