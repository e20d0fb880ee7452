/**
 * Time that stands still unless a test moves it. Runs in Node, in tests.
 */
import { type Instant, toInstant } from '../../src/domain/instant.ts'

export interface StandingTime {
  now(): Instant
  /** Calls back once `ms` have passed; answers what cancels it. */
  after(ms: number, callback: () => void): () => void
  /** Moves time, and calls back what was due, in order. */
  advance(ms: number): void
  /** Everybody sleeps: time passes, and what was due by then is called back at the end of it. */
  sleep(ms: number): void
}

export const createStandingTime = (start: number): StandingTime => {
  let time = start
  let due: { readonly at: number; readonly callback: () => void }[] = []
  const advance = (ms: number): void => {
    const end = time + ms
    for (;;) {
      const next = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      due = due.filter((timer) => timer !== next)
      time = Math.max(time, next.at)
      next.callback()
    }
    time = end
  }
  return {
    now: () => toInstant(time),
    after: (ms, callback) => {
      const timer = { at: time + ms, callback }
      due.push(timer)
      return () => {
        due = due.filter((other) => other !== timer)
      }
    },
    advance,
    sleep: (ms) => {
      time += ms
      advance(0)
    },
  }
}
