/**
 * Inputs that the trials beside this file once found, each as small as it could be made: what they broke stays mended. Runs in tests.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { toInstant } from '../../src/domain/instant.ts'
import { backUpSqlite, restoreSqlite } from '../../src/endpoint/storage/sqlite-backup.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import { aPatronOf, library } from '../builders/in-a-store.ts'

test('a backup in which one letter of a row changed is refused: SQLite finds nothing wrong with it, and a tablet could not read it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'found-'))
  const [place, copy] = [join(folder, 'endpoint.db'), join(folder, 'copy.db')]
  const store = new SqliteStore(place)
  await store.createLibrary({ id: library, name: 'Valmont', isDemo: false })
  await store.transact(library, (transaction) => transaction.writeRow(aPatronOf('23333000000172'), toInstant(0)))
  await store.close()
  expect(await backUpSqlite(place, copy)).toEqual({ ok: true })
  const database = new Database(copy)
  database.prepare("UPDATE row SET json = replace(json, 'MARTIN', char(4) || 'ARTIN')").run()
  database.close()
  const restored = await restoreSqlite(copy, place, { isForced: true, stamp: 'then' })
  expect(restored).toMatchObject({ ok: false, fault: expect.stringContaining('a row is not what was written') })
  const again = new SqliteStore(place)
  expect(await again.read(library, async (reader) => (await reader.rowsOf('patron'))[0]?.surname)).toBe('MARTIN')
  await again.close()
  rmSync(folder, { recursive: true })
})
