/**
 * Writes of one library in SQL, the same for SQLite and PostgreSQL, within one transaction that no other writer of the library can enter.
 * Runs on the endpoint and in its commands.
 * Versions, digest and chain are counted by the ledger and written once, by `seal`, just before the commit.
 */

import type { ErasedRow } from '../../domain/desk/erased-row.ts'
import { formatDigest, parseDigest } from '../../domain/hash64.ts'
import type { DeviceId, ItemBarcode, LibrarianId, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Row, RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { rowTextHash } from '../../protocol/digest.ts'
import { addBatch, addSettingChange } from './add-numbered.ts'
import { forgetMemos, forgetRotaChanges } from './forget-lines.ts'
import { deviceTable, memoTable, type RowLine, receiptTable, rowOf, rowTable } from './line-table.ts'
import { shareCatalogue } from './record-group.ts'
import { RowLedger } from './row-ledger.ts'
import type { Sharing } from './sharing.ts'
import { catalogueKeyOf } from './sql-catalogue.ts'
import { allInOrder, whenAnswered } from './sql-connection.ts'
import { isAcceptable, SqlReader } from './sql-reader.ts'
import { batchFloorMemo } from './start-new-epoch.ts'
import type {
  Awaitable,
  CatalogueEntry,
  EnrolmentCode,
  Library,
  Receipt,
  SettingChange,
  StoredBatch,
  StoredDevice,
  StoredPass,
  StoredPassphrase,
  StoreTransaction,
} from './store.ts'
import { type BatchLine, linesOf } from './told-lines.ts'
import type { TransactionConnection } from './transaction-connection.ts'
import { upsertEntry } from './upsert-entry.ts'

/** The id as a disk keeps it: half a surrogate pair has no UTF-8, and comes back as U+FFFD. What is counted is what comes back. */
const asStored = (id: string): string => (/\p{Surrogate}/u.test(id) ? Buffer.from(id).toString() : id)

export class SqlTransaction extends SqlReader implements StoreTransaction {
  readonly #ledger: RowLedger
  readonly #door: TransactionConnection
  /** Nobody else writes it meanwhile; head, digest and chain are the ledger's. */
  #library: Library
  #lastWriteAt = 0

  constructor(door: TransactionConnection, library: Library) {
    super(door, library.id)
    this.#door = door
    this.#library = library
    this.#ledger = new RowLedger(library)
  }

  override async library(): Promise<Library> {
    const ledger = this.#ledger
    // Asked for by each operation, and the chain, which takes all that was written, by hardly anybody.
    return {
      ...this.#library,
      head: ledger.head,
      digest: ledger.digest,
      get chain() {
        return ledger.standing().chain
      },
    }
  }

  head(): number {
    return this.#ledger.head
  }

  override row<K extends RowKind>(kind: K, id: RowId<K>): Awaitable<RowOf<K> | undefined> {
    return whenAnswered(this.#stored(kind, asStored(id)), (line) => rowOf<K>(line))
  }

  override rowsOf<K extends RowKind>(kind: K): Awaitable<readonly RowOf<K>[]> {
    return whenAnswered(this.connection.readLines<RowLine>(rowTable, 'group', this.libraryId, [[kind]]), (lines) =>
      lines.sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap((line) => rowOf<K>(line) ?? []),
    )
  }

  async writeRow(row: Row, now: Instant): Promise<boolean> {
    const id = asStored(row.id)
    const before = await this.#stored(row.kind, id)
    const json = canonicalJson(row)
    if (before !== undefined && before.json === json) return false
    await this.#put(row.kind, id, json, before?.hash, rowTextHash(row.kind, id, json), now)
    return true
  }

  async eraseRow<K extends RowKind>(kind: K, id: RowId<K>, now: Instant, subject?: string | undefined): Promise<boolean> {
    const key = asStored(id)
    const before = await this.#stored(kind, key)
    if (before === undefined || before.json === null) return false
    await this.#put(kind, key, null, before.hash, 0n, now)
    // Beside the row, and gone with it.
    if (kind === 'patron') await this.connection.run('DELETE FROM patron_address WHERE library = ? AND card = ?', this.libraryId, key)
    if (kind === 'order') await this.connection.run('DELETE FROM message WHERE library = ? AND order_id = ?', this.libraryId, key)
    if (subject === undefined) return true
    const sql = 'INSERT INTO erased_row (library, version, subject, json, erased_at) VALUES (?, ?, ?, ?, ?)'
    await this.connection.run(sql, this.libraryId, this.head(), subject, before.json, now)
    return true
  }

  #stored(kind: RowKind, id: string): Awaitable<RowLine | undefined> {
    return whenAnswered(this.connection.readLines<RowLine>(rowTable, 'key', this.libraryId, [[kind, id]]), ([line]) => line)
  }

  async #put(kind: RowKind, id: string, json: string | null, before: string | undefined, after: bigint, now: Instant): Promise<void> {
    const version = this.#ledger.record(kind, id, before === undefined ? 0n : parseDigest(before), after)
    this.#lastWriteAt = now
    await this.connection.writeLines(rowTable, this.libraryId, [{ kind, id, version, json, hash: formatDigest(after) }])
  }

  async forgetTombstones(before: Instant, held = before): Promise<number> {
    await this.connection.run('DELETE FROM erased_row WHERE library = ? AND erased_at < ?', this.libraryId, held)
    const sql = 'SELECT max(version) AS version FROM chain_link WHERE library = ? AND committed_at < ?'
    const found = await this.connection.one<{ version: number | null }>(sql, this.libraryId, before)
    const oldest = found?.version
    if (oldest === null || oldest === undefined) return 0
    await this.connection.run('DELETE FROM chain_link WHERE library = ? AND version < ?', this.libraryId, oldest)
    await this.connection.run('UPDATE library SET oldest_cursor = ? WHERE id = ?', oldest, this.libraryId)
    return await this.connection.run('DELETE FROM row WHERE library = ? AND version <= ? AND json IS NULL', this.libraryId, oldest)
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const [mark, library] = [this.#ledger.mark(), this.#library]
    try {
      return await this.#door.savepoint(work)
    } catch (error) {
      this.#ledger.returnTo(mark)
      this.#library = library
      throw error
    }
  }

  async changeLibrary(change: Partial<Pick<Library, 'name' | 'epoch' | 'isDemo'>>): Promise<void> {
    this.#library = { ...this.#library, ...change }
    const { name, epoch, isDemo } = this.#library
    await this.connection.run(
      'UPDATE library SET name = ?, epoch = ?, is_demo = ? WHERE id = ?',
      name,
      epoch,
      isDemo ? 1 : 0,
      this.libraryId,
    )
  }

  async shareCatalogue(group: string | undefined, isReplacing: boolean): Promise<Sharing> {
    const sharing = await shareCatalogue(this.connection, this.#library, group, isReplacing)
    if (sharing.kind === 'done') this.#library = { ...this.#library, recordGroup: group }
    return sharing
  }

  protected get recordGroup(): string | undefined {
    return this.#library.recordGroup
  }

  protected get catalogueKey(): LibraryId {
    return catalogueKeyOf(this.#library)
  }

  async keepReceipt(receipt: Receipt): Promise<void> {
    await this.connection.writeLines(receiptTable, this.libraryId, [receipt])
  }

  async emptyReceipts(before: Instant, limit: number): Promise<number> {
    return await this.connection.run(
      `UPDATE receipt SET envelope = '' WHERE number IN (
         SELECT number FROM receipt WHERE library = ? AND envelope <> '' AND received_at < ? AND outcome <> 'quarantined'
           AND version <= (SELECT oldest_cursor FROM library WHERE id = ?) ORDER BY received_at LIMIT ?)`,
      this.libraryId,
      before,
      this.libraryId,
      limit,
    )
  }

  async emptyReceipt({ operationId, hash }: Pick<Receipt, 'operationId' | 'hash'>): Promise<void> {
    const sql = "UPDATE receipt SET envelope = '' WHERE library = ? AND operation_id = ? AND hash = ?"
    await this.connection.run(sql, this.libraryId, operationId, hash)
  }

  async rewriteErased({ version, row }: Pick<ErasedRow, 'version' | 'row'>): Promise<void> {
    const sql = 'UPDATE erased_row SET json = ? WHERE library = ? AND version = ?'
    await this.connection.run(sql, canonicalJson(row), this.libraryId, version)
  }

  async emptyQuarantine(deviceId: DeviceId, before: Instant, isAll: boolean): Promise<number> {
    return await this.connection.run(
      `UPDATE receipt SET envelope = ''
       WHERE library = ? AND device_id = ? AND outcome = 'quarantined' AND envelope <> '' AND received_at < ?${isAll ? '' : ` AND ${isAcceptable}`}`,
      this.libraryId,
      deviceId,
      before,
    )
  }

  async keepDevice(device: StoredDevice): Promise<void> {
    await this.connection.writeLines(deviceTable, this.libraryId, [device])
  }

  async keepEnrolmentCode(code: EnrolmentCode): Promise<void> {
    await this.connection.run(
      `INSERT INTO enrolment_code (hash, library, expires_at, used_at, made_by) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (hash) DO UPDATE SET expires_at = excluded.expires_at, used_at = excluded.used_at`,
      code.hash,
      this.libraryId,
      code.expiresAt,
      code.usedAt ?? null,
      code.madeBy ?? null,
    )
  }

  async keepPassphrase({ librarianId, verifier, code }: StoredPassphrase): Promise<void> {
    const sql = `INSERT INTO passphrase (library, librarian, verifier, code_hash, code_expires_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (library, librarian) DO UPDATE SET verifier = excluded.verifier, code_hash = excluded.code_hash,
        code_expires_at = excluded.code_expires_at`
    await this.connection.run(sql, this.libraryId, librarianId, verifier ?? null, code?.hash ?? null, code?.expiresAt ?? null)
  }

  async erasePassphrase(librarianId: LibrarianId): Promise<void> {
    await this.connection.run('DELETE FROM passphrase WHERE library = ? AND librarian = ?', this.libraryId, librarianId)
  }

  async keepPass({ hash, deviceId, librarianId, expiresAt }: StoredPass): Promise<void> {
    const sql = 'INSERT INTO manager_pass (hash, library, device, librarian, expires_at) VALUES (?, ?, ?, ?, ?)'
    await this.connection.run(sql, hash, this.libraryId, deviceId, librarianId, expiresAt)
  }

  async endPasses(librarianId: LibrarianId, deviceId: DeviceId | undefined, now: Instant): Promise<void> {
    const sql = 'DELETE FROM manager_pass WHERE library = ? AND ((librarian = ? AND device = coalesce(?, device)) OR expires_at <= ?)'
    await this.connection.run(sql, this.libraryId, librarianId, deviceId ?? null, now)
  }

  addSettingChange(change: Omit<SettingChange, 'number'>): Promise<number> {
    return addSettingChange(this.connection, this.libraryId, change)
  }

  forgetRotaChanges(before: string): Promise<void> {
    return forgetRotaChanges(this.connection, this.libraryId, before)
  }

  async keepMemo(name: string, value: string): Promise<void> {
    await this.connection.writeLines(memoTable, this.libraryId, [{ name, value }])
  }

  forgetMemos(start: string, before: Instant): Promise<void> {
    return forgetMemos(this.connection, this.libraryId, start, before)
  }

  async upsertCatalogue(
    entries: Iterable<CatalogueEntry>,
  ): Promise<{ readonly added: number; readonly updated: number; readonly unchanged: number }> {
    const { items: before } = await this.catalogueCounts()
    const { seen, changed } = await this.writeEntries(entries)
    const added = (await this.catalogueCounts()).items - before
    return { added, updated: changed - added, unchanged: seen - changed }
  }

  async writeEntries(entries: Iterable<CatalogueEntry>): Promise<{ readonly seen: number; readonly changed: number }> {
    let seen = 0
    let changed = 0
    for (const entry of entries) {
      seen += 1
      changed += await this.connection.run(
        upsertEntry,
        this.catalogueKey,
        entry.barcode,
        entry.recordId,
        entry.title,
        entry.author,
        entry.documentType,
        entry.audience,
        entry.callNumber,
        entry.location,
        entry.arrivedOn ?? null,
        entry.isbn,
        entry.year,
        entry.lent ?? 0,
        entry.publisher ?? '',
        entry.immobility ?? null,
        entry.language ?? '',
      )
    }
    return { seen, changed }
  }

  async removeFromCatalogue(barcodes: Iterable<ItemBarcode>): Promise<number> {
    let removed = 0
    for (const barcode of barcodes) {
      removed += await this.connection.run('DELETE FROM catalogue_item WHERE library = ? AND barcode = ?', this.catalogueKey, barcode)
    }
    return removed
  }

  async addBatch(batch: Omit<StoredBatch, 'number'>, lines: readonly BatchLine[]): Promise<StoredBatch> {
    const made = await addBatch(this.connection, this.libraryId, batch, Number((await this.memo(batchFloorMemo)) ?? 0))
    await this.told.add(linesOf(made, lines))
    return made
  }

  async settleBatch(number: number, settledAt: Instant | undefined): Promise<void> {
    const sql = 'UPDATE export_batch SET settled_at = ? WHERE library = ? AND number = ?'
    await this.connection.run(sql, settledAt ?? null, this.libraryId, number)
  }

  async rewriteBatch(number: number, content: Uint8Array): Promise<void> {
    await this.connection.run('UPDATE export_batch SET content = ? WHERE library = ? AND number = ?', content, this.libraryId, number)
  }

  async emptyBatches(before: Instant): Promise<void> {
    const sql = 'UPDATE export_batch SET content = ? WHERE library = ? AND made_at < ? AND length(content) > 0'
    await this.connection.run(sql, new Uint8Array(), this.libraryId, before)
  }

  /** Writes what waits, and head, chain and digest; the last act before the commit. */
  async seal(): Promise<void> {
    const written: unknown[] = [this.#door.flush()]
    if (this.#ledger.hasMoved) {
      const { head, chain, digest } = this.#ledger.standing()
      this.#library = { ...this.#library, head, chain, digest }
      const sql = 'UPDATE library SET head = ?, chain = ?, digest = ? WHERE id = ?'
      written.push(this.connection.run(sql, head, chain, digest, this.libraryId))
      written.push(this.connection.run('INSERT INTO chain_link VALUES (?, ?, ?, ?)', this.libraryId, head, chain, this.#lastWriteAt))
    }
    await allInOrder(written)
  }

  /** The commit was answered. */
  remember(): void {
    this.#door.remember(this.#library)
  }
}
