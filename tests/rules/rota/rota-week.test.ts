/**
 * Weeks of the rota: the model, copies, absences, one place at a time, and who is where now.
 */
import { describe, expect, test } from 'vitest'
import { toLibrarianId } from '../../../src/domain/ids.ts'
import type { Librarian } from '../../../src/domain/librarian/librarian.ts'
import { crewAt, shiftsOf } from '../../../src/domain/rota/read-week.ts'
import { clashOf, isStruck, judgeWeek, mayChangeRota, mondayOf } from '../../../src/domain/rota/rota-week.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment, aTime } from '../../builders/a-moment.ts'
import { anAbsence, aShift, aWeek, aWeekRow, monday } from '../../builders/a-rota.ts'
import { aSettings, centre } from '../../builders/a-settings.ts'

const settings = aSettings({
  rota: [
    { weekday: 2, from: aTime('14:00'), to: aTime('18:00'), task: 'handover', librarianId: toLibrarianId('nadia') },
    { weekday: 2, from: aTime('15:00'), to: aTime('18:00'), task: 'preparation', librarianId: toLibrarianId('nadia') },
    { weekday: 6, from: aTime('10:00'), to: aTime('12:00'), task: 'handover', librarianId: toLibrarianId('yann') },
  ],
})
const tuesdayDrive = aShift('nadia handover 2026-11-24 14:00 18:00')

describe('the model week', () => {
  test('[ROTA-1] a week that nobody has drawn is as the model is, without days that are closed', () => {
    expect(mondayOf(aDate('2026-11-29'))).toBe(monday)
    expect(shiftsOf(settings, monday, undefined)).toEqual([
      tuesdayDrive,
      aShift('nadia preparation 2026-11-24 15:00 18:00'),
      aShift('yann handover 2026-11-28 10:00 12:00'),
    ])
    const closed = { ...settings, dayExceptions: [{ siteId: centre, date: aDate('2026-11-28'), ranges: [] }] }
    expect(shiftsOf(closed, monday, undefined).map(({ date }) => date)).toEqual(['2026-11-24', '2026-11-24'])
    // A day on which the desk never opens is no day that was closed: its shifts stand.
    const mondays = { ...settings, rota: [{ ...settings.rota[0], weekday: 1 as const }] } as typeof settings
    expect(shiftsOf(mondays, monday, undefined)).toHaveLength(1)
  })
})

test('[ROTA-4] an absence strikes the shifts of its person that day, and lifted they return', () => {
  const morning = aShift('ines preparation 2026-11-25 10:00 12:00')
  const whole = aShift('ines preparation 2026-11-25 10:00 17:00')
  expect(isStruck(morning, [anAbsence('ines 2026-11-25')])).toBe(true)
  expect(isStruck(morning, [anAbsence('ines 2026-11-25 afternoon')])).toBe(false)
  expect(isStruck(whole, [anAbsence('ines 2026-11-25 afternoon')])).toBe(true)
  expect(isStruck(whole, [anAbsence('ines 2026-11-26')])).toBe(false)
  expect(isStruck(whole, [anAbsence('paul 2026-11-25')])).toBe(false)
  const day = aMoment('2026-11-25 11:00')
  const away = aDesk(settings, aWeekRow(monday, { shifts: [morning], absences: [anAbsence('ines 2026-11-25')] }))
  expect(crewAt(away, day).current).toEqual([])
  away.put(aWeekRow(monday, { shifts: [morning], absences: [] }))
  expect(crewAt(away, day).current).toEqual([morning])
})

