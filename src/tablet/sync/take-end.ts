/**
 * What is made of each end of an exchange: the link is shown, the other tabs are told, a lost enrolment is kept. Runs in the page.
 * Only what answers this tablet's own nonce erases anything here.
 */
import type { EnrolmentLoss, Link } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import { type DiskTurns, isLoss } from '../desk-state/disk-turns.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import type { SignInSession } from '../enrolment/sign-in-session.ts'
import type { ExchangeEnd } from './exchange-ports.ts'

export interface TakeEndPorts {
  readonly ports: DeskPorts
  readonly mirror: TabletMirror
  readonly session: SignInSession
  readonly shown: ShownDesk
  readonly disk: DiskTurns
  readonly followCatalogue: () => Promise<void>
  /** This tab exchanges no more. */
  readonly stop: () => void
}

export const createTakeEnd = (taking: TakeEndPorts): ((end: ExchangeEnd) => void) => {
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
