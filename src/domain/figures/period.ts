/**
 * The months and years of the figures, on the library's calendar, and the same days a year earlier (STAT-6). Runs everywhere.
 */
import { addDays, type LocalDate } from '../local-date.ts'

/** A silent tablet has so long to speak after a period's end: then its set of patrons is destroyed (STAT-5). Days. */
export const daysAfterPeriod = 8
/** A cell that stands for fewer persons is not told, where no manager asked otherwise (STAT-4). */
export const fewestPersons = 5
/** Persons behind a cell are counted up to here: no library may ask for more. */
export const highestSmallest = 11

/** "2026-10". */
export const monthOf = (day: LocalDate): string => day.slice(0, 7)

/** "2026". */
export const yearOf = (day: LocalDate): string => day.slice(0, 4)

const monthPlus = (month: string, more: number): string => {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const at = year * 12 + number - 1 + more
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`
}

export const monthBefore = (month: string): string => monthPlus(month, -1)
export const monthAfter = (month: string): string => monthPlus(month, 1)

/** Of a month ("2026-10") or a year ("2026"). */
export const firstDayOf = (period: string): LocalDate => `${period}-01-01`.slice(0, 10) as LocalDate
export const lastDayOf = (period: string): LocalDate =>
  period.length === 4 ? (`${period}-12-31` as LocalDate) : addDays(firstDayOf(monthAfter(period)), -1)

/** From the month of one day to the month of another. */
export const monthsBetween = (from: LocalDate, to: LocalDate): readonly string[] => {
  const months: string[] = []
  for (let month = monthOf(from); month <= monthOf(to); month = monthAfter(month)) months.push(month)
  return months
}

/** The same day a year earlier; of 29 February, the 28th. */
export const yearBefore = (day: LocalDate): LocalDate => {
  const year = String(Number(yearOf(day)) - 1).padStart(4, '0')
  return `${year}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}` as LocalDate
}
