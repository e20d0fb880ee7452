/**
 * The tablet as its screens see it: what is known, what can be done, and how each thing done fared. The only door from `ui` to effects.
 * Screens call `perform` with an operation; the desk gives it its identity, its causal base and its place on the disk, and answers only
 * when it is there ("Enregistré" is never said by hope).
 */
import type { Call } from '../domain/call/call.ts'
import type { BeyondRights } from '../domain/figures/counted.ts'
import type { DaysOf, Figures } from '../domain/figures/figures.ts'
import type { Visit } from '../domain/handover/visit.ts'
import type { CaseId, DeviceId, DeviceLetter, ItemBarcode, LibrarianId, LibraryIdentity, OperationId, OrderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { CatalogueItem } from '../domain/item/record.ts'
import type { Librarian, Member, TeamEnd } from '../domain/librarian/librarian.ts'
import type { LocalDate, LocalMoment } from '../domain/local-date.ts'
import type { MailingEnd, MailingLook } from '../domain/message/mailing.ts'
import type { MessageAct, MessageKind, MessageLanguage, sendAfterAll } from '../domain/message/message.ts'
import type { Sample, TrialEnd } from '../domain/message/sample-messages.ts'
import type { SenderCheck } from '../domain/message/sender-check.ts'
import type { Template } from '../domain/message/template.ts'
import type { Envelope, Operation } from '../domain/operation/operation.ts'
import type { Refusal } from '../domain/operation/refusal.ts'
import type { NoteDraft } from '../domain/order/note-draft.ts'
import type { RotaWeekValue } from '../domain/rota/rota-week.ts'
import type { DeskState } from '../domain/row/desk-state.ts'
import type { Reading } from '../domain/scan/judge-text.ts'
import type { CatalogueFilter, CatalogueFindings, CatalogueLists } from '../domain/search/catalogue-findings.ts'
import type { SectionName, SectionValue } from '../domain/settings/settings.ts'
import type { ExportBatch, SettingChangeText } from '../protocol/management.ts'
import type { Answered } from '../protocol/routes.ts'
import type { IlsActs } from './management/ils-look.ts'
import type { ManagementResult, Read, Said } from './management/management-result.ts'
import type { MessageFilter, MessagesLook, WantedMailing } from './management/messages-look.ts'

/** Where the tablet is in its life. */
export type Phase =
  | { readonly kind: 'starting' }
  /** Storage cannot be opened: what the person should do is said by `reason`. */
  | { readonly kind: 'unusable'; readonly reason: 'no-storage' | 'blocked-by-other-tab' }
  | { readonly kind: 'not-enrolled' }
  /** The endpoint no longer serves this tablet: what it has not transmitted is kept, a new code is needed. */
  | { readonly kind: 'enrolment-lost'; readonly reason: EnrolmentLoss; readonly farewell?: Farewell }
  /** First download of the base. `total` 0 while unknown; rows. */
  | { readonly kind: 'downloading'; readonly done: number; readonly total: number }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'signed-in'; readonly librarian: Librarian }

/** What became of what a tablet held that was set aside: all that it still knows, and nothing personal. */
export interface Farewell {
  /** Operations received in the 14 days before. */
  readonly sent: number
  /** Of these, those that wait for a manager. */
  readonly apart: number
}

/** Why the endpoint serves this tablet no more; the base is erased for `revoked` alone, once the outbox was received (PRIV-2). */
export type EnrolmentLoss =
  | 'credential-unknown'
  | 'revoked'
  | 'two-tablets-one-identity'
  | 'other-library'
  /** The browser erased what was kept here; nothing says what had not been transmitted. */
  | 'storage-erased'

/** How the last exchange went, whatever the browser believes (`navigator.onLine` decides nothing). `pageShutUntil`: as `PullAnswer` says it. */
export type Link =
  | { readonly kind: 'online'; readonly lastExchangeAt: Instant; readonly pageShutUntil?: Instant }
  | { readonly kind: 'offline'; readonly since: Instant | undefined }
  /** The endpoint answers, but refuses what we ask; `problem` is one of the protocol's codes. */
  | { readonly kind: 'problem'; readonly problem: string }

