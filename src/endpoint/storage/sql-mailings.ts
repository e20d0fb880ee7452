/**
 * The mailing of one library in SQL, the same for SQLite and PostgreSQL. Runs on the endpoint, within the reader's or the writer's own
 * transaction, which is what keeps two processes from writing to one address twice.
 */
import type { CardNumber } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { MailingWriter, Recipient, RecipientState } from './mailings.ts'
import type { SqlConnection } from './sql-connection.ts'

export class SqlMailings implements MailingWriter {
  readonly #connection: SqlConnection
  readonly #library: string

  constructor(connection: SqlConnection, library: string) {
    this.#connection = connection
    this.#library = library
  }

  async counts(): Promise<Readonly<Record<RecipientState, number>>> {
    const sql = 'SELECT state, count(*) AS count FROM mailing_recipient WHERE library = ? GROUP BY state'
    const found = await this.#connection.many<{ readonly state: RecipientState; readonly count: number }>(sql, this.#library)
    const none = { waiting: 0, written: 0, accepted: 0, refused: 0, 'left-out': 0 }
    return { ...none, ...Object.fromEntries(found.map(({ state, count }) => [state, Number(count)])) }
  }

  async waiting(limit: number): Promise<readonly Recipient[]> {
    const sql = "SELECT hash, card, state FROM mailing_recipient WHERE library = ? AND state = 'waiting' ORDER BY hash LIMIT ?"
    return this.#connection.many<Recipient>(sql, this.#library, limit)
  }

  async opponents(): Promise<ReadonlySet<string>> {
    const sql = 'SELECT hash FROM mailing_opponent WHERE library = ?'
    return new Set((await this.#connection.many<{ readonly hash: string }>(sql, this.#library)).map(({ hash }) => hash))
  }

  async opposes(hash: string): Promise<boolean> {
    const sql = 'SELECT hash FROM mailing_opponent WHERE library = ? AND hash = ?'
    return (await this.#connection.one(sql, this.#library, hash)) !== undefined
  }

  async add(hash: string, card: CardNumber, now: Instant): Promise<void> {
    const sql = `INSERT INTO mailing_recipient (library, hash, card, state, since) VALUES (?, ?, ?, 'waiting', ?)
      ON CONFLICT (library, hash) DO NOTHING`
    await this.#connection.run(sql, this.#library, hash, card, now)
  }

  async note(hash: string, state: RecipientState, now: Instant): Promise<void> {
    const sql = 'UPDATE mailing_recipient SET state = ?, since = ? WHERE library = ? AND hash = ?'
    await this.#connection.run(sql, state, now, this.#library, hash)
  }

  async oppose(hash: string, now: Instant): Promise<void> {
    const sql = 'INSERT INTO mailing_opponent (library, hash, since) VALUES (?, ?, ?) ON CONFLICT (library, hash) DO NOTHING'
    await this.#connection.run(sql, this.#library, hash, now)
  }

  async takeBack(hash: string): Promise<void> {
    await this.#connection.run('DELETE FROM mailing_opponent WHERE library = ? AND hash = ?', this.#library, hash)
  }

  async eraseOf(card: CardNumber, others: ReadonlyMap<string, CardNumber>): Promise<void> {
    const sql = 'SELECT hash, card, state FROM mailing_recipient WHERE library = ? AND card = ?'
    for (const { hash } of await this.#connection.many<Recipient>(sql, this.#library, card)) {
      const other = others.get(hash)
      if (other === undefined) continue
      await this.#connection.run('UPDATE mailing_recipient SET card = ? WHERE library = ? AND hash = ?', other, this.#library, hash)
    }
    await this.#connection.run('DELETE FROM mailing_recipient WHERE library = ? AND card = ?', this.#library, card)
  }
}
