/**
 * The tables that cross a category with something: of a month or a year that is over, and of nothing finer (STAT-4). Runs on the endpoint.
 * What few persons stand behind, and what would give it away, is left out here.
 */
import type { LocalDate } from '../local-date.ts'
import { figureBounds } from '../settings/bounds.ts'
import { type Count, crossing, parseCrossing } from './count.ts'
import type { Counters } from './counters.ts'
import type { Cell, DaysOf, FigureTable, HiddenCells } from './figures.ts'
import { hideCells } from './hide-cells.ts'
import { firstDayOf, lastDayOf, monthOf, monthsBetween, yearBefore, yearOf } from './period.ts'

/** Orders stand in these tables as one more type, which no document has. */
const ofOrders = '\n'

interface YearOfCells {
  readonly months: readonly string[]
  /** In the order in which they first appear, so that a new one changes nothing of the months before. */
  readonly audiences: readonly string[]
  readonly types: readonly string[]
  readonly amountOf: (month: string, audience: string, type: string) => number
  /** As asked when the month ended; undefined: nobody asked. */
  readonly fewestOf: (month: string) => number | undefined
  readonly personsOf: (month: string, audience: string, type: string) => number
}

const byName = (a: string, b: string): number => (a < b ? -1 : 1)

/** The months of a year that are over and counted whole. */
const readYear = (counters: Counters, year: string, today: LocalDate): YearOfCells => {
  const { since } = counters
  const months = monthsBetween(firstDayOf(year), lastDayOf(year)).filter(
    (month) => lastDayOf(month) < today && firstDayOf(month) >= since.orders && firstDayOf(month) >= since.documents,
  )
  const key = (month: string, audience: string, type: string): string => `${month}\n${crossing(audience, type)}`
  const values = new Map<string, number>()
  const persons = new Map<string, number>()
  const seen = new Map<string, string>()
  const types = new Set<string>()
  const note = ({ day, amount }: Count, audience: string, type: string): void => {
    const month = monthOf(day)
    if (!months.includes(month)) return
    if (amount > 0 && month < (seen.get(audience) ?? '9')) seen.set(audience, month)
    if (type !== ofOrders) types.add(type)
    values.set(key(month, audience, type), (values.get(key(month, audience, type)) ?? 0) + amount)
  }
  for (const count of counters.of('order-audience')) note(count, count.value, ofOrders)
  for (const count of counters.of('document')) {
    const [audience, documentType] = parseCrossing(count.value)
    note(count, audience, documentType)
  }
  for (const { day, value, amount } of counters.of('person')) persons.set(`${monthOf(day)}\n${value}`, amount)
  const fewest = new Map(counters.of('fewest').map(({ day, amount }) => [monthOf(day), amount]))
  return {
    months,
    fewestOf: (month) => fewest.get(month),
    audiences: [...seen].sort(([a, monthA], [b, monthB]) => byName(`${monthA}\n${a}`, `${monthB}\n${b}`)).map(([audience]) => audience),
    types: [...types].sort(byName),
    amountOf: (month, audience, type) => values.get(key(month, audience, type)) ?? 0,
    personsOf: (month, audience, type) => persons.get(type === ofOrders ? `${month}\n${audience}` : key(month, audience, type)) ?? 0,
  }
}

/** One document type, or the orders, by category: of one month, or of the year where `month` is undefined. */
const columnOf = (year: YearOfCells, type: string, month: string | undefined, fewest: number, isYearOver: boolean): readonly Cell[] => {
  const cells = year.months.map((one) =>
    year.audiences.map((audience) => ({ value: year.amountOf(one, audience, type), persons: year.personsOf(one, audience, type) })),
  )
  const hidden = hideCells(
    cells,
    year.months.map((one) => year.fewestOf(one) ?? fewest),
    isYearOver,
  )
  return year.audiences.map((_, at) => {
    if (month !== undefined) {
      const row = year.months.indexOf(month)
      return hidden.months[row]?.[at] === true ? 'nd' : (cells[row]?.[at]?.value ?? 0)
    }
    return hidden.year[at] === true ? 'nd' : cells.reduce((sum, row) => sum + (row[at]?.value ?? 0), 0)
  })
}

/** The whole month, or the whole year, that these days are. */
const wholePeriodOf = ({ from, to }: DaysOf): string | undefined =>
  [monthOf(from), yearOf(from)].find((period) => from === firstDayOf(period) && to === lastDayOf(period))

const totalOf = (year: YearOfCells, months: readonly string[], type: string): number =>
  months.reduce((sum, month) => sum + year.audiences.reduce((all, audience) => all + year.amountOf(month, audience, type), 0), 0)

/** Orders by category, and documents by category and type; without a row where they cannot be told. */
export const audienceTables = (
  counters: Counters,
  days: DaysOf,
  { today, fewestPersons }: { readonly today: LocalDate; readonly fewestPersons: number },
): readonly FigureTable[] => {
  const period = wholePeriodOf(days)
  const none: readonly FigureTable[] = [
    { name: 'audiences', columns: ['orders'], rows: [] },
    { name: 'crossing', columns: [], rows: [] },
  ]
  if (period === undefined || days.to >= today) return none
  const year = readYear(counters, yearOf(days.from), today)
  const month = period.length > 4 ? period : undefined
  const isYearOver = lastDayOf(yearOf(days.from)) < today
  const months = month === undefined ? year.months : [month]
  if (!months.every((one) => year.months.includes(one)) || months.length === 0) return none
  const column = (type: string): readonly Cell[] => columnOf(year, type, month, fewestPersons, isYearOver)
  const orders = column(ofOrders)
  const columns = year.types.map(column)
  return [
    { name: 'audiences', columns: ['orders'], rows: year.audiences.map((key, at) => ({ key, cells: [orders[at] ?? 0] })) },
    {
      name: 'crossing',
      columns: year.types,
      rows: [
        { key: '*', cells: year.types.map((type) => totalOf(year, months, type)) },
        ...year.audiences.map((key, at) => ({ key, cells: columns.map((cells) => cells[at] ?? 0) })),
      ],
    },
  ]
}

/** How many cells of the last twelve months that are over would not be told below so many persons, and how many say something (SET-2). */
export const countHidden = (counters: Counters, today: LocalDate): readonly HiddenCells[] => {
  const first = yearBefore(today)
  const rows = [yearOf(first), yearOf(today)].flatMap((one) => {
    const year = readYear(counters, one, today)
    return year.months
      .filter((month) => month >= monthOf(first))
      .flatMap((month) =>
        [ofOrders, ...year.types].map((type) =>
          year.audiences.map((audience) => ({
            value: year.amountOf(month, audience, type),
            persons: year.personsOf(month, audience, type),
          })),
        ),
      )
  })
  const of = rows.flat().filter(({ value }) => value > 0).length
  const { from, to } = figureBounds.fewestPersons
  return Array.from({ length: to - from + 1 }, (_, n) => {
    const hidden = rows.map((cells) => hideCells([cells], [from + n], false).months[0] ?? [])
    const cells = rows.flatMap((row, at) => row.filter(({ value }, c) => value > 0 && hidden[at]?.[c] === true)).length
    return { fewest: from + n, cells, of }
  })
}
