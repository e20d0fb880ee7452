/**
 * Since which day the library's figures are whole: before it they are "not counted", and never 0 (STAT-6). Runs everywhere.
 */
import type { LocalDate } from '../local-date.ts'

export const sinceMemo = 'figures-since'

export interface CountedSince {
  readonly orders: LocalDate
  readonly documents: LocalDate
  /** What settings are weighed by: what each order's hours say, what the night counts of it, and what left beyond the rights (SET-2). Absent: before any of it was. */
  readonly timings?: LocalDate | undefined
  readonly loads?: LocalDate | undefined
  readonly rights?: LocalDate | undefined
}
