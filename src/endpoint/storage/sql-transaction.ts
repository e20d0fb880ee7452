/**
 * Writes of one library in SQL, the same for SQLite and PostgreSQL, within one transaction that no other writer of the library can enter.
 * Runs on the endpoint and in its commands.
 * Versions, digest and chain are counted by the ledger and written once, by `seal`, just before the commit.
 */
import type { ErasedRow } from '../../domain/desk/erased-row.ts'
import { formatDigest, parseDigest } from '../../domain/hash64.ts'
import type { DeviceId, ItemBarcode, LibrarianId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Row, RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { rowTextHash } from '../../protocol/digest.ts'
import { addressTable, messageTable } from './messages.ts'
import { lockGroup, type Sharing, shareCatalogue } from './record-group.ts'
import { RowLedger } from './row-ledger.ts'
import { type SinceRestore, sinceRestoreTable } from './since-restore.ts'
import { catalogueKeyOf, catalogueTable } from './sql-catalogue.ts'
import { allInOrder, whenAnswered } from './sql-connection.ts'
import { asStored, isAcceptable, SqlReader } from './sql-reader.ts'
import {
  type Awaitable,
  batchTable,
  type CatalogueEntry,
  changeTable,
  codeTable,
  deviceTable,
  type EnrolmentCode,
  erasedTable,
  freeze,
  type Library,
  linkTable,
  memoTable,
  passphraseTable,
  passTable,
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
  textOfRow,
} from './stored.ts'
import { type BatchLine, linesOf } from './told-lines.ts'
import type { TransactionConnection } from './transaction-connection.ts'

/** Documents of the catalogue in one question: one by one would be slow over a network. */
const sliceSize = 1000

/** Where the numbers of batches go on from. */
export const batchFloorMemo = 'batch-floor'

export class SqlTransaction extends SqlReader {
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

  /** Version of the last row written, those of this transaction included. */
  head(): number {
    return this.#ledger.head
  }

  override rowsOf<K extends RowKind>(kind: K): Awaitable<readonly RowOf<K>[]> {
    return whenAnswered(this.connection.readLines<RowLine>(rowTable, 'group', this.libraryId, [[kind]]), (lines) =>
      lines.sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap((line) => rowOf<K>(line) ?? []),
    )
  }

  /** Writes a row under the next version, with chain and digest; the same content again changes nothing. Answers whether it changed. */
  async writeRow(row: Row, now: Instant): Promise<boolean> {
    const id = asStored(row.id)
    const before = await this.stored(row.kind, id)
    const json = textOfRow(row)
    if (before !== undefined && before.json === json) return false
    await this.#put({ kind: row.kind, id, json, value: freeze(row) }, before?.hash, rowTextHash(row.kind, id, json), now)
    return true
  }

  /** Leaves a tombstone; false where there was nothing. A patron's address goes with the row, an order's messages too. What it held is remembered under `subject`, where one is given. */
  async eraseRow<K extends RowKind>(kind: K, id: RowId<K>, now: Instant, subject?: string | undefined): Promise<boolean> {
    const key = asStored(id)
    const before = await this.stored(kind, key)
    if (before === undefined || before.json === null) return false
    await this.#put({ kind, id: key, json: null }, before.hash, 0n, now)
    // Beside the row, and gone with it.
    if (kind === 'patron') await this.dropWhere(addressTable, 'card = ?', key)
    if (kind === 'order') await this.dropWhere(messageTable, 'order_id = ?', key)
    if (subject !== undefined) await this.keepLines(erasedTable, [{ version: this.head(), subject, json: before.json, erasedAt: now }])
    return true
  }

  async #put(line: Omit<RowLine, 'version' | 'hash'>, before: string | undefined, after: bigint, now: Instant): Promise<void> {
    const version = this.#ledger.record(line.kind, line.id, before === undefined ? 0n : parseDigest(before), after)
    this.#lastWriteAt = now
    await this.connection.writeLines(rowTable, this.libraryId, [{ ...line, version, hash: formatDigest(after) }])
  }

  /**
   * Forgets tombstones and chain links written before `before`; cursors older than them fetch the whole base. `held`: before which it forgets
   * what the rows held too.
   */
  async forgetTombstones(before: Instant, held = before): Promise<number> {
    await this.dropWhere(erasedTable, 'erased_at < ?', held)
    const sql = 'SELECT max(version) AS version FROM chain_link WHERE library = ? AND committed_at < ?'
    const oldest = (await this.connection.one<{ version: number | null }>(sql, this.libraryId, before))?.version ?? undefined
    if (oldest === undefined) return 0
    await this.dropWhere(linkTable, 'version < ?', oldest)
    await this.connection.run('UPDATE library SET oldest_cursor = ? WHERE id = ?', oldest, this.libraryId)
    return this.dropWhere(rowTable, 'version <= ? AND json IS NULL', oldest)
  }

  /** Runs `work`; when it throws, undoes its writes, and only them, and throws on. */
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

  /** Shares the catalogue of a group from here on, or none; see `record-group.ts`. */
  async shareCatalogue(group: string | undefined, isReplacing: boolean): Promise<Sharing> {
    const sharing = await shareCatalogue(this.connection, this.#library, group, isReplacing)
    if (sharing.kind === 'done') this.#library = { ...this.#library, recordGroup: group }
    return sharing
  }

  /** Adds a receipt, or replaces the outcome of one that is there (its envelope is never rewritten). */
  keepReceipt(receipt: Receipt): Promise<void> {
    return this.keepLines(receiptTable, [receipt])
  }

  /**
   * Empties the envelopes of receipts received before `before`, `limit` of them at most, the oldest first; answers how many. Those in
   * quarantine stay, and those that left it less than a tombstone's life ago: they have yet to go out.
   */
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

  /** Empties one envelope: its person asked to be forgotten. */
  async emptyReceipt({ operationId, hash }: Pick<Receipt, 'operationId' | 'hash'>): Promise<void> {
    const sql = "UPDATE receipt SET envelope = '' WHERE library = ? AND operation_id = ? AND hash = ?"
    await this.connection.run(sql, this.libraryId, operationId, hash)
  }

  /** Rewrites what an erased row held, of the same kind and id. */
  async rewriteErased({ version, row }: Pick<ErasedRow, 'version' | 'row'>): Promise<void> {
    const sql = 'UPDATE erased_row SET json = ? WHERE library = ? AND version = ?'
    await this.connection.run(sql, canonicalJson(row), this.libraryId, version)
  }

  /** Empties what waits in quarantine of one tablet, received before `before`: all, or what only a manager's word keeps there; answers how many. */
  async emptyQuarantine(deviceId: DeviceId, before: Instant, isAll: boolean): Promise<number> {
    return await this.connection.run(
      `UPDATE receipt SET envelope = ''
       WHERE library = ? AND device_id = ? AND outcome = 'quarantined' AND envelope <> '' AND received_at < ?${isAll ? '' : ` AND ${isAcceptable}`}`,
      this.libraryId,
      deviceId,
      before,
    )
  }

  keepDevice(device: StoredDevice): Promise<void> {
    return this.keepLines(deviceTable, [device])
  }

  keepEnrolmentCode(code: EnrolmentCode): Promise<void> {
    return this.keepLines(codeTable, [code])
  }

  keepPassphrase({ librarianId, verifier, code }: StoredPassphrase): Promise<void> {
    return this.keepLines(passphraseTable, [{ librarianId, verifier, codeHash: code?.hash, codeExpiresAt: code?.expiresAt }])
  }

  /** With its one-time code. */
  async erasePassphrase(librarianId: LibrarianId): Promise<void> {
    await this.dropWhere(passphraseTable, 'librarian = ?', librarianId)
  }

  keepPass(pass: StoredPass): Promise<void> {
    return this.keepLines(passTable, [pass])
  }

  /** Ends a librarian's passes, on one tablet or on all, and those of anybody that are over. */
  async endPasses(librarianId: LibrarianId, deviceId: DeviceId | undefined, now: Instant): Promise<void> {
    const isOver = '((librarian = ? AND device = coalesce(?, device)) OR expires_at <= ?)'
    await this.dropWhere(passTable, isOver, librarianId, deviceId ?? null, now)
  }

  /** Adds a change under the next number, which it answers. */
  async addSettingChange(change: Omit<SettingChange, 'number'>): Promise<number> {
    const number = await this.nextNumber(changeTable)
    await this.keepLines(changeTable, [{ ...change, number }])
    return number
  }

  /** Forgets the changes of weeks of the rota before a section's name (« rota/2026-11-30 »): they are read by nobody any more. */
  async forgetRotaChanges(before: string): Promise<void> {
    await this.dropWhere(changeTable, "section LIKE 'rota/%' AND section < ?", before)
  }

  keepSinceRestore(subject: string, since: SinceRestore, at: Instant): Promise<void> {
    const waits = since.facts.length + since.held.length > 0 ? 1 : 0
    return this.keepLines(sinceRestoreTable, [{ subject, json: JSON.stringify(since), waits, at }])
  }

  /** Forgets what was written before, and of which nothing waits. */
  async forgetSinceRestore(before: Instant): Promise<void> {
    await this.dropWhere(sinceRestoreTable, 'waits = 0 AND at < ?', before)
  }

  /** Rows that this transaction wrote under higher versions, erased ones included. */
  writtenAfter(version: number): readonly Pick<RowLine, 'kind' | 'id'>[] {
    return this.#ledger.writtenAfter(version)
  }

  /** Keeps a text of the endpoint's own under a name, outside the base: what the ILS said last, which number comes next. */
  keepMemo(name: string, value: string): Promise<void> {
    return this.keepLines(memoTable, [{ name, value }])
  }

  /** Forgets those of which the name begins so, and whose value is a time before. */
  async forgetMemos(start: string, before: Instant): Promise<void> {
    // As text, for the values of others begin with anything.
    await this.dropWhere(memoTable, 'name LIKE ? AND value < ?', `${start}%`, `${before}`)
  }

  /** The same, and says which were new. */
  async upsertCatalogue(
    entries: Iterable<CatalogueEntry>,
  ): Promise<{ readonly added: number; readonly updated: number; readonly unchanged: number }> {
    const { items: before } = await this.catalogueCounts()
    const { seen, changed } = await this.writeEntries(entries)
    const added = (await this.catalogueCounts()).items - before
    return { added, updated: changed - added, unchanged: seen - changed }
  }

  /** Inserts or updates; `changed`: those that were new, or different. May be called for slices of a file. */
  async writeEntries(entries: Iterable<CatalogueEntry>): Promise<{ readonly seen: number; readonly changed: number }> {
    const { recordGroup } = this.#library
    // The library is this transaction's alone; what it shares is another's too.
    if (recordGroup !== undefined) await lockGroup(this.connection, recordGroup)
    let [seen, changed] = [0, 0]
    // By barcode, the last one wins: one insert may not touch a document twice.
    const slice = new Map<string, CatalogueEntry>()
    const write = async (): Promise<void> => {
      changed += await this.connection.writeLines(catalogueTable, catalogueKeyOf(this.#library), [...slice.values()])
      slice.clear()
    }
    for (const entry of entries) {
      seen += 1
      const { lent = 0, publisher = '', language = '' } = entry
      slice.set(entry.barcode, { ...entry, lent, publisher, language })
      if (slice.size === sliceSize) await write()
    }
    if (slice.size > 0) await write()
    return { seen, changed }
  }

  async removeFromCatalogue(barcodes: Iterable<ItemBarcode>): Promise<number> {
    const key = catalogueKeyOf(this.#library)
    let removed = 0
    for (const barcode of barcodes) {
      removed += await this.connection.run('DELETE FROM catalogue_item WHERE library = ? AND barcode = ?', key, barcode)
    }
    return removed
  }

  /** Adds a batch under the next number, with the lines that it tells; answers it. */
  async addBatch(batch: Omit<StoredBatch, 'number'>, lines: readonly BatchLine[]): Promise<StoredBatch> {
    const number = await this.nextNumber(batchTable, Number((await this.memo(batchFloorMemo)) ?? 0))
    const made = { ...batch, number }
    await this.keepLines(batchTable, [made])
    await this.told.add(linesOf(made, lines))
    return made
  }

  /** undefined: it is confirmed no more. */
  async settleBatch(number: number, settledAt: Instant | undefined): Promise<void> {
    const sql = 'UPDATE export_batch SET settled_at = ? WHERE library = ? AND number = ?'
    await this.connection.run(sql, settledAt ?? null, this.libraryId, number)
  }

  /** Rewrites the file of a batch, without the lines of a person who asked to be forgotten. */
  async rewriteBatch(number: number, content: Uint8Array): Promise<void> {
    await this.connection.run('UPDATE export_batch SET content = ? WHERE library = ? AND number = ?', content, this.libraryId, number)
  }

  /** Empties the files of batches made before `before`. */
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
