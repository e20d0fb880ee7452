/**
 * Who is where, week by week: a dated week follows the model week of the settings until somebody draws it, and keeps its absences apart
 * (ROTA-1, ROTA-4). Runs everywhere. An absence is a person and a day: no reason is asked, and none has a place here.
 */
import type { LibrarianId } from '../ids.ts'
import { addDays, daysPerWeek, type LocalDate, type LocalTime, weekdayOf } from '../local-date.ts'
import type { DeskTask } from '../settings/settings.ts'

export type Half = 'morning' | 'afternoon'

export interface DatedShift {
  readonly date: LocalDate
  readonly from: LocalTime
  readonly to: LocalTime
  readonly task: DeskTask
  readonly librarianId: LibrarianId
}

export interface Absence {
  readonly date: LocalDate
  readonly librarianId: LibrarianId
  /** Absent: the whole day. */
  readonly half?: Half | undefined
}

/** What a person changes of a week, whole. */
export interface RotaWeekValue {
  /** Absent: nobody has drawn this week yet, and it is as the model is. */
  readonly shifts?: readonly DatedShift[] | undefined
  readonly absences: readonly Absence[]
}

export interface RotaWeek extends RotaWeekValue {
  readonly kind: 'rota-week'
  /** Its Monday. */
  readonly id: LocalDate
  /** The number of its last change, as a section of the settings has one (SET-3). */
  readonly version: number
}

/** The last minute of the morning is before one o'clock: a desk that is open over midday has two halves all the same. */
export const noon = '13:00' as LocalTime // A time written as a constant.

export const halves: readonly Half[] = ['morning', 'afternoon']
export const halfOf = (time: LocalTime): Half => (time < noon ? 'morning' : 'afternoon')

export const mondayOf = (date: LocalDate): LocalDate => addDays(date, 1 - weekdayOf(date))
export const daysOfWeek = (monday: LocalDate): readonly LocalDate[] => Array.from({ length: daysPerWeek }, (_, n) => addDays(monday, n))
/** The name of a week among the sections that have a journal. */
export const weekSection = (monday: LocalDate): string => `rota/${monday}`

/** ROTA-4: whether its person is away at any time of the shift. */
export const isStruck = (shift: DatedShift, absences: readonly Absence[]): boolean =>
  absences.some(
    ({ date, librarianId, half }) =>
      date === shift.date &&
      librarianId === shift.librarianId &&
      (half === undefined || (half === 'morning' ? shift.from < noon : shift.to > noon)),
  )
