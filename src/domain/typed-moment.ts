/**
 * A day and a time as a hand types them at the desk, day first, whatever the browser's own habit. Runs in the browser, pure.
 * What is written on paper is typed as it stands there: 24/11, 24.11.26, 24112026, 14 h 30, 9:05, 1430.
 */
import { daysBetween, type LocalDate, type LocalTime, parseLocalDate, parseLocalTime } from './local-date.ts'

const twoDigits = (text: string): string => text.padStart(2, '0')

const parts = (text: string): readonly (string | undefined)[] =>
  (/^(\d{1,2})[/.\-\s]+(\d{1,2})(?:[/.\-\s]+(\d{4}|\d{2}))?$/.exec(text) ?? /^(\d\d)(\d\d)(\d{4}|\d{2})?$/.exec(text) ?? []).slice(1)

/** The day in `text`; without a year the nearest one to `today`. Undefined where there is none, or where the calendar has no such day. */
export const readTypedDate = (text: string, today: LocalDate): LocalDate | undefined => {
  const typed = text.trim()
  const iso = parseLocalDate(typed)
  if (iso !== undefined) return iso
  const [day, month, year] = parts(typed)
  if (day === undefined || month === undefined) return undefined
  const inYear = (written: string): LocalDate | undefined => parseLocalDate(`${written}-${twoDigits(month)}-${twoDigits(day)}`)
  if (year !== undefined) return inYear(year.length === 2 ? `${today.slice(0, 2)}${year}` : year)
  const thisYear = Number(today.slice(0, 4))
  const near = [thisYear, thisYear + 1, thisYear - 1].flatMap((candidate) => inYear(String(candidate)) ?? [])
  return near.sort((a, b) => Math.abs(daysBetween(today, a)) - Math.abs(daysBetween(today, b)))[0]
}

/** The time in `text`, on a clock of 24 hours. */
export const readTypedTime = (text: string): LocalTime | undefined => {
  const typed = text.trim()
  const [hour, minute = ''] = (
    /^(\d{1,2})\s*[h:.]\s*(\d\d)?$/i.exec(typed) ??
    /^(\d{1,2})(\d\d)$/.exec(typed) ??
    /^(\d{1,2})$/.exec(typed) ??
    []
  ).slice(1)
  return hour === undefined ? undefined : parseLocalTime(`${twoDigits(hour)}:${twoDigits(minute)}`)
}

/** « 24/11/2026 »: as French and British libraries write a day. */
export const writeDate = (date: LocalDate): string => `${date.slice(8)}/${date.slice(5, 7)}/${date.slice(0, 4)}`
