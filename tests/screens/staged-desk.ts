/**
 * A desk with no endpoint and no disk: rows in a Map, the domain's own decide and apply, a clock that stands still. For tests of screens.
 * Nothing here decides anything: a press goes through the same functions as on a tablet, and only the disk and the network are played.
 */
import { openCases } from '../../src/domain/case/open-cases.ts'
import { apply } from '../../src/domain/desk/apply.ts'
import { basedOf } from '../../src/domain/desk/based.ts'
import { decide } from '../../src/domain/desk/decide.ts'
import type { DaysOf } from '../../src/domain/figures/figures.ts'
import { type DeviceId, type LibrarianId, toBootId, toDeviceId, toDeviceLetter, toOperationId, toOrderId } from '../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../src/domain/instant.ts'
import type { Device, Librarian } from '../../src/domain/librarian/librarian.ts'
import type { LocalMoment } from '../../src/domain/local-date.ts'
import type { Envelope, Operation } from '../../src/domain/operation/operation.ts'
import { withDraft } from '../../src/domain/order/note-draft.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { judgeText } from '../../src/domain/scan/judge-text.ts'
import { wallClockIn } from '../../src/protocol/wall-clock.ts'
import type {
  ApartGesture,
  Desk,
  DeskSnapshot,
  FiguresRead,
  IlsLook,
  Journey,
  ManagementResult,
  OpenCode,
  OwnOperation,
  Scan,
  ScanSource,
} from '../../src/tablet/desk.ts'
import { openDesk } from '../../src/tablet/open-desk.ts'
import { openRehearsal } from '../../src/tablet/rehearsal/open-rehearsal.ts'
import { aDesk } from '../builders/a-desk.ts'
import { aMoment, anInstant } from '../builders/a-moment.ts'
import { absentHardware } from '../fakes/absent-hardware.ts'
import { stagedPassphrase } from './stage-rows.ts'
import { stagedCatalogue, stagedLists } from './staged-catalogue.ts'
import { type SettingStage, stagedSettings } from './staged-settings.ts'

export interface StageOptions extends SettingStage {
  /** "2026-11-24 14:42": the clock stands there. */
  readonly now: string
  /** Who is signed in; undefined: nobody, and the PIN of everyone is 1234. */
  readonly librarian: LibrarianId | undefined
  /** What differs from an ordinary moment on line. */
  readonly snapshot?: Partial<DeskSnapshot>
  /** Every press fails in this way. */
  readonly failure?: 'not-saved' | 'unknown'
  /** What an ILS that is told over a wire has not yet; undefined: it is told by files. */
  readonly ils?: IlsLook
  /** Milliseconds that this tablet's clock lacks. */
  readonly clockOffset?: number
  /** What a tablet out of service brought, as the endpoint lists it. */
  readonly apart?: readonly ApartGesture[]
  /** Codes that nobody has used yet. */
  readonly codes?: readonly OpenCode[]
  /** What the endpoint's counters say; undefined: it is not reached. */
  readonly figures?: (days: DaysOf) => FiguresRead
}

export interface StagedDesk extends Desk {
  /** Reads `text` as the camera, the gun or a hand would give it. */
  scan(text: string, by?: ScanSource): void
  /** Part of a code came by the gun. */
  cutShort(): void
  change(changes: Partial<DeskSnapshot>): void
  /** Rows that an exchange brings. */
  put(...rows: readonly Row[]): void
  /** What happened before the scene: by whom, when. Nothing is pending for it. With a journey, this tablet did it, and it went that far. */
  /** `deviceId`: another tablet than this one, or the public page. */
  past(operation: Operation, librarianId: LibrarianId, at: string, journey?: Journey, deviceId?: DeviceId): void
}

/** What the desk's members work on. */
interface Stage {
  readonly options: StageOptions
  readonly state: ReturnType<typeof aDesk>
  /** The moment at which the clock stands. */
  readonly at: Instant
  readonly own: OwnOperation[]
  readonly listeners: Set<() => void>
  readonly snapshot: DeskSnapshot
  /** So far, those before the scene among them. */
  readonly presses: number
  change(changes: Partial<DeskSnapshot>): void
  /** The rules apply it; nothing refuses. */
  press(operation: Operation, librarianId: LibrarianId, at: Instant, deviceId?: DeviceId): Envelope
  librarianOf(id: LibrarianId): Librarian
}

