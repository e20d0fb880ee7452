/**
 * The library's wall clock, which remembers the minute it was last asked. Runs in vitest.
 */
import { expect, test } from 'vitest'
import { toInstant } from '../../../src/domain/instant.ts'
import { parseLocalDate, parseLocalTime } from '../../../src/domain/local-date.ts'
import { wallClockOf } from '../../../src/endpoint/clock/wall-clock-of.ts'

test('each zone answers for the minute that is asked, and for no other', () => {
  const at = (text: string) => toInstant(Date.parse(text))
  const [paris, tokyo] = [wallClockOf('Europe/Paris'), wallClockOf('Asia/Tokyo')]
  expect(paris(at('2026-11-24T22:59:59.999Z'))).toEqual({ date: '2026-11-24', time: '23:59' })
  expect(tokyo(at('2026-11-24T22:59:59.999Z'))).toEqual({ date: '2026-11-25', time: '07:59' })
  expect(paris(at('2026-11-24T23:00:00.000Z'))).toEqual({ date: '2026-11-25', time: '00:00' })
  expect(paris(at('2026-11-24T22:59:00.000Z'))).toEqual({ date: '2026-11-24', time: '23:59' })
  // The doubled hour of October.
  expect(paris(at('2026-10-25T00:30:00Z'))).toEqual(paris(at('2026-10-25T01:30:00Z')))
})

test.each([4e15, -4e15, 8.64e15, -8.64e15, 1e308, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, -3e13])(
  '[CASE-8] the instant %d is read as a date of the calendar, on tablets and on the endpoint, in each zone',
  (at) => {
    for (const zone of ['Europe/Paris', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const { date, time } = wallClockOf(zone)(toInstant(at))
      expect(parseLocalDate(date)).toBe(date)
      expect(parseLocalTime(time)).toBe(time)
    }
  },
)
