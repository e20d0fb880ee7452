/**
 * Who did how much in the last four weeks, against each one's share of full time, and whom that proposes for what is missing (ROTA-6).
 * Runs on the tablet. Planned hours alone: nothing here knows how fast anybody works (STAT-8).
 */
import type { LibrarianId } from '../ids.ts'
import { isInTeam } from '../librarian/librarian.ts'
import { addDays, type LocalDate, toMinutes, weekdayOf } from '../local-date.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { DeskTask, Settings } from '../settings/settings.ts'
import type { Gap } from './plan-week.ts'
import { shiftsOf } from './read-week.ts'
import { clashOf, type DatedShift, isStruck, type RotaWeekValue } from './rota-week.ts'

export interface Load {
  readonly librarianId: LibrarianId
  readonly minutes: number
  /** Saturdays on which they worked at all. */
  readonly saturdays: number
  readonly minutesByTask: Readonly<Record<DeskTask, number>>
  /** SET-12: the last day of whoever leaves. */
  readonly lastDay: LocalDate | undefined
  /** Per cent of full time [100]. */
  readonly share: number
  /** What their share of all that was done comes to, in minutes. */
  readonly due: number
}

/** Weeks that are looked back on. */
const weeksBack = 4
const saturday = 6

export const shareOf = ({ rotaShares }: Pick<Settings, 'rotaShares'>, id: LibrarianId): number => rotaShares?.[id] ?? 100

/** Minutes on which a person was on at all: whoever telephones and prepares at once is on once. */
const minutesOn = (shifts: readonly DatedShift[]): number => {
  let sum = 0
  let [day, until] = ['', 0]
  for (const { date, from, to } of [...shifts].sort((a, b) => (`${a.date}${a.from}` < `${b.date}${b.from}` ? -1 : 1))) {
    if (date !== day) [day, until] = [date, 0]
    const begins = Math.max(toMinutes(from), until)
    sum += Math.max(0, toMinutes(to) - begins)
    until = Math.max(until, toMinutes(to))
  }
  return sum
}

/** ROTA-6: the four weeks before `monday` of everybody who is still there, in the order of their names as the library wrote them. */
export const loadsBefore = (state: DeskState, settings: Settings, monday: LocalDate): readonly Load[] => {
  const shifts = Array.from({ length: weeksBack }, (_, n) => addDays(monday, -7 * (n + 1))).flatMap((start) => {
    const week = state.get('rota-week', start)
    return shiftsOf(settings, start, week).filter((shift) => !isStruck(shift, week?.absences ?? []))
  })
  const librarians = [...state.all('librarian')].filter((one) => isInTeam(one, monday)).sort((a, b) => (a.name < b.name ? -1 : 1))
  const own = librarians.map(({ id, lastDay }) => {
    const mine = shifts.filter(({ librarianId }) => librarianId === id)
    const at = (task: DeskTask) => minutesOn(mine.filter((shift) => shift.task === task))
    return {
      librarianId: id,
      lastDay,
      minutes: minutesOn(mine),
      saturdays: new Set(mine.map(({ date }) => date).filter((date) => weekdayOf(date) === saturday)).size,
      minutesByTask: { preparation: at('preparation'), handover: at('handover'), telephone: at('telephone') },
      share: shareOf(settings, id),
    }
  })
  const [minutes, shares] = [own.reduce((sum, one) => sum + one.minutes, 0), own.reduce((sum, { share }) => sum + share, 0)]
  return own.map((one) => ({ ...one, due: shares === 0 ? 0 : (minutes * one.share) / shares }))
}

/** ROTA-6: whoever may fill the gap, who has done least of that task for their share first; nobody whose share is nothing. */
export const proposalsFor = (
  gap: Pick<Gap, 'date' | 'from' | 'to' | 'task'>,
  { shifts = [], absences }: RotaWeekValue,
  loads: readonly Load[],
): readonly { readonly shift: DatedShift; readonly load: Load }[] => {
  const byShare = (n: number, { share }: Load): number => n / share
  return loads
    .filter(({ share, lastDay }) => share > 0 && (lastDay === undefined || gap.date <= lastDay))
    .map((load) => ({
      load,
      shift: { date: gap.date, from: gap.from, to: gap.to, task: gap.task, librarianId: load.librarianId },
    }))
    .filter(({ shift }) => !isStruck(shift, absences) && clashOf(shifts, shift) === undefined)
    .filter(({ shift }) => !shifts.some((other) => other.librarianId === shift.librarianId && isSamePlace(other, shift)))
    .sort(
      (a, b) =>
        byShare(a.load.minutesByTask[gap.task], a.load) - byShare(b.load.minutesByTask[gap.task], b.load) ||
        byShare(a.load.minutes, a.load) - byShare(b.load.minutes, b.load),
    )
}

/** Somebody who is there already helps no more by being there twice. */
const isSamePlace = (a: DatedShift, b: DatedShift): boolean => a.date === b.date && a.task === b.task && a.from < b.to && b.from < a.to
