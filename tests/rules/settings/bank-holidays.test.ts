/**
 * Bank holidays, against calendars that were printed. Runs in vitest.
 */
import { expect, test } from 'vitest'
import { type BankHoliday, bankHolidays, territories } from '../../../src/domain/settings/bank-holidays.ts'

const dates = (list: readonly BankHoliday[]): readonly string[] => list.map(({ date }) => date)

test('[SET-10] métropole has eleven, and Easter moves three of them', () => {
  expect(dates(bankHolidays(2026, 'metropole'))).toEqual(
    ['01-01', '04-06', '05-01', '05-08', '05-14', '05-25', '07-14', '08-15', '11-01', '11-11', '12-25'].map((day) => `2026-${day}`),
  )
  const easterMondays = { 2000: '04-24', 2008: '03-24', 2019: '04-22', 2024: '04-01', 2025: '04-21', 2027: '03-29', 2038: '04-26' }
  for (const [year, day] of Object.entries(easterMondays))
    expect(bankHolidays(Number(year), 'metropole').find(({ name }) => name === 'easter-monday')?.date).toBe(`${year}-${day}`)
})

test('[SET-10] a day that two feasts share is there with both names', () => {
  // In 2008 Ascension fell on 1 May.
  expect(
    bankHolidays(2008, 'metropole')
      .filter(({ date }) => date === '2008-05-01')
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['ascension', 'labour-day'])
})

test('[SET-10] Alsace and Moselle have Good Friday and 26 December besides; each territory beyond the sea its own day', () => {
  const more = (territory: (typeof territories)[number]) =>
    dates(bankHolidays(2026, territory)).filter((date) => !dates(bankHolidays(2026, 'metropole')).includes(date))
  expect(Object.fromEntries(territories.map((territory) => [territory, more(territory)]))).toEqual({
    metropole: [],
    'alsace-moselle': ['2026-04-03', '2026-12-26'],
    mayotte: ['2026-04-27'],
    martinique: ['2026-05-22'],
    guadeloupe: ['2026-05-27'],
    'saint-martin': ['2026-05-28'],
    guyane: ['2026-06-10'],
    'saint-barthelemy': ['2026-10-09'],
    reunion: ['2026-12-20'],
  })
})
