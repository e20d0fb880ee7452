/**
 * Bank holidays on which the library would be open because nobody has said otherwise (SET-10). Runs everywhere.
 * Unanswered, such a day stays open: it is asked for sixty days, so that somebody is there to answer.
 */
import type { SiteId } from '../ids.ts'
import { daysBetween, type LocalDate } from '../local-date.ts'
import { type BankHoliday, bankHolidays } from '../settings/bank-holidays.ts'
import { hoursOn } from '../settings/change-week.ts'
import { type DayException, rangeDefaults, type Settings } from '../settings/settings.ts'
import { slotsOfDay } from './build-slots.ts'

export interface HolidayToDecide extends BankHoliday {
  readonly siteId: SiteId
  /** Slots that would be open. */
  readonly slots: number
}

/** Days ahead for which it is asked, and for which Aujourd'hui says so too. */
const askedDays = 60
const urgentDays = 7

/** Bank holidays ahead on a weekday with opening hours, nearest first. Exceptions already set for the date are ignored. */
export const holidaysAhead = (settings: Settings, today: LocalDate, days: number): readonly HolidayToDecide[] => {
  const year = Number(today.slice(0, 4))
  const week = { ...settings, dayExceptions: [] }
  return [year, year + 1]
    .flatMap((one) => bankHolidays(one, settings.territory ?? 'metropole'))
    .filter(({ date }) => date >= today && daysBetween(today, date) <= days)
    .flatMap((holiday) => settings.sites.map(({ id }) => ({ ...holiday, siteId: id, slots: slotsOfDay(week, id, holiday.date).length })))
    .filter(({ slots }) => slots > 0)
}

type SiteDay = Pick<HolidayToDecide, 'siteId' | 'date'>

const saidOf = ({ dayExceptions }: Settings, { siteId, date }: SiteDay): DayException | undefined =>
  dayExceptions.find((day) => day.date === date && day.siteId === siteId)

/** SET-10: those of which nobody said anything. */
export const holidaysToDecide = (settings: Settings, today: LocalDate): readonly HolidayToDecide[] =>
  holidaysAhead(settings, today, askedDays).filter((holiday) => saidOf(settings, holiday) === undefined)

/** SET-10: those of the next seven days, each date once: the whole team sees them. */
export const holidaysUnanswered = (settings: Settings, today: LocalDate): readonly BankHoliday[] =>
  holidaysToDecide(settings, today).filter(
    ({ date }, n, all) => daysBetween(today, date) <= urgentDays && all.findIndex((one) => one.date === date) === n,
  )

/** Said open, at whatever hours; undefined: nothing was said. */
export const isSaidOpen = (settings: Settings, day: SiteDay): boolean | undefined => {
  const said = saidOf(settings, day)
  return said === undefined ? undefined : said.ranges.length > 0
}

type DayRange = DayException['ranges'][number]

const sayDay = (settings: Settings, siteId: SiteId, date: LocalDate, ranges: readonly DayRange[]): Settings => ({
  ...settings,
  dayExceptions: [...forgetDay(settings, siteId, date).dayExceptions, { siteId, date, ranges }].sort((a, b) => (a.date < b.date ? -1 : 1)),
})

/** The day said closed, or open as its weekday is now: in either case nobody is asked again. */
export const decideDay = (settings: Settings, siteId: SiteId, date: LocalDate, isOpen: boolean): Settings => {
  const ranges = hoursOn(settings, siteId, date)
  const open = ranges.map(({ from, to, intervalMinutes, capacity }) => ({ from, to, intervalMinutes, capacity }))
  return sayDay(settings, siteId, date, isOpen ? open : [])
}

/** One gesture for all of them. */
export const decideDays = (settings: Settings, days: readonly SiteDay[], isOpen: boolean): Settings =>
  days.reduce((draft, { siteId, date }) => decideDay(draft, siteId, date, isOpen), settings)

/** The day open at hours of its own, with slots as the site's week has them; more than one range is said one after the other. */
export const openDay = (settings: Settings, siteId: SiteId, date: LocalDate, hours: Pick<DayRange, 'from' | 'to'>): Settings => {
  const { intervalMinutes, capacity } = settings.openingRanges.find((range) => range.siteId === siteId) ?? rangeDefaults
  const said = settings.dayExceptions.find((day) => day.siteId === siteId && day.date === date)?.ranges ?? []
  const ranges = [...said, { ...hours, intervalMinutes, capacity }].sort((a, b) => (a.from < b.from ? -1 : 1))
  return sayDay(settings, siteId, date, ranges)
}

/** The day follows its week again. */
export const forgetDay = (settings: Settings, siteId: SiteId, date: LocalDate): Settings => ({
  ...settings,
  dayExceptions: settings.dayExceptions.filter((day) => day.siteId !== siteId || day.date !== date),
})

/** A day said closed in an earlier year is of no use to a screen. */
export const daysToCome = ({ dayExceptions }: Settings, today: LocalDate): readonly DayException[] =>
  dayExceptions.filter(({ date }) => date >= today)
