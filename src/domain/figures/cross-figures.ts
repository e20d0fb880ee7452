/**
 * The tables that cross a category with something: of a month or a year that is over, and of nothing finer (STAT-4). Runs on the endpoint.
 * What few persons stand behind, and what would give it away, is left out here. A table is the months of one year by categories: each month's
 * total is told, so is each category's year unless it is hidden. What was told of a month stays told, and the year gives way once it is over.
 */
import type { LocalDate } from '../local-date.ts'
import { figureBounds } from '../settings/bounds.ts'
import type { Counters } from './counters.ts'
import { type Cell, type Count, crossing, type DaysOf, type FigureTable, type HiddenCells, parseCrossing } from './figures.ts'
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

export interface MonthCell {
  readonly value: number
  /** Persons behind it, as far as they are known: never more than there are. */
  readonly persons: number
}

export interface Hidden {
  /** By month, then by category. */
  readonly months: readonly (readonly boolean[])[]
  /** By category. */
  readonly year: readonly boolean[]
}

const isSmall = ({ value, persons }: MonthCell, fewest: number): boolean => value > 0 && persons < fewest

/** The cell beside it that costs least to hide: the smallest that says something, else an empty one. */
const cheapest = (values: readonly number[], isTaken: (at: number) => boolean): number | undefined =>
  values
    .map((value, at) => ({ value, at }))
    .filter(({ at }) => !isTaken(at))
    .sort((a, b) => (a.value === 0 ? 1 : 0) - (b.value === 0 ? 1 : 0) || a.value - b.value || a.at - b.at)[0]?.at

/** One month by itself: small cells, and one more where a single one would follow from the total. */
const hideInMonth = (cells: readonly MonthCell[], fewest: number): boolean[] => {
  const hidden = cells.map((cell) => isSmall(cell, fewest))
  if (hidden.filter(Boolean).length !== 1) return hidden
  const companion = cheapest(
    cells.map(({ value }) => value),
    (at) => hidden[at] === true,
  )
  if (companion !== undefined) hidden[companion] = true
  return hidden
}

/**
 * Whether nobody can work a hidden cell of a month out: with another hidden category, one or both of another month, or of the year, it
 * can move while every total stays the same and no cell is negative.
 */
const isSafe = (months: readonly (readonly MonthCell[])[], hidden: Hidden, month: number, category: number): boolean => {
  const amountOf = (m: number, c: number): number => months[m]?.[c]?.value ?? 0
  const yearOf = (c: number): number => months.reduce((sum, _, m) => sum + amountOf(m, c), 0)
  return (hidden.months[month] ?? []).some((isHidden, other) => {
    if (!isHidden || other === category) return false
    if (hidden.year[category] === true && hidden.year[other] === true) {
      // With the year's two: one of the month and its year grow, the others fall.
      const canGrow = amountOf(month, other) > 0 && yearOf(other) > 0
      return canGrow || amountOf(month, category) > 0
    }
    return months.some(
      (_, m) =>
        m !== month &&
        hidden.months[m]?.[category] === true &&
        hidden.months[m]?.[other] === true &&
        ((amountOf(month, category) > 0 && amountOf(m, other) > 0) || (amountOf(month, other) > 0 && amountOf(m, category) > 0)),
    )
  })
}

/**
 * `months`: those that are over, by category; `fewest`: below how many persons each of them tells nothing. `isYearOver`: then the year's cells are told too. A table of one category has nothing
 * crossed, and hides nothing.
 */
export const hideCells = (months: readonly (readonly MonthCell[])[], fewest: readonly number[], isYearOver: boolean): Hidden => {
  const categories = months[0]?.length ?? 0
  if (categories < 2) return { months: months.map((cells) => cells.map(() => false)), year: Array<boolean>(categories).fill(false) }
  const hidden = months.map((cells, month) => hideInMonth(cells, fewest[month] ?? 0))
  const year = Array.from({ length: categories }, (_, category) => {
    const cells = months.map((row) => row[category] ?? { value: 0, persons: 0 })
    const value = cells.reduce((sum, cell) => sum + cell.value, 0)
    return isSmall({ value, persons: Math.max(0, ...cells.map(({ persons }) => persons)) }, Math.max(0, ...fewest))
  })
  if (!isYearOver) return { months: hidden, year: year.map(() => true) }
  const yearValues = year.map((_, category) => months.reduce((sum, row) => sum + (row[category]?.value ?? 0), 0))
  for (const [month, row] of hidden.entries()) {
    for (const category of row.keys()) {
      if (row[category] !== true || isSafe(months, { months: hidden, year }, month, category)) continue
      const other = cheapest(yearValues, (at) => at === category || row[at] !== true)
      year[category] = true
      if (other !== undefined) year[other] = true
    }
  }
  return { months: hidden, year }
}
