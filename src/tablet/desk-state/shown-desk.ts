/**
 * What the screens are shown: one immutable snapshot, made anew at each change, and the phase of the tablet's life worked out from what is
 * known. Runs in the page. It shows and decides nothing: whoever changed the rows or the disk says so here. They do it one at a time: a press
 * between the reading of the disk and the showing would be forgotten until the next one.
 */
import { openCases } from '../../domain/case/open-cases.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import type { DeskSnapshot, EnrolmentLoss, Farewell, Phase } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { SignInSession } from '../enrolment/sign-in-session.ts'
import { keepReceivedDirectly } from '../outbox/keep-received-directly.ts'
import type { StoredTablet } from '../storage/tablet-storage.ts'
import type { DeskView } from './desk-view.ts'
import type { TabletMirror } from './tablet-mirror.ts'

/** What the phase depends on besides the rows; a change is seen at the next `show`. */
interface TabletLife {
  /** The disk was read once. */
  isLoaded: boolean
  unusable: Extract<Phase, { kind: 'unusable' }> | undefined
  lost: EnrolmentLoss | undefined
  farewell: Farewell | undefined
  /** Of the pull under way. */
  rowsReceived: number
}

export interface ShownDesk {
  readonly snapshot: DeskSnapshot
  readonly life: TabletLife
  subscribe(listener: () => void): () => void
  show(change: Partial<DeskSnapshot>): void
  /** After `state` may have changed. */
  showState(change?: Partial<DeskSnapshot>): void
  /** By the endpoint's clock. */
  now(): Instant
  toLocal(at: Instant): LocalMoment
}

export interface ShownDeskPorts extends Pick<DeskPorts, 'clock'> {
  readonly toLocal: (at: Instant) => LocalMoment
  readonly view: DeskView
  readonly mirror: TabletMirror
  readonly session: SignInSession
}

export const createShownDesk = ({ clock, toLocal, view, mirror, session }: ShownDeskPorts): ShownDesk => {
  const listeners = new Set<() => void>()
  const life: TabletLife = { isLoaded: false, unusable: undefined, lost: undefined, farewell: undefined, rowsReceived: 0 }

  const phase = (): Phase => {
    if (life.unusable !== undefined) return life.unusable
    if (!life.isLoaded) return { kind: 'starting' }
    if (life.lost !== undefined) return { kind: 'enrolment-lost', reason: life.lost, ...(life.farewell && { farewell: life.farewell }) }
    if (mirror.identity === undefined) return { kind: 'not-enrolled' }
    if (view.state.get('settings', 'settings') === undefined) return { kind: 'downloading', done: life.rowsReceived, total: 0 }
    const librarian = session.librarian(view.state)
    return librarian === undefined ? { kind: 'signed-out' } : { kind: 'signed-in', librarian }
  }

  let snapshot: DeskSnapshot = {
    phase: { kind: 'starting' },
    state: view.state,
    revision: 0,
    link: { kind: 'offline', since: undefined },
    pendingCount: 0,
    oldestPendingAt: undefined,
    elsewhere: [],
    openCaseCount: 0,
    deviceLetter: undefined,
    update: 'none',
    persistence: 'unknown',
    catalogueArrival: undefined,
    camera: { kind: 'closed' },
    visits: [],
    noteDrafts: [],
    calls: [],
    baseAt: undefined,
    lastStuckAt: undefined,
  }

  const show: ShownDesk['show'] = (change) => {
    snapshot = { ...snapshot, ...change, phase: phase() }
    for (const listener of listeners) listener()
  }

  return {
    get snapshot() {
      return snapshot
    },
    life,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    show,
    showState: (change = {}) => {
      const oldest = mirror.outbox[0]?.at
      show({
        ...change,
        revision: snapshot.revision + 1,
        pendingCount: mirror.outbox.length,
        // By the clock that ages are counted with, not the tablet's own.
        oldestPendingAt: oldest === undefined ? undefined : toInstant(oldest + mirror.clockOffset),
        elsewhere: mirror.elsewhere,
        openCaseCount: openCases(view.state).length,
        deviceLetter: mirror.identity?.letter,
        baseAt: mirror.mark?.at,
      })
    },
    now: () => toInstant(clock() + mirror.clockOffset),
    toLocal,
  }
}

/** A problem of the protocol after which the endpoint serves this tablet no more. */
export const isLoss = (problem: string): problem is Exclude<EnrolmentLoss, 'storage-erased'> =>
  problem === 'credential-unknown' || problem === 'revoked' || problem === 'two-tablets-one-identity' || problem === 'other-library'

export interface DiskTurns {
  /** Once what is under way has ended. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** The disk did not answer when it was last read: another tab may have written there what is not shown here. */
  readonly isBehind: boolean
  /** Reads the disk into the mirror, and shows it. */
  reload(): Promise<void>
  /** The same as `inTurn`, after the disk was read once more where it did not answer the last time, which may be while this waited. */
  inTurnAfterReading<T>(work: () => Promise<T>): Promise<T>
  /** For a tablet that was set aside: erases all that it holds; false where something waits, and nothing was erased. */
  eraseAll(): Promise<boolean>
}

interface DiskTurnsPorts extends Pick<DeskPorts, 'storage' | 'enrolledAs' | 'catalogue' | 'onDefect'> {
  readonly session: SignInSession
  readonly mirror: TabletMirror
  readonly shown: ShownDesk
}

export const createDiskTurns = ({ storage, enrolledAs, catalogue, onDefect, session, mirror, shown }: DiskTurnsPorts): DiskTurns => {
  let isBehind = false
  let queue: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work)
    queue = turn.catch(() => undefined)
    return turn
  }

  const read = async (): Promise<void> => {
    let stored: StoredTablet
    try {
      await keepReceivedDirectly(storage, mirror)
      stored = await storage.load()
    } catch (error) {
      isBehind = true
      throw error
    }
    isBehind = false
    mirror.load(stored)
    const deviceId = stored.identity?.deviceId
    const known = enrolledAs.read()
    if (deviceId !== undefined && deviceId !== known) enrolledAs.write(deviceId)
    shown.life.lost = deviceId === undefined && known !== undefined ? 'storage-erased' : undefined
    if (stored.lost !== undefined && isLoss(stored.lost)) shown.life.lost = stored.lost
    shown.life.farewell = stored.farewell
    // In each tab, whichever of them heard it.
    if (stored.lost === 'revoked') {
      session.end()
      enrolledAs.forget()
    }
    shown.showState({ visits: stored.visits, noteDrafts: stored.noteDrafts, calls: stored.calls })
  }

  return {
    inTurn,
    get isBehind() {
      return isBehind
    },
    reload: () => inTurn(read),
    inTurnAfterReading: (work) =>
      inTurn(async () => {
        if (isBehind) await read().catch(() => undefined)
        return work()
      }),
    eraseAll: async () => {
      if ((await storage.eraseAll()) === undefined) return false
      mirror.unkept = []
      await catalogue.forget().catch((error: unknown) => onDefect(`the catalogue could not be removed: ${error}`))
      return true
    },
  }
}
