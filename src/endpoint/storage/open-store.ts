/**
 * Where the endpoint and its commands find the one database: the PostgreSQL server that DATABASE_URL names, or `endpoint.db` in the data
 * directory. Runs on the endpoint.
 */
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { faultOfEmpty, hasNoDatabase, markLibrary } from './lost-library.ts'
import { periodKeysFolder } from './period-keys.ts'
import { lookPeriodMs, PostgresStore } from './postgres-store.ts'
import { shutFolder } from './shut-folder.ts'
import { mayOpenLater } from './sqlite-connection.ts'
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

/** Milliseconds that whoever opens the file waits for another process's lock: an import, or a disk that stands still, may hold it for seconds. */
const openingPatienceMs = 60_000
/** Between two tries, in which the process hears that it is to end. Milliseconds. */
const openingPauseMs = 100

const waiting =
  'Une autre commande, ou le serveur, écrit dans la base : celle-ci attend. · Another command, or the endpoint, is writing to the database: this one waits.'
const stillBusy =
  'La base est restée prise une minute : rien n’a été fait. Recommencez plus tard. · The database stayed busy for a minute: nothing was done. Try again later.'

/** The database, once whoever writes is done; the end of the process where that takes more than a minute. Nothing is open between two tries. */
export const openPatiently = async (place: DatabasePlace, busyCode = 1): Promise<Store> => {
  const patienceEnds = performance.now() + openingPatienceMs
  for (let hasSaid = false; ; hasSaid = true) {
    try {
      return openStore(place)
    } catch (error) {
      if (!mayOpenLater(error)) throw error
    }
    if (performance.now() > patienceEnds) {
      console.error(stillBusy)
      process.exit(busyCode)
    }
    if (!hasSaid) console.error(waiting)
    await wait(openingPauseMs)
  }
}

/**
 * The database, or the end of the process where the folder held a library that is not there: nothing is made in its place.
 * `endCode`: how the process ends without it, for a caller that reads codes of its own.
 */
export const requireStore = async (place: DatabasePlace, endCode?: number): Promise<Store> => {
  const path = databasePath(place.dataDir)
  const fault = faultOfEmpty(place.dataDir, basename(path))
  const refuse = (): never => {
    console.error(fault)
    process.exit(endCode ?? 2)
  }
  // Before it is opened: opening makes it, and leaves files beside it that whoever puts the old one back would mix with it.
  if (fault !== undefined && place.databaseUrl === undefined && hasNoDatabase(path)) refuse()
  const store = await openPatiently(place, endCode)
  // A server put back by its own tools may stand beside a disk on which nothing lies yet.
  shutFolder(place.dataDir)
  const library = (await store.libraries()).find(({ head }) => head > 0)
  if (library !== undefined) markLibrary(place.dataDir, library)
  else if (fault !== undefined) refuse()
  return store
}
