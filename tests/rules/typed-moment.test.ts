/**
 * Days and times as they are typed at the desk: day first, in whatever way paper writes them.
 */
import { describe, expect, it } from 'vitest'
import { readTypedDate, readTypedTime, writeDate } from '../../src/domain/typed-moment.ts'
import { aDate } from '../builders/a-moment.ts'

const today = aDate('2026-11-24')

describe('a typed day', () => {
  it.each(['24/11/2026', '24/11', '24.11.26', '24-11-2026', '24 11', '24112026', '241126', '2411', '2026-11-24', ' 24/11 '])(
    '[HO-10] « %s » is 24 November 2026',
    (text) => {
      expect(readTypedDate(text, today)).toBe('2026-11-24')
    },
  )

  it('[HO-10] day first, always: 03/04 is 3 April', () => {
    expect(readTypedDate('03/04/2026', today)).toBe('2026-04-03')
    expect(readTypedDate('3/4/26', today)).toBe('2026-04-03')
  })

  it('[HO-10] a date without a year is the nearest: January is typed in December, December in January', () => {
    expect(readTypedDate('05/01', aDate('2026-12-28'))).toBe('2027-01-05')
    expect(readTypedDate('30/12', aDate('2027-01-02'))).toBe('2026-12-30')
    expect(readTypedDate('29/02', aDate('2027-03-02'))).toBe('2028-02-29')
  })

  it.each(['', '24', '24/1', '31/02/2026', '24/13', '24/11/2', '24/11/202', 'mardi', '11/24/2026'])(
    '[HO-10] « %s » is no day, or another one',
    (text) => {
      expect(readTypedDate(text, today)).toBe(text === '24/1' ? '2027-01-24' : undefined)
    },
  )

  it('is written day first', () => {
    expect(writeDate(aDate('2026-04-03'))).toBe('03/04/2026')
  })
})

describe('a typed time', () => {
  it.each(['14:30', '14h30', '14 h 30', '14\u00a0h\u00a030', '14.30', '1430', '14H30'])('[HO-10] « %s » is half past two', (text) => {
    expect(readTypedTime(text)).toBe('14:30')
  })

  it('[HO-10] the hour alone is the full hour', () => {
    expect(['9', '09', '9h', '9:05', '905'].map(readTypedTime)).toEqual(['09:00', '09:00', '09:00', '09:05', '09:05'])
  })

  it.each(['', '24:00', '14:60', '14h3', 'midi', '14:30:10'])('[HO-10] « %s » is no time', (text) => {
    expect(readTypedTime(text)).toBeUndefined()
  })
})
