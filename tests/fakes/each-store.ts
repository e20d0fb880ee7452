/**
 * One suite on a real SQLite file and on a real PostgreSQL server, which the tests start themselves; without PostgreSQL on the machine its
 * part is skipped. Each test has a database of its own, with one empty library in it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { PostgresStore } from '../../src/endpoint/storage/postgres-store.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { aStore } from '../builders/a-store.ts'
import { library } from '../builders/in-a-store.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from './running-postgres.ts'

interface NamedStore {
  readonly name: string
  readonly open: () => Promise<Store>
}

/** A server for the tests of the file or suite that calls it; `open` empties its one database. None where the machine has no PostgreSQL. */
const onPostgres = (): readonly NamedStore[] => {
  if (postgresReason !== undefined) return []
  let postgres: RunningPostgres | undefined
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres?.stop())
  return [{ name: 'PostgreSQL', open: async () => new PostgresStore(await emptied(postgres)) }]
}

/** For tests that make their own library, each with a store that it opens: SQLite in memory, and PostgreSQL. */
export const eachOpenedStore = (): readonly NamedStore[] => [{ name: 'SQLite', open: async () => aStore() }, ...onPostgres()]

/** `suite` declares its tests; what it is given answers the store of the test that runs. */
export const onEachStore = (title: string, suite: (store: () => Store) => void): void => {
  let folder: string
  let store: Store
  const stores = [{ name: 'SQLite', open: async (): Promise<Store> => new SqliteStore(join(folder, 'desk.db')) }, ...onPostgres()]
  describe.each(stores)(`${title} in $name`, ({ open }) => {
    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'store-'))
      store = await open()
      await store.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
    })
    afterEach(async () => {
      await store.close()
      rmSync(folder, { recursive: true })
    })
    suite(() => store)
  })
}
