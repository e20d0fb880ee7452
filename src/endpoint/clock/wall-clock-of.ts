/**
 * The library's wall clock, by its zone: the only place that turns instants for the rules. Runs on the endpoint, for the domain reads neither zone
 * nor clock. Intl's formats are slow to make, and a push asks for one: each zone has its own, made once.
 */
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate, LocalMoment, LocalTime } from '../../domain/local-date.ts'

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
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
    // The parts asked for above, in two digits: a date and a time by construction.
    return { date: `${part.year}-${part.month}-${part.day}` as LocalDate, time: `${part.hour}:${part.minute}` as LocalTime }
  }
}

const clockByZone = new Map<string, WallClock>()

/** From an instant to the day and time on the library's wall; `zone` is an IANA name, undefined for a library without settings, taken for Paris. */
export const wallClockOf = (zone: string | undefined): WallClock => {
  const named = zone ?? 'Europe/Paris'
  const clock = clockByZone.get(named) ?? openClock(named)
  clockByZone.set(named, clock)
  return clock
}
