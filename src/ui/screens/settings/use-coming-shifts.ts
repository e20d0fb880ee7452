/**
 * When each of the team is at work next, and away (ROTA-7), for whoever changes the team. Runs in the browser, off line too: the weeks are in
 * the tablet's base.
 */
import type { LibrarianId } from '../../../domain/ids.ts'
import { addDays } from '../../../domain/local-date.ts'
import { shiftsOn } from '../../../domain/rota/read-week.ts'
import { mondayOf } from '../../../domain/rota/rota-week.ts'
import type { TeamWords } from '../../../locale/fr/team.ts'
import { useFromState, useNow } from '../../use-desk.ts'
import { useFormats } from '../../use-words.ts'

/** Days looked at from today on. */
const daysAhead = 14

export const useComingShifts = (words: TeamWords): ((id: LibrarianId) => readonly string[]) => {
  const format = useFormats()
  const { date: today, time: now } = useNow()
  const { shifts, absences } = useFromState((state) => {
    const days = Array.from({ length: daysAhead }, (_, n) => addDays(today, n))
    return {
      shifts: days.flatMap((day) => [...shiftsOn(state, day)].sort((a, b) => (a.from < b.from ? -1 : 1))),
      absences: days.flatMap((day) => state.get('rota-week', mondayOf(day))?.absences.filter(({ date }) => date === day) ?? []),
    }
  }, today)
  return (id) => {
    const next = shifts.find(({ librarianId, date, to }) => librarianId === id && (date > today || now < to))
    const away = absences.find(({ librarianId }) => librarianId === id)
    return [
      ...(next === undefined
        ? []
        : next.date > today
          ? [words.onDay(format.shortDate(next.date), words.tasks[next.task])]
          : [next.from <= now ? words.atNow(words.tasks[next.task]) : words.atTime(format.time(next.from), words.tasks[next.task])]),
      ...(away === undefined ? [] : [words.away(format.shortDate(away.date))]),
    ]
  }
}
