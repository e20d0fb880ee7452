/**
 * The shifts of a week as they stand: as somebody drew them, or as the model week is (ROTA-1). Runs everywhere.
 */
import { isInTeam } from '../librarian/librarian.ts'
import { addDays, type LocalDate, type LocalMoment, type LocalTime, toMinutes } from '../local-date.ts'
import type { DeskReader } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { isOpenOn } from '../slot/build-slots.ts'
import { type Absence, type DatedShift, isStruck, mondayOf, type RotaWeekValue } from './rota-week.ts'

/** Whether the day was said closed: a weekday that never opens may have its shifts all the same. */
export const isShut = (settings: Settings, date: LocalDate): boolean =>
  settings.dayExceptions.some((day) => day.date === date) && !isOpenOn(settings, date)

/** ROTA-1: the model week on the days from `monday` on, without days that are closed. */
export const modelShifts = (settings: Settings, monday: LocalDate): readonly DatedShift[] =>
  settings.rota
    .map(({ weekday, from, to, task, librarianId }) => ({ date: addDays(monday, weekday - 1), from, to, task, librarianId }))
    .filter(({ date }) => !isShut(settings, date))

/** The shifts of a week as it stands, those of absentees among them. */
export const shiftsOf = (settings: Settings, monday: LocalDate, week: RotaWeekValue | undefined): readonly DatedShift[] =>
  week?.shifts ?? modelShifts(settings, monday)

/** ROTA-4, SET-12: whether its person is away then, or has left by then. */
export const isGone = (reader: DeskReader, shift: DatedShift, absences: readonly Absence[]): boolean => {
  const librarian = reader.get('librarian', shift.librarianId)
  return isStruck(shift, absences) || (librarian !== undefined && !isInTeam(librarian, shift.date))
}

/** ROTA-7: the shifts of one day, of those who are there. */
export const shiftsOn = (reader: DeskReader, date: LocalDate): readonly DatedShift[] => {
  const settings = reader.get('settings', 'settings')
  const week = reader.get('rota-week', mondayOf(date))
  if (settings === undefined) return []
  return shiftsOf(settings, mondayOf(date), week).filter((shift) => shift.date === date && !isGone(reader, shift, week?.absences ?? []))
}

interface Crew {
  readonly current: readonly DatedShift[]
  /** Who comes at the next change, and when that is. */
  readonly next: readonly DatedShift[]
  readonly until: LocalTime | undefined
}

/** Who is where at this minute, and who comes at the next change (ROTA-7). The week is in its base. */
export const crewAt = (reader: DeskReader, now: LocalMoment): Crew => {
  const shifts = shiftsOn(reader, now.date)
  const current = shifts.filter((shift) => shift.from <= now.time && now.time < shift.to)
  const changes = [...current.map((shift) => shift.to), ...shifts.map((shift) => shift.from)].filter((time) => time > now.time)
  const [until] = changes.sort((a, b) => toMinutes(a) - toMinutes(b))
  return { current, until, next: shifts.filter((shift) => shift.from === until) }
}
