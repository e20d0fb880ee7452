/**
 * Two invented years of counters, and the figures that the endpoint would make of them. For tests of screens and for screenshots.
 * Nobody is counted: the numbers are made here, month by month, and judged by the endpoint's own rules.
 */
import { buildFigures } from '../../src/domain/figures/build-figures.ts'
import { type Count, crossing, type DaysOf, type Measure } from '../../src/domain/figures/figures.ts'
import { lastDayOf, monthsBetween } from '../../src/domain/figures/period.ts'
import { addDays, type LocalDate, weekdayOf } from '../../src/domain/local-date.ts'
import type { FiguresRead } from '../../src/tablet/desk.ts'
import { aDate, anInstant } from '../builders/a-moment.ts'
import { centre } from '../builders/a-settings.ts'

const today = aDate('2026-11-24')
const ordersByMonth: Readonly<Record<string, readonly number[]>> = {
  2025: [1290, 1340, 1470, 1350, 1260, 1190, 860, 640, 1345, 1398, 1310, 1310],
  2026: [1420, 1465, 1580, 1390, 1310, 1240, 820, 610, 1430, 1512, 1180],
}

/** Places of a quarter of an hour, and how full they are, by weekday: Tuesday to Saturday. */
const hours = ['10', '11', '14', '15', '16', '17']
const fillings: Readonly<Record<number, readonly (number | undefined)[]>> = {
  2: [88, 74, 70, 76, 90, 95],
  3: [92, 86, 78, 84, 94, 98],
  4: [undefined, undefined, 52, 49, 66, 72],
  5: [61, 58, 66, 71, 86, 91],
  6: [97, 96, 83, 71, 60, undefined],
}

/** Shares in a thousand. */
const audiences = [
  ['Adultes', 800, 300],
  ['Jeunesse', 170, 70],
  ['Collectivités', 30, 4],
] as const
const sources = [
  ['ils', 775],
  ['phone', 142],
  ['desk', 83],
] as const
const readySteps = [
  ['50', 220],
  ['110', 310],
  ['200', 290],
  ['300', 120],
  ['720', 60],
] as const
const leads = [
  [crossing('ils', '48'), 700],
  [crossing('ils', '5'), 130],
  [crossing('phone', '2'), 60],
  [crossing('phone', '26'), 110],
] as const
const cames = [
  ['-1', 820],
  ['4', 100],
  ['22', 80],
] as const
const keeps = [
  ['1', 4],
  ['2', 2],
  ['3', 1],
] as const
/** What whoever ordered held already, in the slot and in all; and the bay of each pile, had there been bays enough. */
const helds = [
  [crossing('0', '0'), 900],
  [crossing('0', '1'), 70],
  [crossing('1', '1'), 20],
  [crossing('0', '3'), 10],
] as const
const bays = [
  [crossing(centre, '9'), 600],
  [crossing(centre, '24'), 380],
  [crossing(centre, '37'), 20],
] as const
const tuesdayOf = (month: string): LocalDate => aDate(`${month}-03`)
const types = [
  ['Livres', 633],
  ['BD', 209],
  ['DVD', 106],
  ['CD', 52],
] as const

/** `whole` in parts by thousandths; the first takes what rounding leaves. */
const shared = (whole: number, parts: readonly (readonly [string, number, ...unknown[]])[]): readonly (readonly [string, number])[] => {
  const rounded = parts.map(([name, share]): [string, number] => [name, Math.round((whole * share) / 1000)])
  const [first] = rounded
  if (first !== undefined) first[1] += whole - rounded.reduce((sum, [, n]) => sum + n, 0)
  return rounded
}

const monthCounts = (month: string, orders: number): readonly Count[] => {
  const first = aDate(`${month}-01`)
  const day = addDays(first, 9)
  const count = (measure: Measure, value: string, amount: number, on: LocalDate = day): Count => ({
    day: on,
    measure,
    site: undefined,
    value,
    amount,
  })
  const documents = Math.round(orders * 3.23)
  const open: Count[] = []
  for (let on = first; on <= lastDayOf(month) && on <= today; on = addDays(on, 1)) {
    for (const [at, filled] of (fillings[weekdayOf(on)] ?? []).entries()) {
      if (filled === undefined) continue
      open.push(count('place', hours[at] ?? '', 100, on), count('order-hour', hours[at] ?? '', filled, on))
    }
    if (fillings[weekdayOf(on)] !== undefined) open.push(count('open-minutes', '', 360, on))
  }
  return [
    ...open,
    ...shared(orders, sources).map(([value, n]) => count('order-source', value, n)),
    ...shared(orders, audiences).map(([value, n]) => count('order-audience', value, n)),
    // On a day of four weeks: two hours to two days ahead; people on time, a little late or much; piles fetched later.
    ...shared(orders, leads).map(([value, n]) => count('lead', value, n, tuesdayOf(month))),
    ...shared(orders, cames).map(([value, n]) => count('came', value, n, tuesdayOf(month))),
    ...shared(orders, helds).map(([value, n]) => count('held', value, n, tuesdayOf(month))),
    ...shared(orders, bays).map(([value, n]) => count('bay', value, n, tuesdayOf(month))),
    ...keeps.map(([value, n]) => count('kept', value, n, tuesdayOf(month))),
    ...shared(orders, readySteps).map(([value, n]) => count('ready', value, n)),
    ...audiences.flatMap(([audience, share, persons]) => [
      count('person', audience, Math.max(persons, 9), first),
      ...shared(Math.round((documents * share) / 1000), types).flatMap(([type, n]) => [
        count('document', crossing(audience, type), n),
        count('person', crossing(audience, type), type === 'CD' && audience === 'Collectivités' ? 2 : 11, first),
      ]),
    ]),
    count('not-found', '', Math.round(documents * 0.02)),
    count('substituted', '', Math.round(documents * 0.008)),
    count('left-behind', '', Math.round(documents * 0.012)),
    count('no-show', '', Math.round(orders * 0.024)),
    count('cancelled', '', Math.round(orders * 0.04)),
    count('returned', '', Math.round(documents * 0.96)),
  ]
}

const counts: readonly Count[] = Object.entries(ordersByMonth).flatMap(([year, months]) =>
  months.flatMap((orders, n) => monthCounts(`${year}-${String(n + 1).padStart(2, '0')}`, orders)),
)

const patronSets = [
  ...monthsBetween(aDate('2025-01-01'), aDate('2026-11-01')).map((period, n) => ({
    period,
    since: aDate(`${period}-01`),
    size: period === '2026-10' ? 618 : period === '2025-10' ? 594 : 480 + 6 * n,
    destroyedOn: period < '2026-11' ? addDays(lastDayOf(period), 8) : undefined,
  })),
  { period: '2025', since: aDate('2025-01-01'), size: 1904, destroyedOn: aDate('2026-01-08') },
  { period: '2026', since: aDate('2026-01-01'), size: 1822, destroyedOn: undefined },
]

export const countedFigures = (days: DaysOf): FiguresRead => ({
  at: anInstant('2026-11-24 15:02'),
  isLast: false,
  figures: buildFigures({
    days,
    today,
    counts,
    since: { orders: aDate('2025-01-01'), documents: aDate('2025-01-01') },
    patronSets,
    fewestPersons: 5,
    preparing: { seconds: 84, documents: 2140 },
  }),
})

/** Read before the network went. */
export const lastFigures = (days: DaysOf): FiguresRead => ({ ...countedFigures(days), isLast: true })
