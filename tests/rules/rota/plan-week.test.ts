/**
 * What a week lacks: orders to expect, what the team can prepare, gaps; who did how much, and whom that proposes; two people on one week.
 */
import { describe, expect, test } from 'vitest'
import { toLibrarianId, toOrderId } from '../../../src/domain/ids.ts'
import { combineWeeks, compareWeeks } from '../../../src/domain/rota/compare-weeks.ts'
import { loadsBefore, proposalsFor } from '../../../src/domain/rota/fairness.ts'
import { type LastWeeks, lastWeeksOf, paceOf, planWeek } from '../../../src/domain/rota/plan-week.ts'
import type { RotaWeekValue } from '../../../src/domain/rota/rota-week.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment, aTime } from '../../builders/a-moment.ts'
import { anAbsence, aShift, aWeek, aWeekRow, monday } from '../../builders/a-rota.ts'
import { anOpeningRange, aSettings, centre } from '../../builders/a-settings.ts'
import { anOrder } from '../../builders/an-order.ts'

/** Tuesday afternoon and Saturday morning: 4 h and 2 h, 64 and 32 places. */
const settings = aSettings({ rota: [], openingRanges: [anOpeningRange(2, '14:00', '18:00'), anOpeningRange(6, '10:00', '12:00')] })
const orders = (n: number, date: string, time: string) =>
  Array.from({ length: n }, (_, i) =>
    anOrder({ id: toOrderId(`${date}${time}${i}`), slot: { siteId: centre, date: aDate(date), time: aTime(time) } }),
  )
/** 90 s a document, two documents an order; on Tuesdays at 14 h half of the places were taken, then a quarter. */
const figures: LastWeeks = {
  preparing: { seconds: 90, documents: 400 },
  orders: [200, 'nc'],
  documents: [400, 'nc'],
  tables: [{ name: 'filling', columns: ['14', '15', '16', '17'], rows: [{ key: '2', cells: [50, 25, 25, 'closed'] }] }],
}
const plan = (
  week: RotaWeekValue,
  { figures: read = undefined as LastWeeks, rows = orders(0, monday, '14:00'), now = '2026-11-23 09:00' } = {},
) => planWeek(aDesk(settings, ...rows), settings, { monday, week, figures: read, now: aMoment(now) })
const whole = aWeek([
  'claire handover 2026-11-24 14:00 18:00',
  'mehdi preparation 2026-11-24 14:00 18:00',
  'yann handover 2026-11-28 10:00 12:00',
  'ines preparation 2026-11-28 10:00 12:00',
])

describe('what to expect', () => {
  test('[ROTA-2] a half-day expects the orders placed, or what its hours had in four weeks where that is more', () => {
    // 16 places an hour: 8, 4, 4, and 0 where it was closed.
    expect(plan(whole, { figures }).halfDays.map(({ date, half, expected }) => [date, half, expected])).toEqual([
      ['2026-11-24', 'afternoon', 16],
      ['2026-11-28', 'morning', 0],
    ])
    const placed = plan(whole, { figures, rows: orders(17, '2026-11-24', '17:45') })
    expect([placed.halfDays[0]?.expected, placed.expected]).toEqual([17, 17])
    expect(plan(whole, { rows: orders(3, '2026-11-24', '14:00') }).halfDays[0]?.expected).toBe(3)
  })

  test('[ROTA-2, ROTA-10] the team prepares its preparers’ time less ten minutes each, at the time that an order takes', () => {
    expect(paceOf(undefined)).toEqual({ minutes: 5, isMeasured: false })
    expect(paceOf(figures)).toEqual({ minutes: 3, isMeasured: true })
    expect(paceOf({ ...figures, orders: [0, 'nc'] })).toEqual({ minutes: 5, isMeasured: false })
    const two = { ...whole, shifts: [...(whole.shifts ?? []), aShift('paul preparation 2026-11-24 16:00 18:00')] }
    expect(plan(two).halfDays.map(({ capacity }) => capacity)).toEqual([(230 + 110) / 5, 110 / 5])
    expect(plan(two, { figures }).halfDays[0]?.capacity).toBe(Math.floor(340 / 3))
  })

  test('[ROTA-2] the four weeks that are over are looked back on for a week to come', () => {
    expect(lastWeeksOf(monday, aDate('2026-11-26'))).toEqual({ from: '2026-10-26', to: '2026-11-22' })
    expect(lastWeeksOf(aDate('2026-12-07'), aDate('2026-11-26'))).toEqual({ from: '2026-10-26', to: '2026-11-22' })
    expect(lastWeeksOf(aDate('2026-11-09'), aDate('2026-11-26'))).toEqual({ from: '2026-10-12', to: '2026-11-08' })
  })

  test('[ROTA-2] a shift over midday counts in each half for what lies there, and a day that is closed shows who works all the same', () => {
    const long = aWeek(['mehdi preparation 2026-11-28 10:00 16:00', 'paul preparation 2026-11-26 09:00 12:00'])
    expect(plan(long).halfDays.map(({ date, half, isOpen, capacity }) => [date, half, isOpen, capacity])).toEqual([
      ['2026-11-24', 'afternoon', true, 0],
      ['2026-11-26', 'morning', false, 34],
      ['2026-11-28', 'morning', true, 34],
      ['2026-11-28', 'afternoon', false, 34],
    ])
  })
})