/** What became of an operation made on this tablet: the three words, and where it stopped. */
export type Journey =
  | { readonly kind: 'recorded-here' }
  | { readonly kind: 'transmitted'; readonly at: Instant; readonly caseId: CaseId | undefined }
  | { readonly kind: 'settled'; readonly at: Instant }
  | { readonly kind: 'refused'; readonly at: Instant; readonly reason: string }
  | { readonly kind: 'quarantined'; readonly at: Instant; readonly reason: string }

export interface OwnOperation extends Pick<Envelope, 'operationId' | 'type' | 'librarianId' | 'at'> {
  /** undefined: a newer build wrote it here, in a shape that this one does not read. */
  readonly payload: Operation | undefined
  readonly journey: Journey
}

/** A failure to write; `outcome` says what is known of it (PROTOCOL.md, The tablet). */
export type SaveFailure = { readonly kind: 'not-saved' } | { readonly kind: 'unknown' }

export type PerformResult =
  | { readonly kind: 'saved'; readonly operationId: OperationId }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly failure: SaveFailure }

/** A reading after the judgement: what kind of number it is here, and by which means it came. */
export type WholeScan = Reading & { readonly by: ScanSource }
/** Of part of a code nothing can be told: it is to be scanned again. */
export type Scan = WholeScan | { readonly kind: 'cut-short'; readonly by: ScanSource }
export type ScanSource = 'camera' | 'gun' | 'typed'

export type CameraState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening' }
  | {
      readonly kind: 'open'
      readonly torch: 'absent' | 'off' | 'on'
      readonly cameras: readonly { readonly id: string; readonly label: string }[]
      /** The one of `cameras` that is open, where the browser says. */
      readonly cameraId?: string | undefined
      /** Absent where the camera offers none; `value` 1 is the whole picture. */
      readonly zoom?: { readonly min: number; readonly max: number; readonly step: number; readonly value: number } | undefined
      /** What keeps it from reading: several codes and none in the middle, or a black picture. */
      readonly hint?: 'several' | 'black' | undefined
    }
  | { readonly kind: 'failed'; readonly reason: 'no-camera' | 'refused' | 'busy' | 'insecure' | 'unknown' }

export interface Camera {
  readonly state: CameraState
  /** Shows the stream in `video` and reads from it until `close`. */
  open(video: HTMLVideoElement, cameraId?: string): Promise<void>
  close(): void
  setTorch(on: boolean): Promise<void>
  setZoom(value: number): Promise<void>
}

/** Two libraries may have one name. */
export interface WaitingElsewhere {
  /** undefined: it was left before the tablet learnt which it is. */
  readonly library: LibraryIdentity | undefined
  readonly libraryName: string
  readonly count: number
}

/** What keeps the catalogue's file from this tablet; `cut`: it did not come whole, and the next exchange asks again. */
export type CatalogueArrival = { readonly kind: 'coming'; readonly share: number } | { readonly kind: 'cut' | 'no-room' }

/** What the tablet keeps besides the rows, as the bar and the screens show it. Immutable: a change is a new object. */
export interface DeskSnapshot {
  readonly phase: Phase
  /** Base with pending operations applied. */
  readonly state: DeskState
  /** Grows by 1 whenever `state` may have changed: a screen's memo key. */
  readonly revision: number
  readonly link: Link
  readonly pendingCount: number
  /** Age of the oldest untransmitted operation counts from here. */
  readonly oldestPendingAt: Instant | undefined
  /** What waits for libraries in which this tablet was enrolled before; counted in nothing else. */
  readonly elsewhere: readonly WaitingElsewhere[]
  readonly openCaseCount: number
  readonly deviceLetter: DeviceLetter | undefined
  /** A newer build waits; it is never forced. */
  readonly update: 'none' | 'offered'
  /** What the browser answered when asked for storage that it does not evict. */
  readonly persistence: 'granted' | 'refused' | 'unknown'
  /** How the catalogue's file comes; undefined: it is here, or none is named. */
  readonly catalogueArrival: CatalogueArrival | undefined
  readonly camera: CameraState
  /** Handovers in the making: at most one in hand, the others put aside (HO-6). */
  readonly visits: readonly Visit[]
  /** Notes being written on orders' sheets (ORD-8). */
  readonly noteDrafts: readonly NoteDraft[]
  /** Orders in the making on the telephone: at most one in hand, the others put aside (PHONE-12). */
  readonly calls: readonly Call[]
  /** The base's last refresh; undefined before the first. */
  readonly baseAt: Instant | undefined
  /** When an exchange last got stuck on this page and was given up. */
  readonly lastStuckAt: Instant | undefined
}

