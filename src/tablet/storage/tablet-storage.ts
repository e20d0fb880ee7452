/**
 * What a tablet keeps on its disk, and the only door to it. Runs in the page; IndexedDB stands behind it, and a model in memory in tests:
 * both pass tests/contract/tablet/storage.test.ts.
 * Each method is one durable transaction: when its promise resolves, a power cut changes nothing. The outbox's shape is frozen for ever:
 * upgrades add, and what was written is never rewritten.
 */
import type { Call } from '../../domain/call/call.ts'
import type { Pile } from '../../domain/handover/pile.ts'
import type { Visit } from '../../domain/handover/visit.ts'
import type { DeviceId, DeviceLetter, LibrarianId, LibraryIdentity, OperationId, OrderId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { NoteDraft } from '../../domain/order/note-draft.ts'
import type { Row, RowKind } from '../../domain/row/desk-state.ts'
import type { OutcomeKind } from '../../protocol/push.ts'
import type { Farewell } from '../desk.ts'

/** An operation that no endpoint acknowledged yet. */
export interface OutboxEntry {
  /** Grows with each commit on this tablet, all tabs together: the order of the push. */
  readonly seq: number
  readonly operationId: OperationId
  /** SHA-256 of `text`, hexadecimal. */
  readonly hash: string
  /** Canonical JSON of the envelope, kept and sent to the byte. */
  readonly text: string
  /** When it was pressed. */
  readonly at: Instant
  /** Where; absent: in the library that it was enrolled in. */
  readonly library?: LibraryIdentity | undefined
  /** When an endpoint that was put back since first said that it is accepted, by its clock: it is asked to do so again. */
  readonly accepted?: Instant | undefined
}

export type NewOutboxEntry = Omit<OutboxEntry, 'seq'>

/** An operation that waits for a library which this tablet is not enrolled in any more. */
export interface EntryElsewhere extends OutboxEntry {
  readonly libraryName: string
}

/** An operation that the endpoint has, and what it said of it. Kept 14 days (PROTOCOL.md, Epoch). */
export interface Acknowledged extends OutboxEntry {
  readonly outcome: OutcomeKind
  /** The view shows the operation as pending until the base has reached this version. */
  readonly version: number
  readonly caseId: string | undefined
  readonly reason: string | undefined
  readonly acknowledgedAt: Instant
}

/** Answered while the disk took nothing: a press that was pushed directly, and what waited before it. */
export type UnkeptAnswer = Omit<Acknowledged, 'seq'>

export interface Acknowledgement extends Pick<Acknowledged, 'operationId' | 'hash' | 'outcome' | 'version' | 'caseId' | 'reason'> {
  /** When the endpoint had received it first, where this was not the first time. */
  readonly accepted?: Instant | undefined
}

/** Who this tablet is for the endpoint. */
export interface Identity {
  readonly deviceId: DeviceId
  readonly letter: DeviceLetter
  /** 256 random bits, hexadecimal. */
  readonly credential: string
  /** The one before, for an endpoint that does not know the one in use: its database was put back, or never heard of it. */
  readonly formerCredential: string | undefined
  /** When the one in use came, by the endpoint's clock; undefined: not known, so that it is renewed at once. */
  readonly credentialAt: Instant | undefined
  /** Each exchange gives the next one. */
  readonly ticket: string
  readonly epoch: string
  readonly library: LibraryIdentity
  readonly libraryName: string
}

export type Credential = Pick<Identity, 'credential' | 'formerCredential' | 'credentialAt'>

/** How far the base goes. */
export interface BaseMark {
  readonly cursor: string
  readonly epoch: string
  readonly version: number
  /** As the endpoint gave it; the tablet's own sum must equal it. */
  readonly digest: string
  readonly at: Instant
}

export interface BaseRow {
  readonly kind: RowKind
  readonly id: string
  readonly version: number
  /** null: a tombstone; it is never stored. */
  readonly row: Row | null
}

/** Errors in a row at the PIN of one librarian. */
export interface PinErrors {
  readonly count: number
  readonly waitUntil: Instant
}

/** All that a start needs, read at one instant. */
export interface StoredTablet {
  readonly identity: Identity | undefined
  readonly lost: string | undefined
  /** Of a tablet that was set aside and has erased itself. */
  readonly farewell: Farewell | undefined
  readonly mark: BaseMark | undefined
  /** Of the base that is still here, from a database that was put back: until the next pull. */
  readonly lostMark: BaseMark | undefined
  readonly base: readonly BaseRow[]
  readonly outbox: readonly OutboxEntry[]
  /** In order; never shown over the base, never sent from here. */
  readonly elsewhere: readonly EntryElsewhere[]
  /** Those that the base has not reached. */
  readonly unreached: readonly Acknowledged[]
  readonly visits: readonly Visit[]
  readonly noteDrafts: readonly NoteDraft[]
  readonly calls: readonly Call[]
  /** Milliseconds to add to this tablet's clock. */
  readonly clockOffset: number
}

export interface CommittedPull {
  readonly isWhole: boolean
  readonly rows: readonly BaseRow[]
  readonly mark: BaseMark
}

/** True: written. False: another tab leads now, nothing was written (PROTOCOL.md, The tablet). */
export type Fenced = boolean

/** The operations of this tablet: those that wait, and those that the endpoint has. */
export interface OperationStorage {
  /**
   * `ends`: with the pile in hand that it ends; a kill between the two would offer the same handover again (HO-6). Rejects what was
   * composed for another library: another tab enrolled the tablet meanwhile.
   */
  append(entry: NewOutboxEntry, ends?: Pick<Pile, 'card' | 'orderId'>): Promise<OutboxEntry>
  /** The oldest `limit` entries, in order. */
  pending(limit: number): Promise<readonly OutboxEntry[]>
  pendingCount(): Promise<number>
  /**
   * Moves what was received out of the outbox, gives what was in quarantine its new outcome, and keeps the next ticket, and the library
   * where it is learnt, together. Unknown (id, hash) pairs are left alone.
   */
  acknowledge(
    term: number,
    results: readonly Acknowledgement[],
    exchange: { readonly at: Instant; readonly clockOffset: number } & Pick<Identity, 'ticket'> &
      Partial<Pick<Identity, 'library' | 'libraryName'>>,
  ): Promise<Fenced>
  /**
   * Keeps what was answered while the disk took nothing, with its ticket if that is the later one. Under another epoch, or a new
   * enrolment, it waits in the outbox to be told again. Nothing of another library is written.
   */
  keepReceived(received: readonly UnkeptAnswer[], identity: Identity): Promise<void>
  /** After a change of epoch: what was acknowledged since goes back to its place in the outbox, except what was refused and never accepted. */
  returnToOutbox(term: number, epoch: string, since: Instant): Promise<Fenced>
  /** Newest first. */
  acknowledged(): Promise<readonly Acknowledged[]>
  forgetAcknowledgedBefore(at: Instant): Promise<void>
}

/** Who this tablet is, and which of its tabs leads. */
export interface IdentityStorage {
  /** The next leader's term, and where the disk stands, cursor and ticket: whoever holds an older term writes no more. */
  takeTerm(): Promise<{ readonly term: number; readonly cursor: string | undefined; readonly ticket: string | undefined }>
  /** True while no other tab took a later term. */
  isLeading(term: number): Promise<boolean>
  /**
   * Ends every term, so that answers to the former identity change nothing. `leaving`: the library that the tablet leaves; its base goes,
   * and what waits for it is put apart. What waits for this one comes back.
   */
  keepIdentity(identity: Identity, leaving?: string): Promise<void>
  keepCredential(term: number, credential: Credential): Promise<Fenced>
  /**
   * Keeps why this tablet is enrolled no more, as whoever spoke with this credential was told. False, and nothing kept, where the disk has
   * another one by now: somebody gave a code while the answer was on the line.
   */
  keepLost(reason: string | undefined, credential: string | undefined): Promise<boolean>
  /**
   * Erases all but what waits for another library, and keeps that the tablet was set aside, with the farewell that it answers. Where
   * something waits for this library nothing is erased: undefined. Ends every term.
   */
  eraseAll(): Promise<Farewell | undefined>
  /** After `eraseAll`: removes the database itself, where nothing waits in it, and begins an empty one that still knows the farewell. */
  removeDatabase(): Promise<void>
}

export interface TabletStorage extends OperationStorage, IdentityStorage {
  /** Opens, and upgrades if need be; rejects with `StorageBlocked` when another tab of an older build holds the database. */
  load(): Promise<StoredTablet>
  /** Reopens a connection that the browser dropped (WebKit does), and makes a database that is not there; else does nothing. */
  probe(): Promise<void>
  /** Rows, tombstones and cursor together; a higher version of a row wins. */
  commitPull(term: number, pull: CommittedPull): Promise<Fenced>
  keepVisits(visits: readonly Visit[]): Promise<void>
  /** Beside those that another tab keeps. `undefined`: it is written no more. */
  keepNoteDraft(orderId: OrderId, draft: NoteDraft | undefined): Promise<void>
  /** Beside those that another tab keeps. `undefined`: it was saved as an order, or given up. */
  keepCall(orderId: OrderId, call: Call | undefined): Promise<void>
  nextOrderCounter(): Promise<number>
  pinErrors(librarianId: LibrarianId): Promise<PinErrors | undefined>
  keepPinErrors(librarianId: LibrarianId, errors: PinErrors | undefined): Promise<void>
  close(): void
}

/** Another tab runs an older build and does not let go of the database. */
export class StorageBlocked extends Error {}

export const farewellOf = (received: readonly Acknowledged[]): Farewell => ({
  sent: received.length,
  apart: received.filter(({ outcome }) => outcome === 'quarantined').length,
})

/** An entry with what became of it. When it was accepted first is said once: what a lost history said of it goes before. */
export const toAcknowledged = <E extends OutboxEntry>(entry: E, result: Acknowledgement, at: Instant) => ({
  ...entry,
  ...result,
  accepted: entry.accepted ?? result.accepted,
  acknowledgedAt: at,
})

/** As it goes back to the outbox: with the time of its first acceptance, which orders it among those of other tablets. */
export const toReturn = <E extends UnkeptAnswer>({ outcome, version, caseId, reason, acknowledgedAt, ...entry }: E) =>
  outcome === 'quarantined' ? entry : { ...entry, accepted: entry.accepted ?? acknowledgedAt }

/**
 * True of what goes back to the outbox after a change of epoch. A refusal was shown to a person: asking again could grant it behind their
 * back. What was accepted is lost if nobody says it again.
 */
export const isToReturn = ({ outcome, accepted }: Pick<UnkeptAnswer, 'outcome' | 'accepted'>): boolean =>
  outcome !== 'refused' || accepted !== undefined

/** True where the disk has an identity, and not the one of this credential. */
export const isAnother = (identity: Identity | undefined, credential: string | undefined): boolean =>
  identity !== undefined && identity.credential !== credential

/** True when what was in quarantine has left it: the one way in which an outcome moves (PROTOCOL.md, Push). */
export const isReleased = (known: OutcomeKind | undefined, outcome: OutcomeKind): boolean =>
  known === 'quarantined' && outcome !== 'quarantined'
