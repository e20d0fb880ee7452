/**
 * Ranges of one day that overlap (SET-35): two desks at once, whose places add up, or one range too many. Runs everywhere; pure.
 * Which of the two is meant, a person says: `parted` is the settings with one desk.
 */
import type { SiteId } from '../ids.ts'
import { type LocalDate, type LocalTime, toMinutes, type Weekday } from '../local-date.ts'
import { weekdays } from '../settings/change-week.ts'
import type { DayHours } from '../settings/ranges-on.ts'
import type { Settings } from '../settings/settings.ts'

export interface Overlap {
  readonly day: Weekday | LocalDate
  readonly siteId: SiteId
  readonly from: LocalTime
  readonly to: LocalTime
  /** Places in that time, of both ranges and of the first one. */
  readonly both: number
  readonly one: number
  readonly parted: Settings
}

const placesIn = ({ from, to, intervalMinutes, capacity }: DayHours, begins: LocalTime, ends: LocalTime): number => {
  const slotsBefore = (time: LocalTime): number => Math.ceil((toMinutes(time) - toMinutes(from)) / intervalMinutes)
  const slots = Math.floor((toMinutes(to) - toMinutes(from)) / intervalMinutes)
  return capacity * (Math.min(slots, slotsBefore(ends)) - slotsBefore(begins))
}

/** Each range beside the next one: the second begins where the first one ends, or goes. */
const overlapsIn = <R extends DayHours>(ranges: readonly R[], put: (ranges: readonly R[]) => Settings) => {
  const sorted = [...ranges].sort((a, b) => (a.from < b.from ? -1 : 1))
  return sorted.flatMap((first, n) => {
    const second = sorted[n + 1]
    if (second === undefined || second.from >= first.to) return []
    const { from } = second
    const rest = second.to > first.to ? [{ ...second, from: first.to }] : []
    const to = rest.length > 0 ? first.to : second.to
    const one = placesIn(first, from, to)
    const parted = put(ranges.flatMap((range) => (range === second ? rest : [range])))
    return [{ from, to, one, both: one + placesIn(second, from, to), parted }]
  })
}

/** Of every weekday as it will be, and of every day apart; of settings without fault. */
export const overlapsOf = (settings: Settings): readonly Overlap[] => [
  ...settings.sites.flatMap(({ id: siteId }) =>
    weekdays.flatMap((day) => {
      const own = settings.openingRanges.filter((one) => one.siteId === siteId && one.weekday === day && one.validUntil === undefined)
      const others = settings.openingRanges.filter((one) => !own.includes(one))
      const found = overlapsIn(own, (ranges) => ({ ...settings, openingRanges: [...others, ...ranges] }))
      return found.map((overlap) => ({ day, siteId, ...overlap }))
    }),
  ),
  ...settings.dayExceptions.flatMap(({ date: day, siteId, ranges }, n) => {
    const put = (parted: typeof ranges): Settings => ({
      ...settings,
      dayExceptions: settings.dayExceptions.with(n, { date: day, siteId, ranges: parted }),
    })
    return overlapsIn(ranges, put).map((overlap) => ({ day, siteId, ...overlap }))
  }),
]
