/**
 * The queue of messages of one library in SQL, the same for SQLite and PostgreSQL. Runs on the endpoint, within the reader's or the writer's
 * own transaction, which is what keeps two processes from taking one message.
 */
import type { CardNumber, DeviceId, LibraryId, OperationId, OrderId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { formatSlotKey, parseSlotKey } from '../../domain/slot/slot.ts'
import { messageTable } from './line-table.ts'
import {
  type HeldMessages,
  type LateMessages,
  type MessageCount,
  type MessageFilter,
  type MessageWriter,
  type StoredMessage,
  saidOfTablet,
  type Trial,
} from './messages.ts'
import type { SqlConnection } from './sql-connection.ts'

interface MessageLine
  extends Omit<StoredMessage, 'orderId' | 'handover' | 'slot' | 'missing' | 'firstTriedAt' | 'lease' | 'leaseUntil' | 'trial' | 'device'> {
  readonly orderId: OrderId | null
  readonly handover: OperationId | null
  readonly slot: string | null
  /** JSON. */
  readonly missing: string
  readonly firstTriedAt: Instant | null
  readonly lease: string | null
  readonly leaseUntil: Instant | null
  /** JSON. */
  readonly trial: string | null
  readonly device: DeviceId | null
}

const columns = `key, kind, card, order_id AS "orderId", handover, slot, missing, not_before AS "notBefore", useful_until AS "usefulUntil",
  state, since, message_id AS "messageId", tries, first_tried_at AS "firstTriedAt", lease, lease_until AS "leaseUntil", said, trial, bounced,
  device`

const toMessage = (line: MessageLine): StoredMessage => ({
  ...line,
  orderId: line.orderId ?? undefined,
  handover: line.handover ?? undefined,
  slot: line.slot === null ? undefined : parseSlotKey(line.slot),
  // Written by `keep` below.
  missing: JSON.parse(line.missing) as string[],
  firstTriedAt: line.firstTriedAt ?? undefined,
  lease: line.lease ?? undefined,
  leaseUntil: line.leaseUntil ?? undefined,
  trial: line.trial === null ? undefined : (JSON.parse(line.trial) as Trial),
  device: line.device ?? undefined,
})

/** Where it goes is kept as long as it may have to go. */
const writeTrial = ({ trial, state }: StoredMessage): string | null =>
  trial !== undefined && (state === 'waiting' || state === 'leaving') ? JSON.stringify(trial) : null

const toLine = (message: StoredMessage): MessageLine => ({
  ...message,
  orderId: message.orderId ?? null,
  handover: message.handover ?? null,
  slot: message.slot === undefined ? null : formatSlotKey(message.slot),
  missing: JSON.stringify(message.missing),
  firstTriedAt: message.firstTriedAt ?? null,
  lease: message.lease ?? null,
  leaseUntil: message.leaseUntil ?? null,
  trial: writeTrial(message),
  bounced: message.bounced ?? 0,
  device: message.device ?? null,
})

/** What a person may look at, and decide about: neither trials nor codes, nor the mailing, which is decided about as one. */
const isDecided = "key NOT LIKE 'trial/%' AND kind NOT IN ('code', 'guide')"

export class SqlMessages implements MessageWriter {
  readonly #connection: SqlConnection
  readonly #library: LibraryId

  constructor(connection: SqlConnection, library: LibraryId) {
    this.#connection = connection
    this.#library = library
  }

  async of(orderId: OrderId): Promise<readonly StoredMessage[]> {
    const lines = await this.#connection.readLines<MessageLine>(messageTable, 'group', this.#library, [[orderId]])
    return lines.map(toMessage).sort((a, b) => a.since - b.since || (a.key < b.key ? -1 : 1))
  }

  async ofCard(card: CardNumber): Promise<readonly StoredMessage[]> {
    return this.#many('card = ? ORDER BY since, key', card)
  }

  async byKey(key: string): Promise<StoredMessage | undefined> {
    const [line] = await this.#connection.readLines<MessageLine>(messageTable, 'key', this.#library, [[key]])
    return line && toMessage(line)
  }

  async byMessageId(common: string): Promise<StoredMessage | undefined> {
    // « …-2 » is a copy; in bytes « ~ » is after every digit.
    return (await this.#many('message_id BETWEEN ? AND ?', common, `${common}-~`))[0]
  }

  async firstDue(now: Instant): Promise<StoredMessage | undefined> {
    // Whoever asked for a code looks at a screen; of the mailing nobody waits for anything.
    for (const those of ["kind = 'code'", "kind NOT IN ('code', 'guide')", "kind = 'guide'"]) {
      const [waiting] = await this.#many(`${those} AND state = 'waiting' AND not_before <= ? ORDER BY not_before, key LIMIT 1`, now)
      if (waiting !== undefined) return waiting
      const [lost] = await this.#many(`${those} AND state = 'leaving' AND lease_until <= ? ORDER BY lease_until, key LIMIT 1`, now)
      if (lost !== undefined) return lost
    }
    return undefined
  }

  async guidesInQueue(): Promise<number> {
    const sql = "SELECT count(*) AS count FROM message WHERE library = ? AND state IN ('waiting', 'leaving') AND kind = 'guide'"
    const [found] = await this.#connection.many<{ readonly count: number }>(sql, this.#library)
    return Number(found?.count)
  }

  async counts(from: Instant): Promise<readonly MessageCount[]> {
    const sql = `SELECT kind, state, count(*) AS count FROM message
      WHERE library = ? AND ${isDecided} AND (since >= ? OR state IN ('waiting', 'leaving')) GROUP BY kind, state ORDER BY kind, state`
    return this.#connection.many<MessageCount>(sql, this.#library, from)
  }

  async list({ orderId, cards, kind, state }: MessageFilter, limit: number): Promise<readonly StoredMessage[]> {
    if (cards?.length === 0) return []
    const asked: readonly (readonly [string, readonly string[] | undefined])[] = [
      ['order_id = ?', orderId && [orderId]],
      [`card IN (${(cards ?? []).map(() => '?').join(', ')})`, cards],
      ['kind = ?', kind && [kind]],
      ['state = ?', state && [state]],
    ]
    const given = asked.flatMap(([condition, values]) => (values === undefined ? [] : [{ condition, values }]))
    const conditions = [isDecided, ...given.map(({ condition }) => condition)]
    return this.#many(`${conditions.join(' AND ')} ORDER BY since DESC, key LIMIT ?`, ...given.flatMap(({ values }) => values), limit)
  }

  async held(now: Instant): Promise<readonly HeldMessages[]> {
    const sql = `SELECT device, count(CASE WHEN state = 'waiting' THEN 1 END) AS waiting,
      count(CASE WHEN state = 'withdrawn' THEN 1 END) AS withdrawn, max(not_before) AS until FROM message
      WHERE library = ? AND useful_until > ? AND device IS NOT NULL
        AND ((state = 'waiting' AND said = ? AND not_before > ?) OR (state = 'withdrawn' AND said = ?)) GROUP BY device ORDER BY device`
    const found = await this.#connection.many<HeldMessages>(sql, this.#library, now, saidOfTablet.busy, now, saidOfTablet.aside)
    return found.map((line) => ({ ...line, waiting: Number(line.waiting), withdrawn: Number(line.withdrawn) }))
  }

  async late(dueBefore: Instant): Promise<LateMessages | undefined> {
    const isLate = "library = ? AND state = 'waiting' AND (tries > 0 OR not_before <= ?)"
    const [found] = await this.#connection.many<{ readonly count: number; readonly since: Instant | null }>(
      `SELECT count(*) AS count, min(coalesce(first_tried_at, not_before)) AS since FROM message WHERE ${isLate}`,
      this.#library,
      dueBefore,
    )
    if (found === undefined || found.since === null) return undefined
    const [last] = await this.#connection.many<{ readonly said: string }>(
      `SELECT CASE WHEN tries > 0 THEN said ELSE '' END AS said FROM message WHERE ${isLate} ORDER BY tries > 0 DESC, since DESC LIMIT 1`,
      this.#library,
      dueBefore,
    )
    return { count: Number(found.count), since: found.since, said: last?.said ?? '' }
  }

  async keep(message: StoredMessage): Promise<void> {
    await this.#connection.writeLines(messageTable, this.#library, [toLine(message)])
  }

  async drop(key: string): Promise<void> {
    await this.#connection.run('DELETE FROM message WHERE library = ? AND key = ?', this.#library, key)
  }

  async eraseOf(card: CardNumber): Promise<void> {
    await this.#connection.run('DELETE FROM message WHERE library = ? AND card = ?', this.#library, card)
  }

  async holdBack(device: DeviceId, now: Instant, isBack = false): Promise<void> {
    const [from, to] = isBack ? ['withdrawn', 'waiting'] : ['waiting', 'withdrawn']
    const sql = `UPDATE message SET state = ?, said = ?, since = ? WHERE library = ? AND device = ? AND state = ?`
    const isOurs = isBack ? `${sql} AND said = ? AND useful_until > ?` : sql
    const more = isBack ? [saidOfTablet.aside, now] : []
    await this.#connection.run(isOurs, to, isBack ? '' : saidOfTablet.aside, now, this.#library, device, from, ...more)
  }

  async forget(before: Instant): Promise<void> {
    const sql = "DELETE FROM message WHERE library = ? AND since < ? AND state NOT IN ('waiting', 'leaving')"
    await this.#connection.run(sql, this.#library, before)
  }

  async #many(where: string, ...parameters: readonly (string | number)[]): Promise<readonly StoredMessage[]> {
    const sql = `SELECT ${columns} FROM message WHERE library = ? AND ${where}`
    return (await this.#connection.many<MessageLine>(sql, this.#library, ...parameters)).map(toMessage)
  }
}
