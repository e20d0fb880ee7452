/**
 * Patrons who are late, and those who did not come (ABS-1, ABS-2).
 * Pure rules; what time it is is passed in, minute by minute around the limit.
 * The builders' library waits a quarter of an hour and closes at 18:00 on Tuesday.
 */
import { describe, expect, it } from 'vitest'
import { toOrderId } from '../../../src/domain/ids.ts'
import type { Order } from '../../../src/domain/order/order.ts'
import { expectedNow } from '../../../src/domain/slot/expected-now.ts'
import { isLate, keptUntil, proposedNoShows } from '../../../src/domain/slot/lateness.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aBagging, aFactOnOrder, anOrder, anOrderWith, aPick, aSlotKey } from '../../builders/an-order.ts'

const ready = (id: string, slot = '2026-11-24 14:30') =>
  anOrderWith({ id: toOrderId(id), number: id, slot: aSlotKey(slot) }, aPick('1', '33331000000012'), aBagging(3))

describe('a patron who is late', () => {
  it('[ABS-1] a ready order is late a quarter of an hour after its slot ended, not before', () => {
    expect(isLate(aSettings(), ready('a'), aMoment('2026-11-24 14:59'))).toBe(false)
    expect(isLate(aSettings(), ready('a'), aMoment('2026-11-24 15:00'))).toBe(true)
  })

  it('[ABS-1] an order whose patron has arrived is not late, nor is one that is not ready', () => {
    const { facts } = ready('a')
    const arrived = anOrderWith({}, ...facts, aFactOnOrder('arrived', {}))
    expect(isLate(aSettings(), arrived, aMoment('2026-11-24 15:30'))).toBe(false)
    expect(isLate(aSettings(), anOrder(), aMoment('2026-11-24 15:30'))).toBe(false)
  })

  it('[ABS-1] the manager sets how long one waits', () => {
    expect(isLate(aSettings({ graceMinutes: 40 }), ready('a'), aMoment('2026-11-24 15:10'))).toBe(false)
  })

  it('[ABS-1] at closing time the late orders are proposed as no-show, and those of days before with them', () => {
    const desk = aDesk(ready('b'), ready('a', '2026-11-21 16:00'), ready('c', '2026-11-25 10:00'))
    expect(proposedNoShows(desk, aMoment('2026-11-24 17:59')).map(({ id }) => id)).toEqual(['a'])
    expect(proposedNoShows(desk, aMoment('2026-11-24 18:00')).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('[ABS-2] the pile of a no-show is kept two days', () => {
    const absent = anOrderWith({}, aFactOnOrder('no-show', { happened: aMoment('2026-11-24 18:00') }))
    expect(keptUntil(aSettings(), absent)).toBe('2026-11-26')
    expect(keptUntil(aSettings(), anOrder())).toBeUndefined()
  })
})

describe('a patron who is expected now', () => {
  const expected = (now: string, ...orders: readonly Order[]) =>
    expectedNow(aDesk(aSettings(), ...orders), aMoment(now)).map(({ id }) => id)

  it('[ABS-1] from ten minutes before the slot until it is late, a ready order is expected now', () => {
    expect(['14:19', '14:20', '14:59', '15:00'].map((time) => expected(`2026-11-24 ${time}`, ready('a')))).toEqual([[], ['a'], ['a'], []])
  })

  it('[ABS-1] a pile that is not ready is expected by nobody, nor is one that arrived, nor one of another day', () => {
    const arrived = anOrderWith({}, ...ready('a').facts, aFactOnOrder('arrived', {}))
    expect(expected('2026-11-24 14:30', arrived, anOrder({ id: toOrderId('b'), slot: aSlotKey('2026-11-24 14:30') }))).toEqual([])
    expect(expected('2026-11-25 14:30', ready('a'))).toEqual([])
  })

  it('[ABS-1] the earliest slot first', () => {
    expect(expected('2026-11-24 14:40', ready('b', '2026-11-24 14:45'), ready('a'))).toEqual(['a', 'b'])
  })
})
