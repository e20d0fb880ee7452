/**
 * The queue of what is written to patrons (MSG-1, MSG-2): a table beside the rows, which no exchange reads. Runs on the endpoint. Whoever sends takes a message under a lease, on the disk before the first byte leaves; a process that ends in the midst
 * leaves a lease that runs out.
 */
import type { CardNumber, DeviceId, OrderId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { MailAddress, Message, MessageKind, MessageLanguage, MessageState } from '../../domain/message/message.ts'
import type { Sample } from '../../domain/message/sample-messages.ts'
import type { Template } from '../../domain/message/template.ts'
import type { Reachable } from '../../domain/patron/patron.ts'
import { formatSlotKey, parseSlotKey } from '../../domain/slot/slot.ts'
import { tableOf } from './line-table.ts'
import { SqlLines } from './sql-lines.ts'

/** Where a trial goes, and what it says (MSG-10). */
export interface Trial extends Template {
  readonly to: MailAddress
  readonly language: MessageLanguage
  readonly sample: Sample
}

export interface StoredMessage extends Message {
  /** What stands before the @ of its Message-ID: fixed when it is written, so that a second sending is seen as the same (MSG-2). */
  readonly messageId: string
  /** How often a process took it in hand, and when first. */
  readonly tries: number
  readonly firstTriedAt: Instant | undefined
  /** Random, of the process that has it in hand; and until when. */
  readonly lease: string | undefined
  readonly leaseUntil: Instant | undefined
  /** The relay's last words, without an address; or a code of ours. */
  readonly said: string
  /** The copies that a report refused later, a bit each: the same report again counts for nothing. Absent: none. */
  readonly bounced?: number | undefined
  /** Of a trial, while it waits: nobody's message. */
  readonly trial?: Trial | undefined
  /** The tablet whose operation caused it, if one did. */
  readonly device?: DeviceId | undefined
}

/** Why what a tablet caused waits, or does not leave (MSG-16). */
export const saidOfTablet = { busy: 'tablet-busy', aside: 'tablet-set-aside' } as const

/** What one tablet caused and did not leave (MSG-16): it waits since there was too much of it, or was withdrawn with the tablet. */
export interface HeldMessages {
  readonly device: DeviceId
  readonly waiting: number
  readonly withdrawn: number
  /** When the last waiting message may leave. */
  readonly until: Instant
}

export interface MessageCount {
  readonly kind: MessageKind
  readonly state: MessageState
  readonly count: number
}

/** Which messages are looked at; a member that is absent leaves none out. Never trials. */
export interface MessageFilter {
  readonly orderId?: OrderId | undefined
  readonly cards?: readonly CardNumber[] | undefined
  readonly kind?: MessageKind | undefined
  readonly state?: MessageState | undefined
}

/** Those that wait longer than they should: how many, since when, and the last word about one of them. */
export interface LateMessages {
  readonly count: number
  readonly since: Instant
  readonly said: string
}

/** As the table has it: `missing` and `trial` in JSON. */
type MessageLine = Omit<StoredMessage, 'slot' | 'missing' | 'trial'> & {
  readonly slot: string | undefined
  readonly missing: string
  readonly trial: string | undefined
}
export const messageTable = tableOf<MessageLine>('message', { group: ['orderId'] })

const toMessage = (line: MessageLine): StoredMessage => ({
  ...line,
  slot: line.slot === undefined ? undefined : parseSlotKey(line.slot),
  // Written by `keep` below.
  missing: JSON.parse(line.missing) as string[],
  trial: line.trial === undefined ? undefined : (JSON.parse(line.trial) as Trial),
})

/** Where it goes is kept as long as it may have to go. */
const writeTrial = ({ trial, state }: StoredMessage): string | undefined =>
  trial !== undefined && (state === 'waiting' || state === 'leaving') ? JSON.stringify(trial) : undefined

const toLine = (message: StoredMessage): MessageLine => ({
  ...message,
  slot: message.slot && formatSlotKey(message.slot),
  missing: JSON.stringify(message.missing),
  trial: writeTrial(message),
  bounced: message.bounced ?? 0,
})

/** What a person may look at, and decide about: neither trials nor codes, nor the mailing, which is decided about as one. */
const isDecided = "key NOT LIKE 'trial/%' AND kind NOT IN ('code', 'guide')"

/** In the reader's or the writer's own transaction, which is what keeps two processes from taking one message. */
export class SqlMessages extends SqlLines {
  async of(orderId: OrderId): Promise<readonly StoredMessage[]> {
    const lines = await this.linesOf(messageTable, 'group', [[orderId]])
    return lines.map(toMessage).sort((a, b) => a.since - b.since || (a.key < b.key ? -1 : 1))
  }

  async ofCard(card: CardNumber): Promise<readonly StoredMessage[]> {
    return this.#many('card = ? ORDER BY since, key', card)
  }

  async byKey(key: string): Promise<StoredMessage | undefined> {
    const line = await this.lineOf(messageTable, key)
    return line && toMessage(line)
  }

  /** By what is common to all copies of it. */
  async byMessageId(common: string): Promise<StoredMessage | undefined> {
    // « …-2 » is a copy; in bytes « ~ » is after every digit.
    return (await this.#many('message_id BETWEEN ? AND ?', common, `${common}-~`))[0]
  }

  /** The first that may leave now, or whose lease has run out; of the mailing only when there is no other. */
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

  /** Of the mailing, those that wait or are in hand. */
  async guidesInQueue(): Promise<number> {
    return this.countWhere(messageTable, "state IN ('waiting', 'leaving') AND kind = 'guide'")
  }

  /** Counts messages that wait, and messages whose state is newer than `from`. Trials and codes are left out: nobody decides about them. */
  async counts(from: Instant): Promise<readonly MessageCount[]> {
    const sql = `SELECT kind, state, count(*) AS count FROM message
      WHERE library = ? AND ${isDecided} AND (since >= ? OR state IN ('waiting', 'leaving')) GROUP BY kind, state ORDER BY kind, state`
    return this.connection.many<MessageCount>(sql, this.libraryId, from)
  }

  /** The newest first; neither trials nor codes. */
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

  /** What is held of tablets, and is of use still. */
  async held(now: Instant): Promise<readonly HeldMessages[]> {
    const sql = `SELECT device, count(CASE WHEN state = 'waiting' THEN 1 END) AS waiting,
      count(CASE WHEN state = 'withdrawn' THEN 1 END) AS withdrawn, max(not_before) AS until FROM message
      WHERE library = ? AND useful_until > ? AND device IS NOT NULL
        AND ((state = 'waiting' AND said = ? AND not_before > ?) OR (state = 'withdrawn' AND said = ?)) GROUP BY device ORDER BY device`
    const found = await this.connection.many<HeldMessages>(sql, this.libraryId, now, saidOfTablet.busy, now, saidOfTablet.aside)
    return found.map((line) => ({ ...line, waiting: Number(line.waiting), withdrawn: Number(line.withdrawn) }))
  }

  /** Tried without success, or due since before that. */
  async late(dueBefore: Instant): Promise<LateMessages | undefined> {
    const isLate = "library = ? AND state = 'waiting' AND (tries > 0 OR not_before <= ?)"
    const [found] = await this.connection.many<{ readonly count: number; readonly since: Instant | null }>(
      `SELECT count(*) AS count, min(coalesce(first_tried_at, not_before)) AS since FROM message WHERE ${isLate}`,
      this.libraryId,
      dueBefore,
    )
    if (found === undefined || found.since === null) return undefined
    const [last] = await this.connection.many<{ readonly said: string }>(
      `SELECT CASE WHEN tries > 0 THEN said ELSE '' END AS said FROM message WHERE ${isLate} ORDER BY tries > 0 DESC, since DESC LIMIT 1`,
      this.libraryId,
      dueBefore,
    )
    return { count: Number(found.count), since: found.since, said: last?.said ?? '' }
  }

  /** Inserts or replaces. */
  async keep(message: StoredMessage): Promise<void> {
    await this.keepLines(messageTable, [toLine(message)])
  }

  async drop(key: string): Promise<void> {
    await this.dropWhere(messageTable, 'key = ?', key)
  }

  async eraseOf(card: CardNumber): Promise<void> {
    await this.dropWhere(messageTable, 'card = ?', card)
  }

  /** MSG-16: what waits of that tablet does not leave; `isBack`: what was withdrawn so waits again, for its own hour. */
  async holdBack(device: DeviceId, now: Instant, isBack = false): Promise<void> {
    const [from, to] = isBack ? ['withdrawn', 'waiting'] : ['waiting', 'withdrawn']
    const sql = `UPDATE message SET state = ?, said = ?, since = ? WHERE library = ? AND device = ? AND state = ?`
    const isOurs = isBack ? `${sql} AND said = ? AND useful_until > ?` : sql
    const more = isBack ? [saidOfTablet.aside, now] : []
    await this.connection.run(isOurs, to, isBack ? '' : saidOfTablet.aside, now, this.libraryId, device, from, ...more)
  }

  /** Forgets those that have not moved since, and wait no more. */
  async forget(before: Instant): Promise<void> {
    await this.dropWhere(messageTable, "since < ? AND state NOT IN ('waiting', 'leaving')", before)
  }

  async #many(where: string, ...parameters: readonly (string | number)[]): Promise<readonly StoredMessage[]> {
    return (await this.linesWhere(messageTable, where, ...parameters)).map(toMessage)
  }
}
export type MessageReader = Omit<SqlMessages, 'keep' | 'drop' | 'eraseOf' | 'holdBack' | 'forget'>

export interface StoredAddress {
  readonly card: CardNumber
  readonly email: MailAddress
  /** undefined: the ILS does not say. */
  readonly language: MessageLanguage | undefined
  /** How many messages it has refused for good; back to 0 when the ILS gives another address. */
  readonly refusals: number
}

/** Refusals for good after which nothing more is sent there (MSG-8): one may be a relay's mistake. */
const refusalsThatEnd = 2

/**
 * Where messages go (MSG-7): a table beside the rows, which no exchange, export or log reads. An address goes with its patron's row, or
 * when the ILS no longer gives it.
 */
export const reachableBy = (address: Pick<StoredAddress, 'refusals'> | undefined): Reachable =>
  address === undefined ? 'no' : address.refusals < refusalsThatEnd ? 'yes' : 'refused'

export const addressTable = tableOf<StoredAddress>('patron_address')

export class SqlAddresses extends SqlLines {
  of(card: CardNumber): Promise<StoredAddress | undefined> {
    return this.lineOf(addressTable, card)
  }

  all(): Promise<readonly StoredAddress[]> {
    return this.linesWhere(addressTable, 'TRUE ORDER BY card')
  }

  /** Inserts or replaces. */
  keep(address: StoredAddress): Promise<void> {
    return this.keepLines(addressTable, [address])
  }

  async erase(card: CardNumber): Promise<void> {
    await this.dropWhere(addressTable, 'card = ?', card)
  }
}
export type AddressReader = Pick<SqlAddresses, 'of' | 'all'>
