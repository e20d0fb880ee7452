/**
 * The one time that an operation has in the rows. Runs everywhere, on the library's calendar: both ends take it here, and nobody reckons
 * with an envelope's clock after that. It is the press by the endpoint's clock, or the minute that a person stated (HO-10).
 * Where that clock or that day is doubtful it is the moment of reception (CASE-8), and a case says so (CASE-3). What came is kept as it came.
 */
import { type Instant, msPerDay, msPerMinute, toInstant } from '../instant.ts'
import { addDays, compareMoments, daysBetween, type LocalDate, type LocalMoment } from '../local-date.ts'
import { toInstantAt } from '../to-instant-at.ts'
import { type Envelope, type Fact, isFact } from './operation.ts'

/** Days that an operation may have waited on a tablet: the support window of a year. */
const daysBehind = 366
/** A day may have begun on a clock that is a little ahead. */
const daysAhead = 1
/** A corrected clock may run this far ahead of ours, or behind what its author had read, before a case says so. */
export const doubtfulAheadMs = 10 * msPerMinute
/** No quarantine lasts a year, and no loan five. */
const longestQuarantineDays = 366
const longestLoanDays = 5 * 366

/** A quarantine that ends so late was never meant. */
export const isFarAhead = (quarantineUntil: LocalDate, today: LocalDate): boolean => quarantineUntil > addDays(today, longestQuarantineDays)

const isOutside = (date: LocalDate, today: LocalDate, ahead: number): boolean => {
  const away = daysBetween(today, date)
  return away < -daysBehind || away > ahead
}

/** Whether one of a fact's days is out of all reason, seen from the day on which it is received. */
export const isDateDoubtful = (fact: Fact, today: LocalDate): boolean => {
  if (isOutside(fact.happened.date, today, daysAhead)) return true
  const { kind } = fact
  if (kind === 'hand-over-order') return fact.items.some(({ dueOn }) => isOutside(dueOn, today, longestLoanDays))
  return kind === 'return-item' && fact.quarantineUntil !== undefined && isOutside(fact.quarantineUntil, today, longestQuarantineDays)
}

/** By the endpoint's clock, as far as the tablet knew it. */
export const pressedAt = ({ at, clockOffset }: Pick<Envelope, 'at' | 'clockOffset'>): Instant => toInstant(at + clockOffset)

/** When it was pressed, on our clock; undefined when its tablet's is doubtful. */
export const composedAt = (envelope: Envelope, receivedAt: Instant): Instant | undefined => {
  const at = pressedAt(envelope)
  return at > receivedAt + doubtfulAheadMs || at < receivedAt - daysBehind * msPerDay ? undefined : at
}

// Texts of dates, by construction.
const firstDay = '2000-01-01' as LocalDate
const lastDay = '2100-12-31' as LocalDate

/** A day that a desk can have: whoever wrote another one had a clock that nobody set. */
export const isDeskDay = (date: LocalDate): boolean => date >= firstDay && date <= lastDay

/** A loan of 21 days stays one of 21 days, from the day of reception; what was no span of days is that day. */
const movedTo = (received: LocalDate, happened: LocalDate, date: LocalDate): LocalDate => {
  const span = daysBetween(happened, date)
  return span >= 0 && span <= longestLoanDays ? addDays(received, span) : received
}

const factAsReceived = (fact: Fact, happened: LocalMoment, received: LocalDate): Fact => {
  const day = (date: LocalDate): LocalDate =>
    happened === fact.happened && isDeskDay(date) ? date : movedTo(received, fact.happened.date, date)
  if (fact.kind === 'hand-over-order') return { ...fact, happened, items: fact.items.map((item) => ({ ...item, dueOn: day(item.dueOn) })) }
  if (fact.kind !== 'return-item' || fact.quarantineUntil === undefined) return { ...fact, happened }
  return { ...fact, happened, quarantineUntil: day(fact.quarantineUntil) }
}

/** CASE-8: the operation as the rows, the ILS and the mails get it; its `at` is the instant, and its clock needs no correction any more. */
export const asReceived = (envelope: Envelope, receivedAt: Instant, toLocal: (at: Instant) => LocalMoment): Envelope => {
  const { payload } = envelope
  const pressed = composedAt(envelope, receivedAt)
  if (!isFact(payload)) return { ...envelope, at: pressed ?? receivedAt, clockOffset: 0 }
  const received = toLocal(receivedAt)
  const isDoubtful = pressed === undefined || isOutside(payload.happened.date, received.date, daysAhead)
  const fact = factAsReceived(payload, isDoubtful ? received : payload.happened, received.date)
  const isPress = !isDoubtful && compareMoments(toLocal(pressed), fact.happened) === 0
  const at = isDoubtful ? receivedAt : isPress ? pressed : toInstantAt(fact.happened, toLocal)
  return { ...envelope, at, clockOffset: 0, payload: fact }
}
