/**
 * Libraries of one catalogue share its lines (NET-7): how one joins a record group, and how it leaves with the catalogue as it is then. Runs in
 * `npm run library`, in the transaction of the library that joins or leaves. Nothing else of a library is in it.
 */
import { catalogueKeyOf, catalogueTable } from './sql-catalogue.ts'
import type { SqlConnection } from './sql-connection.ts'
import type { Library } from './stored.ts'

/** What becomes of the wish to share, or to share no more. Nothing is changed where documents of its own would be lost. */
export type Sharing =
  | { readonly kind: 'done' }
  /** Of its own documents, the group's catalogue does not have so many: they would be lost. */
  | { readonly kind: 'would-lose'; readonly missing: number; readonly of: number }

/** One member at a time writes what all of them share. Whoever holds it waits for no library. */
export const lockGroup = async (connection: SqlConnection, group: string): Promise<void> => {
  const { lockText } = connection.dialect
  if (lockText !== undefined) await connection.many(lockText, `record group ${group}`)
}

const countOf = async (connection: SqlConnection, sql: string, ...keys: readonly string[]): Promise<number> =>
  (await connection.one<{ readonly n: number }>(sql, ...keys))?.n ?? 0

/** How many lines stand under a key of the catalogue. */
export const linesOf = (connection: SqlConnection, key: string) =>
  countOf(connection, 'SELECT count(*) AS n FROM catalogue_item WHERE library = ?', key)

/** Other libraries that share it. */
const othersIn = (connection: SqlConnection, { id }: Pick<Library, 'id'>, group: string) =>
  countOf(connection, 'SELECT count(*) AS n FROM library WHERE record_group = ? AND id <> ?', group, id)

const moveLines = (connection: SqlConnection, from: string, to: string) =>
  connection.run('UPDATE catalogue_item SET library = ? WHERE library = ?', to, from)

const copyLines = (connection: SqlConnection, from: string, to: string) => {
  const columns = Object.values(catalogueTable.columns).join(', ')
  return connection.run(
    `INSERT INTO catalogue_item (library, ${columns}) SELECT ?, ${columns} FROM catalogue_item WHERE library = ?`,
    to,
    from,
  )
}

/** The last one takes the lines with it. */
const leave = async (connection: SqlConnection, library: Library, group: string): Promise<void> => {
  const isLast = (await othersIn(connection, library, group)) === 0
  await (isLast ? moveLines : copyLines)(connection, catalogueKeyOf(library), library.id)
}

const join = async (connection: SqlConnection, library: Library, group: string, isReplacing: boolean): Promise<Sharing> => {
  const key = catalogueKeyOf({ id: library.id, recordGroup: group })
  if ((await linesOf(connection, key)) === 0) {
    await moveLines(connection, library.id, key)
    return { kind: 'done' }
  }
  const of = await linesOf(connection, library.id)
  const missing = await countOf(
    connection,
    `SELECT count(*) AS n FROM catalogue_item AS own WHERE own.library = ?
     AND NOT EXISTS (SELECT 1 FROM catalogue_item AS held WHERE held.library = ? AND held.barcode = own.barcode)`,
    library.id,
    key,
  )
  if (missing > 0 && !isReplacing) return { kind: 'would-lose', missing, of }
  await connection.run('DELETE FROM catalogue_item WHERE library = ?', library.id)
  return { kind: 'done' }
}

/** `group` undefined: it shares with nobody from here on. `isReplacing`: what the group's catalogue lacks of its own is given up. */
export const shareCatalogue = async (
  connection: SqlConnection,
  library: Library,
  group: string | undefined,
  isReplacing: boolean,
): Promise<Sharing> => {
  const { recordGroup } = library
  if (recordGroup === group) return { kind: 'done' }
  if (recordGroup !== undefined && group !== undefined) throw new Error('it leaves one group before it joins another')
  await lockGroup(connection, recordGroup ?? group ?? '')
  if (recordGroup !== undefined) await leave(connection, library, recordGroup)
  const sharing = group === undefined ? ({ kind: 'done' } as const) : await join(connection, library, group, isReplacing)
  if (sharing.kind === 'done') await connection.run('UPDATE library SET record_group = ? WHERE id = ?', group ?? null, library.id)
  return sharing
}

/**
 * The group of a library that is put back out of a copy: `present`, where the server has the library (null: none); undefined: the copy's
 * group, if others share it here. It is then kept from other writers.
 */
export const groupAgain = async (
  connection: SqlConnection,
  library: Pick<Library, 'id'>,
  present: string | null | undefined,
  copied: string | undefined,
): Promise<string | undefined> => {
  const group = present === undefined ? copied : (present ?? undefined)
  if (group === undefined) return undefined
  await lockGroup(connection, group)
  return present === undefined && (await othersIn(connection, library, group)) === 0 ? undefined : group
}

/** A library that is removed leaves nothing behind; what others share stays with them. */
export const removeShared = async (connection: SqlConnection, library: Library): Promise<void> => {
  const { recordGroup } = library
  if (recordGroup === undefined) return
  await lockGroup(connection, recordGroup)
  if ((await othersIn(connection, library, recordGroup)) > 0) return
  await connection.run('DELETE FROM catalogue_item WHERE library = ?', catalogueKeyOf(library))
}
