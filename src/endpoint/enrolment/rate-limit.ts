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

/**
 * The networks that a key counts for, and how much more each may do in all. A customer with a /56 or a /48 of IPv6 has 256 or 65,536
 * networks. Any other key counts for itself alone.
 */
export const countedUnder = (key: string): readonly (readonly [key: string, times: number])[] => {
  const found = /([0-9a-f]+:[0-9a-f]+:[0-9a-f]+):([0-9a-f]+)::\/64$/.exec(key)
  if (found === null) return [[key, 1]]
  const [, site, subnet = ''] = found
  const before = key.slice(0, found.index)
  const block = (Number.parseInt(subnet, 16) >> 8).toString(16)
  return [
    [key, 1],
    [`${before}${site}:${block}00::/56`, 2],
    [`${before}${site}::/48`, 4],
  ]
}

interface Bucket {
  readonly spent: number
  readonly at: Instant
}

const spentOf = (bucket: Bucket | undefined, { refillMs }: Bounds, now: Instant): number =>
  // A clock set back must not lengthen the wait.
  bucket === undefined ? 0 : Math.max(0, bucket.spent - Math.max(0, now - bucket.at) / refillMs)

/** Milliseconds to wait before one more; 0: it may pass. */
const waitOf = ({ spent, burst, refillMs }: Bounds & { readonly spent: number }): number =>
  spent + 1 > burst ? Math.ceil((spent + 1 - burst) * refillMs) : 0

/** Each key that this one counts for, within its own bounds. */
const boundsUnder = (key: string, { burst, refillMs }: Bounds) =>
  countedUnder(key).map(([of, times]) => ({ of, burst: burst * times, refillMs: refillMs / times }))

export class RateLimit {
  readonly #bounds: Bounds
  readonly #bucketByKey = new Map<string, Bucket>()

  constructor(bounds: Bounds) {
    this.#bounds = bounds
  }

  /** Counts one request; answers 0 when it may pass, else the milliseconds to wait. */
  take(key: string, now: Instant): number {
    const counted = boundsUnder(key, this.#bounds).map((one) => ({ ...one, spent: spentOf(this.#bucketByKey.get(one.of), one, now) }))
    const waitMs = Math.max(...counted.map(waitOf))
    if (waitMs > 0) return waitMs
    for (const { of, spent } of counted) {
      // A map keeps the order of insertion: what was used last is put last, what is first goes.
      this.#bucketByKey.delete(of)
      for (const oldest of this.#bucketByKey.keys()) {
        if (this.#bucketByKey.size < bucketsKept) break
        this.#bucketByKey.delete(oldest)
      }
      this.#bucketByKey.set(of, { spent: spent + 1, at: now })
    }
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
      const counted = []
      for (const one of boundsUnder(key, this.#bounds)) {
        const held = await tallies.of(this.#name, one.of)
        // Written below.
        counted.push({ ...one, spent: spentOf(held === undefined ? undefined : (JSON.parse(held) as Bucket), one, now) })
      }
      const waitMs = Math.max(...counted.map(waitOf))
      if (waitMs > 0) return waitMs
      for (const { of, spent, refillMs } of counted) {
        const bucket: Bucket = { spent: spent + 1, at: now }
        const until = toInstant(now + Math.ceil(bucket.spent * refillMs))
        await tallies.keep(this.#name, of, JSON.stringify(bucket), until, now)
      }
      return 0
    })
  }

  /** What was counted came to nothing: it counts no more. `key`: of no network. */
  giveBack(key: string, now: Instant): Promise<void> {
    return countIn(this.#store, async (tallies) => {
      const held = await tallies.of(this.#name, key)
      if (held === undefined) return
      const bucket: Bucket = { spent: Math.max(0, spentOf(JSON.parse(held) as Bucket, this.#bounds, now) - 1), at: now }
      await tallies.keep(this.#name, key, JSON.stringify(bucket), toInstant(now + Math.ceil(bucket.spent * this.#bounds.refillMs)), now)
    })
  }
}
