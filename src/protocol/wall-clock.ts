/**
 * From an instant to the day and the time on the library's wall clock, in its zone (SLOT-2). Runs on both ends; the rules read no zone.
 * Intl's formats are slow to make, and each push needs one: there is one for each zone, made once; it is asked once a minute.
 */
import { type Instant, msPerMinute, onCalendar } from '../domain/instant.ts'
import type { LocalDate, LocalMoment, LocalTime } from '../domain/local-date.ts'

export type WallClock = (at: Instant) => LocalMoment

const openClock = (zone: string): WallClock => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const read = (at: Instant): LocalMoment => {
    const part = Object.fromEntries(format.formatToParts(onCalendar(at)).map(({ type, value }) => [type, value]))
    // The parts asked for above, in two digits: a date and a time by construction.
    return { date: `${part.year}-${part.month}-${part.day}` as LocalDate, time: `${part.hour}:${part.minute}` as LocalTime }
  }
  // Zones have differed by whole minutes since 1972: within a minute the wall shows one time. Those that were asked last.
  let [minute, moment] = [Number.NaN, undefined as LocalMoment | undefined]
  return (at) => {
    const asked = Math.floor(at / msPerMinute)
    if (moment === undefined || minute !== asked) [minute, moment] = [asked, read(at)]
    return moment
  }
}

const clockByZone = new Map<string, WallClock>()

/** `zone`: an IANA name. */
export const wallClockIn = (zone: string): WallClock => {
  const clock = clockByZone.get(zone) ?? openClock(zone)
  clockByZone.set(zone, clock)
  return clock
}
