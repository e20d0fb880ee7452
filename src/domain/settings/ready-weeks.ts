/**
 * Weeks that a new library may take as they are, to be changed later with a finger (SET-16). Runs on the tablet; pure.
 * They hold from the day on which the library opens: before it, no day is in progress.
 */
import type { SiteId } from '../ids.ts'
import { isAlike } from '../is-alike.ts'
import { fromMinutes, type Weekday } from '../local-date.ts'
import { type OpeningRange, rangeDefaults, type Settings } from './settings.ts'

export const readyWeeks = ['open', 'afternoons', 'twice'] as const
export type ReadyWeek = (typeof readyWeeks)[number]

type Hours = readonly [from: number, to: number]
const morning: Hours = [10, 12]
const afternoon: Hours = [14, 18]
const shortAfternoon: Hours = [14, 17]

/** Weekdays by their number, Monday 1. */
const hoursByWeek: Readonly<Record<ReadyWeek, readonly (readonly [Weekday, ...Hours[]])[]>> = {
  open: [
    [2, morning, afternoon],
    [3, morning, afternoon],
    [4, afternoon],
    [5, morning, afternoon],
    [6, morning, shortAfternoon],
  ],
  afternoons: [
    [2, afternoon],
    [3, afternoon],
    [4, afternoon],
    [5, afternoon],
    [6, afternoon],
  ],
  twice: [
    [3, afternoon],
    [6, morning],
  ],
}

const rangesAt = (week: ReadyWeek, siteId: SiteId): readonly OpeningRange[] =>
  hoursByWeek[week].flatMap(([weekday, ...hours]) =>
    hours.map(([from, to]) => ({ siteId, weekday, from: fromMinutes(from * 60), to: fromMinutes(to * 60), ...rangeDefaults })),
  )

/** The same week at every site. */
export const withReadyWeek = (settings: Settings, week: ReadyWeek): Settings => ({
  ...settings,
  openingRanges: settings.sites.flatMap(({ id }) => rangesAt(week, id)),
})

/** Which of them the settings have; undefined: another one. */
export const readyWeekOf = (settings: Settings): ReadyWeek | undefined =>
  readyWeeks.find((week) => isAlike(withReadyWeek(settings, week).openingRanges, settings.openingRanges))
