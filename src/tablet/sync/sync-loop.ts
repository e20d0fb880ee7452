/**
 * When to exchange: after a commit, at start, when the page or the network wakes, at a hint, and every 15 s; later and later while
 * nothing answers. One exchange at a time. Runs in the page of the tab that leads, and in the simulator.
 * A watchdog looks after the loop itself: an exchange in which nothing moves any more is given up, a timer that was lost is made good.
 */
import { backOff, capMs } from './back-off.ts'
import type { ExchangeEnd } from './exchange-ports.ts'

/**
 * The timer among the triggers (PROTOCOL.md, The tablet), at most. Milliseconds. From two thirds of it on, at random: a tablet and the
 * copy of its profile would otherwise speak by turns for ever.
 */
export const everyMs = 15_000
/** No request lasts longer than 20 s, nor a transaction: what has not moved for twice the cap moves no more (PROTOCOL.md, The tablet). Milliseconds. */
const stuckAfterMs = 2 * capMs
/** No endpoint that is well asks a tablet to wait longer: what is beyond was read by a wrong clock. Milliseconds. */
const longestWaitMs = 10 * capMs

export interface SyncLoopPorts {
  readonly exchange: () => Promise<ExchangeEnd>
  readonly clock: () => number
  readonly random: () => number
  /** Calls back once after `ms`; answers what cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void
  readonly onEnd: (end: ExchangeEnd) => void
  readonly onDefect: (what: string) => void
  /** The exchange in flight is given up: whatever it still does must change nothing. */
  readonly onStuck: () => void
}

export interface SyncLoop {
  /** Exchanges now, or as soon as the one in flight ends; waits where the endpoint asked to (Retry-After). */
  trigger(): void
  /** Something came of the exchange in flight. */
  moved(): void
  stop(): void
}

export const createSyncLoop = (ports: SyncLoopPorts): SyncLoop => {
  const { exchange, clock, random, after, onEnd, onDefect, onStuck } = ports
  let isInFlight = false
  let isWantedAgain = false
  let isStopped = false
  let failures = 0
  /** Set by Retry-After alone: no trigger goes before it. */
  let notBefore = 0
  let cancelTimer = (): void => {}
  let cancelWatch = (): void => {}
  let giveUp = (): void => {}

  const watch = (ms: number): void => {
    cancelWatch()
    if (isStopped) return
    cancelWatch = after(ms, () => {
      // A tablet that slept finds every timer due at once: what was in flight is given a moment to end.
      cancelWatch = after(everyMs, () => {
        onDefect(isInFlight ? 'an exchange in which nothing moved was given up' : 'no exchange was tried when one was due')
        if (isInFlight) giveUp()
        else void run()
      })
    })
  }

  const schedule = (ms: number): void => {
    cancelTimer()
    if (!isStopped) cancelTimer = after(ms, () => void run())
    watch(ms + stuckAfterMs)
  }

  const run = async (): Promise<void> => {
    if (isStopped) return
    if (isInFlight) {
      isWantedAgain = true
      return
    }
    cancelTimer()
    isInFlight = true
    isWantedAgain = false
    watch(stuckAfterMs)
    const given = new Promise<ExchangeEnd>((resolve) => {
      giveUp = () => {
        onStuck()
        resolve({ kind: 'stuck' })
      }
    })
    let end: ExchangeEnd
    try {
      end = await Promise.race([exchange(), given])
    } catch (error) {
      onDefect(error instanceof Error ? error.message : 'the exchange failed')
      end = { kind: 'unanswered', retryAfterMs: undefined }
    }
    isInFlight = false
    if (isStopped) return
    onEnd(end)
    if (end.kind === 'done') {
      failures = 0
      schedule(isWantedAgain ? 0 : everyMs * (1 - random() / 3))
      return
    }
    const askedMs = 'retryAfterMs' in end ? end.retryAfterMs : undefined
    // A date read by a clock that is years off is no wait; and a timer of more than 24 days is due at once.
    const retryAfterMs = askedMs === undefined ? undefined : Math.min(askedMs, longestWaitMs)
    notBefore = clock() + (retryAfterMs ?? 0)
    schedule(backOff(failures++, random(), retryAfterMs))
  }

  return {
    trigger: () => {
      const waitMs = notBefore - clock()
      // A clock set back must not silence the tablet: no wait is longer than what was asked for.
      if (!isInFlight && waitMs > 0 && waitMs <= longestWaitMs) return
      void run()
    },
    moved: () => {
      if (isInFlight) watch(stuckAfterMs)
    },
    stop: () => {
      isStopped = true
      cancelTimer()
      cancelWatch()
    },
  }
}
