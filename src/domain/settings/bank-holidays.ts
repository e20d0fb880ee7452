/**
 * The bank holidays of each French territory, computed and never fetched (SET-10): eleven everywhere, two more in Alsace and Moselle, and
 * beyond the sea the day on which each one remembers that slavery was abolished. Runs everywhere; plain arithmetic on the calendar.
 */
import { addDays, type LocalDate, parseLocalDate } from '../local-date.ts'

export const territories = [
  'metropole',
  'alsace-moselle',
  'guadeloupe',
  'guyane',
  'martinique',
  'mayotte',
  'reunion',
  'saint-barthelemy',
  'saint-martin',
] as const
export type Territory = (typeof territories)[number]

export type HolidayName =
  | 'new-year'
  | 'good-friday'
  | 'easter-monday'
  | 'labour-day'
  | 'victory'
  | 'ascension'
  | 'whit-monday'
  | 'bastille-day'
  | 'assumption'
  | 'all-saints'
  | 'armistice'
  | 'christmas'
  | 'second-christmas-day'
  | 'abolition'

export interface BankHoliday {
  readonly date: LocalDate
  readonly name: HolidayName
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
const easterOf = (year: number): LocalDate | undefined => {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  const day = (h + l - 7 * m + 33 * month + 19) % 32
  return parseLocalDate(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
}

/** Month and day of what falls on the same day each year. */
const fixedEverywhere: readonly (readonly [string, HolidayName])[] = [
  ['01-01', 'new-year'],
  ['05-01', 'labour-day'],
  ['05-08', 'victory'],
  ['07-14', 'bastille-day'],
  ['08-15', 'assumption'],
  ['11-01', 'all-saints'],
  ['11-11', 'armistice'],
  ['12-25', 'christmas'],
]
/** Days after Easter Sunday. */
const movingEverywhere: readonly (readonly [number, HolidayName])[] = [
  [1, 'easter-monday'],
  [39, 'ascension'],
  [50, 'whit-monday'],
]
/** Decree 83-1003 of 23 November 1983 as it stands, and article L3422-2 of the labour code. */
const abolitionByTerritory: Partial<Readonly<Record<Territory, string>>> = {
  mayotte: '04-27',
  martinique: '05-22',
  guadeloupe: '05-27',
  'saint-martin': '05-28',
  guyane: '06-10',
  'saint-barthelemy': '10-09',
  reunion: '12-20',
}

/** SET-10: of one year, in the order of the calendar. */
export const bankHolidays = (year: number, territory: Territory): readonly BankHoliday[] => {
  const easter = easterOf(year)
  const isEastern = territory === 'alsace-moselle'
  const abolition = abolitionByTerritory[territory]
  const fixed: readonly (readonly [string, HolidayName])[] = [
    ...fixedEverywhere,
    ...(isEastern ? [['12-26', 'second-christmas-day'] as const] : []),
    ...(abolition === undefined ? [] : [[abolition, 'abolition'] as const]),
  ]
  const moving: readonly (readonly [number, HolidayName])[] = [...movingEverywhere, ...(isEastern ? [[-2, 'good-friday'] as const] : [])]
  return [
    ...fixed.map(([day, name]) => ({ date: parseLocalDate(`${year}-${day}`), name })),
    ...(easter === undefined ? [] : moving.map(([days, name]) => ({ date: addDays(easter, days), name }))),
  ]
    .flatMap(({ date, name }) => (date === undefined ? [] : [{ date, name }]))
    .sort((a, b) => (a.date < b.date ? -1 : 1))
}
