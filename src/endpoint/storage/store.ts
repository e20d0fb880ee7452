/**
 * What the endpoint keeps, and the only door to it: each library's rows, the operations received (the receipts), the tablets, the
 * catalogue, the exports. Runs on the endpoint and in its commands.
 * Asynchronous, because PostgreSQL answers later; SQLite and PostgreSQL pass one contract suite (tests/contract/storage/store.test.ts).
 * The writes of one library come one after the other: `transact` is one transaction, on the disk when its promise resolves.
 */

import type { ErasedRow } from '../../domain/desk/erased-row.ts'
import type {
  CaseId,
  DeviceId,
  DeviceLetter,
  ItemBarcode,
  LibrarianId,
  LibraryId,
  LibraryIdentity,
  OperationId,
  RecordId,
} from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { BibliographicRecord, CatalogueItem, Immobility } from '../../domain/item/record.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { OperationKind } from '../../domain/operation/operation.ts'
import type { DeskReader, Row, RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import type { ExportFormat } from '../../protocol/management.ts'
import type { OutcomeKind } from '../../protocol/push.ts'
import type { AddressReader, AddressWriter } from './addresses.ts'
import type { FigureReader, FigureStore } from './figure-store.ts'
import type { JourneyReader, JourneyWriter } from './journeys.ts'
import type { Asked } from './line-table.ts'
import type { MailingReader, MailingWriter } from './mailings.ts'
import type { MessageReader, MessageWriter } from './messages.ts'
import type { Sharing } from './sharing.ts'
import type { Tallies } from './tallies.ts'
import type { BatchLine, ToldReader, ToldWriter } from './told-lines.ts'

/** A value now, or later: SQLite answers at once, a database over the network does not (see `storage/read-desk.ts`). */
export type Awaitable<T> = T | Promise<T>

export interface Library {
  readonly id: LibraryId
  /** What tablets know it by: made once, in every backup, the same after a restore. */
  readonly identity: LibraryIdentity
  /** What its public address and commands call it: never changed. */
  readonly slug: string
  readonly name: string
  /** Random; changed by whoever restores the database (PROTOCOL.md, Epoch). */
  readonly epoch: string
  /** Version of the last row written; 0 for an empty library. */
  readonly head: number
  /** Hash of every version up to the head, each over the one before. */
  readonly chain: string
  /** Sum of the rows' hashes (protocol/digest.ts), 16 hexadecimal digits. */
  readonly digest: string
  /** A demo never mixes with real data. */
  readonly isDemo: boolean
  /** With which others it shares one catalogue (NET-7); undefined: with nobody. */
  readonly recordGroup: string | undefined
}

/** What a library is made of; a slug that is not said follows from the name. */
export type WantedLibrary = Pick<Library, 'id' | 'name' | 'isDemo'> & Partial<Pick<Library, 'slug'>>

/** A row as it was last written, in the text that travels (canonical JSON of the domain's `Row`); `json` null: a tombstone. */
export interface StoredRow {
  readonly kind: RowKind
  readonly id: string
  /** Unique in its library: each row written takes the next one. */
  readonly version: number
  readonly json: string | null
}

/** One operation received: its envelope as it came, and what was answered. Keyed by (operationId, hash). No paper: a patron's is `handover/build-receipt.ts`. */
export interface Receipt {
  readonly operationId: OperationId
  /** SHA-256 of what was received, computed here, 64 hexadecimal digits. */
  readonly hash: string
  /** Canonical JSON of the envelope, or the opaque text that was sent; kept to the byte. Empty once `emptyReceipts` has passed. */
  readonly envelope: string
  readonly deviceId: DeviceId
  readonly receivedAt: Instant
  /** undefined when the envelope could not be read. */
  readonly type: OperationKind | undefined
  /** The library's day on which it truly happened; undefined for requests and what could not be read. */
  readonly happenedOn: LocalDate | undefined
  readonly outcome: Exclude<OutcomeKind, 'already-known'>
  /** The head after its rows. */
  readonly version: number
  readonly caseId: CaseId | undefined
  /** A refusal's kind or the reason of the quarantine: a code. */
  readonly reason: string | undefined
}

export interface QuarantineSize {
  readonly operations: number
  /** Of their texts. */
  readonly characters: number
  /** Of these, those that only the manager's word keeps there, and when the first of them came. */
  readonly acceptable: number
  readonly acceptableSince: Instant | undefined
}

export interface StoredDevice {
  readonly libraryId: LibraryId
  readonly id: DeviceId
  readonly letter: DeviceLetter
  readonly name: string
  /** SHA-256 of the credential, hexadecimal. */
  readonly credentialHash: string
  /** The same of the credential that will take its place once it is first used. */
  readonly nextCredentialHash: string | undefined
  readonly ticket: string
  /** The one before: its answer may have been lost. */
  readonly previousTicket: string | undefined
  readonly lastHeardAt: Instant | undefined
  /** What it said it still held at the last push. */
  readonly pendingCount: number
  /** The build of the app that it spoke with last; undefined: it did not speak yet. */
  readonly build: string | undefined
  readonly setAsideAt: Instant | undefined
}

/** As it is found before anybody knows of which library: that one's identity comes with it. */
export interface FoundDevice extends StoredDevice {
  readonly libraryIdentity: LibraryIdentity
}

export interface EnrolmentCode {
  readonly libraryId: LibraryId
  /** Keyed hash of the normalised code, hexadecimal. */
  readonly hash: string
  readonly expiresAt: Instant
  readonly usedAt: Instant | undefined
  /** The manager who asked for it; undefined: it was made on the endpoint's own machine. */
  readonly madeBy: LibrarianId | undefined
}

/** A manager's passphrase, which no row holds and no tablet pulls (PRIV-5). */
export interface StoredPassphrase {
  readonly librarianId: LibrarianId
  /** As `hashPassphrase` writes it; undefined until its owner has chosen one. */
  readonly verifier: string | undefined
  /** The one-time code by which its owner may choose it anew. */
  readonly code: { readonly hash: string; readonly expiresAt: Instant } | undefined
}

/** What lets one manager act on one tablet for a while, after the passphrase. */
export interface StoredPass {
  /** SHA-256 of the pass, hexadecimal. */
  readonly hash: string
  readonly deviceId: DeviceId
  readonly librarianId: LibrarianId
  readonly expiresAt: Instant
}

/** One document of the catalogue with its record, as the ILS lists it: one line of the file. */
export interface CatalogueEntry extends CatalogueItem {
  readonly isbn: string
  /** Year of publication as written; may be empty. */
  readonly year: string
  /** How often it was lent in its life; 0 or absent where the ILS does not tell. The most lent come first in a search. */
  readonly lent?: number
  /** In which language the title is written (BCP 47): told to patrons' pages alone. Empty or absent: no list said it. */
  readonly language?: string | undefined
}

/** A numbered export, kept with its bytes: asking again gives the same file, until `emptyBatches` leaves none. */
export interface StoredBatch {
  /** 1, 2, 3… in its library. */
  readonly number: number
  readonly day: LocalDate
  readonly format: ExportFormat
  readonly madeAt: Instant
  readonly loans: number
  readonly returns: number
  readonly settledAt: Instant | undefined
  readonly fileName: string
  readonly content: Uint8Array
}

/** One change of one section of the settings (SET-5): never rewritten. Its number is the section's version from then on. */
export interface SettingChange {
  /** 1, 2, 3… in its library, whatever the section. */
  readonly number: number
  readonly section: string
  readonly at: Instant
  /** undefined: a file, on the endpoint's own machine. */
  readonly by: LibrarianId | undefined
  /** What the section held before, and holds since: canonical JSON. */
  readonly was: string
  readonly became: string
  /** Open orders that it concerned. */
  readonly orders: number
}

/** Reads of one library, all of the same instant. */
export interface StoreReader {
  readonly addresses: AddressReader
  readonly journeys: JourneyReader
  readonly told: ToldReader
  readonly mailing: MailingReader
  readonly messages: MessageReader
  readonly figures: FigureReader
  library(): Promise<Library>
  /** The live row; a tombstone reads as undefined. May answer at once. */
  row<K extends RowKind>(kind: K, id: RowId<K>): Awaitable<RowOf<K> | undefined>
  /** All live rows of a kind, ordered by id. May answer at once. */
  rowsOf<K extends RowKind>(kind: K): Awaitable<readonly RowOf<K>[]>
  /** What erased rows of these subjects held, the last erased first: the endpoint's own memory, outside the base. */
  erasedRows(subjects: readonly string[]): Promise<readonly ErasedRow[]>
  /** The same of every erased row that holds a text. */
  erasedRowsHolding(text: string): Promise<readonly ErasedRow[]>
  /** Rows (tombstones included) of versions above `version`, in order of version, `limit` at most. */
  rowsAfter(version: number, limit: number): Promise<readonly StoredRow[]>
  /** Oldest version that a cursor may stand on without having missed an erased tombstone. */
  oldestCursor(): Promise<number>
  /** The chain at a version that once was a committed head; undefined: never was, or forgotten. */
  chainAt(version: number): Promise<string | undefined>
  /** When that version was written; undefined as above. */
  committedAt(version: number): Promise<Instant | undefined>

  receipt(operationId: OperationId, hash: string): Promise<Receipt | undefined>
  /** Every content received under one id: more than one is a case. */
  receiptsOf(operationId: OperationId): Promise<readonly Receipt[]>
  /** Those whose envelope holds a text, in order of reception: a walk through all, for a command and no request. */
  receiptsHolding(text: string): Promise<readonly Receipt[]>
  /** What waits in quarantine, in order of reception; without what was emptied. */
  quarantined(): Promise<readonly Receipt[]>
  /** How much of one tablet waits there, and of that what its manager may accept. */
  quarantineOf(deviceId: DeviceId): Promise<QuarantineSize>
  /** Of one tablet, what only the manager's word keeps there: some of it, after the first `skipped`, in order of reception. */
  apartOf(deviceId: DeviceId, page: { readonly skipped: number; readonly limit: number }): Promise<readonly Receipt[]>
  /** Accepted facts of these kinds that happened on a day, in order of reception: what an export is made of. */
  receiptsOfDay(day: LocalDate, types: readonly OperationKind[]): Promise<readonly Receipt[]>

  devices(): Promise<readonly StoredDevice[]>
  device(id: DeviceId): Promise<StoredDevice | undefined>
  enrolmentCode(hash: string): Promise<EnrolmentCode | undefined>
  /** Those that nobody has used and that are good at `now`, the first to end first. */
  openCodes(now: Instant): Promise<readonly EnrolmentCode[]>
  passphrase(librarianId: LibrarianId): Promise<StoredPassphrase | undefined>
  pass(hash: string): Promise<StoredPass | undefined>

  /** Changes of the settings, or of weeks of the rota, of numbers below `before`, the last first, `limit` at most. */
  settingChanges(before: number | undefined, limit: number, of?: 'settings' | 'rota'): Promise<readonly SettingChange[]>

  /** What was kept under a name by `keepMemo`; undefined: nothing yet. */
  memo(name: string): Promise<string | undefined>

  catalogueEntry(barcode: ItemBarcode): Promise<CatalogueEntry | undefined>
  /** Those of these that the catalogue has; undefined: it has nothing at all. */
  catalogued(barcodes: readonly ItemBarcode[]): Promise<ReadonlySet<string> | undefined>
  /** A record with its copies ordered by barcode; its texts are those of the first copy. */
  catalogueRecord(recordId: RecordId): Promise<BibliographicRecord | undefined>
  /** In which language the titles of these are written (BCP 47), of those of which it is known. */
  titleLanguages(recordIds: readonly RecordId[]): Promise<ReadonlyMap<RecordId, string>>
  /** All entries, ordered by barcode. */
  catalogue(): Promise<Iterable<CatalogueEntry>>
  catalogueCounts(): Promise<{ readonly items: number; readonly records: number }>
  /** Copies that may not leave, by why. */
  immobileCounts(): Promise<Readonly<Record<Immobility, number>>>

  batches(day: LocalDate | undefined): Promise<readonly StoredBatch[]>
  batch(number: number): Promise<StoredBatch | undefined>
}

export interface StoreTransaction extends StoreReader {
  readonly addresses: AddressWriter
  readonly journeys: JourneyWriter
  readonly told: ToldWriter
  readonly mailing: MailingWriter
  readonly messages: MessageWriter
  readonly figures: FigureStore
  /** Version of the last row written, those of this transaction included. */
  head(): number
  /** Writes a row under the next version, with chain and digest; the same content again changes nothing. Answers whether it changed. */
  writeRow(row: Row, now: Instant): Promise<boolean>
  /** Leaves a tombstone; false where there was nothing. A patron's address goes with the row, an order's messages too. What it held is remembered under `subject`, where one is given. */
  eraseRow<K extends RowKind>(kind: K, id: RowId<K>, now: Instant, subject?: string | undefined): Promise<boolean>
  /**
   * Forgets tombstones and chain links written before `before`; cursors older than them fetch the whole base. `held`: before which it forgets
   * what the rows held too.
   */
  forgetTombstones(before: Instant, held?: Instant): Promise<number>
  /** Runs `work`; when it throws, undoes its writes, and only them, and throws on. */
  savepoint<T>(work: () => Promise<T>): Promise<T>
  changeLibrary(change: Partial<Pick<Library, 'name' | 'epoch' | 'isDemo'>>): Promise<void>
  /** Shares the catalogue of a group from here on, or none; see `record-group.ts`. */
  shareCatalogue(group: string | undefined, isReplacing: boolean): Promise<Sharing>

  /** Adds a receipt, or replaces the outcome of one that is there (its envelope is never rewritten). */
  keepReceipt(receipt: Receipt): Promise<void>
  /**
   * Empties the envelopes of receipts received before `before`, `limit` of them at most, the oldest first; answers how many. Those in
   * quarantine stay, and those that left it less than a tombstone's life ago: they have yet to go out.
   */
  emptyReceipts(before: Instant, limit: number): Promise<number>
  /** Empties one envelope: its person asked to be forgotten. */
  emptyReceipt(receipt: Pick<Receipt, 'operationId' | 'hash'>): Promise<void>
  /** Rewrites what an erased row held, of the same kind and id. */
  rewriteErased(erased: Pick<ErasedRow, 'version' | 'row'>): Promise<void>
  /** Empties what waits in quarantine of one tablet, received before `before`: all, or what only a manager's word keeps there; answers how many. */
  emptyQuarantine(deviceId: DeviceId, before: Instant, isAll: boolean): Promise<number>
  keepDevice(device: StoredDevice): Promise<void>
  keepEnrolmentCode(code: EnrolmentCode): Promise<void>
  keepPassphrase(passphrase: StoredPassphrase): Promise<void>
  /** With its one-time code. */
  erasePassphrase(librarianId: LibrarianId): Promise<void>
  keepPass(pass: StoredPass): Promise<void>
  /** Ends a librarian's passes, on one tablet or on all, and those of anybody that are over. */
  endPasses(librarianId: LibrarianId, deviceId: DeviceId | undefined, now: Instant): Promise<void>

  /** Adds a change under the next number, which it answers. */
  addSettingChange(change: Omit<SettingChange, 'number'>): Promise<number>
  /** Forgets the changes of weeks of the rota before a section's name (« rota/2026-11-30 »): they are read by nobody any more. */
  forgetRotaChanges(before: string): Promise<void>

  /** Keeps a text of the endpoint's own under a name, outside the base: what the ILS said last, which number comes next. */
  keepMemo(name: string, value: string): Promise<void>
  /** Forgets those of which the name begins so, and whose value is a time before. */
  forgetMemos(start: string, before: Instant): Promise<void>

  /** Inserts or updates; `changed`: those that were new, or different. May be called for slices of a file. */
  writeEntries(entries: Iterable<CatalogueEntry>): Promise<{ readonly seen: number; readonly changed: number }>
  /** The same, and says which were new. */
  upsertCatalogue(
    entries: Iterable<CatalogueEntry>,
  ): Promise<{ readonly added: number; readonly updated: number; readonly unchanged: number }>
  removeFromCatalogue(barcodes: Iterable<ItemBarcode>): Promise<number>

  /** Adds a batch under the next number, with the lines that it tells; answers it. */
  addBatch(batch: Omit<StoredBatch, 'number'>, lines: readonly BatchLine[]): Promise<StoredBatch>
  /** Rewrites the file of a batch, without the lines of a person who asked to be forgotten. */
  rewriteBatch(number: number, content: Uint8Array): Promise<void>
  /** undefined: it is confirmed no more. */
  settleBatch(number: number, settledAt: Instant | undefined): Promise<void>
  /** Empties the files of batches made before `before`. */
  emptyBatches(before: Instant): Promise<void>
}

/** What is asked before a transaction begins, all at once. */
export interface AheadReader extends StoreReader {
  /** Asks for the lines that `name` names, and for what memory lacks of the library's rows; `row` says what it has. */
  readAhead(name: (row: DeskReader['get']) => readonly Asked[]): Promise<void>
}

export type Ahead = (reader: AheadReader) => Promise<unknown>

/** A line of a table, as the database has it. */
export type Line = Readonly<Record<string, unknown>>

export interface Store {
  /** The time of the database: processes that share one go by it, whatever their own clocks say. */
  now(): Instant
  /** `visited`: asked by the page, whose address named this library; it waits with what strangers press. */
  libraries(visited?: string): Promise<readonly Library[]>
  /** What each library keeps under this name, of those that keep anything; beside any write. */
  memosNamed(name: string): Promise<ReadonlyMap<LibraryId, string>>
  /** Refuses, by throwing, an id or a slug that is taken. */
  createLibrary(library: WantedLibrary): Promise<Library>
  /** Removes a library and all it holds. `standing`: false, and nothing is removed, where it stands otherwise. */
  removeLibrary(id: LibraryId, standing?: string): Promise<boolean>
  /** Names all that a library holds at this moment, but for when its tablets were heard. */
  standing(id: LibraryId): Promise<string>
  /** Every line of a library, table by table, all of one instant. */
  carryOut(id: LibraryId, take: (table: string, lines: readonly Line[]) => void): Promise<void>

  /**
   * One durable transaction, after those already asked for on this library; a throw undoes all of it. `ahead` goes out with its lock. Work
   * that reads ahead may run twice: it leaves nothing elsewhere.
   */
  transact<T>(libraryId: LibraryId, work: (transaction: StoreTransaction) => Promise<T>, ahead?: Ahead): Promise<T>
  /** Reads of one instant, beside any write; for the page, which strangers press, in a queue of its own. */
  read<T>(libraryId: LibraryId, work: (reader: StoreReader) => Promise<T>, whose?: 'page'): Promise<T>

  /** The library comes from the credential or the code, so these two look in all of them; never to be awaited inside a transaction. */
  device(id: DeviceId): Promise<FoundDevice | undefined>
  enrolmentCode(hash: string): Promise<EnrolmentCode | undefined>
  /** 256 random bits under a name, made at the first call, hexadecimal. */
  secret(name: string): Promise<string>

  /** Counts what is tried, alone against every other process; never to be awaited inside a transaction. */
  tally<T>(work: (tallies: Tallies) => Promise<T>): Promise<T>

  /** Called when a library's head may have moved, by this process or by another one (an import). Answers the function that stops it. */
  watch(listener: (libraryId: LibraryId) => void): () => void
  /** After an erasing: what was erased leaves the files beside the database too, as far as nobody reads them (PRIV-3). */
  foldErased(): Promise<void>
  /** Throws when the store cannot write to disk now. */
  assertWritable(): Promise<void>
  close(): Promise<void>
}
