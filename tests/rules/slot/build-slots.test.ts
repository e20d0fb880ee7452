/**
 * Cutting days into slots, counting what they hold, looking for a free one (SLOT-1 to SLOT-3).
 * Pure rules on the library's wall clock; the two nights when it changes are among the days.
 * Most tests read the plain week of the builders' library: Tuesday is open from 14:00 to 18:00.
 */
import { describe, expect, it } from 'vitest'
import { toOperationId, toOrderId, toSiteId } from '../../../src/domain/ids.ts'
import { weekdayOf } from '../../../src/domain/local-date.ts'
import { nearestFreeSlots, slotEnd, slotFilling, slotsOfDay } from '../../../src/domain/slot/build-slots.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment, tuesday } from '../../builders/a-moment.ts'
import { anOpeningRange, aSettings, centre } from '../../builders/a-settings.ts'
import { aFactOnOrder, anOperationId, anOrder, anOrderWith, aSlotKey } from '../../builders/an-order.ts'

const timesOf = (settings = aSettings(), date = tuesday) => slotsOfDay(settings, centre, date).map((slot) => slot.key.time)

describe('cutting a day into slots', () => {
  it('[SLOT-1] an afternoon from 14:00 to 18:00 by quarters of an hour makes sixteen slots for four orders each', () => {
    const slots = slotsOfDay(aSettings(), centre, tuesday)
    expect(slots).toHaveLength(16)
    expect(slots[0]).toEqual({ key: aSlotKey('2026-11-24 14:00'), endsAt: '14:15', capacity: 4 })
    expect(slots.at(-1)?.endsAt).toBe('18:00')
  })

  it('[SLOT-1] a day with two ranges has a pause between them', () => {
    const times = timesOf(aSettings(), aDate('2026-11-25'))
    expect(times).toContain('11:45')
    expect(times).not.toContain('12:00')
    expect(times).toContain('14:00')
  })

  it('[SLOT-1] a day without a range is closed', () => {
    expect(timesOf(aSettings(), aDate('2026-11-23'))).toEqual([])
  })

  it('[SLOT-1] a range that does not divide by its interval ends with its last whole slot', () => {
    const settings = aSettings({ openingRanges: [anOpeningRange(2, '10:00', '11:10', { intervalMinutes: 30 })] })
    expect(timesOf(settings)).toEqual(['10:00', '10:30'])
  })

  it('[SLOT-1] a closure by date leaves no slot, and the same weekday of the next week keeps its own', () => {
    const settings = aSettings({ dayExceptions: [{ siteId: centre, date: tuesday, ranges: [] }] })
    expect(timesOf(settings)).toEqual([])
    expect(timesOf(settings, aDate('2026-12-01'))).toHaveLength(16)
  })

  it('[SLOT-1] an extra opening by date replaces what its weekday says', () => {
    const { siteId: _, weekday: __, ...range } = anOpeningRange(7, '10:00', '11:00', { intervalMinutes: 30, capacity: 2 })
    const settings = aSettings({ dayExceptions: [{ siteId: centre, date: aDate('2026-11-29'), ranges: [range] }] })
    expect(slotsOfDay(settings, centre, aDate('2026-11-29')).map((slot) => [slot.key.time, slot.capacity])).toEqual([
      ['10:00', 2],
      ['10:30', 2],
    ])
  })

  it('[SLOT-1] two ranges that overlap add up their places', () => {
    const range = anOpeningRange(2, '14:00', '15:00', { intervalMinutes: 30 })
    const settings = aSettings({ openingRanges: [range, { ...range, capacity: 3 }] })
    expect(slotsOfDay(settings, centre, tuesday).map((slot) => slot.capacity)).toEqual([7, 7])
  })

  it('[SLOT-1] each site has its own ranges', () => {
    expect(slotsOfDay(aSettings(), toSiteId('annexe'), tuesday)).toEqual([])
  })

  it('[SLOT-2] the nights when the clock changes neither move nor double a slot', () => {
    const nights = [aDate('2026-03-29'), aDate('2026-10-25')]
    for (const sunday of nights) {
      expect(weekdayOf(sunday)).toBe(7)
      const settings = aSettings({ openingRanges: [anOpeningRange(7, '01:00', '04:00', { intervalMinutes: 60 })] })
      expect(timesOf(settings, sunday)).toEqual(['01:00', '02:00', '03:00'])
    }
  })

  it('[SLOT-2] a slot ends on the wall clock that it begins by; a time inside a slot ends with that slot', () => {
    expect(slotEnd(aSettings(), aSlotKey('2026-11-24 14:30'))).toEqual(aMoment('2026-11-24 14:45'))
    expect(slotEnd(aSettings(), aSlotKey('2026-11-24 14:37'))).toEqual(aMoment('2026-11-24 14:45'))
    expect(slotEnd(aSettings(), aSlotKey('2026-11-24 09:00'))).toEqual(aMoment('2026-11-24 09:00'))
  })
})

describe('counting what a slot holds', () => {
  const cancelled = anOrder({ id: toOrderId('b'), cancelledBy: { operationId: toOperationId('c'), based: [] } })
  const absent = anOrderWith({ id: toOrderId('c') }, aFactOnOrder('no-show', {}))

  it('[SLOT-3] an order counts unless it is cancelled or its patron did not come', () => {
    expect(slotFilling(aDesk(anOrder(), cancelled, absent), aSlotKey())).toBe(1)
  })

  it('[ORD-3] cancelling an order frees its place', () => {
    const desk = aDesk(anOrder())
    desk.put(anOrder({ cancelledBy: { operationId: anOperationId(), based: [] } }))
    expect(slotFilling(desk, aSlotKey())).toBe(0)
  })

  it('[SLOT-3] an order handed over still counts: it took the place', () => {
    const handedOver = anOrderWith({}, aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] }))
    expect(slotFilling(aDesk(handedOver), aSlotKey())).toBe(1)
  })
})

describe('looking for a free slot', () => {
  const now = aMoment('2026-11-24 14:05')
  const settings = aSettings({ openingRanges: [anOpeningRange(2, '14:00', '15:15', { capacity: 1 })] })
  const orderAt = (time: string) => anOrder({ id: toOrderId(time), slot: aSlotKey(`2026-11-24 ${time}`) })
  const nearest = (...taken: readonly string[]) =>
    nearestFreeSlots(aDesk(settings, ...taken.map(orderAt)), settings, aSlotKey('2026-11-24 14:30'), now).map(
      ({ key }) => `${key.date} ${key.time}`,
    )

  it('[SLOT-3] the three nearest free slots are offered, the earlier of two equally near first', () => {
    expect(nearest('14:30')).toEqual(['2026-11-24 14:15', '2026-11-24 14:45', '2026-11-24 15:00'])
  })

  it('[SLOT-3] a full slot is not offered, nor one that has begun; the next open day follows', () => {
    expect(nearest('14:15', '14:30', '14:45')).toEqual(['2026-11-24 15:00', '2026-12-01 14:00', '2026-12-01 14:15'])
  })

  it('[SLOT-1] slots end at the horizon', () => {
    const near = { ...settings, horizonDays: 3 }
    expect(nearestFreeSlots(aDesk(near), near, aSlotKey('2026-11-24 14:30'), aMoment('2026-11-24 16:00'))).toEqual([])
  })
})
