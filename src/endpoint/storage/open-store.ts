/**
 * Where the endpoint and its commands find the one database: the PostgreSQL server that DATABASE_URL names, or `desk.db` in the data
 * directory. Runs on the endpoint. Before its start brings the tables of an older build up it keeps a copy, the only way back
 * (docs/revenir-en-arriere.md): of SQLite a file, once nobody else has it open; of a server what its own pg_dump writes. Where none can be
 * made nothing is brought up: UPGRADE_TO, with the number of the version, says that its keeper has one.
 */
import { mkdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { faultOfEmpty, hasNoDatabase, markLibrary } from './lost-library.ts'
import { periodKeysFolder } from './period-keys.ts'
import { schemaStateOf } from './postgres-connection.ts'
import { lookPeriodMs, PostgresStore } from './postgres-store.ts'
import { isOlder, OtherTables, ownVersion, refuseOther, type SchemaState, schemaStateIn, type Tables } from './schema-version.ts'
import { dumpServer } from './server-dump.ts'
import { shutFolder } from './shut-folder.ts'
import { backUpSqlite, isHeldByOthers } from './sqlite-backup.ts'
import { mayOpenLater } from './sqlite-connection.ts'
import { SqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

export interface DatabasePlace {
  readonly dataDir: string
  readonly databaseUrl: string | undefined
}

/** Why it was not opened, and where it was looked for. A code where there is one: what a server says in words may quote what it was given. */
export const sayUnopened = (place: DatabasePlace, error: unknown): string => {
  if (error instanceof OtherTables) return `${nameOf(place)}\n${error.message}`
  const why = error instanceof Error && 'code' in error ? error.code : error
  return `${nameOf(place)}\nRien n’a été changé : la base, ou le disque, répond ${why}. · Nothing was changed: the database, or the disk, answers ${why}.`
}

/** Where it was looked for, without the password that an address may hold. */
const nameOf = ({ dataDir, databaseUrl }: DatabasePlace): string => {
  if (databaseUrl === undefined) return `DATA_DIR=${resolve(dataDir)}`
  const url = new URL(databaseUrl)
  if (url.password !== '') url.password = '…'
  return `DATABASE_URL=${decodeURI(url.href)}`
}

export const databasePath = (dataDir: string): string => join(dataDir, 'desk.db')

export const openStore = ({ dataDir, databaseUrl }: DatabasePlace, tables: Tables = 'brought up'): Store =>
  databaseUrl === undefined
    ? new SqliteStore(databasePath(dataDir), tables)
    : new PostgresStore(databaseUrl, lookPeriodMs, join(dataDir, periodKeysFolder), Date.now, tables)

/** Milliseconds that whoever opens the file waits for another process's lock: an import, or a disk that stands still, may hold it for seconds. */
const openingPatienceMs = 60_000
/** Between two tries, in which the process hears that it is to end. Milliseconds. */
const openingPauseMs = 100

const waiting =
  'Une autre commande, ou le serveur, écrit dans la base : celle-ci attend. · Another command, or the endpoint, is writing to the database: this one waits.'
const stillBusy =
  'La base est restée prise une minute : rien n’a été fait. Recommencez plus tard. · The database stayed busy for a minute: nothing was done. Try again later.'

/** The database, once whoever writes is done; the end of the process where that takes more than a minute. Nothing is open between two tries. */
export const openPatiently = async (place: DatabasePlace, busyCode = 1, tables: Tables = 'brought up'): Promise<Store> => {
  const patienceEnds = performance.now() + openingPatienceMs
  for (let hasSaid = false; ; hasSaid = true) {
    try {
      return openStore(place, tables)
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

export interface Opening {
  /** What may be done to the tables: nothing, by a command. */
  readonly tables?: Tables
  /** How the process ends without the database, for a caller that reads codes of its own. */
  readonly endCode?: number
}

/** The database, or the end of the process where it is not as the caller may have it: nothing is made or brought up in its place. */
export const requireStore = async (place: DatabasePlace, { tables = 'as they are', endCode }: Opening = {}): Promise<Store> => {
  const { dataDir, databaseUrl } = place
  const path = databasePath(dataDir)
  const fault = faultOfEmpty(dataDir, basename(path))
  const refuse = (why: string | undefined): never => {
    console.error(why)
    process.exit(endCode ?? 2)
  }
  try {
    // Before it is opened: opening makes it, and leaves files beside it that whoever puts the old one back would mix with it.
    if (databaseUrl === undefined && hasNoDatabase(path)) {
      if (fault !== undefined) refuse(fault)
      refuseOther({ done: 0, isMarked: true }, tables)
    }
    const store = await openPatiently(place, endCode, tables)
    const library = (await store.libraries()).find(({ head }) => head > 0)
    // A server put back by its own tools may stand beside a disk on which nothing lies yet.
    shutFolder(dataDir)
    if (library !== undefined) markLibrary(dataDir, library)
    else if (fault !== undefined) refuse(fault)
    return store
  } catch (error) {
    if (error instanceof OtherTables) refuse(sayUnopened(place, error))
    // A start, and whoever reads codes of its own, say it themselves.
    if (tables === 'brought up' || endCode !== undefined) throw error
    console.error(sayUnopened(place, error))
    process.exit(1)
  }
}

/** At the start of the endpoint: brings the tables of an older build up, once a copy is kept, and says so (KEEP-4). */
export const openAtStart = async (place: DatabasePlace, upgradeTo: number | undefined): Promise<Store> => {
  const kept = await keepBefore(place, databasePath(place.dataDir), upgradeTo)
  if (kept.kind === 'refused') {
    console.error(kept.fault)
    process.exit(2)
  }
  const store = await requireStore(place, { tables: 'brought up' })
  if (kept.kind === 'kept') {
    const copy = kept.copy ?? `UPGRADE_TO=${ownVersion}`
    console.log(`Base mise à niveau : de la version ${kept.from} à la ${ownVersion}. Copie d’avant : ${copy} (docs/revenir-en-arriere.md).`)
    console.log(`Database brought up: from version ${kept.from} to ${ownVersion}. Copy of before: ${copy}; patrons' names are in it.`)
  }
  return store
}

type Kept =
  | { readonly kind: 'nothing to bring up' }
  /** `copy`: undefined where the keeper has one. */
  | { readonly kind: 'kept'; readonly from: number; readonly copy: string | undefined }
  | { readonly kind: 'refused'; readonly fault: string }

const refused = (from: number, fr: string, en: string): Kept => {
  const fault = [
    `La base est à la version ${from}, ce programme travaille sur la ${ownVersion} ; elle n’a pas été mise à niveau : ${fr}`,
    `The database is of version ${from}, this program works on ${ownVersion}; it was not brought up: ${en}`,
  ]
  return { kind: 'refused', fault: fault.join('\n') }
}

const stateOfFile = (path: string): SchemaState => {
  const database = new Database(path, { fileMustExist: true })
  try {
    return schemaStateIn(database)
  } finally {
    database.close()
  }
}

const ownCopy = [
  `faites une copie vous-même, puis démarrez avec UPGRADE_TO=${ownVersion}.`,
  `make a copy yourself, then start with UPGRADE_TO=${ownVersion}.`,
] as const

const keepOfFile = async (path: string, stamp: string, isKept: boolean): Promise<Kept> => {
  if (hasNoDatabase(path)) return { kind: 'nothing to bring up' }
  const state = stateOfFile(path)
  const from = state.done
  if (!isOlder(state)) return { kind: 'nothing to bring up' }
  if (isHeldByOthers(path))
    return refused(
      from,
      'le serveur d’avant, ou une commande, l’a ouverte. Arrêtez-le d’abord.',
      'the endpoint of before, or a command, has it open. Stop it first.',
    )
  if (isKept) return { kind: 'kept', from, copy: undefined }
  const copy = `${path}.before-v${ownVersion}-${stamp}`
  const done = await backUpSqlite(path, copy).catch((error: unknown) => ({ ok: false as const, fault: String(error) }))
  if (done.ok) return { kind: 'kept', from, copy }
  return refused(from, `pas de copie (${done.fault}) ; ${ownCopy[0]}`, `no copy (${done.fault}); ${ownCopy[1]}`)
}

const keepOfServer = async (url: string, dataDir: string, stamp: string, isKept: boolean): Promise<Kept> => {
  const state = await schemaStateOf(url)
  const from = state.done
  if (!isOlder(state)) return { kind: 'nothing to bring up' }
  if (isKept) return { kind: 'kept', from, copy: undefined }
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const copy = join(dataDir, `server.before-v${ownVersion}-${stamp}.dump`)
  const fault = await dumpServer(url, copy).catch(String)
  if (fault === undefined) return { kind: 'kept', from, copy }
  return refused(from, `pas de copie (${fault}) ; ${ownCopy[0]}`, `no copy (${fault}); ${ownCopy[1]}`)
}

/** `path`: of the file of SQLite, where there is no server. `upgradeTo`: the version of whose predecessor the keeper has a copy. */
const keepBefore = (
  { dataDir, databaseUrl }: { readonly dataDir: string; readonly databaseUrl: string | undefined },
  path: string,
  upgradeTo: number | undefined,
): Promise<Kept> => {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  const isKept = upgradeTo === ownVersion
  return databaseUrl === undefined ? keepOfFile(path, stamp, isKept) : keepOfServer(databaseUrl, dataDir, stamp, isKept)
}
