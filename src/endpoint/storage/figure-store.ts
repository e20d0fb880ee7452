/**
 * What the endpoint keeps of the figures, in the same transaction as the rows: counters without a name, what each part added to them, and
 * the sets by which different patrons are counted (STAT-2, STAT-5). Runs on the endpoint.
 */
import type { Counted } from '../../domain/figures/counted.ts'
import { type Count, countable, type Measure } from '../../domain/figures/figures.ts'
import { type OperationId, type SiteId, toOperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { tableOf } from './line-table.ts'
import type { PeriodKeys } from './period-keys.ts'
import { SqlLines } from './sql-lines.ts'

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

type CounterLine = Omit<Count, 'site'> & { readonly site: string }
/** Only ever written by lines: what one says is added to what the table says. */
const counterTable = tableOf<CounterLine>('counter', { added: 'amount' })
/** Member by member: made for each count of each push. */
const toCounterLine = ({ day, measure, site, value, amount }: Count): CounterLine => ({
  day,
  measure,
  site: site ?? '',
  value,
  amount: countable(amount),
})

export const countedTable = tableOf<{ readonly subject: string; readonly json: string; readonly at: Instant }>('counted')
const periodTable = tableOf<PatronPeriod>('patron_period')
const patronTable = tableOf<{ readonly period: string; readonly hash: string; readonly handovers: number }>('patron_hash', {
  added: 'handovers',
})

const ofHandovers = "subject >= 'handover/' AND subject < 'handover0'"

export class SqlFigures extends SqlLines {
  /** Outside the database, and outside its backups. */
  get periodKeys(): PeriodKeys {
    return this.connection.periodKeys
  }

  /** Of the days from `from` to `to`, both included. */
  async counts(from: LocalDate, to: LocalDate): Promise<readonly Count[]> {
    const lines = await this.linesWhere(counterTable, 'day >= ? AND day <= ?', from, to)
    return lines.map((line) => ({ ...line, site: line.site === '' ? undefined : (line.site as SiteId) }))
  }

  /** The first day of which a measure was counted; undefined: none. */
  async firstDayOf(measure: Measure): Promise<LocalDate | undefined> {
    const sql = 'SELECT min(day) AS day FROM counter WHERE library = ? AND measure = ?'
    return (await this.connection.one<{ day: LocalDate | null }>(sql, this.libraryId, measure))?.day ?? undefined
  }

  patronPeriods(): Promise<readonly PatronPeriod[]> {
    return this.linesWhere(periodTable, 'TRUE ORDER BY period')
  }

  /** Members of a period's set. */
  patronsOf(period: string): Promise<number> {
    return this.countWhere(patronTable, 'period = ?', period)
  }

  async add(counts: readonly Count[]): Promise<void> {
    for (const count of counts) await this.keepLines(counterTable, [toCounterLine(count)])
  }

  /** Puts these in the place of all that a measure had on a day. */
  async replace(day: LocalDate, measure: Measure, counts: readonly Count[]): Promise<void> {
    await this.dropWhere(counterTable, 'day = ? AND measure = ?', day, measure)
    await this.add(counts)
  }

  async counted(subject: string): Promise<Counted | undefined> {
    const line = await this.lineOf(countedTable, subject)
    // Written by `keepCounted` only.
    return line && (JSON.parse(line.json) as Counted)
  }

  async keepCounted(subject: string, counted: Counted, now: Instant): Promise<void> {
    await this.keepLines(countedTable, [{ subject, json: JSON.stringify(counted), at: now }])
  }

  /** Those of the handovers that are still remembered. */
  async countedHandovers(): Promise<readonly { readonly subject: string; readonly counted: Counted }[]> {
    const lines = await this.linesWhere(countedTable, ofHandovers)
    return lines.map(({ subject, json }) => ({ subject, counted: JSON.parse(json) as Counted }))
  }

  /** Of the handovers that are still remembered, those with a document beyond the rights. */
  async countedBeyond(): Promise<readonly (Counted & { readonly handover: OperationId })[]> {
    return (await this.linesWhere(countedTable, `${ofHandovers} AND json LIKE '%"beyond":%'`)).map(({ subject, json }) => ({
      ...(JSON.parse(json) as Counted),
      handover: toOperationId(subject.slice('handover/'.length)),
    }))
  }

  /** What no correction will name any more. */
  async forgetCounted(before: Instant): Promise<void> {
    await this.dropWhere(countedTable, 'at < ?', before)
  }

  keepPatronPeriod(period: PatronPeriod): Promise<void> {
    return this.keepLines(periodTable, [period])
  }

  /** One handover more (1) or less (-1) of a member: it leaves the set with its last one. */
  async movePatron(period: string, hash: string, by: 1 | -1): Promise<void> {
    await this.keepLines(patronTable, [{ period, hash, handovers: by }])
    if (by < 0) await this.dropWhere(patronTable, 'period = ? AND hash = ? AND handovers <= 0', period, hash)
  }

  async emptyPatrons(period: string): Promise<void> {
    await this.dropWhere(patronTable, 'period = ?', period)
  }

  /** When the first receipt was made that is accepted and still whole. */
  async firstReceivedAt(): Promise<Instant | undefined> {
    const sql = "SELECT min(received_at) AS at FROM receipt WHERE library = ? AND envelope <> '' AND outcome LIKE 'accepted%'"
    return (await this.connection.one<{ at: Instant | null }>(sql, this.libraryId))?.at ?? undefined
  }
}
export type FigureReader = Pick<SqlFigures, 'counts' | 'firstDayOf' | 'patronPeriods' | 'countedBeyond' | 'patronsOf'>