export interface Desk {
  readonly snapshot: DeskSnapshot
  /** Called after each change of `snapshot`; answers the function that stops it. */
  subscribe(listener: () => void): () => void
  /** Of this tablet's app. */ readonly build: string
  /** The tablet's clock corrected by the endpoint's, and the library's wall clock. */
  now(): { readonly at: Instant } & LocalMoment
  toLocal(at: Instant): LocalMoment
  /** What this tablet's clock lacks to say the endpoint's time. Milliseconds; 0 before the first exchange. */
  clockOffset(): number

  /** `name` may be empty. Refused with one of the protocol's problem codes, 'unreachable' or 'no-storage'. */
  enrol(code: string, name: string): Promise<{ readonly kind: 'enrolled' } | { readonly kind: 'refused'; readonly problem: string }>
  /** Works offline. After five errors each try waits: `retryAfterMs`. */
  signIn(
    librarianId: LibrarianId,
    pin: string,
  ): Promise<{ readonly kind: 'signed-in' } | { readonly kind: 'wrong-pin'; readonly retryAfterMs: number }>
  signOut(): void

  /** Checks with the domain's `decide`, commits, then answers. `takesOver`: a colleague's claim that the person was told of (PULL-3). */
  perform(operation: Operation, takesOver?: OperationId): Promise<PerformResult>
  /** A fresh label for an order made on this tablet, "B-017" (ORD-2). */
  nextOrderNumber(): Promise<string>
  newOrderId(): OrderId

  keepVisits(visits: readonly Visit[]): Promise<void>
  /** At each letter: the last text wins, and the disk is written as fast as it can. `undefined`: kept as a note, or given up (ORD-8). */
  keepNoteDraft(orderId: OrderId, draft: Omit<NoteDraft, 'orderId'> | undefined): Promise<void>

  /** The same, of an order in the making on the telephone. `undefined`: it was placed, or given up (PHONE-9). */
  keepCall(orderId: OrderId, call: Call | undefined): Promise<void>

  /** Newest first; includes acknowledged ones of the last 14 days. */
  ownOperations(): Promise<readonly OwnOperation[]>
  tryNow(): void

  /** Any barcode → its record, offline; undefined where the catalogue does not know it or is not there yet. */
  findItem(barcode: ItemBarcode): Promise<CatalogueItem | undefined>

  /** The catalogue as one types, offline; undefined where it is not on this tablet yet. Rejects when it does not answer. */
  searchCatalogue(query: string, filter?: CatalogueFilter): Promise<CatalogueFindings | undefined>
  /** Of the whole catalogue, whether anybody ordered of it or not (SET-15); undefined and rejects as a search does. */
  catalogueLists(): Promise<CatalogueLists | undefined>

  /** Readings from the gun (wherever the focus is) and from the camera, judged. Answers the function that stops it. */
  onScan(listener: (scan: Scan) => void): () => void
  /** The same judgement for what was typed. */
  judgeTyped(text: string): Scan
  readonly camera: Camera

  /** What the endpoint's counters say of some days; off line, what they said last while this page was open. */
  readFigures(days: DaysOf): Promise<ManagementResult<FiguresRead>>

  /** Takes the offered update: reloads. Screens call it only when no handover or form is open. */
  takeUpdate(): void

  /** Another desk, on invented rows and with its network cut; nothing done there reaches this one. `onLeave` is called when it is left. */
  rehearse(onLeave: () => void): Promise<RehearsalDesk>

