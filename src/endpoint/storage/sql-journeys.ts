/**
 * The journeys of one library in SQL, the same for SQLite and PostgreSQL. Runs on the endpoint, within the reader's or the writer's own
 * transaction.
 */
import type { OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { DecideReason, IlsJourney, JourneyWriter } from './journeys.ts'
import type { SqlConnection } from './sql-connection.ts'

interface JourneyLine extends Omit<IlsJourney, 'reason' | 'dueOn' | 'readAt'> {
  readonly reason: DecideReason | null
  readonly dueOn: LocalDate | null
  readonly readAt: Instant | null
}

const columns = `operation_id AS "operationId", barcode, movement, day, state, since, asked_at AS "askedAt", reason, said,
  due_on AS "dueOn", read_at AS "readAt"`
const toJourney = (line: JourneyLine): IlsJourney => ({
  ...line,
  reason: line.reason ?? undefined,
  dueOn: line.dueOn ?? undefined,
  readAt: line.readAt ?? undefined,
})

export class SqlJourneys implements JourneyWriter {
  readonly #connection: SqlConnection
  readonly #library: string

  constructor(connection: SqlConnection, library: string) {
    this.#connection = connection
    this.#library = library
  }

  async of(operationIds: readonly OperationId[]): Promise<readonly IlsJourney[]> {
    const sql = `SELECT ${columns} FROM ils_journey WHERE library = ? AND operation_id IN ${this.#connection.dialect.textsIn}
      ORDER BY operation_id, barcode, movement`
    return (await this.#connection.many<JourneyLine>(sql, this.#library, JSON.stringify(operationIds))).map(toJourney)
  }

  async ofDay(day: LocalDate): Promise<readonly IlsJourney[]> {
    const sql = `SELECT ${columns} FROM ils_journey WHERE library = ? AND day = ? ORDER BY since, operation_id, barcode`
    return (await this.#connection.many<JourneyLine>(sql, this.#library, day)).map(toJourney)
  }

  async count(): Promise<number> {
    const line = await this.#connection.one<{ n: number }>('SELECT count(*) AS n FROM ils_journey WHERE library = ?', this.#library)
    return line?.n ?? 0
  }

  async keep(journey: IlsJourney): Promise<void> {
    await this.end(journey)
    await this.#connection.run(
      `INSERT INTO ils_journey (library, operation_id, barcode, movement, day, state, since, asked_at, reason, said, due_on, read_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      this.#library,
      journey.operationId,
      journey.barcode,
      journey.movement,
      journey.day,
      journey.state,
      journey.since,
      journey.askedAt,
      journey.reason ?? null,
      journey.said,
      journey.dueOn ?? null,
      journey.readAt ?? null,
    )
  }

  async end({ operationId, barcode, movement }: Pick<IlsJourney, 'operationId' | 'barcode' | 'movement'>): Promise<void> {
    const sql = 'DELETE FROM ils_journey WHERE library = ? AND operation_id = ? AND barcode = ? AND movement = ?'
    await this.#connection.run(sql, this.#library, operationId, barcode, movement)
  }

  async forget(before: Instant): Promise<void> {
    await this.#connection.run('DELETE FROM ils_journey WHERE library = ? AND since < ?', this.#library, before)
  }
}
