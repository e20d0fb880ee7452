/**
 * Who is where at this minute, and who comes at the next change (ROTA-7). Runs on the tablet, off line too: the week is in its base.
 */
import { type LocalMoment, type LocalTime, toMinutes } from '../local-date.ts'
import type { DeskReader } from '../row/desk-state.ts'
import { shiftsOn } from './read-week.ts'
import type { DatedShift } from './rota-week.ts'

export interface Crew {
  readonly current: readonly DatedShift[]
  /** Who comes at the next change, and when that is. */
  readonly next: readonly DatedShift[]
  readonly until: LocalTime | undefined
}

export const crewAt = (reader: DeskReader, now: LocalMoment): Crew => {
  const shifts = shiftsOn(reader, now.date)
  const current = shifts.filter((shift) => shift.from <= now.time && now.time < shift.to)
  const changes = [...current.map((shift) => shift.to), ...shifts.map((shift) => shift.from)].filter((time) => time > now.time)
  const [until] = changes.sort((a, b) => toMinutes(a) - toMinutes(b))
  return { current, until, next: shifts.filter((shift) => shift.from === until) }
}
