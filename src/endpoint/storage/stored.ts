/**
 * What the endpoint keeps, line by line: the shapes, and the table of each, whose columns the schema has (`sql-schema.ts`). Runs on the
 * endpoint and in its commands. Tables that one room alone reads stand with it: `messages.ts`, `journeys.ts`.
 */
import type { ErasedRow } from '../../domain/desk/erased-row.ts'
import type { CaseId, DeviceId, DeviceLetter, LibrarianId, LibraryId, LibraryIdentity, OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { CatalogueItem } from '../../domain/item/record.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { OperationKind } from '../../domain/operation/operation.ts'
import type { Row, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import type { ExportFormat } from '../../protocol/management.ts'
import type { OutcomeKind } from '../../protocol/push.ts'
import { tableOf } from './line-table.ts'

/** A value now, or later: SQLite answers at once, a database over the network does not (see `storage/store.ts`). */
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

export interface RowLine {
  readonly kind: RowKind
  readonly id: string
  readonly version: number
  /** null: a tombstone. */
  readonly json: string | null
  readonly hash: string
  /** What `json` says, once somebody asked. */
  value?: Row
}
/** What is frozen already is so whole: a row shares most of it with the one before. */
export const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(freeze)
  return value
}
const texts = new WeakMap<object, string>()
/** The text of a row that nobody changes, made once. */
export const textOfRow = (row: Row): string => {
  const text = texts.get(row) ?? canonicalJson(row, texts)
  texts.set(row, text)
  return text
}
/** Read once, for all who ask: nobody changes it. Rows are written by `writeRow` only, from the domain's own type. */
export const rowOf = <K extends RowKind>(line: RowLine | undefined): RowOf<K> | undefined => {
  if (line === undefined || line.json === null) return undefined
  line.value ??= freeze(JSON.parse(line.json) as Row)
  return line.value as RowOf<K>
}
export const rowTable = tableOf<RowLine>('row', { group: ['kind'], orderBy: 'id' })

export const memoTable = tableOf<{ readonly name: string; readonly value: string }>('memo')

/** What an erased row held; `json` says it. */
export type ErasedLine = Omit<ErasedRow, 'row'> & { readonly subject: string; readonly json: string }
/** Only ever read by lines. */
export const erasedTable = tableOf<ErasedLine>('erased_row', { group: ['subject'], index: 'erased_row_by_subject' })

/** Only ever read by lines. */
export const linkTable = tableOf<{ readonly version: number; readonly chain: string; readonly committedAt: Instant }>('chain_link')

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
export const receiptTable = tableOf<Receipt>('receipt', {
  key: ['operationId', 'hash'],
  group: ['operationId'],
  orderBy: 'number',
  kept: ['envelope', 'deviceId', 'receivedAt'],
})

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
export const deviceTable = tableOf<StoredDevice>('device', { called: { revoked_at: 'setAsideAt' } })

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
export const codeTable = tableOf<EnrolmentCode>('enrolment_code', { kept: ['madeBy'] })

/** A manager's passphrase, which no row holds and no tablet pulls (PRIV-5). */
export interface StoredPassphrase {
  readonly librarianId: LibrarianId
  /** As `hashPassphrase` writes it; undefined until its owner has chosen one. */
  readonly verifier: string | undefined
  /** The one-time code by which its owner may choose it anew. */
  readonly code: { readonly hash: string; readonly expiresAt: Instant } | undefined
}
export const passphraseTable = tableOf<{
  readonly librarianId: LibrarianId
  readonly verifier: string | undefined
  readonly codeHash: string | undefined
  readonly codeExpiresAt: Instant | undefined
}>('passphrase', { called: { librarian: 'librarianId' } })

/** What lets one manager act on one tablet for a while, after the passphrase. */
export interface StoredPass {
  /** SHA-256 of the pass, hexadecimal. */
  readonly hash: string
  readonly deviceId: DeviceId
  readonly librarianId: LibrarianId
  readonly expiresAt: Instant
}
export const passTable = tableOf<StoredPass>('manager_pass', { called: { device: 'deviceId', librarian: 'librarianId' } })

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
export const batchTable = tableOf<StoredBatch>('export_batch')

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
export const changeTable = tableOf<SettingChange>('setting_change', { called: { librarian: 'by' } })
