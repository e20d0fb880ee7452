/**
 * Who exchanges, and what is made of each end: this tab while it leads, told of by the one that leads otherwise. Runs in the page.
 * Shows the link, keeps a lost enrolment, and takes the lead from a tab that has fallen silent.
 */
import type { EnrolmentLoss, Link } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import { type DiskTurns, isLoss } from '../desk-state/disk-turns.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import type { SignInSession } from '../enrolment/sign-in-session.ts'
import { capMs } from './back-off.ts'
import type { ExchangeEnd } from './exchange.ts'
import type { Leadership } from './leadership.ts'
import type { SyncSession } from './sync-session.ts'

/** The tab that leads is heard more often than that, whatever the network does (PROTOCOL.md, The tablet). Milliseconds. */
const silentMs = 2 * capMs
/** Before a chunk that could not be had is asked for again. Milliseconds. */
const loadAgainMs = 15_000

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
}

export interface LeadExchangesPorts {
  readonly ports: DeskPorts
  readonly mirror: TabletMirror
  readonly session: SignInSession
  readonly shown: ShownDesk
  readonly disk: DiskTurns
  readonly followCatalogue: () => Promise<void>
}

export const createExchanges = ({ ports, mirror, session, shown, disk, followCatalogue }: LeadExchangesPorts): Exchanges => {
  const { storage, clock, tabs, onDefect } = ports
  const { life } = shown
  let syncSession: SyncSession | undefined
  let leadership: Leadership | undefined
  let isLeading = false
  /** The ticket when the other tabs were last told of an exchange. */
  let toldTicket: string | undefined
  /** When the tab that leads was last heard of, by this tab's clock. */
  let heardAt = clock()

  /** Grows with each session that is asked for or ended: the one that arrives late is not begun. */
  let asked = 0
  let couldNotLoad = false

  const stop = (): void => {
    asked++
    syncSession?.stop()
    syncSession = undefined
  }

  const lose = async (reason: EnrolmentLoss, isEchoed: boolean): Promise<void> => {
    // Only a revocation that answers our own nonce erases, and only once nothing is left to hand over (PRIV-2).
    if (reason === 'revoked' && !(isEchoed && mirror.outbox.length === 0)) return
    stop()
    await storage.keepLost(reason)
    if (reason === 'revoked') {
      session.end()
      await disk.eraseBase()
    }
    await disk.reload()
    tabs.tell(undefined)
  }

  const linkAfter = (end: ExchangeEnd): Link => {
    const { link } = shown.snapshot
    if (end.kind === 'done') return { kind: 'online', lastExchangeAt: shown.now() }
    if (end.kind === 'problem') return { kind: 'problem', problem: end.problem }
    if (end.kind === 'fenced') return link
    const since = link.kind === 'offline' ? link.since : undefined
    return { kind: 'offline', since: since ?? shown.now() }
  }

  const onEnd = (end: ExchangeEnd): void => {
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

  const lead = (): void => {
    stop()
    if (!isLeading || !life.isLoaded || life.lost !== undefined || mirror.identity === undefined) return
    const onRows = (count: number): void => {
      life.rowsReceived = count
      if (shown.snapshot.phase.kind === 'downloading') shown.show({})
    }
    const mine = asked
    ports.load.syncSession().then(
      ({ openSyncSession }) => {
        couldNotLoad = false
        if (mine === asked) syncSession = openSyncSession({ ...ports, mirror, reload: disk.reload, onRows, onEnd })
      },
      () => {
        if (mine !== asked) return
        couldNotLoad = true
        onDefect('the chunk of the exchanges could not be had')
        onEnd({ kind: 'unanswered', retryAfterMs: undefined })
        ports.after(loadAgainMs, () => mine === asked && lead())
      },
    )
  }

  tabs.onTold((link) => {
    if (!life.isLoaded) return
    if (link !== undefined && !isLeading) {
      heardAt = clock()
      shown.show({ link })
    }
    // After an exchange that failed, the one that leads says beside it whether the disk changed.
    if (link !== undefined && link.kind !== 'online') return
    disk
      .reload()
      .then(() => (isLeading && syncSession === undefined ? lead() : syncSession?.trigger()))
      .catch(() => undefined)
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
    if (isLeading && syncSession === undefined) lead()
    else syncSession?.trigger()
  }

  return {
    start: () => {
      leadership = ports.seekLeadership(
        () => {
          isLeading = true
          lead()
        },
        () => {
          isLeading = false
          heardAt = clock()
          lead()
        },
      )
    },
    lead,
    tryNow,
    askNow: () => {
      if (couldNotLoad) ports.startOver()
      if (!isLeading) tabs.tell(undefined)
      tryNow()
    },
    relieveSilentLeader,
  }
}
