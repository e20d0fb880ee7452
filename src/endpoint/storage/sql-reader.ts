/**
 * Reads of one library in SQL, the same for SQLite and PostgreSQL. Runs on the endpoint and in its commands, on a connection that holds a
 * read or a write transaction, so that all answers are of one instant.
 */
import type { ErasedRow } from '../../domain/desk/erased-row.ts'
import type { DeviceId, LibrarianId, LibraryId, OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { OperationKind } from '../../domain/operation/operation.ts'
import type { DeskReader, RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import { SqlFigures } from './figure-store.ts'
import { SqlJourneys } from './journeys.ts'
import { type Asked, selected, withoutNull } from './line-table.ts'
import { SqlMailings } from './mailings.ts'
import { SqlAddresses, SqlMessages } from './messages.ts'
import { nothingSince, type SinceRestore, sinceRestoreTable } from './since-restore.ts'
import { SqlCatalogue } from './sql-catalogue.ts'
import { type SqlConnection, whenAnswered } from './sql-connection.ts'
import {
  type Awaitable,
  batchTable,
  changeTable,
  codeTable,
  deviceTable,
  type EnrolmentCode,
  type ErasedLine,
  erasedTable,
  type FoundDevice,
  type Library,
  linkTable,
  memoTable,
  passphraseTable,
  passTable,
  type QuarantineSize,
  type Receipt,
  type RowLine,
  receiptTable,
  rowOf,
  rowTable,
  type SettingChange,
  type StoredBatch,
  type StoredDevice,
  type StoredPass,
  type StoredPassphrase,
  type StoredRow,
} from './stored.ts'
import { SqlToldLines } from './told-lines.ts'
import type { TransactionConnection } from './transaction-connection.ts'

export const libraryColumns = 'id, identity, slug, name, epoch, head, chain, digest, is_demo AS "isDemo", record_group AS "recordGroup"'
export type LibraryLine = Omit<Library, 'isDemo' | 'recordGroup'> & { readonly isDemo: number; readonly recordGroup: string | null }
export const toLibrary = (line: LibraryLine): Library => ({
  ...line,
  isDemo: line.isDemo === 1,
  recordGroup: line.recordGroup ?? undefined,
})

const ofLibrary = 'library AS "libraryId"'
const [deviceColumns, codeColumns] = [deviceTable, codeTable].map(selected)

export const findDeviceAnywhere = async (connection: SqlConnection, id: DeviceId): Promise<FoundDevice | undefined> => {
  const identity = '(SELECT identity FROM library WHERE library.id = held.library) AS "libraryIdentity"'
  const sql = `SELECT ${ofLibrary}, ${deviceColumns}, ${identity} FROM device AS held WHERE id = ?`
  const line = await connection.one<FoundDevice>(sql, id)
  return line && withoutNull(line)
}

export const findEnrolmentCode = async (connection: SqlConnection, hash: string): Promise<EnrolmentCode | undefined> => {
  const line = await connection.one<EnrolmentCode>(`SELECT ${ofLibrary}, ${codeColumns} FROM enrolment_code AS held WHERE hash = ?`, hash)
  return line && withoutNull(line)
}

/** By the library, so that each is found by the table's key, however much others keep. */
export const findMemos = async (connection: SqlConnection, name: string): Promise<ReadonlyMap<LibraryId, string>> => {
  const sql = 'SELECT id, value FROM library JOIN memo ON memo.library = library.id AND memo.name = ?'
  const lines = await connection.many<{ readonly id: LibraryId; readonly value: string }>(sql, name)
  return new Map(lines.map(({ id, value }) => [id, value]))
}

/** A text anywhere in a column of JSON, as JSON writes it. SQLite finds it in either case; whoever asks looks again. */
const holding = (text: string): string => `%${JSON.stringify(text).slice(1, -1).replace(/[!%_]/g, '!$&')}%`

/** What waits in quarantine; and of that what waits for a manager's word alone. */
const isQuarantined = "outcome = 'quarantined' AND envelope <> ''"
export const isAcceptable = "reason IN ('tablet-set-aside', 'names-quarantined', 'too-much-brought')"

/** The id as a disk keeps it: half a surrogate pair has no UTF-8, and comes back as U+FFFD. What is counted is what comes back. */
export const asStored = (id: string): string => (/\p{Surrogate}/u.test(id) ? Buffer.from(id).toString() : id)

const toErased = ({ json, ...line }: ErasedLine): ErasedRow => ({ ...line, row: JSON.parse(json) as ErasedRow['row'] })

const toBatch = (line: StoredBatch): StoredBatch => ({ ...line, content: new Uint8Array(line.content) })

/** Reads of one library, all of the same instant. */
export class SqlReader extends SqlCatalogue {
  readonly addresses: SqlAddresses
  readonly journeys: SqlJourneys
  readonly told: SqlToldLines
  readonly mailing: SqlMailings
  readonly messages: SqlMessages
  readonly figures: SqlFigures

  constructor(connection: SqlConnection, libraryId: LibraryId) {
    super(connection, libraryId)
    this.addresses = new SqlAddresses(connection, libraryId)
    this.mailing = new SqlMailings(connection, libraryId)
    this.messages = new SqlMessages(connection, libraryId)
    this.journeys = new SqlJourneys(connection, libraryId)
    this.told = new SqlToldLines(connection, libraryId)
    this.figures = new SqlFigures(connection, libraryId)
  }

  async library(): Promise<Library> {
    const line = await this.connection.one<LibraryLine>(`SELECT ${libraryColumns} FROM library WHERE id = ?`, this.libraryId)
    if (line === undefined) throw new Error('no such library')
    return toLibrary(line)
  }

  /** The live row; a tombstone reads as undefined. May answer at once. */
  row<K extends RowKind>(kind: K, id: RowId<K>): Awaitable<RowOf<K> | undefined> {
    return whenAnswered(this.stored(kind, asStored(id)), (line) => rowOf<K>(line))
  }

  protected stored(kind: RowKind, id: string): Awaitable<RowLine | undefined> {
    return whenAnswered(this.connection.readLines<RowLine>(rowTable, 'key', this.libraryId, [[kind, id]]), ([line]) => line)
  }

  /** All live rows of a kind, ordered by id. May answer at once. */
  rowsOf<K extends RowKind>(kind: K): Awaitable<readonly RowOf<K>[]> {
    const lines = this.connection.many<{ json: string }>(
      'SELECT json FROM row WHERE library = ? AND kind = ? AND json IS NOT NULL ORDER BY id',
      this.libraryId,
      kind,
    )
    return whenAnswered(lines, (found) => found.map((line) => JSON.parse(line.json) as RowOf<K>))
  }

  /** What erased rows of these subjects held, the last erased first: the endpoint's own memory, outside the base. */
  async erasedRows(subjects: readonly string[]): Promise<readonly ErasedRow[]> {
    const each = [...new Set(subjects)].map((subject) => [subject])
    return (await this.linesOf(erasedTable, 'group', each)).map(toErased).sort((a, b) => b.version - a.version)
  }

  /** The same of every erased row that holds a text. */
  async erasedRowsHolding(text: string): Promise<readonly ErasedRow[]> {
    return (await this.linesWhere(erasedTable, "json LIKE ? ESCAPE '!' ORDER BY version DESC", holding(text))).map(toErased)
  }

  /** Rows (tombstones included) of versions above `version`, in order of version, `limit` at most. */
  async rowsAfter(version: number, limit: number): Promise<readonly StoredRow[]> {
    return this.connection.many<StoredRow>(
      'SELECT kind, id, version, json FROM row WHERE library = ? AND version > ? ORDER BY version LIMIT ?',
      this.libraryId,
      version,
      limit,
    )
  }

  /** Oldest version that a cursor may stand on without having missed an erased tombstone. */
  async oldestCursor(): Promise<number> {
    const line = await this.connection.one<{ oldest: number }>('SELECT oldest_cursor AS oldest FROM library WHERE id = ?', this.libraryId)
    return line?.oldest ?? 0
  }

  /** The chain at a version that once was a committed head; undefined: never was, or forgotten. */
  async chainAt(version: number): Promise<string | undefined> {
    return (await this.lineOf(linkTable, `${version}`))?.chain
  }

  /** When that version was written; undefined as above. */
  async committedAt(version: number): Promise<Instant | undefined> {
    return (await this.lineOf(linkTable, `${version}`))?.committedAt
  }

  async receipt(operationId: OperationId, hash: string): Promise<Receipt | undefined> {
    return (await this.receiptsOf(operationId)).find((receipt) => receipt.hash === hash)
  }

  /** Every content received under one id: more than one is a case. */
  receiptsOf(operationId: OperationId): Promise<readonly Receipt[]> {
    return this.linesOf(receiptTable, 'group', [[operationId]])
  }

  /** Those whose envelope holds a text, in order of reception: a walk through all, for a command and no request. */
  receiptsHolding(text: string): Promise<readonly Receipt[]> {
    return this.linesWhere(receiptTable, "envelope LIKE ? ESCAPE '!' ORDER BY number", holding(text))
  }

  /** What waits in quarantine, in order of reception; without what was emptied. */
  quarantined(): Promise<readonly Receipt[]> {
    return this.linesWhere(receiptTable, `${isQuarantined} ORDER BY number`)
  }

  /** How much of one tablet waits there, and of that what its manager may accept. */
  async quarantineOf(deviceId: DeviceId): Promise<QuarantineSize> {
    const line = await this.connection.one<Omit<QuarantineSize, 'acceptableSince'> & { acceptableSince: Instant | null }>(
      `SELECT count(*) AS operations, coalesce(sum(length(envelope)), 0) AS characters, count(CASE WHEN ${isAcceptable} THEN 1 END) AS acceptable,
         min(CASE WHEN ${isAcceptable} THEN received_at END) AS "acceptableSince"
       FROM receipt WHERE library = ? AND device_id = ? AND ${isQuarantined}`,
      this.libraryId,
      deviceId,
    )
    return { operations: 0, characters: 0, acceptable: 0, ...line, acceptableSince: line?.acceptableSince ?? undefined }
  }

  /** Of one tablet, what only the manager's word keeps there: some of it, after the first `skipped`, in order of reception. */
  apartOf(deviceId: DeviceId, { skipped, limit }: { readonly skipped: number; readonly limit: number }): Promise<readonly Receipt[]> {
    const condition = `device_id = ? AND ${isQuarantined} AND ${isAcceptable} ORDER BY number LIMIT ? OFFSET ?`
    return this.linesWhere(receiptTable, condition, deviceId, limit, skipped)
  }

  /** Accepted facts of these kinds that happened on a day, in order of reception: what an export is made of. */
  receiptsOfDay(day: LocalDate, types: readonly OperationKind[]): Promise<readonly Receipt[]> {
    const condition = `happened_on = ? AND outcome LIKE 'accepted%' AND type IN ${this.connection.dialect.textsIn} ORDER BY number`
    return this.linesWhere(receiptTable, condition, day, JSON.stringify(types))
  }

  /** Days of which anything accepted is kept, whatever the clock said that named them; the earliest first. */
  async daysOfReceipts(): Promise<readonly LocalDate[]> {
    const sql = "SELECT DISTINCT happened_on AS day FROM receipt WHERE library = ? AND outcome LIKE 'accepted%' ORDER BY day"
    return (await this.connection.many<{ readonly day: LocalDate }>(sql, this.libraryId)).map(({ day }) => day)
  }

  async devices(): Promise<readonly StoredDevice[]> {
    return (await this.linesWhere(deviceTable, 'TRUE ORDER BY length(letter), letter')).map((device) => this.#ofLibrary(device))
  }

  async device(id: DeviceId): Promise<StoredDevice | undefined> {
    const device = await this.lineOf(deviceTable, id)
    return device && this.#ofLibrary(device)
  }

  #ofLibrary<L extends { readonly libraryId: LibraryId }>(line: L): L {
    return { ...line, libraryId: this.libraryId }
  }

  async enrolmentCode(hash: string): Promise<EnrolmentCode | undefined> {
    const code = await findEnrolmentCode(this.connection, hash)
    return code?.libraryId === this.libraryId ? code : undefined
  }

  /** Those that nobody has used and that are good at `now`, the first to end first. */
  async openCodes(now: Instant): Promise<readonly EnrolmentCode[]> {
    const codes = await this.linesWhere(codeTable, 'used_at IS NULL AND expires_at >= ? ORDER BY expires_at, hash', now)
    return codes.map((code) => this.#ofLibrary(code))
  }

  async passphrase(librarianId: LibrarianId): Promise<StoredPassphrase | undefined> {
    const line = await this.lineOf(passphraseTable, librarianId)
    if (line === undefined) return undefined
    const { verifier, codeHash: hash, codeExpiresAt: expiresAt } = line
    return { librarianId, verifier, code: hash === undefined || expiresAt === undefined ? undefined : { hash, expiresAt } }
  }

  pass(hash: string): Promise<StoredPass | undefined> {
    return this.lineOf(passTable, hash)
  }

  /** Changes of the settings, or of weeks of the rota, of numbers below `before`, the last first, `limit` at most. */
  settingChanges(before: number | undefined, limit: number, of: 'settings' | 'rota' = 'settings'): Promise<readonly SettingChange[]> {
    const isOf = `section ${of === 'rota' ? '' : 'NOT '}LIKE 'rota/%'`
    return this.linesWhere(changeTable, `number < coalesce(?, number + 1) AND ${isOf} ORDER BY number DESC LIMIT ?`, before ?? null, limit)
  }

  /** What is remembered of a subject while tablets bring back what a restore forgot. */
  async sinceRestore(subject: string): Promise<SinceRestore> {
    const line = await this.lineOf(sinceRestoreTable, subject)
    return line === undefined ? nothingSince : (JSON.parse(line.json) as SinceRestore)
  }

  /** The subjects of which something waits, the first to be written first. */
  async waitingSinceRestore(): Promise<readonly (SinceRestore & { readonly subject: string })[]> {
    const lines = await this.linesWhere(sinceRestoreTable, 'waits = 1 ORDER BY at, subject')
    return lines.map(({ subject, json }) => ({ subject, ...(JSON.parse(json) as SinceRestore) }))
  }

  /** What was kept under a name by `keepMemo`; undefined: nothing yet. */
  async memo(name: string): Promise<string | undefined> {
    return (await this.lineOf(memoTable, name))?.value
  }

  async batches(day: LocalDate | undefined): Promise<readonly StoredBatch[]> {
    return (await this.linesWhere(batchTable, 'day = coalesce(?, day) ORDER BY number', day ?? null)).map(toBatch)
  }

  async batch(number: number): Promise<StoredBatch | undefined> {
    const line = await this.lineOf(batchTable, `${number}`)
    return line && toBatch(line)
  }
}

/** What may be asked before a transaction begins, on its connection. */
export class SqlAheadReader extends SqlReader {
  readonly #door: TransactionConnection

  constructor(door: TransactionConnection, libraryId: LibraryId) {
    super(door, libraryId)
    this.#door = door
  }

  /** Asks for the lines that `name` names, and for what memory lacks of the library's rows; `row` says what it has. */
  readAhead(name: (row: DeskReader['get']) => readonly Asked[]): Promise<void> {
    return this.#door.readAhead(name)
  }
}
