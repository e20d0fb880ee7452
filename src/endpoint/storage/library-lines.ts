/**
 * The lines of one library in a database that holds several: what an export carries out, what a removal ends, and how it stands. Runs on the
 * endpoint and in its commands, on the connection that holds the transaction. What it shares with others is carried out as its own.
 */
import { createHash } from 'node:crypto'
import type { LibraryId } from '../../domain/ids.ts'
import { removeShared } from './record-group.ts'
import { catalogueKeyOf } from './sql-catalogue.ts'
import type { SqlConnection } from './sql-connection.ts'
import { type LibraryLine, libraryColumns, toLibrary } from './sql-reader.ts'
import { tablesOfLibrary } from './sql-schema.ts'
import type { Line } from './store.ts'
import type { Library } from './stored.ts'

/** The library that a transaction writes, as it stands there, kept from every other writer until the transaction ends. */
export const lockLibrary = async (connection: SqlConnection, libraryId: LibraryId): Promise<Library> => {
  const sql = `SELECT ${libraryColumns} FROM library WHERE id = ?${connection.dialect.forUpdate}`
  const line = await connection.one<LibraryLine>(sql, libraryId)
  if (line === undefined) throw new Error('no such library')
  return toLibrary(line)
}

/** Hands out every line of a library, table by table, that of the library itself first. */
export const carryOut = async (
  connection: SqlConnection,
  id: LibraryId,
  take: (table: string, lines: readonly Line[]) => void,
): Promise<void> => {
  const [line] = await connection.many<LibraryLine>(`SELECT ${libraryColumns} FROM library WHERE id = ?`, id)
  if (line === undefined) return
  const catalogueKey = catalogueKeyOf(toLibrary(line))
  const alone = await connection.many<Line>('SELECT * FROM library WHERE id = ?', id)
  take(
    'library',
    alone.map((one) => ({ ...one, record_group: null })),
  )
  for (const table of tablesOfLibrary) {
    const isShared = table === 'catalogue_item' && catalogueKey !== id
    const lines = await connection.many<Line>(`SELECT * FROM ${table} WHERE library = ?`, isShared ? catalogueKey : id)
    take(table, isShared ? lines.map((one) => ({ ...one, library: id })) : lines)
  }
}

/**
 * What a tablet that is only heard again moves, and what ends by itself: an exchange after the export keeps nobody from removing. Of the memory
 * of the endpoint's own jobs likewise.
 */
const restlessTables: readonly string[] = ['library', 'device', 'chain_link', 'memo', 'manager_pass', 'enrolment_code']

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64')

/** Names all that the library holds, in whichever order the database tells it: another one as soon as a fact, a row or a setting is another. */
export const standingOf = async (connection: SqlConnection, id: LibraryId): Promise<string> => {
  const hashes: string[] = []
  await carryOut(connection, id, (table, lines) => {
    if (restlessTables.includes(table)) return
    for (const line of lines) if (table !== 'row' || line.kind !== 'device') hashes.push(hashOf(`${table} ${JSON.stringify(line)}`))
  })
  return hashOf(hashes.sort().join())
}

/** Of the library alone, as far as there is any: what it shares stays. */
export const deleteLines = async (connection: SqlConnection, id: LibraryId): Promise<void> => {
  for (const table of ['library', ...tablesOfLibrary])
    await connection.run(`DELETE FROM ${table} WHERE ${table === 'library' ? 'id' : 'library'} = ?`, id)
}

/** Removes all of it; false, and nothing is removed, where it stands otherwise than `standing`. */
export const removeLines = async (connection: SqlConnection, id: LibraryId, standing: string | undefined): Promise<boolean> => {
  const library = await lockLibrary(connection, id)
  if (standing !== undefined && standing !== (await standingOf(connection, id))) return false
  await removeShared(connection, library)
  await deleteLines(connection, id)
  return true
}
