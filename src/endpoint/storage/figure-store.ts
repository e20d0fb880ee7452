/**
 * What the endpoint keeps of the figures, in the same transaction as the rows: counters without a name, what each part added to them, and
 * the sets by which different patrons are counted (STAT-2, STAT-5). Runs on the endpoint.
 */

import type { Count, Measure } from '../../domain/figures/count.ts'
import type { Counted } from '../../domain/figures/counted.ts'
import type { OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { PeriodKeys } from './period-keys.ts'

/** One month ("2026-10") or one year ("2026"). */
export interface PatronPeriod {
  readonly period: string
  /** The first day that is counted whole. */
  readonly since: LocalDate
  /** Tells the key, and gives nothing of it away. */
  readonly print: string
  /** How many different patrons, once the set is destroyed. */
  readonly size: number | undefined
  readonly destroyedOn: LocalDate | undefined
}

export interface FigureReader {
  /** Of the days from `from` to `to`, both included. */
  counts(from: LocalDate, to: LocalDate): Promise<readonly Count[]>
  /** The first day of which a measure was counted; undefined: none. */
  firstDayOf(measure: Measure): Promise<LocalDate | undefined>
  patronPeriods(): Promise<readonly PatronPeriod[]>
  /** Of the handovers that are still remembered, those with a document beyond the rights. */
  countedBeyond(): Promise<readonly (Counted & { readonly handover: OperationId })[]>
  /** Members of a period's set. */
  patronsOf(period: string): Promise<number>
}

export interface FigureStore extends FigureReader {
  add(counts: readonly Count[]): Promise<void>
  /** Puts these in the place of all that a measure had on a day. */
  replace(day: LocalDate, measure: Measure, counts: readonly Count[]): Promise<void>
  counted(subject: string): Promise<Counted | undefined>
  keepCounted(subject: string, counted: Counted, now: Instant): Promise<void>
  /** Those of the handovers that are still remembered. */
  countedHandovers(): Promise<readonly { readonly subject: string; readonly counted: Counted }[]>
  /** What no correction will name any more. */
  forgetCounted(before: Instant): Promise<void>

  /** Outside the database, and outside its backups. */
  readonly periodKeys: PeriodKeys
  keepPatronPeriod(period: PatronPeriod): Promise<void>
  /** One handover more (1) or less (-1) of a member: it leaves the set with its last one. */
  movePatron(period: string, hash: string, by: 1 | -1): Promise<void>
  emptyPatrons(period: string): Promise<void>

  /** When the first receipt was made that is accepted and still whole. */
  firstReceivedAt(): Promise<Instant | undefined>
}
