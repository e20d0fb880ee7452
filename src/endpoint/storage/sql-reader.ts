/**
 * Reads of one library in SQL, the same for SQLite and PostgreSQL. Runs on the endpoint and in its commands, on a connection that holds a
 * read or a write transaction, so that all answers are of one instant.
 */
import type { ErasedRow } from '../../domain/desk/erased-row.ts'
import type { CaseId, DeviceId, ItemBarcode, LibrarianId, LibraryId, OperationId, RecordId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { BibliographicRecord, Immobility } from '../../domain/item/record.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { OperationKind } from '../../domain/operation/operation.ts'
import type { RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import {
  deviceTable,
  type ErasedLine,
  erasedTable,
  type LineTable,
  type LinkLine,
  linkTable,
  type MemoLine,
  memoTable,
  receiptTable,
} from './line-table.ts'
import { SqlAddresses } from './sql-addresses.ts'
import { countEntries, countImmobile, findBarcodes, findEntry, findLanguages, findRecord, readEntries } from './sql-catalogue.ts'
import { type SqlConnection, whenAnswered } from './sql-connection.ts'
import { SqlFigures } from './sql-figures.ts'
import { SqlJourneys } from './sql-journeys.ts'
import { SqlMailings } from './sql-mailings.ts'
import { SqlMessages } from './sql-messages.ts'
import { SqlToldLines } from './sql-told-lines.ts'
import type {
  AheadReader,
  Awaitable,
  CatalogueEntry,
  EnrolmentCode,
  FoundDevice,
  Library,
  QuarantineSize,
  Receipt,
  SettingChange,
  StoredBatch,
  StoredDevice,
  StoredPass,
  StoredPassphrase,
  StoredRow,
  StoreReader,
} from './store.ts'
import type { TransactionConnection } from './transaction-connection.ts'

export const libraryColumns = 'id, identity, slug, name, epoch, head, chain, digest, is_demo AS "isDemo", record_group AS "recordGroup"'
export type LibraryLine = Omit<Library, 'isDemo' | 'recordGroup'> & { readonly isDemo: number; readonly recordGroup: string | null }
export const toLibrary = (line: LibraryLine): Library => ({
  ...line,
  isDemo: line.isDemo === 1,
  recordGroup: line.recordGroup ?? undefined,
})

const deviceColumns = `library AS "libraryId", id, letter, name, credential_hash AS "credentialHash",
  next_credential_hash AS "nextCredentialHash", ticket, previous_ticket AS "previousTicket",
  last_heard_at AS "lastHeardAt", pending_count AS "pendingCount", revoked_at AS "setAsideAt", build`
type Unsaid = 'nextCredentialHash' | 'previousTicket' | 'lastHeardAt' | 'setAsideAt' | 'build'
export type DeviceLine = Omit<StoredDevice, Unsaid> & { readonly [K in Unsaid]: Exclude<StoredDevice[K], undefined> | null }
export const toDevice = (line: DeviceLine): StoredDevice => ({
  ...line,
  nextCredentialHash: line.nextCredentialHash ?? undefined,
  previousTicket: line.previousTicket ?? undefined,
  lastHeardAt: line.lastHeardAt ?? undefined,
  setAsideAt: line.setAsideAt ?? undefined,
  build: line.build ?? undefined,
})
export const findDeviceAnywhere = async (connection: SqlConnection, id: DeviceId): Promise<FoundDevice | undefined> => {
  const identity = '(SELECT identity FROM library WHERE library.id = device.library) AS "libraryIdentity"'
  type Line = DeviceLine & Pick<FoundDevice, 'libraryIdentity'>
  const line = await connection.one<Line>(`SELECT ${deviceColumns}, ${identity} FROM device WHERE id = ?`, id)
  return line && { ...toDevice(line), libraryIdentity: line.libraryIdentity }
}

const codeColumns = 'library AS "libraryId", hash, expires_at AS "expiresAt", used_at AS "usedAt", made_by AS "madeBy"'
type CodeLine = Omit<EnrolmentCode, 'usedAt' | 'madeBy'> & { readonly usedAt: Instant | null; readonly madeBy: LibrarianId | null }
const toCode = (line: CodeLine): EnrolmentCode => ({ ...line, usedAt: line.usedAt ?? undefined, madeBy: line.madeBy ?? undefined })

export const findEnrolmentCode = async (connection: SqlConnection, hash: string): Promise<EnrolmentCode | undefined> => {
  const line = await connection.one<CodeLine>(`SELECT ${codeColumns} FROM enrolment_code WHERE hash = ?`, hash)
  return line && toCode(line)
}

/** By the library, so that each is found by the table's key, however much others keep. */
export const findMemos = async (connection: SqlConnection, name: string): Promise<ReadonlyMap<LibraryId, string>> => {
  const sql = 'SELECT id, value FROM library JOIN memo ON memo.library = library.id AND memo.name = ?'
  const lines = await connection.many<{ readonly id: LibraryId; readonly value: string }>(sql, name)
  return new Map(lines.map(({ id, value }) => [id, value]))
}

const receiptColumns = `operation_id AS "operationId", hash, envelope, device_id AS "deviceId", received_at AS "receivedAt", type,
  happened_on AS "happenedOn", outcome, version, case_id AS "caseId", reason`
export interface ReceiptLine {
  operationId: OperationId
  hash: string
  envelope: string
  deviceId: DeviceId
  receivedAt: Instant
  type: OperationKind | null
  happenedOn: LocalDate | null
  outcome: Receipt['outcome']
  version: number
  caseId: CaseId | null
  reason: string | null
}
export const toReceipt = (line: ReceiptLine): Receipt => ({
  ...line,
  type: line.type ?? undefined,
  happenedOn: line.happenedOn ?? undefined,
  caseId: line.caseId ?? undefined,
  reason: line.reason ?? undefined,
})

const batchColumns = 'number, day, format, made_at AS "madeAt", loans, returns, settled_at AS "settledAt", file_name AS "fileName", content'
type BatchLine = Omit<StoredBatch, 'settledAt'> & { readonly settledAt: Instant | null }
const toBatch = (line: BatchLine): StoredBatch => ({
  ...line,
  settledAt: line.settledAt ?? undefined,
  content: new Uint8Array(line.content),
})

/** A text anywhere in a column of JSON, as JSON writes it. SQLite finds it in either case; whoever asks looks again. */
const holding = (text: string): string => `%${JSON.stringify(text).slice(1, -1).replace(/[!%_]/g, '!$&')}%`

/** What waits for a manager's word alone. */
export const isAcceptable = "reason IN ('tablet-set-aside', 'names-quarantined', 'too-much-brought')"

export class SqlReader implements StoreReader {
  protected readonly connection: SqlConnection
  protected readonly libraryId: LibraryId
  readonly addresses: SqlAddresses
  readonly journeys: SqlJourneys
  readonly told: SqlToldLines
  readonly mailing: SqlMailings
  readonly messages: SqlMessages
  readonly figures: SqlFigures

  constructor(connection: SqlConnection, libraryId: LibraryId) {
    this.connection = connection
    this.libraryId = libraryId
    this.addresses = new SqlAddresses(connection, libraryId)
    this.mailing = new SqlMailings(connection, libraryId)
    this.messages = new SqlMessages(connection, libraryId)
    this.journeys = new SqlJourneys(connection, libraryId)
    this.told = new SqlToldLines(connection, libraryId)
    this.figures = new SqlFigures(connection, libraryId)
  }

  /** The line of one key. */
  protected async one<L extends object>(table: LineTable, ...values: readonly string[]): Promise<L | undefined> {
    return (await this.connection.readLines<L>(table, 'key', this.libraryId, [values]))[0]
  }

  async library(): Promise<Library> {
    const line = await this.connection.one<LibraryLine>(`SELECT ${libraryColumns} FROM library WHERE id = ?`, this.libraryId)
    if (line === undefined) throw new Error('no such library')
    return toLibrary(line)
  }

  row<K extends RowKind>(kind: K, id: RowId<K>): Awaitable<RowOf<K> | undefined> {
    const line = this.connection.one<{ json: string | null }>(
      'SELECT json FROM row WHERE library = ? AND kind = ? AND id = ?',
      this.libraryId,
      kind,
      id,
    )
    // Rows are written by `writeRow` only, from the domain's own type.
    return whenAnswered(line, (found) => (found === undefined || found.json === null ? undefined : (JSON.parse(found.json) as RowOf<K>)))
  }

  rowsOf<K extends RowKind>(kind: K): Awaitable<readonly RowOf<K>[]> {
    const lines = this.connection.many<{ json: string }>(
      'SELECT json FROM row WHERE library = ? AND kind = ? AND json IS NOT NULL ORDER BY id',
      this.libraryId,
      kind,
    )
    return whenAnswered(lines, (found) => found.map((line) => JSON.parse(line.json) as RowOf<K>))
  }

  async erasedRows(subjects: readonly string[]): Promise<readonly ErasedRow[]> {
    const each = [...new Set(subjects)].map((subject) => [subject])
    const lines = await this.connection.readLines<ErasedLine>(erasedTable, 'group', this.libraryId, each)
    return lines.map(({ json, ...line }) => ({ ...line, row: JSON.parse(json) as ErasedRow['row'] })).sort((a, b) => b.version - a.version)
  }

  async erasedRowsHolding(text: string): Promise<readonly ErasedRow[]> {
    const lines = await this.connection.many<{ subject: string; json: string; version: number; erasedAt: Instant }>(
      `SELECT subject, json, version, erased_at AS "erasedAt" FROM erased_row WHERE library = ? AND json LIKE ? ESCAPE '!'
       ORDER BY version DESC`,
      this.libraryId,
      holding(text),
    )
    return lines.map(({ json, ...line }) => ({ ...line, row: JSON.parse(json) as ErasedRow['row'] }))
  }

  async rowsAfter(version: number, limit: number): Promise<readonly StoredRow[]> {
    return this.connection.many<StoredRow>(
      'SELECT kind, id, version, json FROM row WHERE library = ? AND version > ? ORDER BY version LIMIT ?',
      this.libraryId,
      version,
      limit,
    )
  }

  async oldestCursor(): Promise<number> {
    const line = await this.connection.one<{ oldest: number }>('SELECT oldest_cursor AS oldest FROM library WHERE id = ?', this.libraryId)
    return line?.oldest ?? 0
  }

  async chainAt(version: number): Promise<string | undefined> {
    const sql = 'SELECT chain FROM chain_link WHERE library = ? AND version = ?'
    return (await this.connection.one<{ chain: string }>(sql, this.libraryId, version))?.chain
  }

  async committedAt(version: number): Promise<Instant | undefined> {
    return (await this.one<LinkLine>(linkTable, `${version}`))?.committedAt
  }

  async receipt(operationId: OperationId, hash: string): Promise<Receipt | undefined> {
    return (await this.receiptsOf(operationId)).find((receipt) => receipt.hash === hash)
  }

  async receiptsOf(operationId: OperationId): Promise<readonly Receipt[]> {
    return (await this.connection.readLines<ReceiptLine>(receiptTable, 'group', this.libraryId, [[operationId]])).map(toReceipt)
  }

  async receiptsHolding(text: string): Promise<readonly Receipt[]> {
    const sql = `SELECT ${receiptColumns} FROM receipt WHERE library = ? AND envelope LIKE ? ESCAPE '!' ORDER BY number`
    return (await this.connection.many<ReceiptLine>(sql, this.libraryId, holding(text))).map(toReceipt)
  }

  async quarantined(): Promise<readonly Receipt[]> {
    const sql = `SELECT ${receiptColumns} FROM receipt WHERE library = ? AND outcome = 'quarantined' AND envelope <> '' ORDER BY number`
    return (await this.connection.many<ReceiptLine>(sql, this.libraryId)).map(toReceipt)
  }

  async quarantineOf(deviceId: DeviceId): Promise<QuarantineSize> {
    const line = await this.connection.one<Omit<QuarantineSize, 'acceptableSince'> & { acceptableSince: Instant | null }>(
      `SELECT count(*) AS operations, coalesce(sum(length(envelope)), 0) AS characters, count(CASE WHEN ${isAcceptable} THEN 1 END) AS acceptable,
         min(CASE WHEN ${isAcceptable} THEN received_at END) AS "acceptableSince"
       FROM receipt WHERE library = ? AND device_id = ? AND outcome = 'quarantined' AND envelope <> ''`,
      this.libraryId,
      deviceId,
    )
    return { operations: 0, characters: 0, acceptable: 0, ...line, acceptableSince: line?.acceptableSince ?? undefined }
  }

  async apartOf(deviceId: DeviceId, { skipped, limit }: { readonly skipped: number; readonly limit: number }): Promise<readonly Receipt[]> {
    const lines = await this.connection.many<ReceiptLine>(
      `SELECT ${receiptColumns} FROM receipt WHERE library = ? AND device_id = ? AND outcome = 'quarantined' AND envelope <> '' AND ${isAcceptable}
       ORDER BY number LIMIT ? OFFSET ?`,
      this.libraryId,
      deviceId,
      limit,
      skipped,
    )
    return lines.map(toReceipt)
  }

  async receiptsOfDay(day: LocalDate, types: readonly OperationKind[]): Promise<readonly Receipt[]> {
    const lines = await this.connection.many<ReceiptLine>(
      `SELECT ${receiptColumns} FROM receipt WHERE library = ? AND happened_on = ? AND outcome LIKE 'accepted%'
         AND type IN ${this.connection.dialect.textsIn} ORDER BY number`,
      this.libraryId,
      day,
      JSON.stringify(types),
    )
    return lines.map(toReceipt)
  }

  async devices(): Promise<readonly StoredDevice[]> {
    const lines = await this.connection.many<DeviceLine>(
      `SELECT ${deviceColumns} FROM device WHERE library = ? ORDER BY length(letter), letter`,
      this.libraryId,
    )
    return lines.map(toDevice)
  }

  async device(id: DeviceId): Promise<StoredDevice | undefined> {
    const line = await this.one<DeviceLine>(deviceTable, id)
    return line && toDevice({ ...line, libraryId: this.libraryId })
  }

  async enrolmentCode(hash: string): Promise<EnrolmentCode | undefined> {
    const code = await findEnrolmentCode(this.connection, hash)
    return code?.libraryId === this.libraryId ? code : undefined
  }

  async openCodes(now: Instant): Promise<readonly EnrolmentCode[]> {
    const sql = `SELECT ${codeColumns} FROM enrolment_code WHERE library = ? AND used_at IS NULL AND expires_at >= ? ORDER BY expires_at, hash`
    return (await this.connection.many<CodeLine>(sql, this.libraryId, now)).map(toCode)
  }

  async passphrase(librarianId: LibrarianId): Promise<StoredPassphrase | undefined> {
    const sql = `SELECT verifier, code_hash AS hash, code_expires_at AS "expiresAt" FROM passphrase WHERE library = ? AND librarian = ?`
    type Line = { readonly verifier: string | null; readonly hash: string | null; readonly expiresAt: Instant | null }
    const line = await this.connection.one<Line>(sql, this.libraryId, librarianId)
    if (line === undefined) return undefined
    const { verifier, hash, expiresAt } = line
    return { librarianId, verifier: verifier ?? undefined, code: hash === null || expiresAt === null ? undefined : { hash, expiresAt } }
  }

  async pass(hash: string): Promise<StoredPass | undefined> {
    const columns = 'hash, device AS "deviceId", librarian AS "librarianId", expires_at AS "expiresAt"'
    return this.connection.one<StoredPass>(`SELECT ${columns} FROM manager_pass WHERE library = ? AND hash = ?`, this.libraryId, hash)
  }

  async settingChanges(before: number | undefined, limit: number, of: 'settings' | 'rota' = 'settings'): Promise<readonly SettingChange[]> {
    type Line = Omit<SettingChange, 'by'> & { readonly by: LibrarianId | null }
    const lines = await this.connection.many<Line>(
      `SELECT number, section, at, librarian AS "by", was, became, orders FROM setting_change
       WHERE library = ? AND number < coalesce(?, number + 1) AND section ${of === 'rota' ? '' : 'NOT '}LIKE 'rota/%' ORDER BY number DESC LIMIT ?`,
      this.libraryId,
      before ?? null,
      limit,
    )
    return lines.map((line) => ({ ...line, by: line.by ?? undefined }))
  }

  async memo(name: string): Promise<string | undefined> {
    return (await this.one<MemoLine>(memoTable, name))?.value
  }

  catalogueEntry(barcode: ItemBarcode): Promise<CatalogueEntry | undefined> {
    return findEntry(this.connection, this.libraryId, barcode)
  }

  catalogued(barcodes: readonly ItemBarcode[]): Promise<ReadonlySet<string> | undefined> {
    return findBarcodes(this.connection, this.libraryId, barcodes)
  }

  catalogueRecord(recordId: RecordId): Promise<BibliographicRecord | undefined> {
    return findRecord(this.connection, this.libraryId, recordId)
  }

  titleLanguages(recordIds: readonly RecordId[]): Promise<ReadonlyMap<RecordId, string>> {
    return findLanguages(this.connection, this.libraryId, recordIds)
  }

  catalogue(): Promise<Iterable<CatalogueEntry>> {
    return readEntries(this.connection, this.libraryId)
  }

  catalogueCounts(): Promise<{ readonly items: number; readonly records: number }> {
    return countEntries(this.connection, this.libraryId)
  }

  immobileCounts(): Promise<Readonly<Record<Immobility, number>>> {
    return countImmobile(this.connection, this.libraryId)
  }

  async batches(day: LocalDate | undefined): Promise<readonly StoredBatch[]> {
    const lines = await this.connection.many<BatchLine>(
      `SELECT ${batchColumns} FROM export_batch WHERE library = ? AND day = coalesce(?, day) ORDER BY number`,
      this.libraryId,
      day ?? null,
    )
    return lines.map(toBatch)
  }

  async batch(number: number): Promise<StoredBatch | undefined> {
    const line = await this.connection.one<BatchLine>(
      `SELECT ${batchColumns} FROM export_batch WHERE library = ? AND number = ?`,
      this.libraryId,
      number,
    )
    return line && toBatch(line)
  }
}

/** What may be asked before a transaction begins, on its connection. */
export class SqlAheadReader extends SqlReader implements AheadReader {
  readonly readAhead: AheadReader['readAhead']

  constructor(door: TransactionConnection, libraryId: LibraryId) {
    super(door, libraryId)
    this.readAhead = (name) => door.readAhead(name)
  }
}
