/**
 * How far ahead of the clock the preparers are, and what each slot of the day shows. Runs in vitest.
 * The days are told as orders in slots of a Tuesday afternoon at the library of `aSettings`.
 */
import { describe, expect, it } from 'vitest'
import { toOrderId } from '../../../src/domain/ids.ts'
import { dayProgress } from '../../../src/domain/slot/day-progress.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { centre } from '../../builders/a-settings.ts'
import { aBagging, aFactOnOrder, anOrderWith, aPick, aSlotKey } from '../../builders/an-order.ts'

const ready = (number: string, slot: string) =>
  anOrderWith({ id: toOrderId(number), number, slot: aSlotKey(slot) }, aPick('1', undefined), aBagging(1))
const unprepared = (number: string, slot: string) => anOrderWith({ id: toOrderId(number), number, slot: aSlotKey(slot) })

describe('the progress of a day', () => {
  it('[SLOT-9] is ahead by the minutes to spare before the first slot that holds an order to prepare', () => {
    const desk = aDesk(ready('B-001', '2026-11-24 14:45'), unprepared('B-002', '2026-11-24 15:00'))
    const progress = dayProgress(desk, centre, aMoment('2026-11-24 14:42'))
    expect(progress.unpreparedFrom).toBe('15:00')
    // One document to take, one bay to find.
    expect(progress.leadMinutes).toBe(16)
  })

  it('[SLOT-9] is behind when a slot that has begun still holds an order to prepare', () => {
    const desk = aDesk(unprepared('B-001', '2026-11-24 14:30'))
    expect(dayProgress(desk, centre, aMoment('2026-11-24 14:42')).leadMinutes).toBe(-14)
  })

  it('[SLOT-9] is behind before the hour when the slot holds more work than there are minutes', () => {
    const desk = aDesk(...['B-001', 'B-002', 'B-003'].map((number) => unprepared(number, '2026-11-24 15:00')))
    expect(dayProgress(desk, centre, aMoment('2026-11-24 14:55')).leadMinutes).toBe(-1)
    expect(dayProgress(desk, centre, aMoment('2026-11-24 14:54')).leadMinutes).toBe(0)
  })

  it('[ABS-1] shows a ready order as late once its slot ended a grace time ago', () => {
    const desk = aDesk(ready('B-001', '2026-11-24 14:00'), ready('B-002', '2026-11-24 14:15'))
    const { countByState } = dayProgress(desk, centre, aMoment('2026-11-24 14:42'))
    expect([countByState.late, countByState.ready]).toEqual([1, 1])
  })

  it('[SLOT-4] shows an order outside the opening ranges in a slot of no capacity', () => {
    const desk = aDesk(unprepared('B-001', '2026-11-24 09:00'))
    const [first] = dayProgress(desk, centre, aMoment('2026-11-24 08:00')).slots
    expect([first?.slot.key.time, first?.slot.capacity, first?.orders.length]).toEqual(['09:00', 0, 1])
  })

  it('[SLOT-3] keeps a no-show in sight and a cancelled order out of the line', () => {
    const noShow = anOrderWith({ id: toOrderId('n'), slot: aSlotKey() }, aFactOnOrder('no-show', {}))
    const cancelled = anOrderWith({
      id: toOrderId('c'),
      slot: aSlotKey(),
      cancelledBy: { operationId: noShow.facts[0]?.operationId ?? aBagging(1).operationId, based: [] },
    })
    const progress = dayProgress(aDesk(noShow, cancelled), centre, aMoment('2026-11-24 14:42'))
    expect(progress.slots.flatMap(({ orders }) => orders.map(({ state }) => state))).toEqual(['no-show'])
    expect(progress.countByState.cancelled).toBe(1)
  })
})
