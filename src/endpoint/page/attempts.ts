/**
 * How often something may be tried within a stretch of time that moves along (PAGE-7): mails of one card, wrong codes of a library. Runs on the
 * endpoint, in memory: a restart forgives, and two processes count each for itself. Nobody can fill it: the oldest goes.
 */
import type { Instant } from '../../domain/instant.ts'

/** Keys kept, the last used. */
const keysKept = 10_000

export class Attempts {
  readonly #most: number
  readonly #withinMs: number
  readonly #timesByKey = new Map<string, readonly Instant[]>()

  /** `most` within any stretch of `withinMs` milliseconds. */
  constructor(most: number, withinMs: number) {
    this.#most = most
    this.#withinMs = withinMs
  }

  /** Whether there is one left; counts nothing. */
  isOver(key: string, now: Instant): boolean {
    return this.#recent(key, now).length >= this.#most
  }

  count(key: string, now: Instant): void {
    const recent = this.#recent(key, now)
    this.#timesByKey.delete(key)
    for (const oldest of this.#timesByKey.keys()) {
      if (this.#timesByKey.size < keysKept) break
      this.#timesByKey.delete(oldest)
    }
    this.#timesByKey.set(key, [...recent, now].slice(-this.#most))
  }

  #recent(key: string, now: Instant): readonly Instant[] {
    // A clock set back must not lengthen the wait.
    return (this.#timesByKey.get(key) ?? []).filter((at) => at <= now && now - at < this.#withinMs)
  }
}
