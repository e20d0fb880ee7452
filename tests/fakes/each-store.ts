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
import { library } from '../builders/in-a-store.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from './running-postgres.ts'

/** `suite` declares its tests; what it is given answers the store of the test that runs. */
export const onEachStore = (title: string, suite: (store: () => Store) => void): void => {
  let folder: string
  let store: Store
  let postgres: RunningPostgres | undefined
  const stores = [
    { name: 'SQLite', open: async (): Promise<Store> => new SqliteStore(join(folder, 'endpoint.db')) },
    ...(postgresReason === undefined ? [{ name: 'PostgreSQL', open: async () => new PostgresStore(await emptied(postgres)) }] : []),
  ]
  beforeAll(async () => {
    if (postgresReason === undefined) postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres?.stop())
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
