/**
 * The session of this tab while it leads: at most one, its code loaded when it is first wanted. Runs in the page.
 * What was ended or begun anew while the chunk was on its way is not opened; a chunk that cannot be had is an endpoint that does not answer.
 */
import type { DeskPorts } from '../desk-ports.ts'
import type { DiskTurns } from '../desk-state/disk-turns.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import type { ExchangeEnd } from './exchange-ports.ts'
import type { SyncSession } from './sync-session.ts'

/** Before a chunk that could not be had is asked for again. Milliseconds. */
const loadAgainMs = 15_000

export interface HeldSession {
  readonly isOpen: boolean
  /** The chunk could not be had the last time. */
  readonly couldNotLoad: boolean
  /** Stops the one that is held, and begins anew with the identity that the mirror holds now, where that may be. */
  begin(): void
  stop(): void
  trigger(): void
}

export interface HeldSessionPorts {
  readonly ports: DeskPorts
  readonly mirror: TabletMirror
  readonly shown: ShownDesk
  readonly disk: DiskTurns
  /** This tab leads. */
  readonly isLeading: () => boolean
  readonly onEnd: (end: ExchangeEnd) => void
}

export const createHeldSession = ({ ports, mirror, shown, disk, isLeading, onEnd }: HeldSessionPorts): HeldSession => {
  const { life } = shown
  let session: SyncSession | undefined
  /** Grows with each session that is asked for or stopped: the one that arrives late is not begun. */
  let asked = 0
  let couldNotLoad = false

  const onRows = (count: number): void => {
    life.rowsReceived = count
    if (shown.snapshot.phase.kind === 'downloading') shown.show({})
  }
  const stop = (): void => {
    asked++
    session?.stop()
    session = undefined
  }
  const begin = (): void => {
    stop()
    if (!isLeading() || !life.isLoaded || life.lost !== undefined || mirror.identity === undefined) return
    const mine = asked
    ports.load.syncSession().then(
      ({ openSyncSession }) => {
        couldNotLoad = false
        if (mine === asked)
          session = openSyncSession({ ...ports, mirror, reload: disk.reload, isBehind: () => disk.isBehind, onRows, onEnd })
      },
      () => {
        if (mine !== asked) return
        couldNotLoad = true
        ports.onDefect('the chunk of the exchanges could not be had')
        onEnd({ kind: 'unanswered', retryAfterMs: undefined })
        ports.after(loadAgainMs, () => mine === asked && begin())
      },
    )
  }

  return {
    get isOpen() {
      return session !== undefined
    },
    get couldNotLoad() {
      return couldNotLoad
    },
    begin,
    stop,
    trigger: () => session?.trigger(),
  }
}
