/**
 * A backup tried beside the database in use, which goes on and is not touched: a file is put back into a folder of its own, as after a lost disk;
 * a server that PostgreSQL's own tools filled is read whole and not changed, and what was read is checked. Runs in `npm run restore -- --try` (OPERATING.md).
 */
import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import { exportLibrary } from './export-library.ts'
import { periodKeysFolder } from './period-keys.ts'
import { connectionTo, schemaStateOf } from './postgres-connection.ts'
import { lookPeriodMs, PostgresStore } from './postgres-store.ts'
import { ownVersion } from './schema-version.ts'
import { restoreSqlite } from './sqlite-backup.ts'
import type { Store } from './store.ts'
import type { Library } from './stored.ts'
import { withMembers } from './with-members.ts'

export type Tried = { readonly ok: true; readonly libraries: readonly Library[] } | { readonly ok: false; readonly fault: string }

/** The database in use; `path`: its file, where it is one. */
export interface InUse {
  readonly store: Store
  readonly path: string | undefined
}

const refused = (fault: string): Tried => ({ ok: false, fault })
const isInUse = 'It is the database in use, and no copy of it.'
const isForeign = 'It holds no library of the database in use: it is no copy of it.'

/** Whether both are one database, under whatever addresses: what is written in one is read in the other. */
const isSame = async (inUse: Store, other: Store, now: Instant): Promise<boolean> => {
  const [name, key, word] = ['backup-being-tried', 'all', randomUUID()]
  await inUse.tally((tallies) => tallies.keep(name, key, word, toInstant(now + msPerMinute), now))
  const isThere = (await other.tally((tallies) => tallies.of(name, key))) === word
  await inUse.tally((tallies) => tallies.drop(name, key))
  return isThere
}

const readWhole = async (store: Store, folder: string): Promise<Tried> => {
  const libraries = await store.libraries()
  for (const [n, { id, name }] of libraries.entries()) {
    const done = await exportLibrary(store, id, join(folder, `${n}.db`))
    if (!done.ok) return refused(`${name}: ${done.fault}`)
  }
  return { ok: true, libraries }
}

/** Neither tables of ours nor what an extension brought: in SQL. */
const strangersSql = `
  WITH here AS (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
  SELECT 'trigger ' || tgname AS thing FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
    WHERE NOT tgisinternal AND c.relnamespace = (SELECT oid FROM here)
  UNION ALL SELECT 'rule ' || rulename FROM pg_rules WHERE schemaname = current_schema()
  UNION ALL SELECT 'view ' || relname FROM pg_class c WHERE relkind IN ('v', 'm') AND relnamespace = (SELECT oid FROM here)
    AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = c.oid AND deptype = 'e')
  UNION ALL SELECT 'policy ' || policyname FROM pg_policies WHERE schemaname = current_schema()
  UNION ALL SELECT 'function ' || proname FROM pg_proc p WHERE pronamespace = (SELECT oid FROM here)
    AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
  LIMIT 1`

/** What somebody put into a copy that PostgreSQL's own tools brought; it would act with the endpoint's hands. undefined: nothing. */
export const strangerOnServer = async (url: string): Promise<string | undefined> => {
  const client = new pg.Client(connectionTo(url))
  await client.connect()
  try {
    const [found] = (await client.query<{ thing: string }>(strangersSql)).rows
    return found && `It holds what this endpoint does not make, ${found.thing}: find out who put it there, and drop it first.`
  } finally {
    await client.end()
  }
}

const tryServer = async (url: string, folder: string, inUse: Store, now: Instant): Promise<Tried> => {
  const { done: version, isMarked } = await schemaStateOf(url)
  if (version === 0 || !isMarked) return refused(isForeign)
  // A trial brings nothing up: what is there would be another thing afterwards.
  if (version !== ownVersion)
    return refused('Another version of the endpoint made it, and a trial changes nothing there: try it by the version that made it.')
  const stranger = await strangerOnServer(url)
  if (stranger !== undefined) return refused(stranger)
  const store = new PostgresStore(url, lookPeriodMs, join(folder, periodKeysFolder), Date.now, 'read alone')
  try {
    if (await isSame(inUse, store, now)) return refused(isInUse)
    // What is read is thrown away, and a secret that is not there yet would be made.
    return await readWhole(withMembers(store, { secret: async () => '' }), folder)
  } finally {
    await store.close()
  }
}

/** Whether both paths lead to one file. Never opened for this: closing a file gives up every lock that this process has on it. */
const isSameFile = async (path: string, other: string): Promise<boolean> => {
  const [one, two] = await Promise.all([path, other].map((of) => stat(of, { bigint: true }).catch(() => undefined)))
  return one !== undefined && one.dev === two?.dev && one.ino === two.ino
}

const tryFile = async (
  from: string,
  folder: string,
  inUse: string | undefined,
  prepare: (store: Store) => Promise<void>,
): Promise<Tried> => {
  if (inUse !== undefined && (await isSameFile(from, inUse))) return refused(isInUse)
  let libraries: readonly Library[] = []
  const look = async (store: Store): Promise<void> => {
    libraries = await store.libraries()
    await prepare(store)
  }
  const restored = await restoreSqlite(from, join(folder, 'desk.db'), { isForced: false, stamp: 'tried', prepare: look })
  return restored.ok ? { ok: true, libraries } : restored
}

/**
 * Holds the folder in which a trial is made, for one at a time; answers what lets go of it, which the system does for one that is killed.
 * undefined: another holds it.
 */
export const holdTrial = (folder: string): (() => void) | undefined => {
  const held = new Database(`${folder}.lock`, { timeout: 0 })
  try {
    held.exec('BEGIN EXCLUSIVE')
    return () => void held.close()
  } catch (error) {
    held.close()
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return undefined
    throw error
  }
}

/**
 * `from`: the path of a copy, or the address of a server that was filled from one. `folder`: empty, for this trial alone. `prepare`: what else a
 * restored database needs before it can be opened.
 */
export const tryBackup = async (
  from: string,
  folder: string,
  { store, path }: InUse,
  now: Instant,
  prepare: (store: Store) => Promise<void>,
): Promise<Tried> => {
  const tried = /^postgres(ql)?:/.test(from) ? await tryServer(from, folder, store, now) : await tryFile(from, folder, path, prepare)
  if (!tried.ok) return tried
  const own = new Set((await store.libraries()).map(({ identity }) => identity))
  return tried.libraries.some(({ identity, head }) => head > 0 && own.has(identity)) ? tried : refused(isForeign)
}
