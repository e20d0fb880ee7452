/**
 * Who exchanges: this tab while it leads, told of by the one that leads otherwise. Runs in the page.
 * Takes the lead from a tab that has fallen silent.
 */
import type { EnrolmentLoss, Link } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import { type DiskTurns, isLoss, type ShownDesk } from '../desk-state/shown-desk.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import type { SignInSession } from '../enrolment/sign-in-session.ts'
import { capMs } from './back-off.ts'
import type { ExchangeEnd } from './exchange-ports.ts'
import type { Leadership } from './leadership.ts'
import type { SyncSession } from './sync-session.ts'

interface TakeEndPorts extends Pick<HeldSessionPorts, 'ports' | 'mirror' | 'shown' | 'disk'> {
  readonly session: SignInSession
  readonly followCatalogue: () => Promise<void>
  /** This tab exchanges no more. */
  readonly stop: () => void
}

/**
 * What is made of each end of an exchange: the link is shown, the other tabs are told, a lost enrolment is kept. Only what answers this
 * tablet's own nonce erases anything.
 */
const createTakeEnd = (taking: TakeEndPorts): ((end: ExchangeEnd) => void) => {
  const { ports, mirror, shown, disk, followCatalogue, stop } = taking
  const { storage, tabs, onDefect } = ports
  const { life } = shown
  /** The ticket when the other tabs were last told of an exchange. */
  let toldTicket: string | undefined

  const lose = async (reason: EnrolmentLoss, isEchoed: boolean): Promise<void> => {
    // Only a revocation that answers our own nonce erases, and only once nothing is left to hand over (PRIV-2).
    if (reason === 'revoked' && !(isEchoed && mirror.outbox.length === 0)) return
    if (reason === 'revoked') {
      // Another tab may have saved something meanwhile: it goes out first.
      if (!(await disk.eraseAll())) return
    } else if (!(await storage.keepLost(reason, mirror.identity?.credential))) return
    stop()
    await disk.reload()
    tabs.tell(undefined)
    if (reason !== 'revoked') return
    // Last: a tab that the browser has frozen may keep the emptied database from being removed for long.
    await storage.removeDatabase()
    tabs.tell(undefined)
  }

  const linkAfter = (end: ExchangeEnd): Link => {
    const { link } = shown.snapshot
    if (end.kind === 'done') {
      const { pageShutUntil } = end
      return { kind: 'online', lastExchangeAt: shown.now(), ...(pageShutUntil === undefined ? {} : { pageShutUntil }) }
    }
    if (end.kind === 'problem') return { kind: 'problem', problem: end.problem }
    if (end.kind === 'fenced') return link
    const since = link.kind === 'offline' ? link.since : undefined
    return { kind: 'offline', since: since ?? shown.now() }
  }

  return (end) => {
    life.rowsReceived = 0
    // Once for each cut: a browser that believes it is on line knocks at once, and would at each failure.
    if (end.kind === 'unanswered' && shown.snapshot.link.kind !== 'offline') ports.askToBeWoken()
    shown.showState({ link: linkAfter(end), ...(end.kind === 'stuck' ? { lastStuckAt: shown.now() } : {}) })
    if (end.kind !== 'fenced') tabs.tell(shown.snapshot.link)
    // What came of an exchange that failed later is on the disk: each answered push changes the ticket there.
    if (end.kind !== 'done' && mirror.identity?.ticket !== toldTicket) tabs.tell(undefined)
    toldTicket = mirror.identity?.ticket
    if (end.kind === 'done') void followCatalogue()
    if (end.kind === 'problem' && isLoss(end.problem)) {
      lose(end.problem, end.isEchoed).catch((error) => onDefect(`the loss could not be kept: ${error}`))
    }
    // Another tab leads: this one asks for the lead again when the other lets go.
    if (end.kind === 'fenced') stop()
  }
}

/** Before a chunk that could not be had is asked for again. Milliseconds. */
const loadAgainMs = 15_000

