/**
 * How often one stranger, or one tablet, may ask: a bucket that refills with time. Runs on the endpoint. `RateLimit` holds floods off, each
 * process its own, in memory: to write each request down would be the flood. `CountedRate` guards what can be guessed or misused, on the disk.
 * Forty tablets back at once share an address behind the library's router, so the bounds per address are wide, those of codes narrow.
 */
import { type Instant, toInstant } from '../../domain/instant.ts'
import { type Counting, countIn } from './counting.ts'

/** Buckets kept, the last used: bounds the memory that strangers can take, and what one of them costs to find. */
const bucketsKept = 10_000

export interface Bounds {
  /** At once. */
  readonly burst: number
  /** Then one each so many milliseconds. */
  readonly refillMs: number
}

interface Bucket {
  readonly spent: number
  readonly at: Instant
}

const spentOf = (bucket: Bucket | undefined, { refillMs }: Bounds, now: Instant): number =>
  // A clock set back must not lengthen the wait.
  bucket === undefined ? 0 : Math.max(0, bucket.spent - Math.max(0, now - bucket.at) / refillMs)

/** Milliseconds to wait before one more; 0: it may pass. */
const waitOf = (spent: number, { burst, refillMs }: Bounds): number => (spent + 1 > burst ? Math.ceil((spent + 1 - burst) * refillMs) : 0)

export class RateLimit {
  readonly #bounds: Bounds
  readonly #bucketByKey = new Map<string, Bucket>()

  constructor(bounds: Bounds) {
    this.#bounds = bounds
  }

  /** Counts one request; answers 0 when it may pass, else the milliseconds to wait. */
  take(key: string, now: Instant): number {
    const spent = spentOf(this.#bucketByKey.get(key), this.#bounds, now)
    const waitMs = waitOf(spent, this.#bounds)
    if (waitMs > 0) return waitMs
    // A map keeps the order of insertion: what was used last is put last, what is first goes.
    this.#bucketByKey.delete(key)
    for (const oldest of this.#bucketByKey.keys()) {
      if (this.#bucketByKey.size < bucketsKept) break
      this.#bucketByKey.delete(oldest)
    }
    this.#bucketByKey.set(key, { spent: spent + 1, at: now })
    return 0
  }

  /** Buckets in memory. */
  get size(): number {
    return this.#bucketByKey.size
  }
}

export class CountedRate {
  readonly #store: Counting
  readonly #name: string
  readonly #bounds: Bounds

  /** `name`: what it counts, like no other. */
  constructor(store: Counting, name: string, bounds: Bounds) {
    this.#store = store
    this.#name = name
    this.#bounds = bounds
  }

  /** Counts one request; answers 0 when it may pass, else the milliseconds to wait. */
  take(key: string, now: Instant): Promise<number> {
    return countIn(this.#store, async (tallies) => {
      const held = await tallies.of(this.#name, key)
      // Written below.
      const spent = spentOf(held === undefined ? undefined : (JSON.parse(held) as Bucket), this.#bounds, now)
      const waitMs = waitOf(spent, this.#bounds)
      if (waitMs > 0) return waitMs
      const bucket: Bucket = { spent: spent + 1, at: now }
      const until = toInstant(now + Math.ceil(bucket.spent * this.#bounds.refillMs))
      await tallies.keep(this.#name, key, JSON.stringify(bucket), until, now)
      return 0
    })
  }

  /** What was counted came to nothing: it counts no more. */
  giveBack(key: string, now: Instant): Promise<void> {
    return countIn(this.#store, async (tallies) => {
      const held = await tallies.of(this.#name, key)
      if (held === undefined) return
      const bucket: Bucket = { spent: Math.max(0, spentOf(JSON.parse(held) as Bucket, this.#bounds, now) - 1), at: now }
      await tallies.keep(this.#name, key, JSON.stringify(bucket), toInstant(now + Math.ceil(bucket.spent * this.#bounds.refillMs)), now)
    })
  }
}
