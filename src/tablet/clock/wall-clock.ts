/**
 * The library's wall clock: an instant as a date and a time in the library's zone. Runs in the page.
 * The domain never asks what time it is; this is the one place where a tablet's clock and `Intl` meet it (SLOT-2).
 */
import { type Instant, onCalendar } from '../../domain/instant.ts'
import { type LocalMoment, parseLocalDate, parseLocalTime } from '../../domain/local-date.ts'

const formatByZone = new Map<string, Intl.DateTimeFormat>()

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formatByZone.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  formatByZone.set(zone, made)
  return made
}

/** The reading of a clock in `zone` (IANA name) at that instant. */
export const toLocalMoment = (at: Instant, zone: string): LocalMoment => {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(onCalendar(at))
      .map(({ type, value }) => [type, value]),
  )
  const date = parseLocalDate(`${parts.year}-${parts.month}-${parts.day}`)
  const time = parseLocalTime(`${parts.hour}:${parts.minute}`)
  if (date === undefined || time === undefined) throw new Error(`no wall clock in ${zone}`)
  return { date, time }
}
