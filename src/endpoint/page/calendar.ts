/**
 * An order as an event for a patron's calendar (PAGE-13, RFC 5545): the hour, the place, an alarm two hours before; no title. Runs on the
 * endpoint. One event of a few lines, written here: a package of calendars would bring rules of recurrence that nothing here needs.
 */
import { type Instant, msPerMinute } from '../../domain/instant.ts'
import { type LocalMoment, minutesPerDay, toDayNumber, toMinutes } from '../../domain/local-date.ts'

export interface CalendarEvent {
  readonly uid: string
  /** Grows with each change: who imports it again sees the newest. */
  readonly sequence: number
  readonly isCancelled: boolean
  readonly begins: LocalMoment
  readonly ends: LocalMoment
  /** IANA name, and the instant at which it begins: its offset of that day follows. */
  readonly zone: string
  readonly beginsAt: Instant
  readonly stamp: Instant
  readonly summary: string
  readonly location: string
  /** The order's own page. */
  readonly url: string
}

/** Octets of a line, its end apart (RFC 5545, section 3.1). */
const longestLine = 75

const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')

const fold = (line: string): string => {
  const lines = ['']
  for (const sign of line) {
    const last = lines.length - 1
    // The space that begins a line that goes on counts.
    if (Buffer.byteLength(`${lines[last]}${sign}`) > longestLine) lines.push(` ${sign}`)
    else lines[last] += sign
  }
  return lines.join('\r\n')
}

const local = ({ date, time }: LocalMoment): string => `${date.replaceAll('-', '')}T${time.replace(':', '')}00`
const utc = (at: Instant): string => `${new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')}`

const offsetOf = ({ begins, beginsAt }: CalendarEvent): string => {
  const minutes = toDayNumber(begins.date) * minutesPerDay + toMinutes(begins.time) - Math.round(beginsAt / msPerMinute)
  const part = (n: number): string => String(Math.floor(n)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${part(Math.abs(minutes) / 60)}${part(Math.abs(minutes) % 60)}`
}

export const toCalendar = (event: CalendarEvent): string => {
  const offset = offsetOf(event)
  const { uid, sequence, isCancelled, zone, stamp, summary, location, url } = event
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Pret a emporter//FR',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    // The offset of that day is enough: the event is on no other.
    'BEGIN:STANDARD',
    'DTSTART:19700101T000000',
    `TZOFFSETFROM:${offset}`,
    `TZOFFSETTO:${offset}`,
    'END:STANDARD',
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${utc(stamp)}`,
    `DTSTART;TZID=${zone}:${local(event.begins)}`,
    `DTEND;TZID=${zone}:${local(event.ends)}`,
    `STATUS:${isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `SUMMARY:${escaped(summary)}`,
    `LOCATION:${escaped(location)}`,
    `URL:${url}`,
    ...(isCancelled ? [] : ['BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(summary)}`, 'TRIGGER:-PT2H', 'END:VALARM']),
    'END:VEVENT',
    'END:VCALENDAR',
  ]
    .map((line) => `${fold(line)}\r\n`)
    .join('')
}