describe('gaps', () => {
  test('[ROTA-3] a drive with nobody is a gap, and so is preparation more than fifteen minutes short', () => {
    expect(plan(whole).gaps).toEqual([])
    const saturday = { date: '2026-11-28', half: 'morning', from: '10:00', to: '12:00' }
    expect(plan({ ...whole, shifts: (whole.shifts ?? []).slice(0, 2) }).gaps).toEqual([{ ...saturday, task: 'handover', minutes: 120 }])
    // 110 min of preparation: 25 orders ask 125, 26 ask 130.
    expect(plan(whole, { rows: orders(25, '2026-11-28', '10:00') }).gaps).toEqual([])
    expect(plan(whole, { rows: orders(26, '2026-11-28', '10:00') }).gaps).toEqual([{ ...saturday, task: 'preparation', minutes: 20 }])
  })

  test('[ROTA-4] an absence opens the gaps of its person, who stays in the table, struck', () => {
    const away = plan({ ...whole, absences: [anAbsence('yann 2026-11-28')] })
    expect(away.gaps.map(({ task }) => task)).toEqual(['handover'])
    expect(away.halfDays[1]?.shifts.map(({ librarianId, isStruck }) => [librarianId, isStruck])).toEqual([
      ['yann', true],
      ['ines', false],
    ])
  })

  test('[ROTA-4] the shifts of whoever has left are struck too, and open their gaps', () => {
    const yann = {
      kind: 'librarian' as const,
      id: toLibrarianId('yann'),
      name: 'Yann',
      isManager: false,
      pin: { salt: '', iterations: 1, hash: '' },
    }
    const until = (day: string) =>
      planWeek(aDesk(settings, { ...yann, lastDay: aDate(day) }), settings, {
        monday,
        week: whole,
        figures: undefined,
        now: aMoment('2026-11-23 09:00'),
      }).gaps.map(({ date, task }) => `${date} ${task}`)
    expect([until('2026-11-28'), until('2026-11-27')]).toEqual([[], ['2026-11-28 handover']])
  })

  test('[ROTA-3] a half-day that is over is no gap any more', () => {
    const nobody = aWeek([])
    expect(plan(nobody).gaps).toHaveLength(2)
    expect(plan(nobody, { now: '2026-11-24 17:59' }).gaps).toHaveLength(2)
    expect(plan(nobody, { now: '2026-11-24 18:00' }).gaps.map(({ date }) => date)).toEqual(['2026-11-28'])
  })
})

