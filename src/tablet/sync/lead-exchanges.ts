/**
 * Who exchanges: this tab while it leads, told of by the one that leads otherwise. Runs in the page.
 * Takes the lead from a tab that has fallen silent.
 */
import { capMs } from './back-off.ts'
import { createHeldSession } from './held-session.ts'
import type { Leadership } from './leadership.ts'
import { createTakeEnd, type TakeEndPorts } from './take-end.ts'

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
