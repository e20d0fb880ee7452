/**
 * What the tabs of one tablet share in its browser: the Web Lock, the channel between tabs, the streams of hints, and whom it is enrolled
 * as. Runs in the simulator. A page that is gone hears of nothing any more.
 */
import type { DeskPorts } from '../../src/tablet/desk-ports.ts'
import type { Chance } from './chance.ts'
import type { VirtualTime } from './virtual-time.ts'

/** One tab, as its browser sees it. */
export interface Page {
  readonly isAlive: boolean
  /** Calls a living page back; a frozen one later; a dead one never. */
  deliver(call: () => void): void
}

type TabLink = Parameters<DeskPorts['tabs']['tell']>[0]

/** The page that came first leads, until it is gone or robbed of the lead. */
export interface WebLock {
  /** A page was robbed of the lead. */
  readonly wasLedTwice: boolean
  seek(page: Page, onLead: () => void, onLost: () => void): { readonly steal: () => void }
  /** The page is gone. */
  leave(page: Page): void
}

export interface TabChannel {
  tell(from: Page, link: TabLink): void
  onTold(page: Page, listener: (link: TabLink) => void): void
}

export interface HintStreams {
  readonly isEmpty: boolean
  follow(page: Page, signal: AbortSignal, onHint: () => void): Promise<void>
  hint(): void
  end(): void
}

export interface Browser {
  readonly lock: WebLock
  readonly channel: TabChannel
  readonly hints: HintStreams
  readonly enrolledAs: DeskPorts['enrolledAs']
}

const createWebLock = (time: VirtualTime): WebLock => {
  interface Seeker {
    readonly page: Page
    readonly onLead: () => void
    readonly onLost: () => void
  }
  let queue: readonly Seeker[] = []
  let wasLedTwice = false
  const grant = (): void => {
    const [holder] = queue
    holder?.page.deliver(holder.onLead)
  }
  return {
    get wasLedTwice() {
      return wasLedTwice
    },
    seek: (page, onLead, onLost) => {
      const seeker = { page, onLead, onLost }
      queue = [...queue, seeker]
      // The desk is not made yet when this is asked.
      if (queue[0] === seeker) time.after(0, () => queue[0] === seeker && page.deliver(onLead))
      return {
        steal: () => {
          const [holder] = queue
          // What a page that was just killed still wanted to do.
          if (holder === seeker || !page.isAlive) return
          wasLedTwice ||= holder !== undefined
          queue = [seeker, ...queue.filter((other) => other !== seeker)]
          holder?.page.deliver(holder.onLost)
          grant()
        },
      }
    },
    leave: (page) => {
      const held = queue[0]?.page === page
      queue = queue.filter((seeker) => seeker.page !== page)
      if (held) grant()
    },
  }
}

const createChannel = (time: VirtualTime, chance: Chance): TabChannel => {
  const told: { readonly page: Page; readonly listener: (link: TabLink) => void }[] = []
  return {
    tell: (from, link) => {
      for (const { page, listener } of told) {
        if (page !== from && page.isAlive) time.after(chance.between(1, 10), () => page.deliver(() => listener(link)))
      }
    },
    onTold: (page, listener) => void told.push({ page, listener }),
  }
}

const createHintStreams = (time: VirtualTime, chance: Chance): HintStreams => {
  const streams = new Set<{ readonly onHint: () => void; readonly end: () => void }>()
  return {
    get isEmpty() {
      return streams.size === 0
    },
    follow: (page, signal, onHint) =>
      new Promise((resolve) => {
        const end = (): void => {
          streams.delete(stream)
          signal.removeEventListener('abort', end)
          page.deliver(resolve)
        }
        const stream = { onHint: () => page.deliver(onHint), end }
        signal.addEventListener('abort', stream.end)
        streams.add(stream)
      }),
    hint: () => {
      for (const stream of streams) time.after(chance.between(2, 50), stream.onHint)
    },
    end: () => {
      for (const stream of [...streams]) stream.end()
    },
  }
}

export const createBrowser = (time: VirtualTime, chance: Chance): Browser => {
  let enrolledAs: string | undefined
  return {
    lock: createWebLock(time),
    channel: createChannel(time, chance),
    hints: createHintStreams(time, chance),
    enrolledAs: {
      read: () => enrolledAs,
      write: (deviceId) => {
        enrolledAs = deviceId
      },
      forget: () => {
        enrolledAs = undefined
      },
    },
  }
}
