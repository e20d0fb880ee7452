/**
 * Lines that a store keeps for a while, and forgets by their age, the same for SQLite and PostgreSQL. Runs on the endpoint, inside a transaction.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { SqlConnection } from './sql-connection.ts'

/** `before`: the name of a section. */
export const forgetRotaChanges = async (connection: SqlConnection, library: LibraryId, before: string): Promise<void> => {
  const sql = `DELETE FROM setting_change WHERE library = ? AND section LIKE 'rota/%' AND section < ?`
  await connection.run(sql, library, before)
}

/** Of those whose value is a time: as text, for others begin with anything. */
export const forgetMemos = async (connection: SqlConnection, library: LibraryId, start: string, before: Instant): Promise<void> => {
  await connection.run('DELETE FROM memo WHERE library = ? AND name LIKE ? AND value < ?', library, `${start}%`, `${before}`)
}
