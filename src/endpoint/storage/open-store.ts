/**
 * Where the endpoint and its commands find the one database: the PostgreSQL server that DATABASE_URL names, or `endpoint.db` in the data
 * directory. Runs on the endpoint.
 */
import { basename, join } from 'node:path'
import { faultOfEmpty, hasNoDatabase, markLibrary } from './lost-library.ts'
import { periodKeysFolder } from './period-keys.ts'
import { lookPeriodMs, PostgresStore } from './postgres-store.ts'
import { shutFolder } from './shut-folder.ts'
import { SqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

export interface DatabasePlace {
  readonly dataDir: string
  readonly databaseUrl: string | undefined
}

export const databasePath = (dataDir: string): string => join(dataDir, 'endpoint.db')

export const openStore = ({ dataDir, databaseUrl }: DatabasePlace): Store =>
  databaseUrl === undefined
    ? new SqliteStore(databasePath(dataDir))
    : new PostgresStore(databaseUrl, lookPeriodMs, join(dataDir, periodKeysFolder))

/** The database, or the end of the process where the folder held a library that is not there: nothing is made in its place. */
export const requireStore = async (place: DatabasePlace): Promise<Store> => {
  const path = databasePath(place.dataDir)
  const fault = faultOfEmpty(place.dataDir, basename(path))
  const refuse = (): never => {
    console.error(fault)
    process.exit(2)
  }
  // Before it is opened: opening makes it, and leaves files beside it that whoever puts the old one back would mix with it.
  if (fault !== undefined && place.databaseUrl === undefined && hasNoDatabase(path)) refuse()
  const store = openStore(place)
  // A server put back by its own tools may stand beside a disk on which nothing lies yet.
  shutFolder(place.dataDir)
  const library = (await store.libraries()).find(({ head }) => head > 0)
  if (library !== undefined) markLibrary(place.dataDir, library)
  else if (fault !== undefined) refuse()
  return store
}
