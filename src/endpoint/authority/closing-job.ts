/**
 * The closing of the days as a job of each library (PRIV-1 to PRIV-3): once an hour whichever process comes first, in the library's turn. Runs on
 * the endpoint. When it was done last is in the database, with what it did: a second process, or a start anew, does it no second time.
 */
import { type Instant, msPerMinute } from '../../domain/instant.ts'
import { createPasses, type Passes } from '../clock/passes.ts'
import { createTurn } from '../storage/lease.ts'
import type { Store } from '../storage/store.ts'
import { closeDays } from './close-day.ts'

/** An hour: a day that ended leaves the tablets soon after. Milliseconds. */
const closingEveryMs = 60 * msPerMinute

export interface ClosingPorts {
  readonly store: Store
  now(): Instant
  readonly reportDefect: (defect: unknown) => void
}

/** A pass closes what is due; a library whose turn another job has is closed by a later one. */
export const createClosingJob = ({ store, now, reportDefect }: ClosingPorts): Passes => {
  const turn = createTurn()
  return createPasses(() => closeDays(store, now(), reportDefect, { turn, now, everyMs: closingEveryMs }))
}
