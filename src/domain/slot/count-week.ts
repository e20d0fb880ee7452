/**
 * What an ordinary week of the library offers, closures and openings of single days apart. Runs everywhere.
 */
import type { SiteId } from '../ids.ts'
import { addDays, type LocalDate, toMinutes } from '../local-date.ts'
import type { Settings } from '../settings/settings.ts'
import { slotsOfDay } from './build-slots.ts'

export interface WeekOffer {
  /** Of all slots, each counted once. */
  readonly minutes: number
  /** Orders. */
  readonly places: number
}

/** SLOT-1: the slots of the seven days from `from` on, at every site. */
export const countWeek = (settings: Settings, from: LocalDate): WeekOffer => {
  const ordinary = { ...settings, dayExceptions: [] }
  const slots = Array.from({ length: 7 }, (_, n) => addDays(from, n)).flatMap((date) =>
    settings.sites.flatMap((site) => slotsOfDay(ordinary, site.id, date)),
  )
  return {
    minutes: slots.reduce((sum, { key, endsAt }) => sum + toMinutes(endsAt) - toMinutes(key.time), 0),
    places: slots.reduce((sum, { capacity }) => sum + capacity, 0),
  }
}

/** Orders that a day of that weekday takes at the site, what is said of the date alone apart. */
export const placesOn = (settings: Settings, siteId: SiteId, date: LocalDate): number =>
  slotsOfDay({ ...settings, dayExceptions: [] }, siteId, date).reduce((sum, { capacity }) => sum + capacity, 0)
