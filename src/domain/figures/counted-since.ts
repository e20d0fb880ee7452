/**
 * Since which day the library's figures are whole: before it they are "not counted", and never 0 (STAT-6). Runs everywhere.
 */
import type { LocalDate } from '../local-date.ts'

export const sinceMemo = 'figures-since'

export interface CountedSince {
  readonly orders: LocalDate
  readonly documents: LocalDate
}
