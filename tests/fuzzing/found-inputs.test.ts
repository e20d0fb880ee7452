/**
 * Inputs that the trials beside this file once found, each as small as it could be made: what they broke stays mended. Runs in tests.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { toInstant } from '../../src/domain/instant.ts'
import { backUpSqlite, restoreSqlite } from '../../src/endpoint/storage/sqlite-backup.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import { aPatronOf, library } from '../builders/in-a-store.ts'

/** A library with one patron, and its copy. */
const aCopy = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'found-'))
  const [place, copy] = [join(folder, 'desk.db'), join(folder, 'copy.db')]
  const store = new SqliteStore(place)
  await store.createLibrary({ id: library, name: 'Valmont', isDemo: false })
  await store.transact(library, (transaction) => transaction.writeRow(aPatronOf('23333000000172'), toInstant(0)))
  await store.close()
  expect(await backUpSqlite(place, copy)).toEqual({ ok: true })
  return { folder, place, copy }
}

/** Refused with that word, and what is in place is as it was. */
const expectRefused = async ({ folder, place, copy }: Awaited<ReturnType<typeof aCopy>>, why: string): Promise<void> => {
  const restored = await restoreSqlite(copy, place, { isForced: true, stamp: 'then' })
  expect(restored).toMatchObject({ ok: false, fault: expect.stringContaining(why) })
  const again = new SqliteStore(place)
  expect(await again.read(library, async (reader) => (await reader.rowsOf('patron'))[0]?.surname)).toBe('MARTIN')
  await again.close()
  rmSync(folder, { recursive: true })
}

test('a backup in which one letter of a row changed is refused: SQLite finds nothing wrong with it, and a tablet could not read it', async () => {
  const made = await aCopy()
  const database = new Database(made.copy)
  database.prepare("UPDATE row SET json = replace(json, 'MARTIN', char(4) || 'ARTIN')").run()
  database.close()
  await expectRefused(made, 'a row is not what was written')
})

test('a backup whose header says that nobody may write to it is refused in a sentence', async () => {
  const made = await aCopy()
  const bytes = readFileSync(made.copy)
  bytes[18] = 206
  writeFileSync(made.copy, bytes)
  await expectRefused(made, 'nobody may write to it')
})

test('a backup whose library has no digest any more is refused in a sentence', async () => {
  const made = await aCopy()
  const database = new Database(made.copy)
  database.prepare("UPDATE library SET digest = 'a20ee89eaae!dd7c'").run()
  database.close()
  await expectRefused(made, 'it is damaged')
})