describe('fairness', () => {
  const named = (name: string) => ({
    kind: 'librarian' as const,
    id: toLibrarianId(name),
    name,
    isManager: false,
    pin: { salt: '', iterations: 1, hash: '' },
  })
  const people = ['claire', 'mehdi', 'paul', 'yann'].map(named)
  const lastWeek = aWeek(
    [
      'claire handover 2026-11-17 14:00 18:00',
      'claire handover 2026-11-21 10:00 12:00',
      'mehdi preparation 2026-11-17 14:00 18:00',
      'mehdi telephone 2026-11-17 15:00 19:00',
      'paul handover 2026-11-18 14:00 15:00',
      'yann handover 2026-11-21 10:00 12:00',
    ],
    ['yann 2026-11-21'],
  )
  const state = aDesk(settings, ...people, aWeekRow('2026-11-16', lastWeek), aWeekRow('2026-10-19', lastWeek))
  const loads = loadsBefore(state, settings, monday)

  test('[ROTA-6] four weeks before, each one’s hours and Saturdays, absences left out, two tasks at once counted once', () => {
    expect(loads.map(({ librarianId, minutes, saturdays }) => [librarianId, minutes, saturdays])).toEqual([
      ['claire', 360, 1],
      ['mehdi', 300, 0],
      ['paul', 60, 0],
      ['yann', 0, 0],
    ])
    expect(loads[1]?.minutesByTask).toEqual({ preparation: 240, handover: 0, telephone: 240 })
    // A week that nobody drew counts as the model was.
    const model = {
      ...settings,
      rota: [
        { weekday: 2 as const, from: aTime('14:00'), to: aTime('15:00'), task: 'handover' as const, librarianId: toLibrarianId('yann') },
      ],
    }
    expect(loadsBefore(state, model, monday).find(({ librarianId }) => librarianId === 'yann')?.minutes).toBe(3 * 60)
  })

  test('[ROTA-6] the share of each one’s tasks follows their share of full time', () => {
    const half = loadsBefore(state, { ...settings, rotaShares: { paul: 50, yann: 0 } }, monday)
    expect(half.map(({ share, due }) => [share, due])).toEqual([
      [100, 288],
      [100, 288],
      [50, 144],
      [0, 0],
    ])
  })

  test('[ROTA-6, ROTA-11] whoever is there and free, and has done least of that task for their share, is proposed first', () => {
    const gap = { date: aDate('2026-11-28'), from: aTime('10:00'), to: aTime('12:00'), task: 'handover' as const }
    const proposed = (week: RotaWeekValue, of = loads) => proposalsFor(gap, week, of).map(({ shift }) => shift.librarianId)
    expect(proposed(aWeek([]))).toEqual(['yann', 'mehdi', 'paul', 'claire'])
    expect(proposed(aWeek([], ['yann 2026-11-28']))).toEqual(['mehdi', 'paul', 'claire'])
    expect(proposed(aWeek(['mehdi preparation 2026-11-28 11:00 13:00']))).toEqual(['yann', 'paul', 'claire'])
    // At a tenth of full time, an hour is more than Claire’s six.
    const tenth = loadsBefore(state, { ...settings, rotaShares: { paul: 10, yann: 0 } }, monday)
    expect(proposed(aWeek([]), tenth)).toEqual(['mehdi', 'claire', 'paul'])
    expect(proposalsFor(gap, aWeek([]), loads)[0]?.shift).toEqual(aShift('yann handover 2026-11-28 10:00 12:00'))
    // Whoever leaves is proposed until the last day, and no more.
    const leaving = loadsBefore(aDesk(settings, ...people.map((one) => ({ ...one, lastDay: aDate('2026-11-27') }))), settings, monday)
    expect([leaving.length, proposed(aWeek([]), leaving)]).toEqual([4, []])
    const preparing = { ...gap, task: 'preparation' as const }
    const there = aWeek(['paul preparation 2026-11-28 10:00 12:00'])
    expect(proposalsFor(preparing, there, loads).map(({ shift }) => shift.librarianId)).toEqual(['yann', 'claire', 'mehdi'])
  })
})

describe('two people on one week', () => {
  const base = aWeek(['claire handover 2026-11-24 14:00 18:00'])
  const theirs = aWeek(['claire handover 2026-11-24 14:00 18:00', 'yann handover 2026-11-28 10:00 12:00'])

  test('[SET-3, SET-21] changes of other places go together, and what each did is said', () => {
    const mine = aWeek(['claire handover 2026-11-24 14:00 18:00'], ['ines 2026-11-25'])
    expect(compareWeeks(base, theirs)).toEqual({
      added: [aShift('yann handover 2026-11-28 10:00 12:00')],
      removed: [],
      away: [],
      back: [],
    })
    expect(combineWeeks(base, theirs, mine)).toEqual({ shifts: theirs.shifts, absences: mine.absences })
    expect(combineWeeks(base, theirs, aWeek([]))).toEqual(aWeek(['yann handover 2026-11-28 10:00 12:00']))
  })

  test('[SET-3] two changes of one place are not mixed', () => {
    expect(combineWeeks(base, theirs, aWeek(['paul handover 2026-11-28 11:00 12:00']))).toBeUndefined()
    const away = aWeek(['claire handover 2026-11-24 14:00 18:00'], ['ines 2026-11-25'])
    expect(combineWeeks(base, away, aWeek([], ['ines 2026-11-25 morning']))).toBeUndefined()
  })
})
