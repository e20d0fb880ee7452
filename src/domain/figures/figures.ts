/**
 * The figures of some days, as tables: what a picture, a table on a screen, a file and a printed page are all made of (STAT-3). Runs
 * everywhere; made on the endpoint, where what may not be told is left out.
 */
import type { LocalDate } from '../local-date.ts'
import type { Count } from './count.ts'
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
