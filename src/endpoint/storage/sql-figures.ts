/**
 * The figures of one library in SQL, the same for SQLite and PostgreSQL, on the connection of a read or of a write transaction. Runs on
 * the endpoint and in its commands.
 */
import { type Count, countable, type Measure } from '../../domain/figures/count.ts'
import type { Counted } from '../../domain/figures/counted.ts'
import { type LibraryId, type OperationId, type SiteId, toOperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { FigureStore, PatronPeriod } from './figure-store.ts'
import { type CountedLine, type CounterLine, countedTable, counterTable } from './line-table.ts'
import type { PeriodKeys } from './period-keys.ts'
import type { SqlConnection } from './sql-connection.ts'

/** Member by member: made for each count of each push. */
const toCounterLine = ({ day, measure, site, value, amount }: Count): CounterLine => ({
  day,
  measure,
  site: site ?? '',
  value,
  amount: countable(amount),
})

type CountLine = Omit<Count, 'site'> & { readonly site: string }

export class SqlFigures implements FigureStore {
  readonly #connection: SqlConnection
  readonly #libraryId: LibraryId

  constructor(connection: SqlConnection, libraryId: LibraryId) {
    this.#connection = connection
    this.#libraryId = libraryId
  }

  get periodKeys(): PeriodKeys {
    return this.#connection.periodKeys
  }

  async counts(from: LocalDate, to: LocalDate): Promise<readonly Count[]> {
    const sql = 'SELECT day, measure, site, value, amount FROM counter WHERE library = ? AND day >= ? AND day <= ?'
    const lines = await this.#connection.many<CountLine>(sql, this.#libraryId, from, to)
    return lines.map((line) => ({ ...line, site: line.site === '' ? undefined : (line.site as SiteId) }))
  }

  async firstDayOf(measure: Measure): Promise<LocalDate | undefined> {
    const sql = 'SELECT min(day) AS day FROM counter WHERE library = ? AND measure = ?'
    return (await this.#connection.one<{ day: LocalDate | null }>(sql, this.#libraryId, measure))?.day ?? undefined
  }

  async patronPeriods(): Promise<readonly PatronPeriod[]> {
    type Line = Omit<PatronPeriod, 'size' | 'destroyedOn'> & { readonly size: number | null; readonly destroyedOn: LocalDate | null }
    const columns = 'period, since, print, size, destroyed_on AS "destroyedOn"'
    const lines = await this.#connection.many<Line>(
      `SELECT ${columns} FROM patron_period WHERE library = ? ORDER BY period`,
      this.#libraryId,
    )
    return lines.map((line) => ({ ...line, size: line.size ?? undefined, destroyedOn: line.destroyedOn ?? undefined }))
  }

  async patronsOf(period: string): Promise<number> {
    const sql = 'SELECT count(*) AS n FROM patron_hash WHERE library = ? AND period = ?'
    return (await this.#connection.one<{ n: number }>(sql, this.#libraryId, period))?.n ?? 0
  }

  async add(counts: readonly Count[]): Promise<void> {
    for (const count of counts) await this.#connection.writeLines(counterTable, this.#libraryId, [toCounterLine(count)])
  }

  async replace(day: LocalDate, measure: Measure, counts: readonly Count[]): Promise<void> {
    await this.#connection.run('DELETE FROM counter WHERE library = ? AND day = ? AND measure = ?', this.#libraryId, day, measure)
    await this.add(counts)
  }

  async counted(subject: string): Promise<Counted | undefined> {
    const [line] = await this.#connection.readLines<CountedLine>(countedTable, 'key', this.#libraryId, [[subject]])
    // Written by `keepCounted` only.
    return line && (JSON.parse(line.json) as Counted)
  }

  async keepCounted(subject: string, counted: Counted, now: Instant): Promise<void> {
    await this.#connection.writeLines(countedTable, this.#libraryId, [{ subject, json: JSON.stringify(counted), at: now }])
  }

  async countedHandovers(): Promise<readonly { readonly subject: string; readonly counted: Counted }[]> {
    const sql = "SELECT subject, json FROM counted WHERE library = ? AND subject >= 'handover/' AND subject < 'handover0'"
    const lines = await this.#connection.many<{ subject: string; json: string }>(sql, this.#libraryId)
    return lines.map(({ subject, json }) => ({ subject, counted: JSON.parse(json) as Counted }))
  }

  async countedBeyond(): Promise<readonly (Counted & { readonly handover: OperationId })[]> {
    const sql = `SELECT subject, json FROM counted WHERE library = ? AND subject >= 'handover/' AND subject < 'handover0' AND json LIKE '%"beyond":%'`
    return (await this.#connection.many<{ subject: string; json: string }>(sql, this.#libraryId)).map(({ subject, json }) => ({
      ...(JSON.parse(json) as Counted),
      handover: toOperationId(subject.slice('handover/'.length)),
    }))
  }

  async forgetCounted(before: Instant): Promise<void> {
    await this.#connection.run('DELETE FROM counted WHERE library = ? AND at < ?', this.#libraryId, before)
  }

  async keepPatronPeriod({ period, since, print, size, destroyedOn }: PatronPeriod): Promise<void> {
    await this.#connection.run(
      `INSERT INTO patron_period (library, period, since, print, size, destroyed_on) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (library, period) DO UPDATE SET since = excluded.since, print = excluded.print, size = excluded.size,
         destroyed_on = excluded.destroyed_on`,
      this.#libraryId,
      period,
      since,
      print,
      size ?? null,
      destroyedOn ?? null,
    )
  }

  async movePatron(period: string, hash: string, by: 1 | -1): Promise<void> {
    const table = [this.#libraryId, period, hash] as const
    await this.#connection.run(
      `INSERT INTO patron_hash (library, period, hash, handovers) VALUES (?, ?, ?, ?)
       ON CONFLICT (library, period, hash) DO UPDATE SET handovers = patron_hash.handovers + excluded.handovers`,
      ...table,
      by,
    )
    if (by > 0) return
    await this.#connection.run('DELETE FROM patron_hash WHERE library = ? AND period = ? AND hash = ? AND handovers <= 0', ...table)
  }

  async emptyPatrons(period: string): Promise<void> {
    await this.#connection.run('DELETE FROM patron_hash WHERE library = ? AND period = ?', this.#libraryId, period)
  }

  async firstReceivedAt(): Promise<Instant | undefined> {
    const sql = "SELECT min(received_at) AS at FROM receipt WHERE library = ? AND envelope <> '' AND outcome LIKE 'accepted%'"
    return (await this.#connection.one<{ at: Instant | null }>(sql, this.#libraryId))?.at ?? undefined
  }
}
