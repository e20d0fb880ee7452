/**
 * What was tried lately in SQL, the same for SQLite and PostgreSQL. Runs on the endpoint, within a transaction that the store keeps alone
 * against every other process.
 */
import type { Instant } from '../../domain/instant.ts'
import type { SqlConnection } from './sql-connection.ts'
import type { Tallies } from './tallies.ts'

/** Keys of one name, those that end last: bounds what strangers can write. */
const keysKept = 10_000

export class SqlTallies implements Tallies {
  readonly #connection: SqlConnection

  constructor(connection: SqlConnection) {
    this.#connection = connection
  }

  async of(name: string, key: string): Promise<string | undefined> {
    const sql = 'SELECT held FROM tally WHERE name = ? AND key = ?'
    return (await this.#connection.one<{ readonly held: string }>(sql, name, key))?.held
  }

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
