/**
 * The months and years of the figures, on the library's calendar, and the same days a year earlier (STAT-6). Runs everywhere.
 */
import { addDays, type LocalDate } from '../local-date.ts'

/** A silent tablet has so long to speak after a period's end: then its set of patrons is destroyed (STAT-5). Days. */
export const daysAfterPeriod = 8
/** No library may ask for more persons behind a cell than this (STAT-4). */
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
