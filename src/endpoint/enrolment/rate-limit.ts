/**
 * How often one stranger, or one tablet, may ask: a bucket that refills with time. Runs on the endpoint, in memory: a restart forgives.
 * Forty tablets back at once share an address behind the library's router, so the bounds per address are wide, those of codes narrow.
 */
import type { Instant } from '../../domain/instant.ts'

/** Buckets kept, the last used: bounds the memory that strangers can take, and what one of them costs to find. */
const bucketsKept = 10_000

export class RateLimit {
  readonly #burst: number
  readonly #refillMs: number
  readonly #spentByKey = new Map<string, { readonly spent: number; readonly at: Instant }>()

  /** `burst` requests at once, then one each `refillMs` milliseconds. */
  constructor({ burst, refillMs }: { readonly burst: number; readonly refillMs: number }) {
    this.#burst = burst
    this.#refillMs = refillMs
  }

  /** Counts one request; answers 0 when it may pass, else the milliseconds to wait. */
  take(key: string, now: Instant): number {
    const spent = this.#spent(key, now)
    if (spent + 1 > this.#burst) return Math.ceil((spent + 1 - this.#burst) * this.#refillMs)
    // A map keeps the order of insertion: what was used last is put last, what is first goes.
    this.#spentByKey.delete(key)
    for (const oldest of this.#spentByKey.keys()) {
      if (this.#spentByKey.size < bucketsKept) break
      this.#spentByKey.delete(oldest)
    }
    this.#spentByKey.set(key, { spent: spent + 1, at: now })
    return 0
  }

  /** Buckets in memory. */
  get size(): number {
    return this.#spentByKey.size
  }

  #spent(key: string, now: Instant): number {
    const bucket = this.#spentByKey.get(key)
    // A clock set back must not lengthen the wait.
    return bucket === undefined ? 0 : Math.max(0, bucket.spent - Math.max(0, now - bucket.at) / this.#refillMs)
  }
}
