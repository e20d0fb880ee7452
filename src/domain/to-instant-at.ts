/**
 * From a day and a time on the library's wall clock back to the instant. Runs everywhere; whoever calls it brings the wall clock.
 */
import { type Instant, msPerDay, msPerMinute, toInstant } from './instant.ts'
import { type LocalMoment, minutesApart, toDayNumber, toMinutes } from './local-date.ts'

/** In the hour that summer time repeats, one of the two. */
export const toInstantAt = (moment: LocalMoment, toLocal: (at: Instant) => LocalMoment): Instant => {
  const asUtc = toDayNumber(moment.date) * msPerDay + toMinutes(moment.time) * msPerMinute
  const shift = minutesApart(moment, toLocal(toInstant(asUtc)))
  return toInstant(asUtc - shift * msPerMinute)
}
