/**
 * The library's wall clock, by its zone. Runs on the endpoint: the domain reads neither zone nor clock.
 * Intl's formats are slow to make, and a push asks for one: each zone has its own, made once.
 */
import type { Instant } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import { createWallClock } from '../ils/true-time.ts'

const clockByZone = new Map<string, (at: Instant) => LocalMoment>()

/** From an instant to the day and time on the library's wall; `zone` undefined: a library without settings yet, taken for Paris. */
export const wallClockOf = (zone: string | undefined): ((at: Instant) => LocalMoment) => {
  const named = zone ?? 'Europe/Paris'
  const clock = clockByZone.get(named) ?? createWallClock(named)
  clockByZone.set(named, clock)
  return clock
}
