/**
 * How often something may be tried within a stretch of time that moves along (PAGE-7): mails of one card, wrong codes of a library. Runs on the
 * endpoint, on the store's disk: all processes count together, within one stretch of counting (`enrolment/counting.ts`).
 */
import { type Instant, toInstant } from '../../domain/instant.ts'
import { countedUnder } from '../enrolment/rate-limit.ts'
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
    let until = 0
    for (const [of, times] of countedUnder(key)) {
      const first = (await this.#recent(tallies, of, now)).at(-this.#most * times)
      if (first !== undefined) until = Math.max(until, first + this.#withinMs)
    }
    return until === 0 ? undefined : toInstant(until)
  }

  /** `isMeant` false: does the same work on the disk, and counts nothing. */
  async count(tallies: Tallies, key: string, now: Instant, isMeant = true): Promise<void> {
    await this.#change(tallies, key, now, (recent) => (isMeant ? [...recent, now] : recent))
  }

  /** Takes one back that was counted at `at`. */
  async giveBack(tallies: Tallies, key: string, at: Instant, now: Instant): Promise<void> {
    await this.#change(tallies, key, now, (recent) => {
      const given = recent.lastIndexOf(at)
      return recent.filter((_, n) => n !== given)
    })
  }

  async #change(tallies: Tallies, key: string, now: Instant, change: (recent: readonly Instant[]) => readonly Instant[]): Promise<void> {
    for (const [of, times] of countedUnder(key)) {
      const kept = change(await this.#recent(tallies, of, now)).slice(-this.#most * times)
      await tallies.keep(this.#name, of, JSON.stringify(kept), toInstant(now + this.#withinMs), now)
    }
  }

  async #recent(tallies: Tallies, key: string, now: Instant): Promise<readonly Instant[]> {
    const held = await tallies.of(this.#name, key)
    // Written above.
    const times = held === undefined ? [] : (JSON.parse(held) as Instant[])
    // A clock set back must not lengthen the wait.
    return times.filter((at) => at <= now && now - at < this.#withinMs)
  }
}
