/**
 * When to exchange: after a commit, at start, when the page or the network wakes, at a hint, and every 15 s; later and later while
 * nothing answers. One exchange at a time. Runs in the page of the tab that leads, and in the simulator.
 */
import { backOff, capMs } from './back-off.ts'
import type { ExchangeOutcome } from './exchange.ts'

/** The timer among the triggers (sync.md). Milliseconds. */
export const everyMs = 15_000

export interface SyncLoopPorts {
  readonly exchange: () => Promise<ExchangeOutcome>
  readonly clock: () => number
  readonly random: () => number
  /** Calls back once after `ms`; answers what cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void
  readonly onOutcome: (outcome: ExchangeOutcome) => void
  readonly onDefect: (what: string) => void
}

export interface SyncLoop {
  /** Exchanges now, or as soon as the one in flight ends; waits where the endpoint asked to (Retry-After). */
  trigger(): void
  stop(): void
}

export const createSyncLoop = (ports: SyncLoopPorts): SyncLoop => {
  const { exchange, clock, random, after, onOutcome, onDefect } = ports
  let isInFlight = false
  let isWantedAgain = false
  let isStopped = false
  let failures = 0
  /** Set by Retry-After alone: no trigger goes before it. */
  let notBefore = 0
  let cancelTimer = (): void => {}

  const schedule = (ms: number): void => {
    cancelTimer()
    if (!isStopped) cancelTimer = after(ms, () => void run())
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
    let outcome: ExchangeOutcome
    try {
      outcome = await exchange()
    } catch (error) {
      onDefect(error instanceof Error ? error.message : 'the exchange failed')
      outcome = { kind: 'unanswered', retryAfterMs: undefined }
    }
    isInFlight = false
    if (isStopped) return
    onOutcome(outcome)
    if (outcome.kind === 'done') {
      failures = 0
      schedule(isWantedAgain ? 0 : everyMs)
      return
    }
    const retryAfterMs = outcome.kind === 'fenced' ? undefined : outcome.retryAfterMs
    notBefore = clock() + Math.min(retryAfterMs ?? 0, 10 * capMs)
    schedule(backOff(failures++, random(), retryAfterMs))
  }

  return {
    trigger: () => {
      const waitMs = notBefore - clock()
      // A clock set back must not silence the tablet: no wait is longer than what was asked for.
      if (!isInFlight && waitMs > 0 && waitMs <= 10 * capMs) return
      void run()
    },
    stop: () => {
      isStopped = true
      cancelTimer()
    },
  }
}
