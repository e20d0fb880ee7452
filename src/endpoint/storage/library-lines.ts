/**
 * The lines of one library in a database that holds several: what an export carries out, what a removal ends, and which fact came last.
 * Runs on the endpoint and in its commands, on the connection that holds the transaction.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { SqlConnection } from './sql-connection.ts'
import { tablesOfLibrary } from './sql-schema.ts'
import type { Line } from './store.ts'

/** Hands out every line of a library, table by table, that of the library itself first. */
export const carryOut = async (
  connection: SqlConnection,
  id: LibraryId,
  take: (table: string, lines: readonly Line[]) => void,
): Promise<void> => {
  take('library', await connection.many<Line>('SELECT * FROM library WHERE id = ?', id))
  for (const table of tablesOfLibrary) take(table, await connection.many<Line>(`SELECT * FROM ${table} WHERE library = ?`, id))
}

/** Names what was received last, a refused request too; empty: nothing ever was. */
export const lastFactOf = async (connection: SqlConnection, id: LibraryId): Promise<string> => {
  const sql = 'SELECT operation_id AS "operationId", hash FROM receipt WHERE library = ? ORDER BY number DESC LIMIT 1'
  const line = await connection.one<{ readonly operationId: string; readonly hash: string }>(sql, id)
  return line === undefined ? '' : `${line.operationId} ${line.hash}`
}

/** Removes all of it; false, and nothing is removed, where another fact than `lastFact` came last. */
export const removeLines = async (connection: SqlConnection, id: LibraryId, lastFact: string | undefined): Promise<boolean> => {
  await connection.many(`SELECT id FROM library WHERE id = ?${connection.dialect.forUpdate}`, id)
  if (lastFact !== undefined && lastFact !== (await lastFactOf(connection, id))) return false
  for (const table of tablesOfLibrary) await connection.run(`DELETE FROM ${table} WHERE library = ?`, id)
  await connection.run('DELETE FROM library WHERE id = ?', id)
  return true
}
