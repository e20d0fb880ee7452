/**
 * One file that holds the endpoint's whole database, and the way back from it. Runs in `npm run backup` and `npm run restore`. The copy is
 * made while the endpoint writes, and appears whole or not at all. The way back is made beside what is there and takes its place by one
 * rename, so that a kill leaves one of the two, under a new epoch: tablets hand over again what the copy does not know. In the bytes of a
 * database that SQLite cannot read any more cases `two-tablets-one-identity` are looked for, which no tablet hands over again: such a row
 * lies whole in one page, and its hash proves it. What was settled or erased may come back open, and a person looks at it once more.
 */
import { access, chmod, copyFile, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import type { Case } from '../../domain/case/case.ts'
import { countCited } from '../../domain/case/seen-cites.ts'
import { formatDigest } from '../../domain/hash64.ts'
import type { LibraryId } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import { rowTextHash } from '../../protocol/digest.ts'
import { keepOfReplaced, type ReplacedByLibrary, readReplaced } from './keep-of-replaced.ts'
import { ownVersion, schemaStateIn } from './schema-version.ts'
import { schemaFault, schemaSteps } from './sql-schema.ts'
import { SqliteStore } from './sqlite-store.ts'
import { startNewEpoch } from './start-new-epoch.ts'
import type { Store } from './store.ts'
import type { Library } from './stored.ts'

/** Pages copied in one step. All of them: a copy made in slices begins again whenever the endpoint writes. */
const allPages = 0x7fff_ffff

/** Files that SQLite keeps beside a database in use. */
const companions = ['-wal', '-shm', '-journal']

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

// Never opened for this: closing a file gives up every lock that this process has on it.
export const isThere = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

export const removeDatabase = async (path: string): Promise<void> => {
  for (const end of ['', ...companions]) await rm(`${path}${end}`, { force: true })
}

const forceFile = async (path: string): Promise<void> => {
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
}

/** Forces a file, then its name in its folder, to disk. */
export const putInPlace = async (partial: string, path: string): Promise<void> => {
  await forceFile(partial)
  await rename(partial, path)
  // Windows has no folders to force.
  if (process.platform === 'win32') return
  const folder = await open(dirname(resolve(path)), 'r')
  await folder.sync()
  await folder.close()
}

/**
 * Whether a row says something else than what was counted: SQLite checks how its pages hang together, and not what is written in
 * them.
 */
const isRowSpoilt = (database: Database.Database): boolean => {
  const rows = database.prepare('SELECT kind, id, json, hash FROM row WHERE json IS NOT NULL')
  // Described by the schema, STRICT.
  for (const { kind, id, json, hash } of rows.iterate() as Iterable<Record<'kind' | 'id' | 'json' | 'hash', string>>) {
    if (formatDigest(rowTextHash(kind, id, json)) !== hash) return true
  }
  return false
}

type Thing = Record<'type' | 'name' | 'sql', string>
const thingsIn = (database: Database.Database): readonly Thing[] =>
  database
    .prepare<[], Thing>(
      "SELECT type, name, coalesce(sql, '') AS sql FROM sqlite_schema WHERE NOT (type IN ('table', 'index') AND name LIKE 'sqlite\\_%' ESCAPE '\\')",
    )
    .all()

/**
 * What a database brought up so far holds beyond our own tables and indexes, or otherwise than we made it. A trigger of somebody's would act
 * with the endpoint's hands at the first write.
 */
const strangerIn = (database: Database.Database, version: number): string | undefined => {
  const own = new Database(':memory:')
  try {
    for (const step of schemaSteps.slice(0, version)) own.exec(step)
    const told = ({ type, name, sql }: Thing): string => `${type} ${name} ${sql.replace(/\s+/g, ' ')}`
    const made = new Set(thingsIn(own).map(told))
    const stranger = thingsIn(database).find((thing) => !made.has(told(thing)))
    return stranger && `${stranger.type} ${stranger.name}`
  } finally {
    own.close()
  }
}

/** Undefined when this is a sound database of ours; else why it is not. `isGiven`: somebody brings it, who may have put something into it. */
export const faultOf = (path: string, isGiven = false): string | undefined => {
  let database: Database.Database | undefined
  try {
    database = new Database(path, { fileMustExist: true })
    const version = Number(database.pragma('user_version', { simple: true }))
    if (version === 0) return 'it is no database of this endpoint'
    const fault = schemaFault(version, ownVersion, schemaStateIn(database).isMarked)
    if (fault !== undefined) return fault
    const stranger = isGiven ? strangerIn(database, version) : undefined
    if (stranger !== undefined)
      return `it holds what this endpoint does not make, ${stranger}: find out who put it there, and drop it in a copy`
    const check = database.pragma('integrity_check(1)', { simple: true })
    const isSpoilt = check === 'ok' && isRowSpoilt(database)
    // One file, without companions: it can be copied anywhere.
    database.pragma('journal_mode = DELETE')
    // A spoilt header may say that nobody may write to it, which only a write tells.
    database.pragma(`user_version = ${version}`)
    if (isSpoilt) return 'it is damaged (a row is not what was written)'
    return check === 'ok' ? undefined : `it is damaged (${check})`
  } catch (error) {
    if (codeOf(error) === 'SQLITE_READONLY') return 'it is damaged (nobody may write to it)'
    return codeOf(error) === 'SQLITE_NOTADB' ? 'it is no database' : `it cannot be read (${codeOf(error) || error})`
  } finally {
    database?.close()
  }
}

export type BackedUp = { readonly ok: true } | { readonly ok: false; readonly fault: string }

/**
 * Has `write` fill a database beside `out`, readable by its owner only, and puts it there once it was checked. Refuses an `out` that is there.
 * `name`: what it is called where it is not good.
 */
export const writeChecked = async (out: string, name: string, write: (partial: string) => Promise<void>): Promise<BackedUp> => {
  if (await isThere(out)) return { ok: false, fault: `${out} is already there: name another file.` }
  const partial = `${out}.part`
  try {
    await mkdir(dirname(resolve(out)), { recursive: true, mode: 0o700 })
    await removeDatabase(partial)
    await (await open(partial, 'wx', 0o600)).close()
    await write(partial)
    const fault = faultOf(partial)
    if (fault !== undefined) return { ok: false, fault: `The ${name} is not good: ${fault}.` }
    await putInPlace(partial, out)
    return { ok: true }
  } catch (error) {
    // A disk that is full, or a folder that takes no file.
    if (codeOf(error) === '') throw error
    return { ok: false, fault: `${out} cannot be written: ${codeOf(error)}.` }
  } finally {
    await removeDatabase(partial)
  }
}

/** Copies the database at `path` to `out`, as `writeChecked` does. */
export const backUpSqlite = async (path: string, out: string): Promise<BackedUp> => {
  if (!(await isThere(path))) return { ok: false, fault: `There is no database at ${path}.` }
  return writeChecked(out, 'copy', async (partial) => {
    const source = new Database(path, { fileMustExist: true })
    try {
      await source.backup(partial, { progress: () => allPages })
    } finally {
      source.close()
    }
  })
}

type LibraryHead = Pick<Library, 'id' | 'name' | 'head'>
const headsOf = (database: Database.Database): readonly LibraryHead[] =>
  database.prepare<[], LibraryHead>('SELECT id, name, head FROM library ORDER BY id').all()

export const readHeads = (path: string): readonly LibraryHead[] => {
  const database = new Database(path, { fileMustExist: true })
  try {
    return headsOf(database)
  } finally {
    database.close()
  }
}

type Held = Extract<ReturnType<typeof hold>, object>

/** Keeps everybody else from the database at `path`; 'in use' when somebody has it open. */
const hold = (path: string) => {
  let database: Database.Database | undefined
  try {
    database = new Database(path, { fileMustExist: true, timeout: 0 })
    // Leaving WAL needs exclusive access to the file, and folds the WAL into it.
    database.pragma('journal_mode = DELETE')
    database.exec('BEGIN EXCLUSIVE')
    const [held, libraries] = [database, headsOf(database)]
    return {
      libraries,
      /** What a restore keeps of it; throws where that cannot be read. */
      replaced: (): Promise<ReplacedByLibrary> =>
        readReplaced(
          (sql) => held.prepare<[], { library: string; value: string | number }>(sql).all(),
          libraries.map(({ id }) => id),
        ),
      release: (): void => void held.close(),
    }
  } catch (error) {
    database?.close()
    return codeOf(error).startsWith('SQLITE_BUSY') ? 'in use' : 'unreadable'
  }
}

/** Whether somebody else has the database at `path` open. */
export const isHeldByOthers = (path: string): boolean => {
  const held = hold(path)
  if (typeof held === 'object') held.release()
  return held === 'in use'
}

/** Gives what is there a second name. What lay beside a database that cannot be read moves: SQLite would read it into the new one. */
const putAside = async (path: string, aside: string): Promise<void> => {
  if (await isThere(path)) {
    // Some folders, such as those of a stick or of another machine, know no second names.
    await link(path, aside).catch(async () => {
      await copyFile(path, aside)
      await forceFile(aside)
    })
  }
  for (const end of companions) if (await isThere(`${path}${end}`)) await rename(`${path}${end}`, `${aside}${end}`)
}

export type Restored =
  /** `aside`: where what was there is now. `salvaged`: how many cases of two tablets its bytes gave, where it could not be read. */
  | {
      readonly ok: true
      readonly libraries: readonly LibraryHead[]
      readonly aside: string | undefined
      readonly salvaged?: number | undefined
      /** Where one library is put back beside others: the record group that it is in, or was in when it was copied and is not in here. */
      readonly group?: { readonly name: string; readonly isIn: boolean } | undefined
    }
  | { readonly ok: false; readonly fault: string }

export interface RestoreOptions {
  /** Puts aside what is there even when it cannot be read, or knows more than the copy. */
  readonly isForced: boolean
  /** Names what is put aside. */
  readonly stamp: string
  /** What else the restored database needs, before anybody can open it. */
  readonly prepare?: (store: Store) => Promise<void>
}

/** A new epoch for each library; what SQLite and the rows themselves did not tell of a spoilt copy shows here at the latest. */
const beginAnew = async (
  store: SqliteStore,
  libraries: readonly LibraryHead[],
  replaced: ReplacedByLibrary | undefined,
): Promise<string | undefined> => {
  const now = toInstant(Date.now())
  try {
    for (const { id } of libraries) {
      await store.transact(id, async (transaction) => {
        await startNewEpoch(transaction, now)
        await keepOfReplaced(transaction, replaced?.get(id), now)
      })
    }
    return undefined
  } catch (error) {
    return `it is damaged (${error instanceof Error ? error.message : error})`
  }
}

/** What is kept of what is there, whole, or as far as its bytes give it. */
const readThere = async (
  path: string,
  held: Held | undefined,
  libraries: readonly LibraryHead[],
): Promise<{ readonly replaced: ReplacedByLibrary; readonly salvaged: number | undefined }> => {
  try {
    if (held !== undefined) return { replaced: await held.replaced(), salvaged: undefined }
  } catch {
    // Sound where its libraries stand, and not where these do.
  }
  const ids = libraries.map(({ id }) => id)
  const found = await salvageCases([path, `${path}-wal`], ids)
  const replaced = new Map(ids.map((id) => [id, { lastBatch: 0, identityCases: found.get(id) ?? [] }]))
  return { replaced, salvaged: [...found.values()].flat().length }
}

/** Puts the database in `from` in the place of the one at `path`, under a new epoch. Refuses while anybody has that one open. */
export const restoreSqlite = async (from: string, path: string, { isForced, stamp, prepare }: RestoreOptions): Promise<Restored> => {
  const refuse = (fault: string): Restored => ({ ok: false, fault })
  if (!(await isThere(from))) return refuse(`There is no file ${from}.`)
  const partial = `${path}.part`
  let held: Held | undefined
  try {
    await mkdir(dirname(resolve(path)), { recursive: true, mode: 0o700 })
    await removeDatabase(partial)
    await copyFile(from, partial)
    await chmod(partial, 0o600)
    const fault = faultOf(partial, true)
    if (fault !== undefined) return refuse(`${from} cannot be restored: ${fault}.`)
    const libraries = readHeads(partial)

    const there = (await isThere(path)) ? hold(path) : undefined
    if (there === 'in use') return refuse('The endpoint, or a command of its own, has the database open: stop it first.')
    if (there === 'unreadable' && !isForced) return refuse(`${path} cannot be read, so nobody knows what it holds: --force puts it aside.`)
    held = there === 'unreadable' ? undefined : there
    const newer = held?.libraries.filter(({ id, head }) => head > (libraries.find((library) => library.id === id)?.head ?? -1)) ?? []
    if (newer.length > 0 && !isForced) {
      return refuse(`The database in place knows more than ${from} (${newer.map(({ name }) => name).join(', ')}): --force puts it aside.`)
    }

    const kept = there === undefined ? undefined : await readThere(path, held, libraries)
    const store = new SqliteStore(partial)
    try {
      const spoilt = await beginAnew(store, libraries, kept?.replaced)
      if (spoilt !== undefined) return refuse(`${from} cannot be restored: ${spoilt}.`)
      await prepare?.(store)
    } finally {
      await store.close()
    }
    // Windows renames no file that is open.
    if (process.platform === 'win32') held?.release()
    const aside = `${path}.before-${stamp}`
    await putAside(path, aside)
    await putInPlace(partial, path)
    return { ok: true, libraries, aside: there === undefined ? undefined : aside, salvaged: kept?.salvaged }
  } finally {
    held?.release()
    await removeDatabase(partial)
  }
}

/** How the text of such a row begins: members are sorted. */
const opening = Buffer.from('{"caseKind":"two-tablets-one-identity",')
/** No such row is longer: it lists 40 facts at most. A page of SQLite's. */
const longestRow = 4096
/** Between the row's id and its text: its version. */
const longestVersion = 8

type Found = NonNullable<ReturnType<typeof rowAt>>

/** The row whose text begins at `start`, where the hash behind it says that it is as it was written; `before`: its library, kind and id. */
const rowAt = (bytes: Buffer, start: number) => {
  const rest = bytes.subarray(start, start + longestRow)
  for (let end = rest.indexOf('}') + 1; end > 0; end = rest.indexOf('}', end) + 1) {
    const hash = rest.toString('latin1', end, end + 16)
    if (!/^[0-9a-f]{16}$/.test(hash)) continue
    const text = rest.toString('utf8', 0, end)
    try {
      const row = JSON.parse(text) as Case // Ours, or the hash differs.
      if (formatDigest(rowTextHash('case', row.id, text)) !== hash) continue
      return { row, before: bytes.subarray(Math.max(0, start - longestRow), start) }
    } catch {
      // An inner brace.
    }
  }
  return undefined
}

/** Of a library whose id ends as another's does, the longer one is meant. */
const libraryOf = ({ row, before }: Found, libraries: readonly LibraryId[]): LibraryId | undefined =>
  libraries
    .filter((library) => {
      const key = Buffer.from(`${library}case${row.id}`)
      return before.subarray(-key.length - longestVersion).includes(key)
    })
    .sort((a, b) => b.length - a.length)[0]

/** Of each library, in these files as far as they can be read at all; of several versions of a case the one that cites most. */
const salvageCases = async (
  paths: readonly string[],
  libraries: readonly LibraryId[],
): Promise<ReadonlyMap<LibraryId, readonly Case[]>> => {
  const found = new Map<LibraryId, Map<string, Case>>(libraries.map((id) => [id, new Map()]))
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    for (let start = bytes.indexOf(opening); start >= 0; start = bytes.indexOf(opening, start + 1)) {
      const one = rowAt(bytes, start)
      const library = one && libraryOf(one, libraries)
      if (one === undefined || library === undefined) continue
      const known = found.get(library)?.get(one.row.id)
      if (known === undefined || countCited(one.row) > countCited(known)) found.get(library)?.set(one.row.id, one.row)
    }
  }
  return new Map([...found].map(([id, cases]) => [id, [...cases.values()]]))
}
