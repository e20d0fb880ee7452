/**
 * What the queries of a library ask of a database: SQLite answers at once, PostgreSQL later. Runs on the endpoint.
 * One text of SQL serves both: `?` for each parameter, quoted aliases, and the few words below where they differ.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { LineTable, Way } from './line-table.ts'
import type { PeriodKeys } from './period-keys.ts'
import type { Awaitable } from './stored.ts'

export type Parameter = string | number | null | Uint8Array

export interface Dialect {
  /** A table of the texts in a JSON array, which is its one parameter. */
  readonly textsIn: string
  /** Keeps other processes from the rows read until the end of the transaction. */
  readonly forUpdate: string
  /** Waits for, and keeps until the end of the transaction, the lock of a text; undefined: whoever writes is alone. */
  readonly lockText: string | undefined
}

export interface SqlConnection {
  readonly dialect: Dialect
  /** Where this database's endpoint keeps what no backup may hold. */
  readonly periodKeys: PeriodKeys
  /** The first row, as the statement's author describes it; undefined where there is none. */
  one<R extends object>(sql: string, ...parameters: readonly Parameter[]): Awaitable<R | undefined>
  many<R extends object>(sql: string, ...parameters: readonly Parameter[]): Awaitable<R[]>
  /** Runs a write; answers the number of rows it changed. */
  run(sql: string, ...parameters: readonly Parameter[]): Awaitable<number>
  /** The lines of all these keys or groups, each group in its table's order. */
  readLines<L extends object>(table: LineTable, way: Way, libraryId: LibraryId, each: readonly (readonly string[])[]): Awaitable<L[]>
  /** Inserts or replaces these lines, no two of one key, in their order; answers how many it wrote. */
  writeLines(table: LineTable, libraryId: LibraryId, lines: readonly object[]): Awaitable<number>
}

/** Waits for all that was asked at once; what failed first is why those behind it failed. */
export const allInOrder = async (asked: readonly unknown[]): Promise<void> => {
  for (const one of await Promise.allSettled(asked)) if (one.status === 'rejected') throw one.reason
}

/** What is made of an answer, at once where it came at once. */
export const whenAnswered = <A, B>(answer: Awaitable<A>, make: (answer: A) => Awaitable<B>): Awaitable<B> =>
  answer instanceof Promise ? answer.then(make) : make(answer)
