/**
 * Makes the figures of some days out of the counters of their year and of the year before (STAT-1). Pure; runs on the endpoint, so that
 * what few persons stand behind never leaves it (STAT-4).
 */
import { addDays, daysBetween, type LocalDate, weekdayOf } from '../local-date.ts'
import type { CountedSince } from './counted-since.ts'
import { Counters } from './counters.ts'
import { audienceTables, countHidden } from './cross-figures.ts'
import type { Cell, Count, DaysOf, FigureRow, Figures, FigureTable, Measure, PatronCount, Peak } from './figures.ts'
import { longestReady } from './open-minutes.ts'
import { firstDayOf, lastDayOf, monthOf, monthsBetween, yearBefore, yearOf } from './period.ts'
import { sumTimings, timingDays } from './timings.ts'

export interface PatronSet {
  readonly period: string
  readonly since: LocalDate
  /** Of a set that still runs: as many as are in it now. */
  readonly size: number
  readonly destroyedOn: LocalDate | undefined
}

export interface FiguresInput {
  readonly days: DaysOf
  readonly today: LocalDate
  /** From the first day of the year before to the last of the year. */
  readonly counts: readonly Count[]
  readonly since: CountedSince
  readonly patronSets: readonly PatronSet[]
  /** A cell that stands for fewer persons is not told, of months of which nothing else was asked. */
  readonly fewestPersons: number
  readonly preparing: Figures['preparing']
}

/** Upper ends of the classes, in minutes; the last one has none. */
export const readyClasses = [60, 120, 240, 480] as const

/** The same days of the year before; 29 February has the 28th. */
export const sameDaysBefore = ({ from, to }: DaysOf): DaysOf => ({ from: yearBefore(from), to: yearBefore(to) })

const inOrder = (a: LocalDate, b: LocalDate): readonly [LocalDate, LocalDate] => (a < b ? [a, b] : [b, a])
const earlier = (a: LocalDate, b: LocalDate): LocalDate => inOrder(a, b)[0]
const later = (a: LocalDate, b: LocalDate): LocalDate => inOrder(a, b)[1]

const rowsBy = (counters: Counters, slices: readonly (DaysOf & { readonly key: string })[]): readonly FigureRow[] =>
  slices.map(({ key, from, to }) => {
    const before = sameDaysBefore({ from, to })
    const pair = (measure: Measure): readonly Cell[] => [counters.cell(measure, { from, to }), counters.whole(measure, before)]
    return { key, cells: [...pair('order-source'), ...pair('document')] }
  })

const amounts = ['orders', 'orders-before', 'documents', 'documents-before']

const timeTables = (counters: Counters, days: DaysOf): readonly FigureTable[] => {
  const until = (from: LocalDate, to: LocalDate, key: string) => ({ key, from, to: earlier(to, days.to) })
  const first = days.to.slice(0, 4) === days.from.slice(0, 4) ? firstDayOf(yearOf(days.from)) : days.from
  const months = monthsBetween(first, days.to).map((month) => until(firstDayOf(month), lastDayOf(month), month))
  const monday = addDays(days.from, 1 - weekdayOf(days.from))
  const weeks = Array.from({ length: Math.floor(daysBetween(monday, days.to) / 7) + 1 }, (_, n) => addDays(monday, 7 * n)).map((day) =>
    until(later(day, days.from), addDays(day, 6), day),
  )
  const each = Array.from({ length: daysBetween(days.from, days.to) + 1 }, (_, n) => addDays(days.from, n)).map((day) =>
    until(day, day, day),
  )
  return [
    { name: 'months', columns: amounts, rows: rowsBy(counters, months) },
    { name: 'weeks', columns: amounts, rows: rowsBy(counters, weeks) },
    { name: 'days', columns: amounts, rows: rowsBy(counters, each) },
  ]
}

const sources = ['ils', 'phone', 'desk', 'portal']

const sourceTable = (counters: Counters, days: DaysOf): FigureTable => ({
  name: 'sources',
  columns: ['orders'],
  rows: sources
    .map((key) => ({ key, cells: [counters.cell('order-source', days, ({ value }) => value === key)] }))
    .filter(({ cells }) => cells[0] !== 0),
})

/** Of these days, a measure summed by a key. */
const tallyBy = (
  counters: Counters,
  { from, to }: DaysOf,
  measure: Measure,
  key: (count: Count) => string,
): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const count of counters.of(measure))
    if (count.day >= from && count.day <= to) sums.set(key(count), (sums.get(key(count)) ?? 0) + count.amount)
  return sums
}

/** Places taken in a hundred, weekday by hour. */
const fillingTable = (counters: Counters, days: DaysOf): FigureTable => {
  const tally = (measure: Measure) => tallyBy(counters, days, measure, ({ day, value }) => `${weekdayOf(day)}/${value}`)
  const [places, taken] = [tally('place'), tally('order-hour')]
  const open = [...places.keys()].map((place) => place.split('/'))
  const hours = [...new Set(open.map(([, hour = '']) => hour))].sort()
  const weekdays = [...new Set(open.map(([weekday = '']) => weekday))].sort()
  const cellOf = (place: string): Cell => {
    const all = places.get(place) ?? 0
    return all === 0 ? 'closed' : Math.round((100 * (taken.get(place) ?? 0)) / all)
  }
  const rows = weekdays.map((weekday) => ({ key: weekday, cells: hours.map((hour) => cellOf(`${weekday}/${hour}`)) }))
  return { name: 'filling', columns: hours, rows }
}

