/**
 * The library that a transaction writes, read once and kept from every other writer until the transaction ends. Runs on the endpoint and in
 * its commands.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { SqlConnection } from './sql-connection.ts'
import { type LibraryLine, libraryColumns, toLibrary } from './sql-reader.ts'
import type { Library } from './stored.ts'

/** As it stands on the connection, which holds the transaction. */
export const lockLibrary = async (connection: SqlConnection, libraryId: LibraryId): Promise<Library> => {
  const sql = `SELECT ${libraryColumns} FROM library WHERE id = ?${connection.dialect.forUpdate}`
  const line = await connection.one<LibraryLine>(sql, libraryId)
  if (line === undefined) throw new Error('no such library')
  return toLibrary(line)
}
