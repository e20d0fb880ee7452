/**
 * Builds days and times of the library's clock from plain text, and instants beside them. Runs in tests.
 * A text that is no date or time is a mistake in the test: it throws. The instants pretend that the library lives in UTC, which no
 * rule of the domain can notice.
 */
import { type Instant, toInstant } from '../../src/domain/instant.ts'
import { type LocalDate, type LocalMoment, type LocalTime, parseLocalDate, parseLocalTime } from '../../src/domain/local-date.ts'

export const aDate = (text: string): LocalDate => {
  const date = parseLocalDate(text)
  if (date === undefined) throw new Error(`no such day: ${text}`)
  return date
}

export const aTime = (text: string): LocalTime => {
  const time = parseLocalTime(text)
  if (time === undefined) throw new Error(`no such time: ${text}`)
  return time
}

/** "2026-11-24 14:30". */
export const aMoment = (text: string): LocalMoment => ({ date: aDate(text.slice(0, 10)), time: aTime(text.slice(11)) })

/** The wall clock of that library. */
export const toUtc = (at: Instant): LocalMoment => aMoment(new Date(at).toISOString().slice(0, 16).replace('T', ' '))

export const anInstant = (text: string): Instant => toInstant(Date.parse(`${text.replace(' ', 'T')}:00Z`))

/** A Tuesday on which the library of `aSettings` is open from 14:00 to 18:00. */
export const tuesday = aDate('2026-11-24')
