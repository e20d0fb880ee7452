/**
 * What every fact says besides what happened: who pressed, on which tablet, when, and what they had seen. Runs everywhere.
 * One envelope leaves such a fact on each document and each order that it concerns, under the envelope's own id.
 */
import type { DeviceId, LibrarianId, OperationId } from '../ids.ts'
import { type Instant, msPerMinute } from '../instant.ts'
import { compareMoments, type LocalMoment, minutesApart, minutesPerHour, weekdayOf } from '../local-date.ts'

export interface RecordedFact {
  readonly operationId: OperationId
  /** The last facts on this document, or this order, that its author had seen. */
  readonly based: readonly OperationId[]
  readonly librarianId: LibrarianId
  readonly deviceId: DeviceId
  readonly at: Instant
  /** When it truly happened on the library's clock; earlier than `at` for what was entered afterwards (HO-10). */
  readonly happened: LocalMoment
}

type Dated = Pick<RecordedFact, 'at' | 'happened'>

/** Two tablets' clocks differ by less, or nothing is concluded from them. Minutes. */
const clockTolerance = 15
/** Clocks are set back on a Sunday before four. */
const mayShowTwice = ({ date, time }: LocalMoment): boolean => time < '04:00' && weekdayOf(date) === 7

/**
 * Negative when `a` is earlier on the library's clock, 0 in one minute. In the hour that a clock set back shows twice, the tablets' own
 * instants decide: they lie an hour further apart than the clock showed.
 */
export const compareHappened = (a: Dated, b: Dated): number => {
  const shown = minutesApart(b.happened, a.happened)
  const hidden = (a.at - b.at) / msPerMinute - shown
  const isOneHour = a.happened.date === b.happened.date && a.happened.time.slice(0, 2) === b.happened.time.slice(0, 2)
  if (!isOneHour || !mayShowTwice(a.happened) || Math.abs(Math.abs(hidden) - minutesPerHour) > clockTolerance)
    return compareMoments(a.happened, b.happened)
  return shown + Math.sign(hidden) * minutesPerHour
}
