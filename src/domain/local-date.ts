/**
 * A day and a time of day on the library's wall clock (SLOT-2). Runs everywhere, without Intl or Date:
 * the calendar here is plain arithmetic, so summer time can neither move nor double a slot.
 * Tablet and endpoint turn an instant into these with the library's zone before it calls the domain.
 */
declare const brand: unique symbol
/** `YYYY-MM-DD`, Gregorian, year 1000 to 9999. Compares as text. */
export type LocalDate = string & { readonly [brand]: 'LocalDate' }
/** `HH:MM`, 00:00 to 23:59. Compares as text. */
export type LocalTime = string & { readonly [brand]: 'LocalTime' }

/** A wall-clock reading of the library: what was on the calendar and on the clock when the press happened. */
export interface LocalMoment {
  readonly date: LocalDate
  readonly time: LocalTime
}

/** 1 Monday … 7 Sunday (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

/** The date in `text` when it is a real day written `YYYY-MM-DD`, else undefined. */
export const parseLocalDate = (text: string): LocalDate | undefined => {
  const parts = /^([1-9]\d{3})-(\d\d)-(\d\d)$/.exec(text)
  if (parts === null) return undefined
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) ? (text as LocalDate) : undefined
}

/** The time in `text` when it is `HH:MM` between 00:00 and 23:59, else undefined. */
export const parseLocalTime = (text: string): LocalTime | undefined =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? (text as LocalTime) : undefined

/** Days since 1970-01-01 (which is day 0). Algorithm: civil calendar counted from 1 March, in eras of 400 years. */
export const toDayNumber = (date: LocalDate): number => {
  const [y, m, d] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8))]
  const year = m <= 2 ? y - 1 : y
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** The inverse of `toDayNumber`. */
export const fromDayNumber = (dayNumber: number): LocalDate => {
  const shifted = dayNumber + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as LocalDate
}

export const addDays = (date: LocalDate, days: number): LocalDate => fromDayNumber(toDayNumber(date) + days)

/** Whole days from one date to another; negative when the second is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => toDayNumber(to) - toDayNumber(from)

// Day 0 was a Thursday (4): the cast holds because the sum is taken modulo 7, then moved to 1…7.
export const weekdayOf = (date: LocalDate): Weekday => (((((toDayNumber(date) + 3) % 7) + 7) % 7) + 1) as Weekday

/** Minutes since midnight, 0 to 1439. */
export const toMinutes = (time: LocalTime): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** The time at `minutes` after midnight. It checks nothing: callers stay within 0 to 1439. */
export const fromMinutes = (minutes: number): LocalTime =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}` as LocalTime

/** On a wall clock, which is all that a slot knows. */
export const minutesPerHour = 60
export const minutesPerDay = 24 * minutesPerHour
export const daysPerWeek = 7

/** Minutes on the wall clock from one local moment to another, as if every day had 24 hours (SLOT-2). */
export const minutesApart = (from: LocalMoment, to: LocalMoment): number =>
  daysBetween(from.date, to.date) * minutesPerDay + toMinutes(to.time) - toMinutes(from.time)

/** Negative when `a` is earlier, 0 when they are the same minute. Compares as text: lists of a whole day are sorted with it. */
export const compareMoments = (a: LocalMoment, b: LocalMoment): number =>
  a.date === b.date ? (a.time < b.time ? -1 : a.time > b.time ? 1 : 0) : a.date < b.date ? -1 : 1

export const datesFrom = (from: LocalDate, to: LocalDate): readonly LocalDate[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, n) => addDays(from, n))

interface Spell<D> {
  /** Its first day. */
  readonly of: D
  readonly to: LocalDate
}

/** Days that follow each other and are alike, as one. */
export const spellsOf = <D extends { readonly date: LocalDate }>(
  days: readonly D[],
  areAlike: (a: D, b: D) => boolean,
): readonly Spell<D>[] => {
  const spells: Spell<D>[] = []
  for (const day of [...days].sort((a, b) => (a.date < b.date ? -1 : 1))) {
    const at = spells.findIndex(({ of, to }) => addDays(to, 1) === day.date && areAlike(of, day))
    spells.splice(at < 0 ? spells.length : at, at < 0 ? 0 : 1, { of: spells[at]?.of ?? day, to: day.date })
  }
  return spells
}
