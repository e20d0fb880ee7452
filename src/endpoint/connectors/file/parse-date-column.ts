/**
 * The dates of one column, in the one order of day and month that the whole column follows. Runs in the endpoint's commands.
 * 03/04/2026 alone says nothing; 24/04 elsewhere in the column says that days come first. Day first if nothing decides: the exports are French.
 */
import { type LocalDate, type LocalTime, parseLocalDate, parseLocalTime } from '../../../domain/local-date.ts'

export type DateOrder = 'day-first' | 'month-first'

export interface DateColumn {
  readonly order: DateOrder
  /** False where every date could be read either way, and at least one reads differently. */
  readonly isDecided: boolean
  /** The day in a cell; undefined where there is none. A time of day after it is left out. */
  parse(text: string): LocalDate | undefined
}

const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?=$|[ T,])/
const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[ T,])/
const compact = /^(\d{4})(\d{2})(\d{2})$/

const toDate = (year: string, month: string, day: string): LocalDate | undefined =>
  parseLocalDate(`${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)

/** Reads a column once to learn its order, then any of its cells. */
export const parseDateColumn = (cells: Iterable<string>): DateColumn => {
  let [dayFirst, monthFirst, ambiguous] = [0, 0, 0]
  for (const cell of cells) {
    const parts = slashed.exec(cell.trim())
    if (parts === null) continue
    const [first, second] = [Number(parts[1]), Number(parts[2])]
    if (first > 12 && second <= 12) dayFirst++
    else if (second > 12 && first <= 12) monthFirst++
    else if (first !== second) ambiguous++
  }
  const order: DateOrder = monthFirst > dayFirst ? 'month-first' : 'day-first'
  return {
    order,
    isDecided: ambiguous === 0 || dayFirst !== monthFirst,
    parse: (text) => {
      const cell = text.trim()
      const [, year, month, day] = iso.exec(cell) ?? compact.exec(cell) ?? []
      if (year !== undefined && month !== undefined && day !== undefined) return toDate(year, month, day)
      const [, first, second, last] = slashed.exec(cell) ?? []
      if (first === undefined || second === undefined || last === undefined) return undefined
      return order === 'day-first' ? toDate(last, second, first) : toDate(last, first, second)
    },
  }
}

/** A time of day: 14:30, 14:30:00, 14h30, 14 h, 2:30 PM, 1430; alone or after a date. */
export const parseTimeOfDay = (text: string): LocalTime | undefined => {
  const [, hours, minutes = '00', half] =
    /(?:^|[ T,])(\d{1,2})\s*[:hH.]\s*(\d{2})?(?::\d{2}(?:\.\d+)?)?\s*([aApP][mM])?Z?$/.exec(text.replace(/[\u00a0\u202f]/g, ' ').trim()) ??
    /^(\d{1,2})(\d{2})$/.exec(text.trim()) ??
    []
  if (hours === undefined) return undefined
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  return parseLocalTime(`${String(hour).padStart(2, '0')}:${minutes}`)
}
