/**
 * How a weekday's hours are changed from a date on (SET-6). Runs everywhere; pure. Ranges are never rewritten: those before end on that date
 * and the new ones begin, so that a day in progress keeps its slots.
 */
import type { SiteId } from '../ids.ts'
import { isAlike } from '../is-alike.ts'
import { addDays, type LocalDate, type Weekday, weekdayOf } from '../local-date.ts'
import { type DayHours, type Ranges, rangesOn } from './ranges-on.ts'
import type { OpeningRange, Settings } from './settings.ts'

/** Days for which ranges that hold no more are kept: orders of those days may still be looked at. */
const keptDays = 31

/** In the order of the clock. */
export const hoursOn = (settings: Ranges, siteId: SiteId, date: LocalDate): readonly DayHours[] =>
  rangesOn(settings, siteId, date)
    .map(({ from, to, intervalMinutes, capacity }) => ({ from, to, intervalMinutes, capacity }))
    .sort((a, b) => (a.from < b.from ? -1 : 1))

/** The first date of a weekday after today: a day in progress never changes its slots. */
export const nextDateOf = (weekday: Weekday, today: LocalDate): LocalDate => {
  const ahead = Array.from({ length: 7 }, (_, n) => addDays(today, n + 1))
  return ahead.find((date) => weekdayOf(date) === weekday) ?? addDays(today, 7)
}

/** SET-6: a weekday's hours from a date on; none: closed. What was said for later dates is replaced too. */
export const changeWeekday = <S extends Ranges>(
  settings: S,
  { siteId, weekday }: Pick<OpeningRange, 'siteId' | 'weekday'>,
  hours: readonly DayHours[],
  validFrom: LocalDate,
): S => {
  const isOther = (range: OpeningRange): boolean => range.siteId !== siteId || range.weekday !== weekday
  const before = settings.openingRanges.flatMap((range) => {
    if (isOther(range)) return [range]
    if (range.validFrom !== undefined && range.validFrom >= validFrom) return []
    const isOver = range.validUntil !== undefined && range.validUntil <= validFrom
    if (!isOver) return [{ ...range, validUntil: validFrom }]
    return range.validUntil < addDays(validFrom, -keptDays) ? [] : [range]
  })
  return { ...settings, openingRanges: [...before, ...hours.map((one) => ({ siteId, weekday, ...one, validFrom }))] }
}

/** A weekday's ranges as the settings in use have them: a draft begins again, and one that changes nothing is no change. */
export const restoreWeekday = <S extends Ranges>(
  settings: S,
  base: Ranges,
  { siteId, weekday }: Pick<OpeningRange, 'siteId' | 'weekday'>,
): S => {
  const isIt = (range: OpeningRange): boolean => range.siteId === siteId && range.weekday === weekday
  const isAmong = (ranges: readonly OpeningRange[], range: OpeningRange): boolean => ranges.some((one) => isAlike(one, range))
  const inUse = base.openingRanges.filter((range) => isIt(range) || isAmong(settings.openingRanges, range))
  const others = settings.openingRanges.filter((range) => !isIt(range) && !isAmong(base.openingRanges, range))
  return { ...settings, openingRanges: [...inUse, ...others] }
}

export const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]

/** From which date every change that was said holds: the first week that can be counted by the new hours. */
export const settledFrom = ({ openingRanges }: Ranges, today: LocalDate): LocalDate =>
  openingRanges
    .flatMap(({ validFrom, validUntil }) => [validFrom, validUntil])
    .reduce<LocalDate>((latest, date) => (date !== undefined && date > latest ? date : latest), today)

/** « Remettre »: the hours that a journal's entry says, each weekday from its next date on. */
export const putBackHours = (settings: Settings, was: readonly OpeningRange[], today: LocalDate): Settings => {
  const wanted = { openingRanges: was }
  const end = addDays(settledFrom(wanted, today), 7)
  return settings.sites.reduce(
    (draft, { id: siteId }) =>
      weekdays.reduce((one, weekday) => {
        const last = nextDateOf(weekday, end)
        const hours = hoursOn(wanted, siteId, last)
        const isSame = isAlike(hours, hoursOn(one, siteId, last))
        return isSame ? one : changeWeekday(one, { siteId, weekday }, hours, nextDateOf(weekday, today))
      }, draft),
    settings,
  )
}