const createStage = (rows: readonly Row[], options: StageOptions): Stage => {
  const state = aDesk(...rows)
  const at = anInstant(options.now)
  const listeners = new Set<() => void>()
  let presses = 0
  const librarianOf = (id: LibrarianId): Librarian => {
    const librarian = state.get('librarian', id)
    if (librarian === undefined) throw new Error(`no librarian ${id} on this stage`)
    return librarian
  }
  const openCaseCount = () => openCases(state).length

  let snapshot: DeskSnapshot = {
    phase: options.librarian === undefined ? { kind: 'signed-out' } : { kind: 'signed-in', librarian: librarianOf(options.librarian) },
    state,
    revision: 0,
    link: { kind: 'online', lastExchangeAt: at },
    pendingCount: 0,
    oldestPendingAt: undefined,
    elsewhere: [],
    openCaseCount: openCaseCount(),
    deviceLetter: toDeviceLetter('B'),
    update: 'none',
    persistence: 'granted',
    catalogueArrival: undefined,
    camera: { kind: 'closed' },
    visits: [],
    noteDrafts: [],
    calls: [],
    baseAt: at,
    lastStuckAt: undefined,
    ...options.snapshot,
  }
  return {
    options,
    state,
    at,
    own: [],
    listeners,
    get snapshot() {
      return snapshot
    },
    get presses() {
      return presses
    },
    change: (changes) => {
      snapshot = { ...snapshot, revision: snapshot.revision + 1, openCaseCount: openCaseCount(), ...changes }
      for (const listener of listeners) listener()
    },
    press: (operation, librarianId, pressedAt, deviceId = toDeviceId('tablet-b')) => {
      presses += 1
      const envelope: Envelope = {
        operationId: toOperationId(`stage-${String(presses).padStart(6, '0')}`),
        bootId: toBootId('stage'),
        n: presses,
        deviceId,
        librarianId,
        type: operation.kind,
        typeVersion: 1,
        payload: operation,
        based: basedOf(state, operation),
        at: pressedAt,
        clockOffset: 0,
        build: 'stage',
      }
      state.put(...apply(state, envelope).rows)
      return envelope
    },
    librarianOf,
  }
}

const stagedIdentity = ({ change, librarianOf }: Stage): Pick<Desk, 'enrol' | 'signIn' | 'signOut'> => ({
  enrol: async (code) => {
    if (code !== 'ABCD-1234') return { kind: 'refused', problem: 'code-unknown' }
    change({ phase: { kind: 'signed-out' } })
    return { kind: 'enrolled' }
  },
  signIn: async (librarianId, pin) => {
    if (pin !== '1234') return { kind: 'wrong-pin', retryAfterMs: 0 }
    change({ phase: { kind: 'signed-in', librarian: librarianOf(librarianId) } })
    return { kind: 'signed-in' }
  },
  signOut: () => change({ phase: { kind: 'signed-out' } }),
})

const stagedPresses = (
  stage: Stage,
): Pick<
  StagedDesk,
  'perform' | 'past' | 'nextOrderNumber' | 'newOrderId' | 'ownOperations' | 'keepVisits' | 'keepNoteDraft' | 'keepCall'
> => {
  const { options, state, at, own, change, press } = stage
  const note = ({ operationId }: Envelope, operation: Operation, librarianId: LibrarianId, pressedAt: Instant, journey: Journey): void =>
    void own.unshift({ operationId, type: operation.kind, payload: operation, librarianId, at: pressedAt, journey })
  return {
    perform: async (operation, takesOver) => {
      const { phase, pendingCount, oldestPendingAt = at } = stage.snapshot
      if (phase.kind !== 'signed-in') throw new Error('nobody is signed in')
      const librarianId = phase.librarian.id
      const judged = decide(state, operation, { now: aMoment(options.now), librarian: { id: librarianId }, end: 'tablet', takesOver })
      if (!judged.ok) return { kind: 'refused', refusal: judged.refusal }
      if (options.failure !== undefined) return { kind: 'failed', failure: { kind: options.failure } }
      const envelope = press(operation, librarianId, at)
      note(envelope, operation, librarianId, at, { kind: 'recorded-here' })
      change({ pendingCount: pendingCount + 1, oldestPendingAt })
      return { kind: 'saved', operationId: envelope.operationId }
    },
    past: (operation, librarianId, when, journey, deviceId) => {
      const envelope = press(operation, librarianId, anInstant(when), deviceId)
      if (journey !== undefined) note(envelope, operation, librarianId, anInstant(when), journey)
      change({})
    },
    nextOrderNumber: async () => `B-${900 + stage.presses}`,
    newOrderId: () => toOrderId(`staged-order-${stage.presses}`),
    ownOperations: async () => own,
    keepVisits: async (visits) => change({ visits }),
    keepNoteDraft: async (orderId, draft) =>
      change({ noteDrafts: withDraft(stage.snapshot.noteDrafts, orderId, draft && { orderId, ...draft }) }),
    keepCall: async (orderId, call) => change({ calls: withDraft(stage.snapshot.calls, orderId, call) }),
  }
}

