/**
 * Which ILS is told over a wire, from the environment: SIP2 or Koha, never both. Runs at the start of the endpoint and of its commands.
 * Faults are readable lines, and none repeats a password.
 */
import type { Instant } from '../domain/instant.ts'
import { type LocalTime, parseLocalTime } from '../domain/local-date.ts'
import { wallClockOf } from './clock/wall-clock-of.ts'
import { createKohaWire } from './connectors/koha/koha-wire.ts'
import { readKohaSettings } from './connectors/koha/read-settings.ts'
import { readSip2Settings } from './connectors/sip2/read-settings.ts'
import { createSip2Wire } from './connectors/sip2/sip2-wire.ts'
import type { WirePlan } from './ils/wire.ts'

/** Seconds between two passes: default, least, most. */
const [usualPass, shortestPass, longestPass] = [60, 10, 3600]

/** « 7:00-22:00 », « 7 h - 22 h », « 22:30-5:00 » over midnight: whether a time lies within; undefined: not understood. */
const readHours = (text: string): ((time: LocalTime) => boolean) | undefined => {
  const found = /^(\d{1,2})\s*(?:[:h]\s*(\d\d)?)?\s*[-–]\s*(\d{1,2})\s*(?:[:h]\s*(\d\d)?)?$/.exec(text)
  const timeOf = (hour = '', minute = '00') => `${hour.padStart(2, '0')}:${minute}`
  const from = parseLocalTime(timeOf(found?.[1], found?.[2]))
  // The day ends at midnight, which is no time of it.
  const to = parseLocalTime(timeOf(found?.[3], found?.[4]).replace('24:00', '00:00'))
  if (found === null || from === undefined || to === undefined) return undefined
  return from < to ? (time) => time >= from && time < to : (time) => time >= from || time < to
}

/** undefined without an ILS to reach; `zone` is the library's, for an ILS whose clock shows the same. */
export const readWirePlan = (
  text: (name: string) => string | undefined,
  zone: string,
  now: () => number,
  faults: string[],
): WirePlan | undefined => {
  const sip2 = readSip2Settings(text, zone, faults)
  const koha = readKohaSettings(text, zone, faults)
  if (sip2 !== undefined && koha !== undefined) faults.push('SIP2_URL and KOHA_URL are both given: one of the two tells the ILS, not both.')
  const seconds = Number(text('ILS_EVERY') ?? usualPass)
  if (!Number.isInteger(seconds) || seconds < shortestPass || seconds > longestPass)
    faults.push(`ILS_EVERY is "${text('ILS_EVERY')}": seconds between two passes, ${shortestPass} to ${longestPass}.`)
  const hours = text('ILS_HOURS')
  const isWithin = hours === undefined ? undefined : readHours(hours)
  if (hours !== undefined && isWithin === undefined)
    faults.push(`ILS_HOURS is "${hours}": hours of the day such as 7:00-22:00 are expected.`)
  const mayPass = isWithin && ((at: Instant) => isWithin(wallClockOf(zone)(at).time))
  const plan = { everyMs: seconds * 1000, library: text('ILS_LIBRARY'), mayPass }
  if (sip2 !== undefined) return { ...plan, wire: createSip2Wire(sip2, now) }
  return koha === undefined ? undefined : { ...plan, wire: createKohaWire(koha, now) }
}
