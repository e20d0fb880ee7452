/**
 * Hours shrink and orders stay: what a day can no longer hold, and whom to call (SLOT-4, ORD-6).
 * Pure rules, on orders that differ by when they were placed.
 * Nothing here may make an order disappear.
 */
import { describe, expect, it } from 'vitest'
import { toOrderId } from '../../../src/domain/ids.ts'
import { overfullSlots } from '../../../src/domain/slot/overfull-slots.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { anInstant, tuesday } from '../../builders/a-moment.ts'
import { anOpeningRange, aSettings, centre } from '../../builders/a-settings.ts'
import { aFactOnOrder, anOrder, anOrderWith, aSlotKey } from '../../builders/an-order.ts'

const order = (id: string, placed: string, time = '14:30') =>
  anOrder({ id: toOrderId(id), placedAt: anInstant(`2026-11-23 ${placed}`), slot: aSlotKey(`2026-11-24 ${time}`) })

describe('what no longer fits', () => {
  it('[SLOT-4] after the capacity is lowered every order stays, and the last placed are those to call', () => {
    const settings = aSettings({ openingRanges: [anOpeningRange(2, '14:00', '18:00', { capacity: 2 })] })
    const desk = aDesk(settings, order('a', '10:00'), order('b', '12:00'), order('c', '11:00'))
    expect(overfullSlots(desk, centre, tuesday)).toEqual([
      { key: aSlotKey('2026-11-24 14:30'), capacity: 2, filling: 3, toCall: [order('b', '12:00')] },
    ])
  })

  it('[SLOT-4] after a closure every order of the day is to be called', () => {
    const settings = aSettings({ dayExceptions: [{ siteId: centre, date: tuesday, ranges: [] }] })
    const overfull = overfullSlots(aDesk(settings, order('a', '10:00', '15:00'), order('b', '11:00')), centre, tuesday)
    expect(overfull.map(({ key, capacity, toCall }) => [key.time, capacity, toCall.length])).toEqual([
      ['14:30', 0, 1],
      ['15:00', 0, 1],
    ])
  })

  it('[SLOT-4] an order already handed over is not called', () => {
    const settings = aSettings({ openingRanges: [anOpeningRange(2, '14:00', '18:00', { capacity: 1 })] })
    const handedOver = anOrderWith(order('b', '12:00'), aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] }))
    expect(overfullSlots(aDesk(settings, order('a', '10:00'), handedOver), centre, tuesday)[0]?.toCall.map(({ id }) => id)).toEqual(['a'])
  })

  it('[ORD-6] orders of the ILS beyond the capacity show as a slot overfull', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((id) => order(id, '10:00'))
    expect(overfullSlots(aDesk(...five), centre, tuesday)[0]).toMatchObject({ capacity: 4, filling: 5 })
  })

  it('[SLOT-4] a day on which all fits shows nothing', () => {
    expect(overfullSlots(aDesk(order('a', '10:00')), centre, tuesday)).toEqual([])
  })
})