const stagedScans = (
  stage: Stage,
): Pick<StagedDesk, 'findItem' | 'searchCatalogue' | 'catalogueLists' | 'onScan' | 'judgeTyped' | 'camera' | 'scan' | 'cutShort'> => {
  const { state, change } = stage
  const listeners = new Set<(scan: Scan) => void>()
  const judge = (text: string, by: ScanSource): Scan => {
    const settings = state.get('settings', 'settings')
    if (settings === undefined) return { kind: 'unrecognised', text, by }
    return { ...judgeText(settings, text), by }
  }
  const tell = (scan: Scan): void => {
    for (const listener of [...listeners]) listener(scan)
  }
  return {
    findItem: async (barcode) => stagedCatalogue(state)?.itemByBarcode(barcode),
    searchCatalogue: async (query, filter) => stagedCatalogue(state)?.search(query, filter),
    catalogueLists: async () => stagedLists(state),
    onScan: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    judgeTyped: (text) => judge(text, 'typed'),
    camera: {
      get state() {
        return stage.snapshot.camera
      },
      open: async () => change({ camera: { kind: 'open', torch: 'absent', cameras: [{ id: 'stage', label: 'stage' }] } }),
      close: () => change({ camera: { kind: 'closed' } }),
      setTorch: async () => {},
      setZoom: async () => {},
    },
    scan: (text, by = 'gun') => tell(judge(text, by)),
    cutShort: () => tell({ kind: 'cut-short', by: 'gun' }),
  }
}

/** Gestures of one list, as the endpoint gives them. */
const listedAtOnce = 50

