/**
 * What a store asks in SQL beside its transactions, the same for SQLite and PostgreSQL; and who is told that a library's head moved. Runs
 * on the endpoint and in its commands. How a connection is had, and what waits for whom, each store says itself. Of a database that holds
 * several libraries the lines of one are carried out, ended, and looked at here.
 */
import { createHash, randomBytes } from 'node:crypto'
import { formatDigest } from '../../domain/hash64.ts'
import { type DeviceId, identityBytes, type LibraryId, secretBytes, toLibraryIdentity } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { freeSlug } from './library-slug.ts'
import { removeShared } from './record-group.ts'
import { firstChain } from './row-ledger.ts'
import { RowMemory } from './row-memory.ts'
import { catalogueKeyOf } from './sql-catalogue.ts'
import { type SqlConnection, whenAnswered } from './sql-connection.ts'
import { findDeviceAnywhere, findEnrolmentCode, findMemos, type LibraryLine, libraryColumns, toLibrary } from './sql-reader.ts'
import { tablesOfLibrary } from './sql-schema.ts'
import type { Line, Store } from './store.ts'
import type { Awaitable, EnrolmentCode, FoundDevice, Library, WantedLibrary } from './stored.ts'

/**
 * A library at its first moment: without rows, and with the two random numbers that name it. Its identity never changes, so that tablets
 * know it again after a restore; its epoch does, so that they hear of the restore.
 */
const newLibrary = (wanted: WantedLibrary, slug: string): Library => ({
  ...wanted,
  slug,
  identity: toLibraryIdentity(randomBytes(identityBytes).toString('hex')),
  epoch: randomBytes(identityBytes).toString('hex'),
  recordGroup: undefined,
  head: 0,
  chain: firstChain,
  digest: formatDigest(0n),
})

/** Adds it within the transaction that the connection holds; answers it. An id or a slug that is taken throws. */
const insertLibrary = async (connection: SqlConnection, wanted: WantedLibrary, now: number): Promise<Library> => {
  const others = await connection.many<{ readonly id: string; readonly slug: string }>('SELECT id, slug FROM library')
  const taken = new Set(others.flatMap(({ id, slug }) => [id, slug]))
  const library = newLibrary(wanted, wanted.slug ?? freeSlug(wanted, taken))
  await connection.run(
    `INSERT INTO library (id, identity, slug, name, epoch, head, chain, digest, oldest_cursor, is_demo)
     VALUES (?, ?, ?, ?, ?, 0, ?, ?, 0, ?)`,
    library.id,
    library.identity,
    library.slug,
    library.name,
    library.epoch,
    library.chain,
    library.digest,
    library.isDemo ? 1 : 0,
  )
  await connection.run('INSERT INTO chain_link VALUES (?, 0, ?, ?)', library.id, library.chain, now)
  return library
}

export abstract class SqlStore {
  protected readonly memory = new RowMemory()
  protected readonly listeners = new Set<(libraryId: LibraryId) => void>()
  protected readonly knownHeads = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined

  abstract now(): Instant
  /** Outside any transaction: the newest answer, at once. */
  protected abstract ask<T>(work: (connection: SqlConnection) => Awaitable<T>): Promise<T>
  /** In a transaction of no library in particular. */
  protected abstract write<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T>
  /** Of one instant, in the turn of `whom`. */
  protected abstract readOf<T>(whom: string, work: (connection: SqlConnection) => Promise<T>): Promise<T>
  /** Tells the listeners which heads moved; the first time nobody was told of any. */
  protected abstract look(isFirst?: boolean): Awaitable<void>
  protected abstract readonly lookMs: number

  libraries(): Promise<readonly Library[]> {
    return this.ask((connection) =>
      whenAnswered(connection.many<LibraryLine>(`SELECT ${libraryColumns} FROM library ORDER BY id`), (lines) => lines.map(toLibrary)),
    )
  }

  memosNamed(name: string): Promise<ReadonlyMap<LibraryId, string>> {
    return this.ask((connection) => findMemos(connection, name))
  }

  createLibrary(wanted: WantedLibrary): Promise<Library> {
    return this.write((connection) => insertLibrary(connection, wanted, this.now()))
  }

  removeLibrary(id: LibraryId, standing?: string): Promise<boolean> {
    this.memory.drop(id)
    return this.write((connection) => removeLines(connection, id, standing))
  }

  standing(id: LibraryId): Promise<string> {
    return this.readOf(id, (connection) => standingOf(connection, id))
  }

