/**
 * Who the mailing of the guide writes to, and who wants none (MSG-13): two tables beside the rows, which no exchange reads. Types, and what they
 * mean. Runs on the endpoint. An address stands here as a keyed hash alone, and whoever opposed as a keyed hash of the card, which a list of the
 * ILS never takes away.
 */
import { createHmac } from 'node:crypto'
import type { CardNumber } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { tableOf } from './line-table.ts'
import { SqlLines } from './sql-lines.ts'

/** The name of the key of these hashes in the store: of all its libraries that did not bring their own (`mailing-memo.ts`). */
export const mailingSecret = 'mailing'

/** Hexadecimal digits: 128 bits. */
const hashDigits = 32
const hashOf = (secret: string, words: readonly string[]): string =>
  createHmac('sha256', Buffer.from(secret, 'hex')).update(words.join('\n')).digest('hex').slice(0, hashDigits)

export const hashAddress = (secret: string, libraryId: string, email: string): string =>
  hashOf(secret, ['address', libraryId, email.toLowerCase()])
export const hashOpponent = (secret: string, libraryId: string, card: CardNumber): string => hashOf(secret, ['opponent', libraryId, card])

/** `written`: its message is in the queue; `left-out`: by the time its turn came nothing was to be sent there. */
export type RecipientState = 'waiting' | 'written' | 'accepted' | 'refused' | 'left-out'

export interface Recipient {
  readonly hash: string
  /** One of those who share the address. */
  readonly card: CardNumber
  readonly state: RecipientState
}

const recipientTable = tableOf<Recipient & { readonly since: Instant }>('mailing_recipient', { kept: ['card', 'state', 'since'] })
const opponentTable = tableOf<{ readonly hash: string; readonly since: Instant }>('mailing_opponent', { kept: ['since'] })

/** In the reader's or the writer's own transaction, which is what keeps two processes from writing to one address twice. */
export class SqlMailings extends SqlLines {
  async counts(): Promise<Readonly<Record<RecipientState, number>>> {
    const sql = 'SELECT state, count(*) AS count FROM mailing_recipient WHERE library = ? GROUP BY state'
    const found = await this.connection.many<{ readonly state: RecipientState; readonly count: number }>(sql, this.libraryId)
    const none = { waiting: 0, written: 0, accepted: 0, refused: 0, 'left-out': 0 }
    return { ...none, ...Object.fromEntries(found.map(({ state, count }) => [state, Number(count)])) }
  }

  /** The first that had nothing yet, by their hash: in no order that anybody knows. */
  waiting(limit: number): Promise<readonly Recipient[]> {
    return this.linesWhere(recipientTable, "state = 'waiting' ORDER BY hash LIMIT ?", limit)
  }

  async opponents(): Promise<ReadonlySet<string>> {
    return new Set((await this.linesWhere(opponentTable, 'TRUE')).map(({ hash }) => hash))
  }

  async opposes(hash: string): Promise<boolean> {
    return (await this.lineOf(opponentTable, hash)) !== undefined
  }

  /** Of an address that is there already, nothing changes: once is once. */
  add(hash: string, card: CardNumber, now: Instant): Promise<void> {
    return this.keepLines(recipientTable, [{ hash, card, state: 'waiting', since: now }])
  }

  async note(hash: string, state: RecipientState, now: Instant): Promise<void> {
    const sql = 'UPDATE mailing_recipient SET state = ?, since = ? WHERE library = ? AND hash = ?'
    await this.connection.run(sql, state, now, this.libraryId, hash)
  }

  oppose(hash: string, now: Instant): Promise<void> {
    return this.keepLines(opponentTable, [{ hash, since: now }])
  }

  /** What was opposed is wanted again. */
  async takeBack(hash: string): Promise<void> {
    await this.dropWhere(opponentTable, 'hash = ?', hash)
  }

  /** Keeps the hash of an address under the card of another patron who shares it. An opposition stays. */
  async eraseOf(card: CardNumber, others: ReadonlyMap<string, CardNumber>): Promise<void> {
    for (const { hash } of await this.linesWhere(recipientTable, 'card = ?', card)) {
      const other = others.get(hash)
      if (other === undefined) continue
      await this.connection.run('UPDATE mailing_recipient SET card = ? WHERE library = ? AND hash = ?', other, this.libraryId, hash)
    }
    await this.dropWhere(recipientTable, 'card = ?', card)
  }
}
export type MailingReader = Pick<SqlMailings, 'counts' | 'waiting' | 'opponents' | 'opposes'>
