/**
 * The demo's calendar: minutes counted from the first minute of its day, negative before, so that a story is told relative to the hour
 * at which the demo is tried. Runs on the endpoint.
 */
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import {
  addDays,
  daysBetween,
  fromMinutes,
  type LocalDate,
  type LocalMoment,
  minutesApart,
  minutesPerDay,
  toMinutes,
} from '../../domain/local-date.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'

export type DemoTimeline = ReturnType<typeof createTimeline>

export const createTimeline = (zone: string, today: LocalDate, now: Instant) => {
  const toLocal = wallClockOf(zone)
  const toMoment = (minute: number): LocalMoment => ({
    date: addDays(today, Math.floor(minute / minutesPerDay)),
    time: fromMinutes(((minute % minutesPerDay) + minutesPerDay) % minutesPerDay),
  })
  return {
    /** Minutes since the day began, on the library's clock. */
    now: toMinutes(toLocal(now).time),
    toMoment,
    toMinute: ({ date, time }: LocalMoment): number => daysBetween(today, date) * minutesPerDay + toMinutes(time),
    /** The instant at which the library's clock began to show that minute. */
    toInstant: (minute: number): Instant => {
      const wanted = toMoment(minute)
      let guess = Date.parse(`${wanted.date}T${wanted.time}:00Z`)
      // Twice, for the first correction may cross a change of hour. A minute that spring skips becomes the one after the gap.
      for (let n = 0; n < 2; n++) guess -= minutesApart(wanted, toLocal(toInstant(guess))) * msPerMinute
      return toInstant(guess)
    },
  }
}
