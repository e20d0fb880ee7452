/**
 * Which opening ranges hold on a day (SET-6). Runs everywhere; pure, and small: every screen counts slots. How hours are changed from a date
 * on is in change-week.ts.
 */
import type { SiteId } from '../ids.ts'
import { type LocalDate, weekdayOf } from '../local-date.ts'
import type { OpeningRange, Settings } from './settings.ts'

/** Hours of a weekday, without whose and since when. */
export type DayHours = Pick<OpeningRange, 'from' | 'to' | 'intervalMinutes' | 'capacity'>

export type Ranges = Pick<Settings, 'openingRanges'>

/** SET-6: the ranges of a date's weekday that hold on it. */
export const rangesOn = ({ openingRanges }: Ranges, siteId: SiteId, date: LocalDate): readonly OpeningRange[] =>
  openingRanges.filter(
    ({ siteId: site, weekday, validFrom = date, validUntil }) =>
      site === siteId && weekday === weekdayOf(date) && validFrom <= date && !(validUntil !== undefined && validUntil <= date),
  )
