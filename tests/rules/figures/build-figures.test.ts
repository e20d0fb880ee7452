/**
 * What is made of counters: comparisons, shares, classes of time, what is not counted, and the tables that cross a category (STAT-1,
 * STAT-4, STAT-6, STAT-9). Pure rules; the days are those of two whole years and a month that runs.
 */
import { describe, expect, it } from 'vitest'
import { buildFigures, type FiguresInput } from '../../../src/domain/figures/build-figures.ts'
import { compare, percentOf } from '../../../src/domain/figures/compare.ts'
import {
  type Cell,
  type Count,
  crossing,
  type Figures,
  type Measure,
  type TableName,
  tableOf,
} from '../../../src/domain/figures/figures.ts'
import { openMinutes, openMinutesStep } from '../../../src/domain/figures/open-minutes.ts'
import { firstDayOf, lastDayOf, monthsBetween } from '../../../src/domain/figures/period.ts'
import { preparingTime } from '../../../src/domain/figures/preparing-time.ts'
import { toDeviceId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { aDate, aMoment } from '../../builders/a-moment.ts'
import { aSettings, centre } from '../../builders/a-settings.ts'

const count = (day: string, measure: Measure, value: string, amount: number): Count => ({
  day: aDate(day),
  measure,
  site: undefined,
  value,
  amount,
})

const build = (counts: readonly Count[], changes: Partial<FiguresInput> = {}): Figures =>
  buildFigures({
    days: { from: aDate('2026-10-01'), to: aDate('2026-10-31') },
    today: aDate('2026-11-26'),
    counts,
    since: { orders: aDate('2024-01-01'), documents: aDate('2024-01-01') },
    patronSets: [],
    fewestPersons: 5,
    preparing: undefined,
    ...changes,
  })

const rowOf = (figures: Figures, table: TableName, key: string): readonly Cell[] | undefined =>
  tableOf(figures, table)?.rows.find((row) => row.key === key)?.cells

describe('comparing with a year earlier', () => {
  it('[STAT-6, STAT-17] a difference under two per cent is not said, and a base under twenty has no per cent', () => {
    expect(compare(1512, 1398)).toEqual({ kind: 'more', by: 114, percent: 8.2 })
    expect(compare(101, 100)).toEqual({ kind: 'same' })
    expect(compare(98, 100)).toEqual({ kind: 'fewer', by: 2, percent: 2 })
    expect(compare(12, 8)).toEqual({ kind: 'more', by: 4, percent: undefined })
    expect(percentOf(3, 19)).toBeUndefined()
    expect(percentOf(98, 4890)).toBe(2)
  })

  it('[STAT-6] a figure that was not counted is not zero, and nothing is compared with it', () => {
    const counts = [count('2026-10-06', 'order-source', 'ils', 30), count('2025-10-20', 'order-source', 'ils', 10)]
    const late = { orders: aDate('2025-10-12'), documents: aDate('2025-10-12') }
    const figures = build(counts, { since: late })
    expect(figures.orders).toEqual([30, 'nc'])
    expect(compare(...figures.orders)).toEqual({ kind: 'uncounted' })
    expect(rowOf(figures, 'months', '2026-10')).toEqual([30, 'nc', 0, 'nc'])
    expect(build(counts).orders).toEqual([30, 10])
  })

  it('[STAT-6] days that are not over are compared with as many of the year before, the days open beside them', () => {
    const counts = [
      count('2026-11-03', 'order-source', 'ils', 5),
      count('2026-11-28', 'order-source', 'ils', 9),
      count('2025-11-04', 'order-source', 'ils', 4),
      count('2025-11-27', 'order-source', 'ils', 8),
      count('2026-11-03', 'place', '14', 16),
      count('2025-11-04', 'place', '14', 16),
      count('2025-11-05', 'place', '14', 16),
    ]
    const figures = build(counts, { days: { from: aDate('2026-11-01'), to: aDate('2026-11-30') } })
    expect(figures).toMatchObject({ isOver: false, days: { to: '2026-11-26' }, compared: { to: '2025-11-26' }, openDays: [1, 2] })
    expect(figures.orders).toEqual([5, 4])
  })
})

describe('the tables', () => {
  it('[STAT-1] orders by month, by week and by day come to the same', () => {
    const counts = [count('2026-10-01', 'order-source', 'ils', 3), count('2026-10-30', 'order-source', 'phone', 4)]
    const figures = build(counts)
    const sum = (name: TableName): number =>
      (tableOf(figures, name)?.rows ?? []).reduce((total, { cells: [cell] }) => total + (typeof cell === 'number' ? cell : 0), 0)
    expect([sum('months'), sum('weeks'), sum('days'), sum('sources')]).toEqual([7, 7, 7, 7])
    expect(tableOf(figures, 'weeks')?.rows.map(({ key }) => key)).toEqual([
      '2026-09-28',
      '2026-10-05',
      '2026-10-12',
      '2026-10-19',
      '2026-10-26',
    ])
  })

  it('[STAT-1] the filling is places taken in a hundred, by weekday and hour; an hour without places is closed', () => {
    const counts = [
      count('2026-10-06', 'place', '14', 16),
      count('2026-10-06', 'order-hour', '14', 12),
      count('2026-10-13', 'place', '14', 16),
      count('2026-10-13', 'order-hour', '14', 16),
      count('2026-10-07', 'place', '10', 16),
    ]
    expect(tableOf(build(counts), 'filling')).toEqual({
      name: 'filling',
      columns: ['10', '14'],
      rows: [
        { key: '2', cells: ['closed', 88] },
        { key: '3', cells: [0, 'closed'] },
      ],
    })
  })

  it('[SET-11] each hour says its fullest day in four weeks, and in other days none does', () => {
    const counts = [
      count('2026-10-06', 'place', '14', 16),
      count('2026-10-06', 'order-hour', '14', 12),
      count('2026-10-13', 'place', '14', 16),
      count('2026-10-13', 'order-hour', '14', 16),
      count('2026-10-07', 'place', '10', 0),
    ]
    const weeks = { from: aDate('2026-10-05'), to: aDate('2026-11-01') }
    expect(build(counts, { days: weeks }).peaks).toEqual([{ weekday: 2, hour: 14, percent: 100 }])
    expect(build(counts).peaks).toBeUndefined()
  })

  it('[STAT-1] the time to be ready counts opening hours alone, in steps: half of the orders, and nine in ten', () => {
    const counts = [count('2026-10-06', 'ready', '50', 5), count('2026-10-06', 'ready', '115', 4), count('2026-10-07', 'ready', '600', 1)]
    const figures = build(counts)
    expect(figures.ready).toEqual({ half: 50, nineInTen: 115, halfBefore: 'nc' })
    expect(tableOf(figures, 'delays')?.rows.map(({ cells }) => cells[0])).toEqual([5, 4, 0, 0, 1])
    // Tuesday from 14:00 to 18:00, Wednesday from 10:00 to 12:00: an evening and a night count for nothing.
    expect(openMinutes(aSettings(), centre, aMoment('2026-11-24 17:30'), aMoment('2026-11-25 10:20'))).toBe(50)
    expect([1, 50, 51, 481, 9999].map(openMinutesStep)).toEqual([5, 50, 55, 510, 2400])
  })

  it('[STAT-5] a set that began late says since when, and months are not added up', () => {
    const patronSets = [
      { period: '2026-10', since: aDate('2026-10-12'), size: 618, destroyedOn: aDate('2026-11-08') },
      { period: '2025-10', since: aDate('2025-10-01'), size: 594, destroyedOn: aDate('2025-11-08') },
    ]
    const figures = build([], { patronSets })
    expect(figures.patrons).toEqual({ size: 618, since: '2026-10-12', destroyedOn: '2026-11-08' })
    expect(figures.patronsBefore).toEqual({ size: 594, destroyedOn: '2025-11-08' })
    expect(build([], { patronSets, days: { from: aDate('2026-01-01'), to: aDate('2026-12-31') } }).patrons).toEqual({ size: 'nc' })
  })
})

/** A year in which adults and children take books and records, and four persons of a home take a record in August. */
const aYear = (year: string): readonly Count[] =>
  monthsBetween(aDate(`${year}-01-01`), aDate(`${year}-12-31`)).flatMap((month, n) => {
    const day = `${month}-10`
    const cells = [
      ['adulte', 'livre', 200 + n, 60],
      ['adulte', 'CD', 20 + n, 12],
      ['jeunesse', 'livre', 90 + n, 30],
      ['jeunesse', 'CD', n === 7 ? 2 : 9, n === 7 ? 1 : 6],
      ['foyer', 'livre', n === 7 ? 3 : 40, n === 7 ? 2 : 9],
    ] as const
    return [
      ...cells.flatMap(([audience, type, amount, persons]) => [
        count(day, 'document', crossing(audience, type), amount),
        count(`${month}-01`, 'person', crossing(audience, type), persons),
      ]),
      ...(['adulte', 'jeunesse', 'foyer'] as const).flatMap((audience, at) => [
        count(day, 'order-audience', audience, 100 - 30 * at),
        count(`${month}-01`, 'person', audience, 20),
        count(day, 'order-source', 'ils', 100 - 30 * at),
      ]),
    ]
  })

describe('what crosses a category', () => {
  it('[STAT-4, STAT-14] is told of a month that is over, a small cell and its companion left out, and of nothing finer', () => {
    const inAugust = { days: { from: aDate('2026-08-01'), to: aDate('2026-08-31') } }
    const figures = build(aYear('2026'), inAugust)
    expect(tableOf(figures, 'crossing')).toEqual({
      name: 'crossing',
      columns: ['CD', 'livre'],
      rows: [
        { key: '*', cells: [29, 307] },
        { key: 'adulte', cells: ['nd', 207] },
        { key: 'foyer', cells: [0, 'nd'] },
        { key: 'jeunesse', cells: ['nd', 'nd'] },
      ],
    })
    expect(rowOf(figures, 'audiences', 'adulte')).toEqual([100])
    for (const to of ['2026-08-30', '2026-08-10']) {
      const finer = build(aYear('2026'), { days: { from: aDate('2026-08-01'), to: aDate(to) } })
      expect([tableOf(finer, 'crossing')?.rows, tableOf(finer, 'audiences')?.rows]).toEqual([[], []])
    }
    const running = build(aYear('2026'), { ...inAugust, today: aDate('2026-08-31') })
    expect(tableOf(running, 'crossing')?.rows).toEqual([])
  })

  it('[STAT-4, STAT-13] a month keeps the threshold under which it ended, and a preview says how many cells each threshold would hide', () => {
    const asked = (least: number) => build([...aYear('2026'), count('2026-08-01', 'fewest', '', least)], august)
    const august = { days: { from: aDate('2026-08-01'), to: aDate('2026-08-31') } }
    expect(tableOf(asked(5), 'crossing')).toEqual(tableOf(build(aYear('2026'), august), 'crossing'))
    const hiddenIn = (figures: Figures): number =>
      [tableOf(figures, 'audiences'), tableOf(figures, 'crossing')]
        .flatMap((table) => table?.rows ?? [])
        .flatMap(({ cells }) => cells)
        .filter((cell) => cell === 'nd').length
    expect(hiddenIn(asked(3))).toBeLessThanOrEqual(hiddenIn(asked(11)))
    // What the preview says of each threshold is what the months would show under it, but for cells that say nothing.
    const weeks = build(aYear('2026'), { days: { from: aDate('2026-10-26'), to: aDate('2026-11-22') } })
    const months = monthsBetween(aDate('2025-11-26'), aDate('2026-10-31')).filter((month) => month >= '2026')
    /** The months as they would be told if each had ended under this threshold. */
    const toldUnder = (least: number): readonly Figures[] => {
      const pinned = [...aYear('2026'), ...months.map((month) => count(`${month}-01`, 'fewest', '', least))]
      return months.map((month) => build(pinned, { days: { from: firstDayOf(month), to: lastDayOf(month) } }))
    }
    const plain = toldUnder(0)
    const rowsIn = (figures: Figures | undefined) =>
      figures === undefined
        ? []
        : [tableOf(figures, 'audiences'), tableOf(figures, 'crossing')].flatMap(
            (table) => table?.rows.filter(({ key }) => key !== '*') ?? [],
          )
    for (const { fewest, cells, of } of weeks.hidden ?? []) {
      const shown = toldUnder(fewest)
      const said = plain.flatMap((figures, m) =>
        rowsIn(figures).flatMap(({ cells: values }, row) =>
          values.flatMap((value, at) => (value === 0 ? [] : [rowsIn(shown[m])[row]?.cells[at] === 'nd'])),
        ),
      )
      expect([cells, of]).toEqual([said.filter(Boolean).length, said.length])
    }
    expect(weeks.hidden?.map(({ fewest }) => fewest)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  it('[STAT-4] the year omits what would reveal its one hidden month: subtracting the other months recovers no cell', () => {
    const counts = aYear('2025')
    const year = build(counts, { days: { from: aDate('2025-01-01'), to: aDate('2025-12-31') } })
    const months = monthsBetween(aDate('2025-01-01'), aDate('2025-12-31')).map((month) =>
      build(counts, { days: { from: firstDayOf(month), to: lastDayOf(month) } }),
    )
    const columns = tableOf(year, 'crossing')?.columns ?? []
    let hidden = 0
    for (const audience of ['adulte', 'jeunesse', 'foyer']) {
      for (const at of columns.keys()) {
        const cells = months.map((month) => rowOf(month, 'crossing', audience)?.[at])
        const unknown = cells.filter((cell) => cell === 'nd').length
        hidden += unknown
        if (unknown === 1) expect(rowOf(year, 'crossing', audience)?.[at]).toBe('nd')
      }
    }
    expect(hidden).toBe(4)
    // A year that is not over tells of no category yet: its months would be subtracted one day.
    const running = build(aYear('2026'), { days: { from: aDate('2026-01-01'), to: aDate('2026-12-31') } })
    expect(tableOf(running, 'crossing')?.rows).toEqual([])
  })
})

describe('the time to prepare', () => {
  const ticks = (device: string, gaps: readonly number[]) => {
    let at = 1_764_000_000_000
    return [0, ...gaps].map((gap) => {
      at += gap * 1000
      return { deviceId: toDeviceId(device), at: toInstant(at) }
    })
  }

  it('[STAT-9] is the median gap between two ticks of one tablet, pauses left out, of the whole team', () => {
    const all = [...ticks('a', [...Array<number>(20).fill(60), 301, 900]), ...ticks('b', Array<number>(15).fill(120))]
    expect(preparingTime(all)).toEqual({ seconds: 60, documents: 35 })
  })

  it('[STAT-9] is not said of fewer than thirty documents', () => {
    expect(preparingTime(ticks('a', Array<number>(29).fill(60)))).toBeUndefined()
  })
})
