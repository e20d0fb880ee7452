/**
 * Since which day the library's figures are whole: before it they are "not counted", and never 0 (STAT-6). Runs everywhere.
 */
import { daysBetween, type LocalDate } from '../local-date.ts'

export const sinceMemo = 'figures-since'

export interface CountedSince {
  readonly orders: LocalDate
  readonly documents: LocalDate
}

/** STAT-18: of these days, how many were counted; of fewer than seven no week is told. */
export const countedDays = ({ from, to }: { readonly from: LocalDate; readonly to: LocalDate }, since: LocalDate): number =>
  Math.min(...[from, since].map((first) => daysBetween(first, to))) + 1
