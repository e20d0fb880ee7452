/**
 * Who may change a week of the rota, and what it may hold (ROTA-1, ROTA-5). Runs on the tablet, before a shift is placed, and on the
 * endpoint, with the same answer. A model week is not judged: files of settings may hold what nobody would draw.
 */
import { isInTeam, type Librarian } from '../librarian/librarian.ts'
import { addDays, daysBetween, type LocalDate } from '../local-date.ts'
import type { Settings } from '../settings/settings.ts'
import { type DatedShift, mondayOf, type RotaWeekValue } from './rota-week.ts'

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

export interface WeekFault {
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
