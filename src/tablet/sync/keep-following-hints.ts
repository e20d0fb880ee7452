/**
 * The stream of hints, opened again each time it ends, later and later while it fails. Runs in the page of the tab that leads.
 * A hint says only that an exchange is worth while: whoever hears none exchanges every 15 s (sync-loop.ts).
 */
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import { backOff } from './back-off.ts'
import { bearerOf } from './bearer-of.ts'

/** A stream of hints that stood as long was no failure: the next one is opened soon. Milliseconds. */
const steadyAfterMs = 60_000

export interface HintPorts {
  readonly mirror: TabletMirror
  readonly followHints: (bearer: string, signal: AbortSignal, onHint: () => void) => Promise<void>
  readonly clock: () => number
  /** From 0 to 1. */
  readonly random: () => number
  /** Calls back once after `ms`; answers what cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void
}

/** Follows until `signal` ends it. What it answers opens the next stream at once: the network is back. */
export const keepFollowingHints = (
  { mirror, followHints, clock, random, after }: HintPorts,
  signal: AbortSignal,
  onHint: () => void,
): (() => void) => {
  let again = (): void => {}
  const follow = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      const identity = mirror.identity
      const openedAt = clock()
      if (identity !== undefined) await followHints(bearerOf(identity), signal, onHint).catch(() => undefined)
      failures = clock() - openedAt > steadyAfterMs ? 0 : failures + 1
      const waitMs = backOff(failures + 2, random(), undefined)
      await new Promise<void>((resolve) => {
        const cancel = after(waitMs, resolve)
        again = () => {
          cancel()
          resolve()
        }
      })
    }
  }
  void follow()
  return () => again()
}