  carryOut(id: LibraryId, take: Parameters<Store['carryOut']>[1]): Promise<void> {
    return this.readOf(id, (connection) => carryOut(connection, id, take))
  }

  device(id: DeviceId): Promise<FoundDevice | undefined> {
    return this.ask((connection) => findDeviceAnywhere(connection, id))
  }

  enrolmentCode(hash: string): Promise<EnrolmentCode | undefined> {
    return this.ask((connection) => findEnrolmentCode(connection, hash))
  }

  async secret(name: string): Promise<string> {
    const read = async (connection: SqlConnection) =>
      (await connection.one<{ value: string }>('SELECT value FROM secret WHERE name = ?', name))?.value
    const made = randomBytes(secretBytes).toString('hex')
    const make = async (connection: SqlConnection) => {
      await connection.run('INSERT INTO secret VALUES (?, ?) ON CONFLICT (name) DO NOTHING', name, made)
      return (await read(connection)) ?? made
    }
    return (await this.ask(read)) ?? this.write(make)
  }

  watch(listener: (libraryId: LibraryId) => void): () => void {
    if (this.listeners.size === 0) {
      void this.look(true)
      this.#timer = setInterval(() => void this.look(), this.lookMs)
      this.#timer.unref()
    }
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) this.stopLooking()
    }
  }

  protected stopLooking(): void {
    clearInterval(this.#timer)
  }
}

/** The library that a transaction writes, as it stands there, kept from every other writer until the transaction ends. */
export const lockLibrary = async (connection: SqlConnection, libraryId: LibraryId): Promise<Library> => {
  const sql = `SELECT ${libraryColumns} FROM library WHERE id = ?${connection.dialect.forUpdate}`
  const line = await connection.one<LibraryLine>(sql, libraryId)
  if (line === undefined) throw new Error('no such library')
  return toLibrary(line)
}

/** Hands out every line of a library, table by table, that of the library itself first. */
export const carryOut = async (
  connection: SqlConnection,
  id: LibraryId,
  take: (table: string, lines: readonly Line[]) => void,
): Promise<void> => {
  const [line] = await connection.many<LibraryLine>(`SELECT ${libraryColumns} FROM library WHERE id = ?`, id)
  if (line === undefined) return
  const catalogueKey = catalogueKeyOf(toLibrary(line))
  const alone = await connection.many<Line>('SELECT * FROM library WHERE id = ?', id)
  take(
    'library',
    alone.map((one) => ({ ...one, record_group: null })),
  )
  for (const table of tablesOfLibrary) {
    const isShared = table === 'catalogue_item' && catalogueKey !== id
    const lines = await connection.many<Line>(`SELECT * FROM ${table} WHERE library = ?`, isShared ? catalogueKey : id)
    take(table, isShared ? lines.map((one) => ({ ...one, library: id })) : lines)
  }
}

/**
 * What a tablet that is only heard again moves, and what ends by itself: an exchange after the export keeps nobody from removing. Of the memory
 * of the endpoint's own jobs likewise.
 */
const restlessTables: readonly string[] = ['library', 'device', 'chain_link', 'memo', 'manager_pass', 'enrolment_code']

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64')

/** Names all that the library holds, in whichever order the database tells it: another one as soon as a fact, a row or a setting is another. */
const standingOf = async (connection: SqlConnection, id: LibraryId): Promise<string> => {
  const hashes: string[] = []
  await carryOut(connection, id, (table, lines) => {
    if (restlessTables.includes(table)) return
    for (const line of lines) if (table !== 'row' || line.kind !== 'device') hashes.push(hashOf(`${table} ${JSON.stringify(line)}`))
  })
  return hashOf(hashes.sort().join())
}

/** Of the library alone, as far as there is any: what it shares stays. */
export const deleteLines = async (connection: SqlConnection, id: LibraryId): Promise<void> => {
  for (const table of ['library', ...tablesOfLibrary])
    await connection.run(`DELETE FROM ${table} WHERE ${table === 'library' ? 'id' : 'library'} = ?`, id)
}

/** Removes all of it; false, and nothing is removed, where it stands otherwise than `standing`. */
const removeLines = async (connection: SqlConnection, id: LibraryId, standing: string | undefined): Promise<boolean> => {
  const library = await lockLibrary(connection, id)
  if (standing !== undefined && standing !== (await standingOf(connection, id))) return false
  await removeShared(connection, library)
  await deleteLines(connection, id)
  return true
}
