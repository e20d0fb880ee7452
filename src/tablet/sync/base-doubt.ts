/**
 * What to do about a base whose digest is not the endpoint's: it is fetched whole, and where even that does not agree, later and later.
 * Runs in the page of the tab that leads. A base that can never agree (one row that no disk keeps as it came) costs each tablet a fetch
 * an hour and not one at each exchange; the endpoint hears of it with the next push, so that its keeper knows.
 */
import { msPerHour, msPerMinute } from '../../domain/instant.ts'

/** The first wait after a whole base that did not agree; each further one doubles it, up to an hour. Milliseconds. */
const firstWaitMs = msPerMinute
const longestWaitMs = msPerHour

export interface BaseDoubt {
  /** The last base that came whole did not agree, and nothing since. */
  readonly isStanding: boolean
  /** Hears of each pull; true: fetch the whole base now. */
  asksWhole(agrees: boolean, isWhole: boolean, now: number): boolean
}

export const createBaseDoubt = (onDefect: (what: string) => void): BaseDoubt => {
  let disagreed = 0
  let lastAt = 0
  const waitMs = (): number => (disagreed === 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(disagreed - 1, 16)))
  return {
    get isStanding() {
      return disagreed > 0
    },
    asksWhole: (agrees, isWhole, now) => {
      if (agrees) disagreed = 0
      if (agrees) return false
      if (isWhole) {
        onDefect('the base came whole, and its digest is not the endpoint’s')
        disagreed += 1
        lastAt = now
        return false
      }
      // A clock set back must not lengthen the wait for ever.
      if (disagreed > 0 && Math.abs(now - lastAt) < waitMs()) return false
      onDefect('the digest of the base is not the endpoint’s')
      return true
    },
  }
}
