/**
 * The journeys of one library in SQL, the same for SQLite and PostgreSQL. Runs on the endpoint, within the reader's or the writer's own
 * transaction.
 */
import { listReasons } from '../../domain/case/case.ts'
import type { OperationId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { type DecideReason, type IlsJourney, type JourneyWriter, listPatienceMs } from './journeys.ts'
import type { SqlConnection } from './sql-connection.ts'

interface JourneyLine extends Omit<IlsJourney, 'reason' | 'dueOn' | 'readAt'> {
  readonly reason: DecideReason | null
  readonly dueOn: LocalDate | null
  readonly readAt: Instant | null
}

const columns = `operation_id AS "operationId", barcode, movement, day, state, since, coalesce(asked_at, since) AS "askedAt", reason, said,
  due_on AS "dueOn", read_at AS "readAt"`
const listReasonOf = (text: string | null | undefined) => listReasons.find((one) => one === text)

/**
 * A line in a list that was overtaken (ILS-14) is written as a process of an older build beside ours leaves it alone: in the list, and read
 * just so late that it neither reads it nor lets anybody ask anew for a day. Why stands in `said`, empty of all that is in a list.
 */
const asOlderOnesLeaveIt = (journey: IlsJourney): IlsJourney =>
  journey.state === 'to-decide' && listReasonOf(journey.reason) !== undefined
    ? {
        ...journey,
        state: 'queued',
        reason: undefined,
        said: journey.reason ?? '',
        readAt: toInstant(journey.since + listPatienceMs - 1),
      }
    : journey

const toJourney = (line: JourneyLine): IlsJourney => {
  const read = { ...line, reason: line.reason ?? undefined, dueOn: line.dueOn ?? undefined, readAt: line.readAt ?? undefined }
  const list = line.state === 'queued' ? listReasonOf(line.said) : undefined
  // Some builds wrote such a reason where the others stand: it is read as it is.
  return list === undefined ? read : { ...read, state: 'to-decide', reason: list, said: '', readAt: undefined }
}

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

  async keep(kept: IlsJourney): Promise<void> {
    await this.end(kept)
    const journey = asOlderOnesLeaveIt(kept)
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
