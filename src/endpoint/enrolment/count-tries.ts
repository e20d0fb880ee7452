/**
 * Wrong tries of a secret, counted: after five each further one must wait, longer and longer. Runs on the endpoint, in memory: a restart
 * forgives. Counted for each librarian on each tablet: wrong ones from a tablet that was stolen keep nobody out on the others.
 */
import { type Instant, msPerMinute } from '../../domain/instant.ts'

/** Errors before the waiting starts. */
const freeErrors = 5
/** Milliseconds of the first wait; each further error doubles it, up to 5 minutes. */
const firstWaitMs = 1000
const longestWaitMs = 5 * msPerMinute

export class CountedTries {
  readonly #errorsByWho = new Map<string, { readonly count: number; readonly mayTryAt: number }>()

  /**
   * Counts a try as an error until `forget` says otherwise, so that tries made all at once are each counted before any is answered.
   * `mayTry` false: it may not be looked at before `waitMs`; else `waitMs` is the wait after it, if it is wrong.
   */
  take(who: string, now: Instant): { readonly mayTry: boolean; readonly waitMs: number } {
    const errors = this.#errorsByWho.get(who)
    if (errors !== undefined && now < errors.mayTryAt) return { mayTry: false, waitMs: errors.mayTryAt - now }
    const count = (errors?.count ?? 0) + 1
    const waitMs = count < freeErrors ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (count - freeErrors))
    this.#errorsByWho.set(who, { count, mayTryAt: now + waitMs })
    return { mayTry: true, waitMs }
  }

  forget(who: string): void {
    this.#errorsByWho.delete(who)
  }
}