/** The endpoint's answers, which are played. */
const stagedManagement = ({ options, state, at, change }: Stage): Desk['management'] => {
  let until: Instant | undefined
  let apart = options.apart ?? []
  let { ils } = options
  let codes = options.codes ?? []
  const openTo = async (isRight: boolean, problem: string): Promise<ManagementResult<true>> => {
    if (!isRight) return { kind: 'refused', problem }
    until = toInstant(at + 600_000)
    change({})
    return { kind: 'done', value: true }
  }
  const missing = { kind: 'refused', problem: 'passphrase-missing' } as const
  const changeDevice = async (id: DeviceId, how: (device: Device, by: LibrarianId) => Device): Promise<ManagementResult<true>> => {
    const device = state.get('device', id)
    if (until === undefined) return missing
    if (device === undefined || options.librarian === undefined) return { kind: 'refused', problem: 'request-not-understood' }
    state.put(how(device, options.librarian))
    change({})
    return { kind: 'done', value: true }
  }
  return {
    passUntil: () => until,
    enterPassphrase: (passphrase) => openTo(passphrase === stagedPassphrase, passphrase === '' ? 'passphrase-unset' : 'passphrase-wrong'),
    choosePassphrase: (proof, passphrase) =>
      'code' in proof && !/^abcd.?1234$/i.test(proof.code)
        ? openTo(false, 'code-unknown')
        : openTo(passphrase.length >= 8, 'passphrase-too-short'),
    offerPassphraseCode: async () => ({ kind: 'done', value: { code: 'K7QF-2MXD', expiresAt: toInstant(at + 3_600_000) } }),
    createEnrolmentCode: async () =>
      until === undefined
        ? missing
        : { kind: 'done', value: { code: 'ABCD-1234', link: 'http://localhost/#/enrol/ABCD-1234', expiresAt: toInstant(at + 3_600_000) } },
    listTablets: async () =>
      until === undefined
        ? missing
        : {
            kind: 'done',
            value: {
              tablets: [...state.all('device')]
                .filter(({ isSetAside }) => !isSetAside)
                .map(({ id, letter, isHolding, silentSince }) => ({
                  deviceId: id,
                  lastHeardAt: silentSince ?? at,
                  pendingCount: isHolding ? 2 : 0,
                  build: letter === 'D' ? '5d0f72c1a9be' : stagedBuild,
                })),
              codes,
            },
          },
    cancelCode: async (codeId) => {
      if (until === undefined) return missing
      codes = codes.filter(({ id }) => id !== codeId)
      return { kind: 'done', value: true }
    },
    listExports: async () => ({ kind: 'refused', problem: 'unreachable' }),
    exportDay: async () => ({ kind: 'refused', problem: 'unreachable' }),
    listBatchLines: async () => ({ kind: 'refused', problem: 'unreachable' }),
    settleExport: async () => ({ kind: 'refused', problem: 'unreachable' }),
    unsettleExport: async () => ({ kind: 'refused', problem: 'unreachable' }),
    lookAtIls: async () => ({ kind: 'done', value: ils }),
    askIlsAnew: async ({ operationId }) => {
      if (ils !== undefined) ils = { ...ils, waiting: ils.waiting + 1, open: ils.open.filter((line) => line.operationId !== operationId) }
      return { kind: 'done', value: true }
    },
    setTabletAside: (deviceId, reason) =>
      changeDevice(deviceId, (device, librarianId) => ({ ...device, isSetAside: true, setAside: { librarianId, reason, at } })),
    goOnWithout: (deviceId, isWithout) =>
      changeDevice(deviceId, ({ awaitedSince, goneOnWithout, ...rest }, librarianId) => {
        const since = awaitedSince ?? goneOnWithout?.since ?? at
        return isWithout ? { ...rest, goneOnWithout: { librarianId, at, since } } : { ...rest, awaitedSince: since }
      }),
    listApart: async (_, skipped) =>
      until === undefined
        ? missing
        : { kind: 'done', value: { total: apart.length, gestures: apart.slice(skipped, skipped + listedAtOnce) } },
    acceptQuarantined: async (_, operations) => {
      if (until === undefined) return missing
      const taken = operations ?? apart.map(({ operationId }) => operationId)
      apart = apart.filter(({ operationId }) => !taken.includes(operationId))
      return { kind: 'done', value: { accepted: taken.length, left: 0 } }
    },
    ...stagedSettings(
      options,
      state,
      () => until !== undefined,
      () => change({}),
    ),
  }
}

/** Of the app on the tablet of the scene, and on the others but D. */
const stagedBuild = '3fa9c1d24b7e'

const refusedOr = <T>(value: T | undefined): ManagementResult<T> =>
  value === undefined ? { kind: 'refused', problem: 'unreachable' } : { kind: 'done', value }

export const stagedDesk = (rows: readonly Row[], options: StageOptions): StagedDesk => {
  const stage = createStage(rows, options)
  const { state, at, listeners, change } = stage
  let drawn = 0
  const desk: StagedDesk = {
    get snapshot() {
      return stage.snapshot
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    build: stagedBuild,
    now: () => ({ at, ...aMoment(options.now) }),
    // The stage lives in UTC, as the builders do.
    toLocal: (instant): LocalMoment => wallClockIn('UTC')(instant),
    ...stagedIdentity(stage),
    ...stagedPresses(stage),
    ...stagedScans(stage),
    management: stagedManagement(stage),
    readFigures: async (days) => refusedOr(options.figures?.(days)),
    tryNow: () => change({ link: { kind: 'online', lastExchangeAt: at } }),
    takeUpdate: () => change({ update: 'none' }),
    clockOffset: () => options.clockOffset ?? 0,
    rehearse: async (onLeave) =>
      openRehearsal(
        {
          desk,
          openDesk,
          load: absentHardware.load,
          random: () => 1,
          randomHex: (bytes) => String(++drawn).padStart(2 * bytes, '0'),
          after: (ms, callback) => {
            const timer = setTimeout(callback, ms)
            return () => clearTimeout(timer)
          },
          onDefect: (what) => {
            throw new Error(what)
          },
        },
        onLeave,
      ),
    change,
    put: (...brought) => {
      state.put(...brought)
      change({})
    },
  }
  return desk
}
