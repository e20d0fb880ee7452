/**
 * Hours to offer on the telephone. Runs in Node, on the rules alone.
 */
import { expect, it } from 'vitest'
import { toOrderId } from '../../../src/domain/ids.ts'
import { moveInSlots } from '../../../src/domain/slot/move-in-slots.ts'
import { nextFreeSlots, offeredDays } from '../../../src/domain/slot/next-free-slots.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment } from '../../builders/a-moment.ts'
import { anOpeningRange, aSettings, centre } from '../../builders/a-settings.ts'
import { anOrder, aSlotKey } from '../../builders/an-order.ts'

const settings = aSettings({
  openingRanges: [anOpeningRange(2, '14:00', '18:00', { capacity: 1 }), anOpeningRange(4, '10:00', '10:30', { capacity: 2 })],
  dayExceptions: [{ siteId: centre, date: aDate('2026-12-01'), ranges: [] }],
  horizonDays: 7,
})
const filled = (...texts: readonly string[]) => {
  const state = aDesk(settings)
  texts.forEach((text, n) => {
    const order = anOrder({ id: toOrderId(`order-${n}`), slot: aSlotKey(text) })
    state.put(order, ...moveInSlots((id) => state.get('slot', id), order.id, undefined, order.slot))
  })
  return state
}
const times = (slots: readonly { readonly key: { readonly date: string; readonly time: string } }[]): readonly string[] =>
  slots.map(({ key }) => `${key.date.slice(8)} ${key.time}`)

it('[PHONE-7] the next three with room are offered, none that is full or within the lead time', () => {
  const state = filled('2026-11-24 17:30')
  expect(times(nextFreeSlots(state, settings, centre, aMoment('2026-11-24 13:15')))).toEqual(['24 17:15', '24 17:45', '26 10:00'])
  // A day closed for once has none, and beyond the horizon there is nothing to offer.
  expect(times(nextFreeSlots(state, settings, centre, aMoment('2026-11-26 09:00')))).toEqual(['03 10:00', '03 10:15'])
  expect(times(nextFreeSlots(state, settings, centre, aMoment('2026-11-19 10:00')))).toEqual(['24 14:00', '24 14:15', '24 14:30'])
})

it('[PHONE-7] another day shows every hour to come, the full and the urgent ones too, and a closed day has none', () => {
  const state = filled('2026-11-26 10:00', '2026-11-26 10:00', '2026-11-26 10:15')
  const days = offeredDays(state, settings, centre, aMoment('2026-11-24 17:30'))
  expect(days.map(({ date, slots }) => `${date.slice(8)}: ${slots.length}`)).toEqual([
    '24: 1',
    '25: 0',
    '26: 2',
    '27: 0',
    '28: 0',
    '29: 0',
    '30: 0',
    '01: 0',
  ])
  const [today, , thursday] = days
  expect(today?.slots.map(({ free, isUrgent }) => ({ free, isUrgent }))).toEqual([{ free: 1, isUrgent: true }])
  expect(thursday?.slots.map(({ free, isUrgent }) => ({ free, isUrgent }))).toEqual([
    { free: 0, isUrgent: false },
    { free: 1, isUrgent: false },
  ])
})
