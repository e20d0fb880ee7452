/**
 * Who is where, week by week: a dated week follows the model week of the settings until somebody draws it, and keeps its absences apart
 * (ROTA-1, ROTA-4). Runs everywhere. An absence is a person and a day: no reason is asked, and none has a place here. Who may change a week,
 * and what it may hold (ROTA-5), is judged alike on the tablet and the endpoint; a model week is not judged.
 */
import type { LibrarianId } from '../ids.ts'
import { isInTeam, type Librarian } from '../librarian/librarian.ts'
import { addDays, daysBetween, daysPerWeek, type LocalDate, type LocalTime, weekdayOf } from '../local-date.ts'
import type { DeskTask, Settings } from '../settings/settings.ts'

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

/** ROTA-1: a manager, or whoever a manager allowed; nobody who has left. */
export const mayChangeRota = ({ rotaAuthors }: Pick<Settings, 'rotaAuthors'>, librarian: Librarian, today: LocalDate): boolean =>
  isInTeam(librarian, today) && (librarian.isManager || rotaAuthors?.includes(librarian.id) === true)

/** Weeks that may be written: corrected as long as they count for fairness, and drawn ahead for a year. Days from today. */
export const writtenDays = { back: 35, ahead: 371 }
/** More shifts, or absences, than any week of a library has. */
const mostInWeek = 500

/** ROTA-5: whoever telephones may prepare meanwhile. */
const goTogether = (a: DatedShift, b: DatedShift): boolean => a.task !== b.task && a.task !== 'handover' && b.task !== 'handover'

/** ROTA-5: where its person is already, at a time of this shift; undefined: nowhere. */
export const clashOf = (shifts: readonly DatedShift[], shift: DatedShift): DatedShift | undefined =>
  shifts.find(
    (other) =>
      other !== shift &&
      other.librarianId === shift.librarianId &&
      other.date === shift.date &&
      other.from < shift.to &&
      shift.from < other.to &&
      !goTogether(other, shift),
  )

interface WeekFault {
  /** As in JavaScript (« shifts[2].to »). */
  readonly at: string
  readonly fault: 'not-monday' | 'too-far' | 'too-many' | 'other-week' | 'after-from' | 'already'
}

/** Every fault of a week that somebody wants to keep; empty: it may be kept. */
export const judgeWeek = (monday: LocalDate, { shifts = [], absences }: RotaWeekValue, today: LocalDate): readonly WeekFault[] => {
  if (mondayOf(monday) !== monday) return [{ at: 'monday', fault: 'not-monday' }]
  const ahead = daysBetween(today, monday)
  if (ahead < -writtenDays.back || ahead > writtenDays.ahead) return [{ at: 'monday', fault: 'too-far' }]
  if (shifts.length > mostInWeek) return [{ at: 'shifts', fault: 'too-many' }]
  if (absences.length > mostInWeek) return [{ at: 'absences', fault: 'too-many' }]
  const isOther = (date: LocalDate): boolean => date < monday || date > addDays(monday, 6)
  return [
    ...shifts.flatMap((shift, n): readonly WeekFault[] =>
      isOther(shift.date)
        ? [{ at: `shifts[${n}].date`, fault: 'other-week' }]
        : // Local times compare as text.
          shift.from >= shift.to
          ? [{ at: `shifts[${n}].to`, fault: 'after-from' }]
          : clashOf(shifts.slice(0, n), shift) === undefined
            ? []
            : [{ at: `shifts[${n}]`, fault: 'already' }],
    ),
    ...absences.flatMap(({ date }, n): readonly WeekFault[] => (isOther(date) ? [{ at: `absences[${n}].date`, fault: 'other-week' }] : [])),
  ]
}
