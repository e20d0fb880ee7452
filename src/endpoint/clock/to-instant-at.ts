/**
 * From a day and a time on the library's wall clock back to the instant. Runs on the endpoint and in its commands.
 */
import { type Instant, msPerDay, msPerMinute, toInstant } from '../../domain/instant.ts'
import { type LocalMoment, minutesApart, toDayNumber, toMinutes } from '../../domain/local-date.ts'
import type { WallClock } from './wall-clock-of.ts'

/** In the hour that summer time repeats, one of the two. */
export const toInstantAt = (moment: LocalMoment, toLocal: WallClock): Instant => {
  const asUtc = toDayNumber(moment.date) * msPerDay + toMinutes(moment.time) * msPerMinute
  const shift = minutesApart(moment, toLocal(toInstant(asUtc)))
  return toInstant(asUtc - shift * msPerMinute)
}