/** SET-11: the fullest day of each hour of the week. */
const peaksOf = (counters: Counters, days: DaysOf): readonly Peak[] => {
  const tally = (measure: Measure) => tallyBy(counters, days, measure, ({ day, value }) => `${day}/${value}`)
  const taken = tally('order-hour')
  const peaks = new Map<string, Peak>()
  for (const [key, places] of tally('place')) {
    if (places === 0) continue
    const [day = '', value = ''] = key.split('/')
    const [weekday, hour, percent] = [weekdayOf(day as LocalDate), Number(value), Math.round((100 * (taken.get(key) ?? 0)) / places)]
    const of = `${weekday}/${hour}`
    peaks.set(of, { weekday, hour, percent: Math.max(percent, peaks.get(of)?.percent ?? 0) })
  }
  return [...peaks.values()]
}

const readyTable = (counters: Counters, days: DaysOf): FigureTable => {
  const ends = [...readyClasses, longestReady]
  const rows = ends.map((end, at) => {
    const above = ends[at - 1] ?? 0
    const cells = [counters.cell('ready', days, ({ value }) => Number(value) > above && Number(value) <= end)]
    return { key: String(end), cells }
  })
  return { name: 'delays', columns: ['orders'], rows }
}

/** The step within which this share of the orders was ready. */
const readyWithin = (counters: Counters, days: DaysOf, share: number): Cell => {
  const counted = counters.of('ready').filter(({ day }) => day >= days.from && day <= days.to)
  const steps = counted.map(({ value, amount }) => ({ minutes: Number(value), amount })).sort((a, b) => a.minutes - b.minutes)
  const wanted = share * steps.reduce((sum, { amount }) => sum + amount, 0)
  let reached = 0
  for (const { minutes, amount } of steps) {
    reached += amount
    if (reached >= wanted && wanted > 0) return minutes
  }
  return 'nc'
}

const restTable = (counters: Counters, days: DaysOf, compared: DaysOf): FigureTable => {
  const measures = ['not-found', 'substituted', 'left-behind', 'no-show', 'cancelled', 'returned'] as const
  const rows = measures.map((key) => ({ key, cells: [counters.cell(key, days), counters.whole(key, compared)] }))
  return { name: 'rest', columns: ['now', 'before'], rows }
}

const countOpenDays = (counters: Counters, { from, to }: DaysOf): Cell => {
  const open = new Set(
    counters
      .of('place')
      .filter(({ day, amount }) => amount > 0 && day >= from && day <= to)
      .map(({ day }) => day),
  )
  return open.size === 0 && counters.cell('place', { from, to }) === 'nc' ? 'nc' : open.size
}

const patronCount = (sets: readonly PatronSet[], period: string | undefined): PatronCount => {
  const found = sets.find((set) => set.period === period)
  if (found === undefined) return { size: 'nc' }
  const { size, since, destroyedOn } = found
  return { size, destroyedOn, ...(since > firstDayOf(found.period) ? { since } : {}) }
}

/** The month or the year that these days are, or begin. */
const periodOf = ({ from, to }: DaysOf): string | undefined => {
  if (from !== firstDayOf(monthOf(from))) return undefined
  if (monthOf(from) === monthOf(to)) return monthOf(from)
  return yearOf(from) === yearOf(to) && from === firstDayOf(yearOf(from)) ? yearOf(from) : undefined
}

const patronsTable = (sets: readonly PatronSet[], days: DaysOf): FigureTable => {
  const sizeOf = (month: string): Cell => patronCount(sets, month).size
  const rows = monthsBetween(firstDayOf(yearOf(days.to)), days.to).map((key) => ({
    key,
    cells: [sizeOf(key), sizeOf(monthOf(yearBefore(firstDayOf(key))))],
  }))
  return { name: 'patrons', columns: ['now', 'before'], rows }
}

/** The figures of these days; those that have not come yet are left out. */
export const buildFigures = (input: FiguresInput): Figures => {
  const { today, since, patronSets, preparing } = input
  const counters = new Counters(input.counts, since)
  const isOver = input.days.to < today
  const period = periodOf(input.days)
  const days = { from: input.days.from, to: earlier(input.days.to, today) }
  const compared = sameDaysBefore(days)
  const pair = (measure: Measure): [Cell, Cell] => [counters.cell(measure, days), counters.whole(measure, compared)]
  return {
    days,
    compared,
    isOver,
    orders: pair('order-source'),
    documents: pair('document'),
    openDays: [countOpenDays(counters, days), countOpenDays(counters, compared)],
    openMinutes: counters.cell('open-minutes', days),
    places: counters.cell('place', days),
    placed: counters.cell('order-hour', days),
    ready: {
      half: readyWithin(counters, days, 0.5),
      nineInTen: readyWithin(counters, days, 0.9),
      halfBefore: readyWithin(counters, compared, 0.5),
    },
    patrons: patronCount(patronSets, period),
    patronsBefore: patronCount(patronSets, period === undefined ? undefined : yearBefore(firstDayOf(period)).slice(0, period.length)),
    since,
    preparing,
    ...(daysBetween(days.from, days.to) + 1 === timingDays
      ? { timings: sumTimings(counters, days), peaks: peaksOf(counters, days), hidden: countHidden(counters, today) }
      : {}),
    tables: [
      ...timeTables(counters, days),
      ...audienceTables(counters, days, input),
      sourceTable(counters, days),
      fillingTable(counters, days),
      readyTable(counters, days),
      restTable(counters, days, compared),
      patronsTable(patronSets, days),
    ],
  }
}
