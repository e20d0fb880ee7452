/**
 * What two people did to one week at the same time, place by place, and both together where they touched other places (SET-3). Runs on
 * the tablet: a person chooses, and nothing is written over meanwhile.
 */
import { isAlike } from '../is-alike.ts'
import { type Absence, type DatedShift, halfOf, type RotaWeekValue } from './rota-week.ts'

/** What one week has and the other lacks. */
export interface WeekChanges {
  readonly added: readonly DatedShift[]
  readonly removed: readonly DatedShift[]
  readonly away: readonly Absence[]
  readonly back: readonly Absence[]
}

const without = <T>(list: readonly T[], others: readonly T[]): readonly T[] =>
  list.filter((one) => !others.some((other) => isAlike(one, other)))

/** Both drawn. */
export const compareWeeks = (before: RotaWeekValue, after: RotaWeekValue): WeekChanges => {
  const [were, are] = [before.shifts ?? [], after.shifts ?? []]
  return {
    added: without(are, were),
    removed: without(were, are),
    away: without(after.absences, before.absences),
    back: without(before.absences, after.absences),
  }
}

/** A place is a task in half a day; for an absence it is the person's day. */
const placesOf = ({ added, removed, away, back }: WeekChanges): readonly string[] => [
  ...[...added, ...removed].map(({ date, from, task }) => `${date} ${halfOf(from)} ${task}`),
  ...[...away, ...back].map(({ date, librarianId }) => `${date} ${librarianId}`),
]

/** `mine` on top of `theirs`, both made from `base`; undefined: both touched one place. Whether it may stand is judged as always. */
export const combineWeeks = (base: RotaWeekValue, theirs: RotaWeekValue, mine: RotaWeekValue): RotaWeekValue | undefined => {
  const [own, others] = [compareWeeks(base, mine), compareWeeks(base, theirs)]
  const taken = placesOf(others)
  if (placesOf(own).some((place) => taken.includes(place))) return undefined
  return {
    shifts: [...without(theirs.shifts ?? [], own.removed), ...own.added],
    absences: [...without(theirs.absences, own.back), ...own.away],
  }
}