interface HeldSession {
  readonly isOpen: boolean
  /** The chunk could not be had the last time. */
  readonly couldNotLoad: boolean
  /** Stops the one that is held, and begins anew with the identity that the mirror holds now, where that may be. */
  begin(): void
  stop(): void
  trigger(): void
}

interface HeldSessionPorts {
  readonly ports: DeskPorts
  readonly mirror: TabletMirror
  readonly shown: ShownDesk
  readonly disk: DiskTurns
  /** This tab leads. */
  readonly isLeading: () => boolean
  readonly onEnd: (end: ExchangeEnd) => void
}

/**
 * At most one session, its code loaded when it is first wanted. What was ended while the chunk was on its way is not opened; a chunk that
 * cannot be had is an endpoint that does not answer.
 */
const createHeldSession = ({ ports, mirror, shown, disk, isLeading, onEnd }: HeldSessionPorts): HeldSession => {
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

/** The tab that leads is heard more often than that, whatever the network does (PROTOCOL.md, The tablet). Milliseconds. */
const silentMs = 2 * capMs

export interface Exchanges {
  /** Asks for the lead; called once, when the disk was read: what is there is seen first, then exchanged. */
  start(): void
  /** Begins anew with the identity that the mirror holds now, where this tab leads. */
  lead(): void
  tryNow(): void
  /** A person asks: a tab that does not lead asks the one that does. */
  askNow(): void
  /** A tab that leads, frozen in the background, would leave this one's operations waiting for ever. */
  relieveSilentLeader(): void
  /** Reads the disk again where it did not answer the last time: nobody tells this tab twice what another one did. */
  catchUp(): void
}

export const createExchanges = (made: Omit<TakeEndPorts, 'stop'>): Exchanges => {
  const { ports, mirror, shown, disk } = made
  const { clock, tabs, onDefect } = ports
  const { life } = shown
  let leadership: Leadership | undefined
  let isLeading = false
  let isCatchingUp = false
  /** When the tab that leads was last heard of, by this tab's clock. */
  let heardAt = clock()

  const onEnd = createTakeEnd({ ...made, stop: () => held.stop() })
  const held = createHeldSession({ ...made, isLeading: () => isLeading, onEnd })
  const triggerOrBegin = (): void => {
    if (isLeading && !held.isOpen) held.begin()
    else held.trigger()
  }

  const follow = (): Promise<void> =>
    disk
      .reload()
      .then(triggerOrBegin)
      .catch(() => undefined)

  tabs.onTold((link) => {
    if (!life.isLoaded) return
    if (link !== undefined && !isLeading) {
      heardAt = clock()
      shown.show({ link })
    }
    // After an exchange that failed, the one that leads says beside it whether the disk changed.
    if (link === undefined || link.kind === 'online') void follow()
  })

  const relieveSilentLeader = (): void => {
    const isLongAgo = (at: number): boolean => Math.abs(clock() - at) > silentMs
    const oldest = mirror.outbox[0]?.at
    // Who has no identity leads nowhere, and robs nobody.
    if (isLeading || life.lost !== undefined || oldest === undefined || !isLongAgo(oldest) || !isLongAgo(heardAt)) return
    onDefect('the tab that leads is silent')
    heardAt = clock()
    leadership?.steal()
  }

  const tryNow = (): void => {
    relieveSilentLeader()
    triggerOrBegin()
  }

  return {
    start: () => {
      leadership = ports.seekLeadership(
        () => {
          isLeading = true
          held.begin()
        },
        () => {
          isLeading = false
          heardAt = clock()
          held.begin()
        },
      )
    },
    lead: held.begin,
    tryNow,
    askNow: () => {
      if (held.couldNotLoad) ports.startOver()
      if (!isLeading) tabs.tell(undefined)
      tryNow()
    },
    relieveSilentLeader,
    catchUp: () => {
      // A disk that hangs is not asked again before it failed: a press waits behind each reading.
      if (!disk.isBehind || isCatchingUp) return
      isCatchingUp = true
      void follow().finally(() => {
        isCatchingUp = false
      })
    },
  }
}
