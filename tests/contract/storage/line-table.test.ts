/**
 * Lines are written and read by the columns that the schema's text has: read there, they are those of the tables that it makes, and so are their
 * keys. Runs on a real SQLite file.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { columnsOf, primaryKeyOf, tablesOfLibrary } from '../../../src/endpoint/storage/sql-schema.ts'
import { SqliteConnection } from '../../../src/endpoint/storage/sqlite-connection.ts'

test('the columns and keys read in the schema are those of its tables', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lines-'))
  const connection = new SqliteConnection(join(folder, 'desk.db'))
  connection.migrate()
  const made = connection.many<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").map(({ name }) => name)
  const of = (table: string) => connection.many<{ name: string; pk: number }>(`SELECT name, pk FROM pragma_table_info('${table}')`)
  expect([...tablesOfLibrary].sort()).toEqual(made.filter((table) => of(table).some(({ name }) => name === 'library')).sort())
  expect(tablesOfLibrary.length).toBeGreaterThan(20)
  for (const table of made) {
    const key = of(table).filter(({ pk }) => pk > 0)
    expect(primaryKeyOf(table), table).toEqual(key.toSorted((a, b) => a.pk - b.pk).map(({ name }) => name))
    // A number that counts by itself is nobody's to write.
    const counts = table === 'receipt' || table === 'heartbeat' ? key.map(({ name }) => name) : []
    const written = of(table).filter(({ name }) => !counts.includes(name))
    expect(columnsOf(table), table).toEqual(written.map(({ name }) => name))
  }
  connection.close()
  rmSync(folder, { recursive: true })
})
