/**
 * Wrong tries of a secret, counted: after five each further one must wait, longer and longer. Runs on the endpoint, all processes together.
 * Counted for each librarian on each tablet: wrong ones from a tablet that was stolen keep nobody out on the others.
 */
import { type Instant, msPerDay, msPerMinute, toInstant } from '../../domain/instant.ts'
import { type Counting, countIn } from './counting.ts'

/** Errors before the waiting starts. */
const freeErrors = 5
/** Milliseconds of the first wait; each further error doubles it, up to 5 minutes. */
const firstWaitMs = 1000
const longestWaitMs = 5 * msPerMinute

interface Errors {
  readonly count: number
  readonly mayTryAt: number
}

export class CountedTries {
  readonly #store: Counting
  readonly #name: string

  /** `name`: what it counts, like no other. */
  constructor(store: Counting, name: string) {
    this.#store = store
    this.#name = name
  }

  /**
   * Counts a try as an error until `forget` says otherwise, so that concurrent tries are each counted before any is answered. `mayTry`
   * false: not before `waitMs`; else `waitMs` is the wait after it, if it is wrong.
   */
  take(who: string, now: Instant): Promise<{ readonly mayTry: boolean; readonly waitMs: number }> {
    return countIn(this.#store, async (tallies) => {
      const held = await tallies.of(this.#name, who)
      // Written below.
      const errors = held === undefined ? undefined : (JSON.parse(held) as Errors)
      const leftMs = (errors?.mayTryAt ?? now) - now
      // A clock set back must not lengthen the wait.
      if (leftMs > 0 && leftMs <= longestWaitMs) return { mayTry: false, waitMs: leftMs }
      const count = (errors?.count ?? 0) + 1
      const waitMs = count < freeErrors ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (count - freeErrors))
      const next: Errors = { count, mayTryAt: now + waitMs }
      await tallies.keep(this.#name, who, JSON.stringify(next), toInstant(now + msPerDay), now)
      return { mayTry: true, waitMs }
    })
  }

  forget(who: string): Promise<void> {
    return countIn(this.#store, (tallies) => tallies.drop(this.#name, who))
  }
}
