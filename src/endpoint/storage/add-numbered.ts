/**
 * What a library numbers 1, 2, 3…: the batches for its ILS, what they tell, and the changes of its settings. Runs on the endpoint, inside a transaction that
 * holds the library, so that no two writers take one number.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { SqlConnection } from './sql-connection.ts'
import type { SettingChange, StoredBatch } from './store.ts'

/** The number after the last of a table; above `floor`. */
export const nextNumber = async (
  connection: SqlConnection,
  libraryId: LibraryId,
  table: 'export_batch' | 'setting_change' | 'told_line',
  floor = 0,
): Promise<number> => {
  const last = await connection.one<{ n: number | null }>(`SELECT max(number) AS n FROM ${table} WHERE library = ?`, libraryId)
  return Math.max(last?.n ?? 0, floor) + 1
}

export const addBatch = async (
  connection: SqlConnection,
  libraryId: LibraryId,
  batch: Omit<StoredBatch, 'number'>,
  floor: number,
): Promise<StoredBatch> => {
  const number = await nextNumber(connection, libraryId, 'export_batch', floor)
  await connection.run(
    'INSERT INTO export_batch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    libraryId,
    number,
    batch.day,
    batch.format,
    batch.madeAt,
    batch.loans,
    batch.returns,
    batch.settledAt ?? null,
    batch.fileName,
    batch.content,
  )
  return { ...batch, number }
}

export const addSettingChange = async (
  connection: SqlConnection,
  libraryId: LibraryId,
  { section, at, by, was, became, orders }: Omit<SettingChange, 'number'>,
): Promise<number> => {
  const number = await nextNumber(connection, libraryId, 'setting_change')
  const sql = `INSERT INTO setting_change (library, number, section, at, librarian, was, became, orders) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
  await connection.run(sql, libraryId, number, section, at, by ?? null, was, became, orders)
  return number
}
