/**
 * Days that no desk can have seen or meant: 1900, 9999. Runs everywhere, on the library's calendar.
 * A fact that says one is received, as every fact, and a case says that its tablet's clock is doubtful (CASE-3).
 */
import { addDays, daysBetween, type LocalDate } from '../local-date.ts'
import type { Fact } from './operation.ts'

/** Days that an operation may have waited on a tablet: the support window of a year. */
const daysBehind = 366
/** A day may have begun on a clock that is a little ahead. */
const daysAhead = 1
/** No quarantine lasts a year, and no loan five. */
const longestQuarantineDays = 366
const longestLoanDays = 5 * 366

/** A quarantine that ends so late was never meant. */
export const isFarAhead = (quarantineUntil: LocalDate, today: LocalDate): boolean => quarantineUntil > addDays(today, longestQuarantineDays)

/** Whether one of a fact's days is out of all reason, seen from the day on which it is received. */
export const isDateDoubtful = (fact: Fact, today: LocalDate): boolean => {
  const isOutside = (date: LocalDate, ahead: number): boolean => {
    const away = daysBetween(today, date)
    return away < -daysBehind || away > ahead
  }
  if (isOutside(fact.happened.date, daysAhead)) return true
  const { kind } = fact
  if (kind === 'hand-over-order') return fact.items.some(({ dueOn }) => isOutside(dueOn, longestLoanDays))
  return kind === 'return-item' && fact.quarantineUntil !== undefined && isOutside(fact.quarantineUntil, longestQuarantineDays)
}
