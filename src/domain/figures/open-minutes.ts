/**
 * How long an order took to be ready, in minutes during which the site was open: a night counts for nothing (STAT-1). Runs everywhere.
 * Counted in steps of five minutes, then of thirty: a counter for each minute would be finer than anybody can use.
 */
import type { SiteId } from '../ids.ts'
import { addDays, daysBetween, type LocalDate, type LocalMoment, minutesPerDay, toMinutes } from '../local-date.ts'
import type { Settings } from '../settings/settings.ts'
import { slotsOfDay } from '../slot/build-slots.ts'

/** Minutes of a step, up to a working day of eight hours; then minutes of a wide one, up to a week of them. */
const step = 5
const fine = 480
const wideStep = 30
export const longestReady = 2400
/** An order waits no longer than the horizon lets it: what is beyond was written with a wrong clock. Days. */
const mostDays = 62

/** Minutes open on one day between two times of its clock; where two ranges overlap, once. */
export const openMinutesOfDay = (settings: Settings, siteId: SiteId, date: LocalDate, from = 0, to = minutesPerDay): number => {
  let open = 0
  let until = from
  for (const { key, endsAt } of slotsOfDay(settings, siteId, date)) {
    const begins = Math.max(toMinutes(key.time), until)
    const ends = Math.min(toMinutes(endsAt), to)
    if (ends <= begins) continue
    open += ends - begins
    until = ends
  }
  return open
}

/** Minutes open between two moments; 0 where the second is not later. */
export const openMinutes = (settings: Settings, siteId: SiteId, from: LocalMoment, to: LocalMoment): number => {
  const days = daysBetween(from.date, to.date)
  if (days > mostDays) return longestReady
  let minutes = 0
  for (let n = 0; n <= days; n++) {
    const begins = n === 0 ? toMinutes(from.time) : 0
    const ends = n === days ? toMinutes(to.time) : minutesPerDay
    minutes += openMinutesOfDay(settings, siteId, addDays(from.date, n), begins, ends)
  }
  return minutes
}

/** The step in which so many minutes are counted: its upper end. */
export const openMinutesStep = (minutes: number): number => {
  const width = minutes <= fine ? step : wideStep
  return Math.min(Math.max(step, Math.ceil(minutes / width) * width), longestReady)
}