describe('one person, one task', () => {
  const drive = aShift('claire handover 2026-11-24 14:00 18:00')

  test('[ROTA-5] one person has one task at a time, but for who telephones while preparing', () => {
    const preparing = aShift('claire preparation 2026-11-24 17:00 18:00')
    expect(clashOf([drive], preparing)).toBe(drive)
    expect(clashOf([drive], aShift('claire preparation 2026-11-24 18:00 19:00'))).toBeUndefined()
    expect(clashOf([drive], aShift('yann preparation 2026-11-24 17:00 18:00'))).toBeUndefined()
    expect(clashOf([drive], aShift('claire preparation 2026-11-25 17:00 18:00'))).toBeUndefined()
    expect(clashOf([preparing], aShift('claire telephone 2026-11-24 17:00 18:00'))).toBeUndefined()
    expect(clashOf([drive], aShift('claire telephone 2026-11-24 17:00 18:00'))).toBe(drive)
    expect(clashOf([preparing], aShift('claire preparation 2026-11-24 17:30 19:00'))).toBe(preparing)
  })

  test('[ROTA-5] a week with a person in two places, an hour that ends before it begins, or another week’s day is refused there', () => {
    const today = aDate('2026-11-24')
    const judge = (shifts: readonly string[], absences: readonly string[] = []) => judgeWeek(monday, aWeek(shifts, absences), today)
    expect(judge(['claire handover 2026-11-24 14:00 18:00', 'claire telephone 2026-11-24 14:00 18:00'])).toEqual([
      { at: 'shifts[1]', fault: 'already' },
    ])
    expect(judge(['claire handover 2026-11-24 18:00 14:00'])).toEqual([{ at: 'shifts[0].to', fault: 'after-from' }])
    expect(judge(['claire handover 2026-12-01 14:00 18:00'], ['ines 2026-11-22'])).toEqual([
      { at: 'shifts[0].date', fault: 'other-week' },
      { at: 'absences[0].date', fault: 'other-week' },
    ])
    expect(judge(['claire handover 2026-11-24 14:00 18:00'], ['ines 2026-11-29'])).toEqual([])
    expect(judgeWeek(aDate('2026-11-24'), aWeek([]), today)).toEqual([{ at: 'monday', fault: 'not-monday' }])
    for (const far of ['2026-10-12', '2027-12-06'])
      expect(judgeWeek(aDate(far), aWeek([]), today)).toEqual([{ at: 'monday', fault: 'too-far' }])
    expect(judgeWeek(aDate('2026-10-26'), aWeek([]), today)).toEqual([])
    const many = Array.from({ length: 501 }, () => anAbsence('ines 2026-11-25'))
    expect(judgeWeek(monday, { absences: many }, today)).toEqual([{ at: 'absences', fault: 'too-many' }])
    expect(judgeWeek(monday, { shifts: many.map(() => drive), absences: [] }, today)).toEqual([{ at: 'shifts', fault: 'too-many' }])
  })
})

test('[ROTA-1, ROTA-9] a week is changed by a manager, or by whoever a manager allowed, until they have left', () => {
  const named = (name: string, changes: Partial<Librarian> = {}): Librarian => ({
    ...{ kind: 'librarian', id: toLibrarianId(name), name, isManager: false, pin: { salt: '', iterations: 1, hash: '' } },
    ...changes,
  })
  const today = aDate('2026-11-24')
  const may = (librarian: Librarian, allowed: readonly string[] = []) =>
    mayChangeRota({ rotaAuthors: allowed.map(toLibrarianId) }, librarian, today)
  expect(may(named('claire', { isManager: true }))).toBe(true)
  expect(may(named('paul'))).toBe(false)
  expect(may(named('paul'), ['paul'])).toBe(true)
  expect(may(named('paul', { lastDay: today }), ['paul'])).toBe(true)
  expect(may(named('paul', { lastDay: aDate('2026-11-23') }), ['paul'])).toBe(false)
  expect(may(named('claire', { isManager: true, lastDay: aDate('2026-11-23') }))).toBe(false)
})

test('[ROTA-7] Aujourd’hui knows who is where now, and who comes at the next change', () => {
  const state = aDesk(
    settings,
    aWeekRow(
      monday,
      aWeek([
        'claire handover 2026-11-24 14:00 16:00',
        'mehdi preparation 2026-11-24 14:00 18:00',
        'yann handover 2026-11-24 16:00 18:00',
        'paul handover 2026-11-25 14:00 18:00',
      ]),
    ),
  )
  const crew = crewAt(state, aMoment('2026-11-24 14:42'))
  expect(crew.current.map(({ librarianId }) => librarianId)).toEqual(['claire', 'mehdi'])
  expect([crew.until, crew.next.map(({ librarianId }) => librarianId)]).toEqual(['16:00', ['yann']])
  expect(crewAt(state, aMoment('2026-11-24 18:00'))).toEqual({ current: [], next: [], until: undefined })
  // A week that nobody has drawn: the model's.
  expect(crewAt(state, aMoment('2026-12-01 14:42')).current.map(({ librarianId }) => librarianId)).toEqual(['nadia'])
})
