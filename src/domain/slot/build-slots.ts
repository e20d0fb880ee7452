/**
 * The slots of a day, cut from the opening ranges of its weekday, or from the exception that replaces them (SLOT-1). Runs everywhere.
 * A slot is a local date and time: nothing here knows of zones or summer time (SLOT-2).
 */
import type { Settings } from '../desk/settings.ts'
import type { SiteId } from '../ids.ts'
import { fromMinutes, type LocalDate, type LocalTime, toMinutes, weekdayOf } from '../local-date.ts'
import type { SlotKey } from './slot.ts'

export interface Slot {
  readonly key: SlotKey
  readonly endsAt: LocalTime
  /** Orders. */
  readonly capacity: number
}

/** Every slot of a site on a date, in time order; empty when it is closed. A last piece shorter than the interval is no slot. */
export const slotsOfDay = (settings: Settings, siteId: SiteId, date: LocalDate): readonly Slot[] => {
  const exception = settings.dayExceptions.find((day) => day.siteId === siteId && day.date === date)
  const ranges = exception?.ranges ?? settings.openingRanges.filter((range) => range.siteId === siteId && range.weekday === weekdayOf(date))
  return ranges
    .flatMap(({ from, to, intervalMinutes, capacity }) => {
      const starts: number[] = []
      for (let start = toMinutes(from); start + intervalMinutes <= toMinutes(to); start += intervalMinutes) starts.push(start)
      return starts.map((start) => ({
        key: { siteId, date, time: fromMinutes(start) },
        endsAt: fromMinutes(start + intervalMinutes),
        capacity,
      }))
    })
    .sort((a, b) => (a.key.time < b.key.time ? -1 : 1))
}
