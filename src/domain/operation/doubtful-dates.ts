/**
 * Days that no desk can have seen or meant: 1900, 9999. Runs everywhere, on the library's calendar.
 * A fact that says one is received, as every fact, and a case says that its tablet's clock is doubtful (CASE-3).
 * A time outside 2000 to 2100 enters no row (CASE-8). What came is kept as it came; its rows get the moment of its reception.
 */
import { type Instant, msPerDay, toInstant } from '../instant.ts'
import { addDays, daysBetween, type LocalDate, type LocalMoment, toDayNumber } from '../local-date.ts'
import { type Envelope, type Fact, isFact } from './operation.ts'

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

// Texts of dates, by construction.
const firstDay = '2000-01-01' as LocalDate
const lastDay = '2100-12-31' as LocalDate
const firstAt = toDayNumber(firstDay) * msPerDay
const lastAt = (toDayNumber(lastDay) + 1) * msPerDay

/** A day that a desk can have: whoever wrote another one had a clock that nobody set. */
export const isDeskDay = (date: LocalDate): boolean => date >= firstDay && date <= lastDay
const isDeskTime = (at: number): boolean => at >= firstAt && at < lastAt

/** A loan of 21 days stays one of 21 days, from the day of reception; what was no span of days is that day. */
const movedTo = (received: LocalDate, happened: LocalDate, date: LocalDate): LocalDate => {
  const span = daysBetween(happened, date)
  return span >= 0 && span <= longestLoanDays ? addDays(received, span) : received
}

const factAsReceived = (fact: Fact, received: LocalMoment): Fact => {
  const happened = isDeskDay(fact.happened.date) ? fact.happened : received
  const day = (date: LocalDate): LocalDate =>
    happened === fact.happened && isDeskDay(date) ? date : movedTo(received.date, fact.happened.date, date)
  if (fact.kind === 'hand-over-order') return { ...fact, happened, items: fact.items.map((item) => ({ ...item, dueOn: day(item.dueOn) })) }
  if (fact.kind !== 'return-item' || fact.quarantineUntil === undefined) return { ...fact, happened }
  return { ...fact, happened, quarantineUntil: day(fact.quarantineUntil) }
}

/** CASE-8: the operation as the rows, the ILS and the mails get it. Almost always it is what came. */
export const asReceived = (envelope: Envelope, receivedAt: Instant, toLocal: (at: Instant) => LocalMoment): Envelope => {
  const { at, clockOffset, payload } = envelope
  const corrected = at + clockOffset
  const timed = isDeskTime(at) && isDeskTime(corrected)
  const clock = timed ? { at, clockOffset } : { at: isDeskTime(corrected) ? toInstant(corrected) : receivedAt, clockOffset: 0 }
  return { ...envelope, ...clock, payload: isFact(payload) ? factAsReceived(payload, toLocal(receivedAt)) : payload }
}
