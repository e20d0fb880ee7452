/**
 * The figures of some days, as tables: what a picture, a table on a screen, a file and a printed page are all made of (STAT-3). Runs
 * everywhere; made on the endpoint, where what may not be told is left out. A counter is so many, on a day, at a site, of a measure and one
 * dimension: never a patron, a title or a librarian (STAT-2). What is crossed is crossed in one value, so that totals are sums of it.
 */
import type { SiteId } from '../ids.ts'
import type { LocalDate } from '../local-date.ts'
import type { CountedSince } from './counted-since.ts'

/** `nd`: not told, few persons stand behind it (STAT-4). `nc`: not counted, which is not 0 (STAT-6). `closed`: there was no place. */
export type Cell = number | 'nd' | 'nc' | 'closed'

export interface FigureRow {
  /** A month, a day, a category, an hour… as it is counted. */
  readonly key: string
  readonly cells: readonly Cell[]
}

export type TableName = 'months' | 'weeks' | 'days' | 'audiences' | 'sources' | 'crossing' | 'filling' | 'delays' | 'rest' | 'patrons'

export interface FigureTable {
  readonly name: TableName
  /** Of the rows' cells, one code each: fixed ones, or a document type, or an hour. */
  readonly columns: readonly string[]
  readonly rows: readonly FigureRow[]
}

export interface DaysOf {
  readonly from: LocalDate
  readonly to: LocalDate
}

/** So many orders of these days, of a measure of `timings.ts`: of no single day. */
export type Timing = Pick<Count, 'measure' | 'value' | 'amount'>

/** Cells of a crossing that are not told below `fewest` persons, of those that say something. */
export interface HiddenCells {
  readonly fewest: number
  readonly cells: number
  readonly of: number
}

/** Of an hour of a weekday, how full it was on the fullest of these days. */
export interface Peak {
  /** Monday 1. */
  readonly weekday: number
  readonly hour: number
  /** Of its places. */
  readonly percent: number
}

/** Of a set of patrons. */
export interface PatronCount {
  readonly size: Cell
  /** Counted since then, where not from the first day. */
  readonly since?: LocalDate | undefined
  /** When key and set were destroyed; undefined: while it runs. */
  readonly destroyedOn?: LocalDate | undefined
}

export interface Figures {
  readonly days: DaysOf
  /** The same days of the year before; as many, where these are not over. */
  readonly compared: DaysOf
  readonly isOver: boolean
  readonly orders: readonly [now: Cell, before: Cell]
  readonly documents: readonly [now: Cell, before: Cell]
  readonly openDays: readonly [now: Cell, before: Cell]
  readonly openMinutes: Cell
  /** Places of the slots of these days, and the orders that took one. */
  readonly places: Cell
  readonly placed: Cell
  /** Minutes open until half of the orders, and nine in ten, were ready; and half of those of the year before. */
  readonly ready: { readonly half: Cell; readonly nineInTen: Cell; readonly halfBefore: Cell }
  readonly patrons: PatronCount
  readonly patronsBefore: PatronCount
  /** Since when it is counted; days before are `nc`. */
  readonly since: CountedSince
  /** Seconds between two ticks of a preparer, and how many were measured (STAT-9); absent: fewer than can be said. */
  readonly preparing?: { readonly seconds: number; readonly documents: number } | undefined
  readonly tables: readonly FigureTable[]
  /** Of four weeks alone (SET-2); absent: other days. */
  readonly timings?: readonly Timing[] | undefined
  /** Of four weeks alone (SET-11). */
  readonly peaks?: readonly Peak[] | undefined
  /** Of four weeks alone: the twelve months before them, for each threshold that may be asked. */
  readonly hidden?: readonly HiddenCells[] | undefined
}

export const tableOf = ({ tables }: Pick<Figures, 'tables'>, name: TableName): FigureTable | undefined =>
  tables.find((table) => table.name === name)

/** Of the night that follows: how many orders whoever ordered held already, and which bay a pile would have had (`count-parts.ts`). */
export const loadMeasures = ['held', 'bay'] as const

/** The others on the day of the slot; all forgotten after some weeks, since settings alone are weighed by them (SET-2). */
export const timingMeasures = ['lead', 'came', 'kept', ...loadMeasures] as const
export type TimingMeasure = (typeof timingMeasures)[number]

export type Measure =
  /** Orders, on the day of their slot: by where they came from, by the patron's category, by the hour of their slot. */
  | 'order-source'
  | 'order-audience'
  /** Those that take a place: neither cancelled nor missed (SLOT-3). */
  | 'order-hour'
  | 'cancelled'
  | 'no-show'
  /** Orders by how long they took to be ready, in minutes of opening (`openMinutesStep`). */
  | 'ready'
  /** Lines of orders, on the day of the order's slot. */
  | 'not-found'
  | 'substituted'
  | 'left-behind'
  /** Documents handed over, on that day, by category and document type. A document does not say at which site. */
  | 'document'
  /** Documents given back, on that day. */
  | 'returned'
  /** Places of the day's slots by hour, and minutes open, as the settings of that day said. */
  | 'place'
  | 'open-minutes'
  /** Orders that were ready, by how early they came and from where, how late their patrons came, and how long piles waited (`timings.ts`). */
  | TimingMeasure
  /** How many persons stand behind a cell of a month, on its first day: what says whether it may be shown (STAT-4). */
  | 'person'
  /** Below how many of them it may not, as the library asked when the month ended: on its first day. */
  | 'fewest'

export interface Count {
  readonly day: LocalDate
  readonly measure: Measure
  /** undefined: the fact does not say. */
  readonly site: SiteId | undefined
  /** The one dimension; empty: none. */
  readonly value: string
  readonly amount: number
}

const separator = '\t'

/** Two dimensions as one value: a category and a document type, a source and an hour, a site and a bay. */
export const crossing = (one: string, other: string): string => `${one}${separator}${other}`

export const parseCrossing = (value: string): readonly [one: string, other: string] => {
  const [one = '', other = ''] = value.split(separator)
  return [one, other]
}

const keyOf = ({ day, measure, site, value }: Count): string => `${day}\n${measure}\n${site ?? ''}\n${value}`

/** What is no number counts nothing: added to a counter, it would stay there for good. */
export const countable = (amount: number): number => (Number.isFinite(amount) ? amount : 0)

/** What is to be added to each counter, once each; those that come to nothing are left out. */
export const sumCounts = (counts: readonly Count[]): readonly Count[] => {
  const sums = new Map<string, Count>()
  for (const count of counts) {
    const key = keyOf(count)
    const sum = sums.get(key)
    sums.set(key, { ...count, amount: (sum?.amount ?? 0) + countable(count.amount) })
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0)
}

export const negated = (counts: readonly Count[]): readonly Count[] => counts.map((count) => ({ ...count, amount: -count.amount }))