  /** The manager's acts, on line only; `problem` is one of the protocol's codes, 'passphrase-missing' or 'unreachable'. */
  readonly management: IlsActs & {
    /** Until when acts ask for no passphrase (PRIV-5); undefined: the next one does. It ends with whoever is signed in. */
    passUntil(): Instant | undefined
    enterPassphrase(passphrase: string): Promise<ManagementResult<true>>
    /** By the one-time code, or by the passphrase before; acts may follow. */
    choosePassphrase(proof: PassphraseProof, passphrase: string): Promise<ManagementResult<true>>
    /** A one-time code for another manager, who forgot theirs; by the passphrase itself. */
    offerPassphraseCode(passphrase: string, forLibrarianId: LibrarianId): Promise<ManagementResult<OfferedCode>>

    createEnrolmentCode(): Promise<ManagementResult<Said<'enrolment-code'>>>
    /** What the endpoint knows of its tablets at this minute, and the codes that nobody has used yet. */
    listTablets(): Promise<ManagementResult<TabletList>>
    /** A code that nobody has used lets nobody in any more. */
    cancelCode(codeId: string): Promise<ManagementResult<true>>
    listExports(day: LocalDate): Promise<ManagementResult<ExportList>>
    exportDay(day: LocalDate, format: 'koc' | 'csv', number?: number): Promise<ManagementResult<ExportFile>>
    /** The lines of a batch that waits to be loaded. */
    listBatchLines(number: number): Promise<ManagementResult<readonly BatchLine[]>>
    /** But for the lines that the ILS refused, each with its words. */
    settleExport(number: number, refused?: ReadonlyMap<number, string>): Promise<ManagementResult<ExportBatchLine>>
    /** It was said by mistake: the batch waits again. */
    unsettleExport(number: number): Promise<ManagementResult<ExportBatchLine>>
    /** A lost tablet is waited for no more (CASE-4); `reason` is not empty. */
    setTabletAside(deviceId: DeviceId, reason: string): Promise<ManagementResult<true>>
    /** After a restore this tablet is awaited no more, or again (CASE-25). */
    goOnWithout(deviceId: DeviceId, isWithout: boolean): Promise<ManagementResult<true>>
    /** What a tablet that was set aside handed over, after the first `skipped`, each with what it would make of the library (CASE-6). */
    listApart(deviceId: DeviceId, skipped: number): Promise<ManagementResult<ApartList>>
    /** Some of that is applied after all; `left` waits on. */
    acceptQuarantined(
      deviceId: DeviceId,
      operations: readonly OperationId[] | undefined,
    ): Promise<ManagementResult<{ readonly accepted: number; readonly left: number }>>
    /** Replaces a section that is still of the version seen (SET-3). */
    changeSetting(section: SectionName, expectedVersion: number, value: SectionValue): Promise<ManagementResult<SettingEnd>>
    /** What became of the messages (MSG-9): those of a filter, with what may be done. Asks for no pass, and the next neither. */
    lookAtMessages(filter: MessageFilter): Promise<ManagementResult<MessagesLook>>
    /** False: it is no longer as it was seen. */
    actOnMessage(key: string, act: MessageAct | typeof sendAfterAll): Promise<ManagementResult<boolean>>
    /** How the mailing of the guide stands (MSG-13); asks for no pass. */
    lookAtMailing(): Promise<ManagementResult<MailingLook>>
    actOnMailing(wanted: WantedMailing): Promise<ManagementResult<MailingEnd>>
    /** What is read of the domain that mails are sent from (MSG-12); absent: a demo, or no relay is named. */
    checkSender(): Promise<ManagementResult<{ readonly check: SenderCheck | undefined }>>
    /** The letter that a template makes of a sample, to an address that the manager typed (MSG-10). */
    sendTrial(trial: WantedTrial): Promise<ManagementResult<TrialEnd>>
    /** The same of a week of the rota; asks for no pass (ROTA-1). */
    changeRotaWeek(monday: LocalDate, expectedVersion: number, value: RotaWeekValue): Promise<ManagementResult<SettingEnd<RotaWeekValue>>>
    /** The changes below a number, or the last ones; asks for no pass. */
    readSettingJournal(before?: number): Promise<ManagementResult<SettingJournal>>
    /** How many names the coming night would take, were they kept so many days; asks for no pass. */
    countIdleNames(keepNameDays: number): Promise<ManagementResult<number>>
    /** Of the documents that left with a reason in four weeks, for how many these rights would ask one; asks for no pass. */
    weighRights(value: SectionValue): Promise<ManagementResult<BeyondRights>>
    /**
     * Somebody joins (`id` undefined), is changed where still as `seen`, or goes who was added by mistake (`wanted` undefined); a code ends a
     * PIN; its owner needs no pass (SET-12).
     */
    changeTeam(id: LibrarianId | undefined, seen: Member | undefined, wanted: Member | undefined): Promise<ManagementResult<TeamEnd>>
    offerPinCode(id: LibrarianId): Promise<ManagementResult<OfferedCode>>
    choosePin(id: LibrarianId, code: string, pin: string): Promise<ManagementResult<true>>
    /** The first manager of a library that has nobody yet (SET-17); acts may follow once they are signed in. */
    foundTeam(name: string, pin: string, passphrase: string): Promise<ManagementResult<true>>
  }
}

