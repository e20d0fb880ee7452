/**
 * Ranges of one day that overlap: two desks at once, or one range too many (SET-35). Runs in vitest.
 * What is said of their places is what the desk would offer.
 */
import { expect, test } from 'vitest'
import { changeWeekday } from '../../../src/domain/settings/change-week.ts'
import { checkSection } from '../../../src/domain/settings/check-section.ts'
import { slotsOfDay } from '../../../src/domain/slot/build-slots.ts'
import { openDay } from '../../../src/domain/slot/holidays-to-decide.ts'
import { overlapsOf } from '../../../src/domain/slot/overlaps.ts'
import { aDate, aTime, tuesday } from '../../builders/a-moment.ts'
import { aSettings, centre } from '../../builders/a-settings.ts'

const hours = (from: string, to: string, capacity = 4) => ({ from: aTime(from), to: aTime(to), intervalMinutes: 15, capacity })
const next = aDate('2026-12-01')
const drawn = (...ranges: readonly ReturnType<typeof hours>[]) =>
  changeWeekday(aSettings({ openingRanges: [] }), { siteId: centre, weekday: 2 }, ranges, next)

test('[SET-35] an overlap says the places of both desks and of one, as the desk would offer them', () => {
  const settings = drawn(hours('10:00', '12:00'), hours('11:00', '14:00', 2))
  const [found, ...more] = overlapsOf(settings)
  expect(more).toEqual([])
  expect(found).toMatchObject({ day: 2, from: '11:00', to: '12:00', both: 24, one: 16 })
  const placesOf = (of: typeof settings) =>
    slotsOfDay(of, centre, next)
      .filter(({ key }) => key.time >= '11:00' && key.time < '12:00')
      .reduce((sum, { capacity }) => sum + capacity, 0)
  expect(placesOf(settings)).toBe(24)
  expect(placesOf(found?.parted ?? settings)).toBe(16)
  expect(overlapsOf(found?.parted ?? settings)).toEqual([])
  // A range that lies within another goes, and ranges that touch do not overlap.
  expect(overlapsOf(drawn(hours('10:00', '14:00'), hours('11:00', '12:00')))[0]?.parted.openingRanges).toHaveLength(1)
  expect(overlapsOf(drawn(hours('10:00', '12:00'), hours('12:00', '14:00')))).toEqual([])
})

test('[SET-35] a day apart with two overlapping openings is asked about too', () => {
  const open = (from: string, to: string, settings = aSettings()) =>
    openDay(settings, centre, tuesday, { from: aTime(from), to: aTime(to) })
  const [found] = overlapsOf(open('15:00', '18:00', open('14:00', '16:00')))
  expect(found).toMatchObject({ day: tuesday, from: '15:00', to: '16:00' })
  expect(found?.parted.dayExceptions[0]?.ranges.map(({ from }) => from)).toEqual(['14:00', '16:00'])
})

test('[SET-35] a range that holds no slot is refused, of a week and of a day', () => {
  expect(checkSection('ranges', drawn(hours('10:00', '10:10'))).map(({ at, fault }) => `${at} ${fault}`)).toEqual([
    'openingRanges[0].to short',
  ])
  const day = openDay(aSettings(), centre, tuesday, { from: aTime('10:00'), to: aTime('10:05') })
  expect(checkSection('days', day).map(({ fault }) => fault)).toEqual(['short'])
})
