/**
 * What the screens are shown: one immutable snapshot, made anew at each change, and the phase of the tablet's life worked out from what is
 * known. Runs in the page. It shows and decides nothing: whoever changed the rows or the disk says so here.
 */
import { openCases } from '../../domain/case/open-cases.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import type { DeskSnapshot, EnrolmentLoss, Farewell, Phase } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { SignInSession } from '../enrolment/sign-in-session.ts'
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
