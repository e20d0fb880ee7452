/**
 * The tables that are written many lines at a time are said in two places, the schema and `line-table.ts`: a column that one of them gains
 * and the other does not would be written as nothing. Runs on a real SQLite file.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  countedTable,
  counterTable,
  deviceTable,
  memoTable,
  messageTable,
  receiptTable,
  rowTable,
} from '../../../src/endpoint/storage/line-table.ts'
import { SqliteConnection } from '../../../src/endpoint/storage/sqlite-connection.ts'

const written = [rowTable, receiptTable, memoTable, deviceTable, countedTable, counterTable, messageTable]

test('a line is written with every column of its table, and its type', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lines-'))
  const connection = new SqliteConnection(join(folder, 'desk.db'))
  connection.migrate()
  for (const { name, columns } of written) {
    const found = connection.many<{ name: string; type: string }>(`SELECT name, type FROM pragma_table_info('${name}')`)
    // `number` counts by itself, and the library is not the line's to say.
    const said = found.filter((column) => column.name !== 'library' && !(name === 'receipt' && column.name === 'number'))
    expect(Object.values(columns).sort(), name).toEqual(said.map((column) => `${column.name} ${column.type}`).sort())
  }
  connection.close()
  rmSync(folder, { recursive: true })
})
