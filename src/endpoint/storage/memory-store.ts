/**
 * The store in memory: for tests and the simulator, which need a world of their own in a millisecond. Runs wherever the endpoint does.
 * Passes the same contract suite as SQLite. Each change leaves its undo, so that a failed transaction or savepoint leaves no trace.
 */
import { randomBytes } from 'node:crypto'
import type { ErasedRow } from '../../domain/desk/erased-row.ts'
import type { DeviceId, ItemBarcode, LibraryId, OperationId, RecordId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { BibliographicRecord } from '../../domain/item/record.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { OperationKind } from '../../domain/operation/operation.ts'
import type { Row, RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { formatDigest, rowHash } from '../../protocol/digest.ts'
import { buildRecord } from './build-record.ts'
import { firstChain, RowLedger } from './row-ledger.ts'
import { SerialQueue } from './serial-queue.ts'
import type {
  CatalogueEntry,
  EnrolmentCode,
  ExportEntry,
  Library,
  Receipt,
  Store,
  StoredBatch,
  StoredDevice,
  StoredRow,
  StoreReading,
  StoreTransaction,
} from './store.ts'

interface Shelf {
  library: Library
  oldestCursor: number
  readonly rows: Map<string, StoredRow>
  readonly links: Map<number, { readonly chain: string; readonly at: Instant }>
  readonly receipts: Map<string, Receipt>
  readonly devices: Map<DeviceId, StoredDevice>
  readonly codes: Map<string, EnrolmentCode>
  readonly catalogue: Map<ItemBarcode, CatalogueEntry>
  readonly batches: Map<number, StoredBatch>
  readonly entries: Map<string, ExportEntry>
  readonly memos: Map<string, string>
  /** By the version of their tombstone. */
  readonly erased: Map<number, ErasedRow>
}

const byText =
  <T>(text: (value: T) => string) =>
  (a: T, b: T): number =>
    text(a) < text(b) ? -1 : 1
const keyOf = (kind: string, id: string): string => `${kind}\n${id}`
const hashOf = (stored: StoredRow | undefined): bigint => (stored === undefined ? 0n : rowHash(stored))

class MemoryReading implements StoreReading {
  protected readonly shelf: Shelf

  constructor(shelf: Shelf) {
    this.shelf = shelf
  }

  async library(): Promise<Library> {
    return this.shelf.library
  }

  row<K extends RowKind>(kind: K, id: RowId<K>): RowOf<K> | undefined {
    // The key holds the kind, so the row under it is of that kind.
    return (this.shelf.rows.get(keyOf(kind, id))?.row ?? undefined) as RowOf<K> | undefined
  }

  rowsOf<K extends RowKind>(kind: K): readonly RowOf<K>[] {
    const rows = [...this.shelf.rows.values()].map((stored) => stored.row).filter((row) => row !== null)
    return (rows.filter((row) => row.kind === kind) as RowOf<K>[]).sort(byText((row) => row.id))
  }

  async erasedRows(subjects: readonly string[]): Promise<readonly ErasedRow[]> {
    return [...this.shelf.erased.values()].filter(({ subject }) => subjects.includes(subject)).reverse()
  }

  async rowsAfter(version: number, limit: number): Promise<readonly StoredRow[]> {
    const later = [...this.shelf.rows.values()].filter((stored) => stored.version > version)
    return later.sort((a, b) => a.version - b.version).slice(0, limit)
  }

  async oldestCursor(): Promise<number> {
    return this.shelf.oldestCursor
  }

  async chainAt(version: number): Promise<string | undefined> {
    return this.shelf.links.get(version)?.chain
  }

  async receipt(operationId: OperationId, hash: string): Promise<Receipt | undefined> {
    return this.shelf.receipts.get(keyOf(operationId, hash))
  }

  async receiptsOf(operationId: OperationId): Promise<readonly Receipt[]> {
    return [...this.shelf.receipts.values()].filter((receipt) => receipt.operationId === operationId)
  }

  async quarantined(): Promise<readonly Receipt[]> {
    return [...this.shelf.receipts.values()].filter(({ outcome }) => outcome === 'quarantined')
  }

  async receiptsOfDay(day: LocalDate, types: readonly OperationKind[]): Promise<readonly Receipt[]> {
    return [...this.shelf.receipts.values()].filter(
      ({ happenedOn, outcome, type }) => happenedOn === day && outcome.startsWith('accepted') && type !== undefined && types.includes(type),
    )
  }

  async devices(): Promise<readonly StoredDevice[]> {
    return [...this.shelf.devices.values()]
  }

  async device(id: DeviceId): Promise<StoredDevice | undefined> {
    return this.shelf.devices.get(id)
  }

  async enrolmentCode(hash: string): Promise<EnrolmentCode | undefined> {
    return this.shelf.codes.get(hash)
  }

  async memo(name: string): Promise<string | undefined> {
    return this.shelf.memos.get(name)
  }

  async catalogueEntry(barcode: ItemBarcode): Promise<CatalogueEntry | undefined> {
    return this.shelf.catalogue.get(barcode)
  }

  async catalogueRecord(recordId: RecordId): Promise<BibliographicRecord | undefined> {
    return buildRecord([...(await this.catalogue())].filter((entry) => entry.recordId === recordId))
  }

  async catalogue(): Promise<Iterable<CatalogueEntry>> {
    return [...this.shelf.catalogue.values()].sort(byText((entry) => entry.barcode))
  }

  async catalogueCounts(): Promise<{ readonly items: number; readonly records: number }> {
    const records = new Set([...this.shelf.catalogue.values()].map((entry) => entry.recordId))
    return { items: this.shelf.catalogue.size, records: records.size }
  }

  async batches(day: LocalDate | undefined): Promise<readonly StoredBatch[]> {
    return [...this.shelf.batches.values()].filter((batch) => day === undefined || batch.day === day)
  }

  async batch(number: number): Promise<StoredBatch | undefined> {
    return this.shelf.batches.get(number)
  }

  async exportEntries(operationIds: readonly OperationId[]): Promise<readonly ExportEntry[]> {
    return this.#sortedEntries((entry) => operationIds.includes(entry.operationId))
  }

  async entriesOfBatch(number: number): Promise<readonly ExportEntry[]> {
    return this.#sortedEntries((entry) => entry.batch === number)
  }

  #sortedEntries(isWanted: (entry: ExportEntry) => boolean): readonly ExportEntry[] {
    const key = (entry: ExportEntry): string =>
      `${String(entry.batch).padStart(9, '0')}/${entry.operationId}/${entry.barcode}/${entry.movement}`
    return [...this.shelf.entries.values()].filter(isWanted).sort(byText(key))
  }
}

class MemoryTransaction extends MemoryReading implements StoreTransaction {
  readonly #ledger: RowLedger
  readonly #undo: (() => void)[] = []
  #lastWriteAt: Instant | undefined

  constructor(shelf: Shelf) {
    super(shelf)
    this.#ledger = new RowLedger(shelf.library)
  }

  override async library(): Promise<Library> {
    return { ...this.shelf.library, ...this.#ledger.standing() }
  }

  head(): number {
    return this.#ledger.head
  }

  async writeRow(row: Row, now: Instant): Promise<boolean> {
    const before = this.shelf.rows.get(keyOf(row.kind, row.id))
    if (before?.row != null && canonicalJson(before.row) === canonicalJson(row)) return false
    this.#put(row.kind, row.id, row, before, now)
    return true
  }

  async eraseRow<K extends RowKind>(kind: K, id: RowId<K>, now: Instant, subject?: string | undefined): Promise<boolean> {
    const before = this.shelf.rows.get(keyOf(kind, id))
    if (before?.row == null) return false
    this.#put(kind, id, null, before, now)
    // Only rows of these kinds are erased under a subject.
    if (subject !== undefined)
      this.#set(this.shelf.erased, this.head(), { subject, row: before.row as ErasedRow['row'], version: this.head(), erasedAt: now })
    return true
  }

  #put(kind: RowKind, id: string, row: Row | null, before: StoredRow | undefined, now: Instant): void {
    const after = rowHash({ kind, id, row })
    const version = this.#ledger.record(kind, id, hashOf(before), after)
    this.#lastWriteAt = now
    this.#set(this.shelf.rows, keyOf(kind, id), { kind, id, version, row: structuredClone(row) })
  }

  async forgetTombstones(before: Instant): Promise<number> {
    const old = [...this.shelf.links].filter(([, link]) => link.at < before).map(([version]) => version)
    if (old.length === 0) return 0
    const oldest = Math.max(...old)
    for (const version of old) if (version !== oldest) this.#delete(this.shelf.links, version)
    const previous = this.shelf.oldestCursor
    this.#undo.push(() => {
      this.shelf.oldestCursor = previous
    })
    this.shelf.oldestCursor = oldest
    const tombstones = [...this.shelf.rows].filter(([, stored]) => stored.row === null && stored.version <= oldest)
    for (const [key] of tombstones) this.#delete(this.shelf.rows, key)
    for (const version of [...this.shelf.erased.keys()]) if (version <= oldest) this.#delete(this.shelf.erased, version)
    return tombstones.length
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const mark = this.#ledger.mark()
    const undoLength = this.#undo.length
    try {
      return await work()
    } catch (error) {
      this.undo(undoLength)
      this.#ledger.returnTo(mark)
      throw error
    }
  }

  async changeLibrary(change: Partial<Pick<Library, 'name' | 'epoch' | 'isDemo'>>): Promise<void> {
    const before = this.shelf.library
    this.#undo.push(() => {
      this.shelf.library = before
    })
    this.shelf.library = { ...before, ...change }
  }

  async keepReceipt(receipt: Receipt): Promise<void> {
    const key = keyOf(receipt.operationId, receipt.hash)
    this.#set(this.shelf.receipts, key, { ...receipt, envelope: this.shelf.receipts.get(key)?.envelope ?? receipt.envelope })
  }

  async emptyReceipts(before: Instant, limit: number): Promise<number> {
    const old = [...this.shelf.receipts]
      .filter(([, { envelope, receivedAt, outcome }]) => envelope !== '' && receivedAt < before && outcome !== 'quarantined')
      .filter(([, { version }]) => version <= this.shelf.oldestCursor)
      .sort(([, a], [, b]) => a.receivedAt - b.receivedAt)
      .slice(0, limit)
    for (const [key, receipt] of old) this.#set(this.shelf.receipts, key, { ...receipt, envelope: '' })
    return old.length
  }

  async keepDevice(device: StoredDevice): Promise<void> {
    this.#set(this.shelf.devices, device.id, device)
  }

  async keepEnrolmentCode(code: EnrolmentCode): Promise<void> {
    this.#set(this.shelf.codes, code.hash, code)
  }

  async keepMemo(name: string, value: string): Promise<void> {
    this.#set(this.shelf.memos, name, value)
  }

  async upsertCatalogue(
    entries: Iterable<CatalogueEntry>,
  ): Promise<{ readonly added: number; readonly updated: number; readonly unchanged: number }> {
    const counts = { added: 0, updated: 0, unchanged: 0 }
    for (const entry of entries) {
      const before = this.shelf.catalogue.get(entry.barcode)
      const change = before === undefined ? 'added' : canonicalJson(before) === canonicalJson(entry) ? 'unchanged' : 'updated'
      counts[change] += 1
      if (change !== 'unchanged') this.#set(this.shelf.catalogue, entry.barcode, entry)
    }
    return counts
  }

  async removeFromCatalogue(barcodes: Iterable<ItemBarcode>): Promise<number> {
    let removed = 0
    for (const barcode of barcodes) if (this.#delete(this.shelf.catalogue, barcode)) removed += 1
    return removed
  }

  async addBatch(batch: Omit<StoredBatch, 'number'>, entries: readonly Omit<ExportEntry, 'batch'>[]): Promise<StoredBatch> {
    const stored = { ...batch, number: this.shelf.batches.size + 1 }
    this.#set(this.shelf.batches, stored.number, stored)
    for (const entry of entries) {
      this.#set(this.shelf.entries, `${stored.number}/${entry.operationId}/${entry.barcode}/${entry.movement}`, {
        ...entry,
        batch: stored.number,
      })
    }
    return stored
  }

  async settleBatch(number: number, settledAt: Instant): Promise<void> {
    const batch = this.shelf.batches.get(number)
    if (batch !== undefined) this.#set(this.shelf.batches, number, { ...batch, settledAt })
  }

  async emptyBatches(before: Instant): Promise<void> {
    for (const [number, batch] of this.shelf.batches) {
      if (batch.madeAt < before) this.#set(this.shelf.batches, number, { ...batch, content: new Uint8Array() })
    }
  }

  seal(): void {
    if (!this.#ledger.hasMoved || this.#lastWriteAt === undefined) return
    const standing = this.#ledger.standing()
    this.shelf.library = { ...this.shelf.library, ...standing }
    this.shelf.links.set(standing.head, { chain: standing.chain, at: this.#lastWriteAt })
  }

  /** Undoes changes, the last first, until `length` are left. */
  undo(length: number): void {
    while (this.#undo.length > length) this.#undo.pop()?.()
  }

  #set<K, V>(map: Map<K, V>, key: K, value: V): void {
    const before = map.get(key)
    this.#undo.push(() => (before === undefined ? map.delete(key) : map.set(key, before)))
    map.set(key, value)
  }

  #delete<K, V>(map: Map<K, V>, key: K): boolean {
    const before = map.get(key)
    if (before === undefined) return false
    this.#undo.push(() => map.set(key, before))
    return map.delete(key)
  }
}

export class MemoryStore implements Store {
  readonly #shelves = new Map<LibraryId, Shelf>()
  readonly #secrets = new Map<string, string>()
  readonly #listeners = new Set<(libraryId: LibraryId) => void>()
  readonly #queue = new SerialQueue()

  async libraries(): Promise<readonly Library[]> {
    return [...this.#shelves.values()].map((shelf) => shelf.library).sort(byText((library) => library.id))
  }

  async createLibrary(wanted: Pick<Library, 'id' | 'name' | 'isDemo'>): Promise<Library> {
    if (this.#shelves.has(wanted.id)) throw new Error('this library is already there')
    const library: Library = {
      ...wanted,
      epoch: randomBytes(16).toString('hex'),
      head: 0,
      chain: firstChain,
      digest: formatDigest(0n),
    }
    this.#shelves.set(wanted.id, {
      library,
      oldestCursor: 0,
      rows: new Map(),
      links: new Map([[0, { chain: firstChain, at: toInstant(Date.now()) }]]),
      receipts: new Map(),
      devices: new Map(),
      codes: new Map(),
      catalogue: new Map(),
      batches: new Map(),
      entries: new Map(),
      memos: new Map(),
      erased: new Map(),
    })
    return library
  }

  async removeLibrary(id: LibraryId): Promise<void> {
    this.#shelves.delete(id)
  }

  async transact<T>(libraryId: LibraryId, work: (transaction: StoreTransaction) => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      const shelf = this.#shelf(libraryId)
      const { head } = shelf.library
      const transaction = new MemoryTransaction(shelf)
      try {
        const value = await work(transaction)
        transaction.seal()
        if (shelf.library.head !== head) for (const listener of this.#listeners) listener(libraryId)
        return value
      } catch (error) {
        transaction.undo(0)
        throw error
      }
    })
  }

  async read<T>(libraryId: LibraryId, work: (reading: StoreReading) => Promise<T>): Promise<T> {
    return this.#queue.run(async () => work(new MemoryReading(this.#shelf(libraryId))))
  }

  async device(id: DeviceId): Promise<StoredDevice | undefined> {
    return this.#find((shelf) => shelf.devices.get(id))
  }

  async enrolmentCode(hash: string): Promise<EnrolmentCode | undefined> {
    return this.#find((shelf) => shelf.codes.get(hash))
  }

  async secret(name: string): Promise<string> {
    const secret = this.#secrets.get(name) ?? randomBytes(32).toString('hex')
    this.#secrets.set(name, secret)
    return secret
  }

  watch(listener: (libraryId: LibraryId) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async assertWritable(): Promise<void> {}

  async close(): Promise<void> {}

  #shelf(libraryId: LibraryId): Shelf {
    const shelf = this.#shelves.get(libraryId)
    if (shelf === undefined) throw new Error('no such library')
    return shelf
  }

  async #find<T>(pick: (shelf: Shelf) => T | undefined): Promise<T | undefined> {
    return this.#queue.run(async () => {
      for (const shelf of this.#shelves.values()) {
        const found = pick(shelf)
        if (found !== undefined) return found
      }
      return undefined
    })
  }
}
