/**
 * How often something may be tried within a stretch of time that moves along (PAGE-7): mails of one card, wrong codes of a library. Runs on the
 * endpoint, on the store's disk: all processes count together, within one stretch of counting (`enrolment/counting.ts`).
 */
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { Tallies } from '../storage/tallies.ts'

export class Attempts {
  readonly #name: string
  readonly #most: number
  readonly #withinMs: number

  /** `most` within any stretch of `withinMs` milliseconds; `name`: what it counts, like no other. */
  constructor(name: string, most: number, withinMs: number) {
    this.#name = name
    this.#most = most
    this.#withinMs = withinMs
  }

  /** Whether there is one left; counts nothing. */
  async isOver(tallies: Tallies, key: string, now: Instant): Promise<boolean> {
    return (await this.overUntil(tallies, key, now)) !== undefined
  }

  /** When there will be one again; undefined: there is one left. */
  async overUntil(tallies: Tallies, key: string, now: Instant): Promise<Instant | undefined> {
    const recent = await this.#recent(tallies, key, now)
    const first = recent.at(-this.#most)
    return first === undefined ? undefined : toInstant(first + this.#withinMs)
  }

  /** `isMeant` false: does the same work on the disk, and counts nothing. */
  async count(tallies: Tallies, key: string, now: Instant, isMeant = true): Promise<void> {
    const recent = await this.#recent(tallies, key, now)
    const times = isMeant ? [...recent, now] : recent
    await tallies.keep(this.#name, key, JSON.stringify(times.slice(-this.#most)), toInstant(now + this.#withinMs), now)
  }

  /** Takes one back that was counted at `at`. */
  async giveBack(tallies: Tallies, key: string, at: Instant, now: Instant): Promise<void> {
    const recent = await this.#recent(tallies, key, now)
    const given = recent.lastIndexOf(at)
    const times = recent.filter((_, n) => n !== given)
    await tallies.keep(this.#name, key, JSON.stringify(times), toInstant(now + this.#withinMs), now)
  }

  async #recent(tallies: Tallies, key: string, now: Instant): Promise<readonly Instant[]> {
    const held = await tallies.of(this.#name, key)
    // Written above.
    const times = held === undefined ? [] : (JSON.parse(held) as Instant[])
    // A clock set back must not lengthen the wait.
    return times.filter((at) => at <= now && now - at < this.#withinMs)
  }
}
