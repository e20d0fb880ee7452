/**
 * How dates, times, names and numbers are written, in each language. Runs everywhere; reads no clock and no Intl, so that a label
 * printed on any tablet reads the same. French spaces are non-breaking: U+00A0 in « 14 h 30 », U+202F before ; ! ?.
 */
import type { CardNumber } from '../domain/ids.ts'
import { type LocalDate, type LocalTime, minutesPerDay, toMinutes, weekdayOf } from '../domain/local-date.ts'

export type Language = 'fr' | 'en'

interface NamedTablet {
  readonly letter: string
  /** May be empty. */
  readonly name: string
}

export interface Formats {
  /** « mardi 24 novembre » */
  date(date: LocalDate): string
  /** « 24 novembre »: where the weekday would be noise. */
  dayAndMonth(date: LocalDate): string
  /** « mar. 24 nov. » */
  shortDate(date: LocalDate): string
  /** Among the days that come: « mar. 24 ». */
  dayOfWeek(date: LocalDate): string
  /** « 14 h 30 », « 15 h » on the hour. */
  time(time: LocalTime): string
  /** The quarter alone, under the day's line: « 30 ». */
  quarter(time: LocalTime): string
  /** « 3 min », « 2 h 05 », « 3 jours ». `minutes` is a whole number, 0 or more. */
  duration(minutes: number): string
  /** « 3 260 » */
  count(n: number): string
  /** « a : », before what it is said of. */
  lead(label: string): string
  /** « a, b et c » */
  list(parts: readonly string[]): string
  /** « B », or « B “Accueil” » where the tablet has a name of its own, which « Tablette B » is not. */
  tablet(device: NamedTablet): string
}

/** « J.-B. R. »: first name then surname, never more (PULL-7). */
export const formatInitials = (patron: { readonly firstName: string; readonly surname: string }): string => {
  const initial = (word: string): string => `${word.charAt(0).toUpperCase()}.`
  const first = patron.firstName.split('-').filter(Boolean).map(initial).join('-')
  return [first, patron.surname === '' ? '' : initial(patron.surname)].filter(Boolean).join('\u00a0')
}

/** « ·· 4812 »: the last four of the card, which is all that paper shows (PULL-7). */
export const formatCardEnd = (card: CardNumber): string => `··\u00a0${card.slice(-4)}`

const dayOf = (date: LocalDate): number => Number(date.slice(8))
const monthOf = (date: LocalDate): number => Number(date.slice(5, 7)) - 1
const group = (n: number, separator: string): string => String(n).replace(/\B(?=(\d{3})+$)/g, separator)
const joinList =
  (and: string) =>
  (parts: readonly string[]): string =>
    parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} ${and} ${parts.at(-1)}`

const labelTablet =
  (quote: (name: string) => string) =>
  ({ letter, name }: NamedTablet): string =>
    ['', letter].includes(name.replace(/^tablet(te)?\s+/i, '').trim()) ? letter : `${letter}\u00a0${quote(name.trim())}`

const frDays = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche']
const frMonths = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ')
const frShortMonths = 'janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.'.split(' ')
const enDays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const enMonths = 'January February March April May June July August September October November December'.split(' ')

const frDay = (date: LocalDate): string => (dayOf(date) === 1 ? '1er' : String(dayOf(date)))
const frTime = (time: LocalTime): string => {
  const [hour, minute] = [Math.floor(toMinutes(time) / 60), toMinutes(time) % 60]
  return minute === 0 ? `${hour}\u00a0h` : `${hour}\u00a0h\u00a0${String(minute).padStart(2, '0')}`
}

const fr: Formats = {
  date: (date) => `${frDays[weekdayOf(date) - 1]}\u00a0${frDay(date)}\u00a0${frMonths[monthOf(date)]}`,
  dayAndMonth: (date) => `${frDay(date)}\u00a0${frMonths[monthOf(date)]}`,
  dayOfWeek: (date) => `${frDays[weekdayOf(date) - 1]?.slice(0, 3)}.\u00a0${frDay(date)}`,
  shortDate: (date) => `${frDays[weekdayOf(date) - 1]?.slice(0, 3)}.\u00a0${frDay(date)}\u00a0${frShortMonths[monthOf(date)]}`,
  time: frTime,
  quarter: (time) => time.slice(3),
  duration: (minutes) => {
    if (minutes < 60) return `${minutes}\u00a0min`
    if (minutes < minutesPerDay)
      return minutes % 60 === 0
        ? `${minutes / 60}\u00a0h`
        : `${Math.floor(minutes / 60)}\u00a0h\u00a0${String(minutes % 60).padStart(2, '0')}`
    const days = Math.floor(minutes / minutesPerDay)
    return days === 1 ? '1\u00a0jour' : `${days}\u00a0jours`
  },
  count: (n) => group(n, '\u202f'),
  lead: (label) => `${label}\u00a0:`,
  list: joinList('et'),
  tablet: labelTablet((name) => `«\u00a0${name}\u00a0»`),
}

const en: Formats = {
  date: (date) => `${enDays[weekdayOf(date) - 1]}\u00a0${dayOf(date)}\u00a0${enMonths[monthOf(date)]}`,
  dayAndMonth: (date) => `${dayOf(date)}\u00a0${enMonths[monthOf(date)]}`,
  dayOfWeek: (date) => `${enDays[weekdayOf(date) - 1]?.slice(0, 3)}\u00a0${dayOf(date)}`,
  shortDate: (date) => `${enDays[weekdayOf(date) - 1]?.slice(0, 3)}\u00a0${dayOf(date)}\u00a0${enMonths[monthOf(date)]?.slice(0, 3)}`,
  time: (time) => time,
  quarter: (time) => `:${time.slice(3)}`,
  duration: (minutes) => {
    if (minutes < 60) return `${minutes}\u00a0min`
    if (minutes < minutesPerDay)
      return minutes % 60 === 0 ? `${minutes / 60}\u00a0h` : `${Math.floor(minutes / 60)}\u00a0h\u00a0${minutes % 60}\u00a0min`
    const days = Math.floor(minutes / minutesPerDay)
    return days === 1 ? '1\u00a0day' : `${days}\u00a0days`
  },
  count: (n) => group(n, ','),
  lead: (label) => `${label}:`,
  list: joinList('and'),
  tablet: labelTablet((name) => `“${name}”`),
}

/** The same, each day of another year with its year. */
export const withYears = (format: Formats, thisYear: string): Formats => {
  const dated =
    (say: (date: LocalDate) => string) =>
    (date: LocalDate): string =>
      date.startsWith(thisYear) ? say(date) : `${say(date)}\u00a0${date.slice(0, 4)}`
  return { ...format, date: dated(format.date), dayAndMonth: dated(format.dayAndMonth), shortDate: dated(format.shortDate) }
}

export const formatsByLanguage: Readonly<Record<Language, Formats>> = { fr, en }
