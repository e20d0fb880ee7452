/**
 * The dates of one column, in the one order of day and month that the whole column follows. Runs in the endpoint's commands.
 * 03/04/2026 alone says nothing; 24/04 elsewhere in the column says that days come first. Day first if nothing decides: the exports are French.
 * A time with a zone (`13:30:00Z`, `T13:30+01:00`) is another hour on the library's clock, and may be another day; `10:00-11:00` is a range,
 * and begins at ten.
 */
import { msPerDay, msPerMinute, toInstant } from '../../../domain/instant.ts'
import { type LocalDate, type LocalTime, parseLocalDate, parseLocalTime, toDayNumber, toMinutes } from '../../../domain/local-date.ts'
import type { WallClock } from '../../../protocol/wall-clock.ts'

export type DateOrder = 'day-first' | 'month-first'

export interface DateColumn {
  readonly order: DateOrder
  /** False where every date could be read either way, and at least one reads differently. */
  readonly isDecided: boolean
  /** The day in a cell, on the library's clock; undefined where there is none. A time of day after it is left out. */
  parse(text: string): LocalDate | undefined
  /** The day of one cell at the time of another, which may be the same; on the library's clock where a zone is given. */
  parseMoment(text: string, timeText: string): { readonly date: LocalDate | undefined; readonly time: LocalTime | undefined }
}

const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?=$|[ T,])/
const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[ T,])/
const compact = /^(\d{4})(\d{2})(\d{2})$/
/** A sign stands for a zone after seconds, or in one word with the day; else two hours are a range. */
const zoned =
  /(?:\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|GMT)|(?:T\d{2}:\d{2}|:\d{2}:\d{2}(?:[.,]\d+)?)\s*([+-])(\d{2}):?(\d{2})?)$/i
const range = /(\d{1,2}\s*[:hH]\s*(?:\d{2})?)\s*(?:-|–|—|à|to)\s*\d{1,2}\s*[:hH]\s*(?:\d{2})?$/

const toDate = (year: string, month: string, day: string): LocalDate | undefined =>
  parseLocalDate(`${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)

/** Minutes that a zone is ahead of UTC; undefined where a text names none. */
const minutesAhead = (text: string): number | undefined => {
  const found = zoned.exec(text)
  if (found === null) return undefined
  const [, sign, hours = '0', minutes = '0'] = found
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** Reads a column once to learn its order, then any of its cells. Without a clock, a time with a zone cannot be read. */
export const parseDateColumn = (cells: Iterable<string>, toLocal?: WallClock): DateColumn => {
  let [dayFirst, monthFirst, ambiguous] = [0, 0, 0]
  const isMonth = (n: number): boolean => n <= 12
  for (const cell of cells) {
    const parts = slashed.exec(cell.trim())
    if (parts === null) continue
    const [first, second] = [Number(parts[1]), Number(parts[2])]
    if (!isMonth(first) && isMonth(second)) dayFirst++
    else if (!isMonth(second) && isMonth(first)) monthFirst++
    else if (first !== second) ambiguous++
  }
  const order: DateOrder = monthFirst > dayFirst ? 'month-first' : 'day-first'
  const parseDay = (cell: string): LocalDate | undefined => {
    const [, year, month, day] = iso.exec(cell) ?? compact.exec(cell) ?? []
    if (year !== undefined && month !== undefined && day !== undefined) return toDate(year, month, day)
    const [, first, second, last] = slashed.exec(cell) ?? []
    if (first === undefined || second === undefined || last === undefined) return undefined
    return order === 'day-first' ? toDate(last, second, first) : toDate(last, first, second)
  }
  const parseMoment: DateColumn['parseMoment'] = (text, timeText) => {
    const date = parseDay(text.trim())
    const time = parseTimeOfDay(timeText)
    const ahead = minutesAhead(timeText.trim())
    if (date === undefined || time === undefined || ahead === undefined) return { date, time }
    if (toLocal === undefined) return { date: undefined, time: undefined }
    return toLocal(toInstant(toDayNumber(date) * msPerDay + (toMinutes(time) - ahead) * msPerMinute))
  }
  return {
    order,
    isDecided: ambiguous === 0 || dayFirst !== monthFirst,
    parse: (text) => (text.includes(':') ? parseMoment(text, text).date : parseDay(text.trim())),
    parseMoment,
  }
}

/** Without its end, where it is a range. */
const beginningOf = (text: string): string => {
  const cell = text.replace(/[\u00a0\u202f]/g, ' ').trim()
  return zoned.test(cell)
    ? cell
    : cell
        .replace(/^(?:de|from)\s+(?=\d)/i, '')
        .replace(range, '$1')
        .trim()
}

/** A time of day as written: 14:30, 14:30:00, 14h30, 14 h, 2:30 PM, 1430, 13:30:00Z, 14h-15h; alone or after a date. */
export const parseTimeOfDay = (text: string): LocalTime | undefined => {
  const cell = beginningOf(text).replace(/(\d)\s*(?:Z|UTC|GMT|(?<=:\d{2}(?:[.,]\d+)?\s*)[+-]\d{2}(?::?\d{2})?)$/i, '$1')
  const [, hours, minutes = '00', half] =
    /(?:^|[ T,])(\d{1,2})\s*[:hH.]\s*(\d{2})?(?::\d{2}(?:[.,]\d+)?)?\s*([aApP][mM])?$/.exec(cell) ?? /^(\d{1,2})(\d{2})$/.exec(cell) ?? []
  if (hours === undefined) return undefined
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  return parseLocalTime(`${String(hour).padStart(2, '0')}:${minutes}`)
}
