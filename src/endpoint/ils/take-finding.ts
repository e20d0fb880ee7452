/**
 * What was found when an ILS's list was compared with the library's rows: why a row was not taken, and what was noticed on the way.
 * Runs on the endpoint. Plain codes with their particulars: the connector that brought the row puts them into words.
 */
import type { LocalDate } from '../../domain/local-date.ts'

/** What is repeated of a cell to whoever has to mend it: enough to find it again. Characters. */
const quotedLength = 60

export const quoteCell = (cell: string): string => cell.slice(0, quotedLength)

/** A row names something that the library does not know. */
export type TakeRejection =
  | { readonly kind: 'card-unknown'; readonly card: string }
  | { readonly kind: 'record-unknown'; readonly record: string; readonly barcode: string }
  | { readonly kind: 'site-unknown'; readonly site: string }
  /** The ILS gives no time, and the library none that could be taken: it is closed on that day. */
  | { readonly kind: 'no-slot-that-day'; readonly date: LocalDate }

/** A row that was not taken. */
export interface RejectedLine {
  readonly line: number
  readonly reason: TakeRejection
}

/** Noticed, and no reason to stop. */
export type TakeNote =
  | { readonly kind: 'barcode-unknown-record-taken'; readonly rows: number }
  /** Of one cell, each number is a document. */
  | {
      readonly kind: 'numbers-share-cell'
      readonly column: 'barcode'
      readonly numbers: readonly { readonly line: number; readonly number: string }[]
    }
  /** Rows of documents that the library does not know, whose titles are wishes. */
  | { readonly kind: 'taken-as-wish'; readonly lines: readonly number[] }
  | { readonly kind: 'first-slot-taken'; readonly orders: number }
  | { readonly kind: 'numbered-here'; readonly orders: number }
  /** New ones that nobody can fetch then: no slot begins at that time, or the day is over. As the list has them, some of their times. */
  | { readonly kind: 'outside-hours' | 'in-the-past'; readonly orders: number; readonly times: readonly string[] }
  | { readonly kind: 'removal-withheld'; readonly would: number; readonly of: number }
  /** It shares almost nothing with what is known, and would take its place: some numbers of before that it lacks, and some of its own. */
  | {
      readonly kind: 'list-withheld'
      readonly shared: number
      readonly of: number
      /** How many would leave, of how many. */
      readonly would: number
      readonly known: number
      readonly before: readonly string[]
      readonly now: readonly string[]
    }
  /** The list stops in its midst. */
  | { readonly kind: 'removal-withheld-cut'; readonly would: number; readonly of: number }
  /** The catalogue is a record group's: these stay, as they are not this library's own, or others' too, or more than a list takes out unasked. */
  | { readonly kind: 'removal-withheld-shared'; readonly would: number; readonly of: number; readonly group: string }
  | { readonly kind: 'taken-without-name'; readonly patrons: number }
  | { readonly kind: 'older-than-last'; readonly last: number }
