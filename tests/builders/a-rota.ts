/**
 * Builds shifts and absences from plain text, in the week of Monday 23 November 2026. Runs in tests.
 */
import { toLibrarianId } from '../../src/domain/ids.ts'
import type { Absence, DatedShift, RotaWeek, RotaWeekValue } from '../../src/domain/rota/rota-week.ts'
import type { DeskTask } from '../../src/domain/settings/settings.ts'
import { aDate, aTime } from './a-moment.ts'

export const monday = aDate('2026-11-23')

/** « claire drive 2026-11-24 14:00 18:00 », the task as the code says it. */
export const aShift = (text: string): DatedShift => {
  const [who = '', task = '', date = '', from = '', to = ''] = text.split(' ')
  // The test names one of the three.
  return { librarianId: toLibrarianId(who), task: task as DeskTask, date: aDate(date), from: aTime(from), to: aTime(to) }
}

/** « ines 2026-11-25 », and « morning » or « afternoon » where it is not the day. */
export const anAbsence = (text: string): Absence => {
  const [who = '', date = '', half] = text.split(' ')
  return { librarianId: toLibrarianId(who), date: aDate(date), ...(half === 'morning' || half === 'afternoon' ? { half } : {}) }
}

export const aWeek = (shifts: readonly string[], absences: readonly string[] = []): RotaWeekValue => ({
  shifts: shifts.map(aShift),
  absences: absences.map(anAbsence),
})

export const aWeekRow = (id: string, value: RotaWeekValue): RotaWeek => ({ kind: 'rota-week', id: aDate(id), version: 1, ...value })
