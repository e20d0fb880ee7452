/**
 * How a week is drawn: from the model, or from the week before where it is still empty, without whoever is away and days that are closed
 * (ROTA-1). Runs on the tablet. Nobody is given two places at once by it (ROTA-5).
 */
import { addDays, type LocalDate, weekdayOf } from '../local-date.ts'
import type { Settings } from '../settings/settings.ts'
import { isShut, modelShifts, shiftsOf } from './read-week.ts'
import { type Absence, clashOf, type DatedShift, halfOf, isStruck, type RotaWeekValue } from './rota-week.ts'

/** Those of `added` that may stand beside `shifts`, each after the one before it (ROTA-5). */
const addFitting = (shifts: readonly DatedShift[], added: readonly DatedShift[]): readonly DatedShift[] => {
  const all = [...shifts]
  for (const shift of added) if (clashOf(all, shift) === undefined) all.push(shift)
  return all
}

/** ROTA-1: the shifts of an earlier week on the days of this one, without whoever is away and days that are closed. */
const copyShifts = (
  settings: Settings,
  monday: LocalDate,
  from: { readonly monday: LocalDate; readonly shifts: readonly DatedShift[] },
  absences: readonly Absence[],
): readonly DatedShift[] =>
  from.shifts
    .map((shift) => ({ ...shift, date: addDays(monday, weekdayOf(shift.date) - 1) }))
    .filter((shift) => !isShut(settings, shift.date) && !isStruck(shift, absences))

/** The week drawn: from here on it no longer follows the model. Two places of one person, which a model may hold, become the first. */
export const drawWeek = (settings: Settings, monday: LocalDate, { shifts, absences }: RotaWeekValue): RotaWeekValue => ({
  shifts: shifts ?? addFitting([], modelShifts(settings, monday)),
  absences,
})

/** « Reprendre la semaine passée »: its shifts, where nobody is there for that task in that half of that day. */
export const fillFromWeekBefore = (
  settings: Settings,
  monday: LocalDate,
  week: RotaWeekValue,
  before: RotaWeekValue | undefined,
): RotaWeekValue => {
  const drawn = drawWeek(settings, monday, week)
  const shifts = drawn.shifts ?? []
  const lastMonday = addDays(monday, -7)
  const copied = copyShifts(settings, monday, { monday: lastMonday, shifts: shiftsOf(settings, lastMonday, before) }, week.absences)
  const isFilled = (wanted: DatedShift): boolean =>
    shifts.some(
      (shift) =>
        shift.date === wanted.date &&
        shift.task === wanted.task &&
        halfOf(shift.from) === halfOf(wanted.from) &&
        !isStruck(shift, week.absences),
    )
  return {
    ...drawn,
    shifts: addFitting(
      shifts,
      copied.filter((shift) => !isFilled(shift)),
    ),
  }
}

/** ROTA-1: the week as the model of those to come. */
export const toModel = (shifts: readonly DatedShift[]): Settings['rota'] =>
  shifts.map(({ date, from, to, task, librarianId }) => ({ weekday: weekdayOf(date), from, to, task, librarianId }))
