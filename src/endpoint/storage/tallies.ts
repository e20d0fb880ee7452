/**
 * What was tried lately, and how often: codes, passphrases, mails of one card (PAGE-7, PRIV-5). On the endpoint's disk, so that two processes
 * count together and a restart forgives nothing. Runs on the endpoint. Outside the rows and of no library: whoever tries a tablet's code is
 * counted before anybody knows whose it is. Each is forgotten when its time is over, and a stranger cannot fill the disk with them.
 */
import type { Instant } from '../../domain/instant.ts'
import type { SqlConnection } from './sql-connection.ts'

/** Keys of one name, those that end last: bounds what strangers can write. */
const keysKept = 10_000

export class SqlTallies {
  readonly #connection: SqlConnection

  constructor(connection: SqlConnection) {
    this.#connection = connection
  }

  /** What was kept under a name and a key; it may be over. */
  async of(name: string, key: string): Promise<string | undefined> {
    const sql = 'SELECT held FROM tally WHERE name = ? AND key = ?'
    return (await this.#connection.one<{ readonly held: string }>(sql, name, key))?.held
  }

  /** Keeps it until `until`, and forgets what is over. */
  async keep(name: string, key: string, held: string, until: Instant, now: Instant): Promise<void> {
    await this.forget(now)
    await this.#connection.run(
      `INSERT INTO tally (name, key, held, until) VALUES (?, ?, ?, ?)
       ON CONFLICT (name, key) DO UPDATE SET held = excluded.held, until = excluded.until`,
      name,
      key,
      held,
      until,
    )
    await this.#connection.run(
      `DELETE FROM tally WHERE name = ?
         AND key IN (SELECT key FROM tally WHERE name = ? ORDER BY until DESC, key LIMIT 1000 OFFSET ${keysKept})`,
      name,
      name,
    )
  }

  async drop(name: string, key: string): Promise<void> {
    await this.#connection.run('DELETE FROM tally WHERE name = ? AND key = ?', name, key)
  }

  async forget(now: Instant): Promise<void> {
    await this.#connection.run('DELETE FROM tally WHERE until <= ?', now)
  }
}
export type Tallies = Pick<SqlTallies, keyof SqlTallies>
