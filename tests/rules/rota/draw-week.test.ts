/**
 * How a week is drawn: from the model, and from the week before where it is empty.
 */
import { expect, test } from 'vitest'
import { toLibrarianId } from '../../../src/domain/ids.ts'
import { drawWeek, fillFromWeekBefore, toModel } from '../../../src/domain/rota/draw-week.ts'
import { shiftsOf } from '../../../src/domain/rota/read-week.ts'
import { aDate, aTime } from '../../builders/a-moment.ts'
import { aShift, aWeek, monday } from '../../builders/a-rota.ts'
import { aSettings, centre } from '../../builders/a-settings.ts'

const settings = aSettings({
  rota: [
    { weekday: 2, from: aTime('14:00'), to: aTime('18:00'), task: 'handover', librarianId: toLibrarianId('nadia') },
    { weekday: 2, from: aTime('15:00'), to: aTime('18:00'), task: 'preparation', librarianId: toLibrarianId('nadia') },
    { weekday: 6, from: aTime('10:00'), to: aTime('12:00'), task: 'handover', librarianId: toLibrarianId('yann') },
  ],
})
const tuesdayDrive = aShift('nadia handover 2026-11-24 14:00 18:00')

test('[ROTA-1] once drawn a week follows the model no longer, and gives nobody two places at once', () => {
  const drawn = drawWeek(settings, monday, { absences: [] })
  expect(drawn.shifts).toEqual([tuesdayDrive, aShift('yann handover 2026-11-28 10:00 12:00')])
  expect(shiftsOf({ ...settings, rota: [] }, monday, drawn)).toEqual(drawn.shifts)
  expect(drawWeek(settings, monday, { shifts: [], absences: [] }).shifts).toEqual([])
  expect(toModel(drawn.shifts ?? [])).toEqual([settings.rota[0], settings.rota[2]])
})

test('[ROTA-1, ROTA-8] the week before fills only what is empty, without whoever is away and days that are closed', () => {
  const before = aWeek([
    'nadia handover 2026-11-17 14:00 18:00',
    'mehdi preparation 2026-11-17 14:00 18:00',
    'ines preparation 2026-11-18 14:00 18:00',
    'solene telephone 2026-11-18 14:00 18:00',
    'yann handover 2026-11-21 10:00 12:00',
  ])
  const week = aWeek(
    ['claire handover 2026-11-24 14:00 16:00', 'solene handover 2026-11-25 14:00 18:00', 'paul telephone 2026-11-25 14:00 18:00'],
    ['ines 2026-11-25', 'paul 2026-11-25'],
  )
  const closed = { ...settings, dayExceptions: [{ siteId: centre, date: aDate('2026-11-28'), ranges: [] }] }
  const filled = fillFromWeekBefore(closed, monday, week, before)
  // Claire keeps the drive; Solène is at the drive on Wednesday, and cannot telephone too.
  expect(filled.shifts).toEqual([...(week.shifts ?? []), aShift('mehdi preparation 2026-11-24 14:00 18:00')])
  expect(filled.absences).toEqual(week.absences)
  expect(fillFromWeekBefore(settings, monday, { shifts: [], absences: [] }, undefined).shifts).toEqual(
    drawWeek(settings, monday, { absences: [] }).shifts,
  )
})