/** A rehearsal of a cut: screens work on it as on the desk itself. */
export interface RehearsalDesk extends Desk {
  /** When the network comes back by itself. */
  readonly networkBackAt: Instant
  /** Ends the cut now. */
  restoreNetwork(): void
  leave(): void
}

export interface FiguresRead {
  readonly figures: Figures
  /** When the endpoint told them. */
  readonly at: Instant
  /** Told before, and not now: it is not reached. */
  readonly isLast: boolean
}
export type { BroughtKind, BroughtReport } from './management/import-acts.ts'
export type { MessageFilter, MessageLine, MessagesLook } from './management/messages-look.ts'
export interface WantedTrial extends Template {
  readonly to: string
  readonly kind: MessageKind
  readonly language: MessageLanguage
  readonly sample: Sample
}
export type PassphraseProof = { readonly code: string } | { readonly former: string }
export type { ManagementResult }
export type OfferedCode = Said<'passphrase-code'>
/** One change of a section, as the journal has it (SET-5). */
export interface SettingChange<Value = SectionValue> extends Omit<Read<SettingChangeText>, 'librarianId' | 'was' | 'became'> {
  /** undefined: a file, on the endpoint's own machine. */
  readonly by: LibrarianId | undefined
  readonly was: Value
  readonly became: Value
}
/** `stale` and `refused` wrote nothing. */
export type SettingEnd<Value = SectionValue> =
  | { readonly kind: 'changed'; readonly version: number }
  | { readonly kind: 'stale'; readonly version: number; readonly change: SettingChange<Value> | undefined }
  | { readonly kind: 'refused'; readonly faults: NonNullable<Said<'setting'>['faults']> }
export interface SettingJournal {
  readonly changes: readonly SettingChange[]
  readonly isWhole: boolean
  /** When each tablet that is waited for last spoke; undefined: never yet. */
  readonly heardAt: ReadonlyMap<DeviceId, Instant | undefined>
}
export interface ExportBatchLine extends Omit<Read<ExportBatch>, 'settledAt'> {
  readonly settledAt: Instant | undefined
  /** A person types it into the ILS, which loads nothing (ILS-46). */
  readonly isRetyped: boolean
}
export interface BatchLine extends Read<Said<'export-lines'>['lines'][number]> {}
export interface ExportList extends Pick<Said<'export-list'>, 'waiting'> {
  readonly batches: readonly ExportBatchLine[]
  readonly otherDays: NonNullable<Said<'export-list'>['otherDays']>
}
export interface TabletList {
  /** Those in service. */
  readonly tablets: readonly (Omit<Said<'tablets'>['tablets'][number], 'lastHeardAt'> & { readonly lastHeardAt: Instant | undefined })[]
  readonly codes: readonly OpenCode[]
}
export interface OpenCode extends Omit<Said<'tablets'>['codes'][number], 'codeId'> {
  /** Names it, and opens nothing. */
  readonly id: string
}
/** A newer endpoint may know kinds of operations that this build does not. */
export type ApartGesture = Omit<Answered<'apart-list'>['gestures'][number], 'found'> & Pick<Said<'apart-list'>['gestures'][number], 'found'>
export interface ApartList {
  /** All that waits, listed or not. */
  readonly total: number
  readonly gestures: readonly ApartGesture[]
}
export type { HoldsLook, IlsHoldEnd, IlsLine, IlsLinkLook, IlsLook, IlsTrial, OtherDueLine } from './management/ils-look.ts'
export type ExportFile = { readonly batch: ExportBatchLine; readonly bytes: Uint8Array }
