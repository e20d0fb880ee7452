/**
 * Hours of a weekday that begin on a date (SET-6): what holds when, what is put back, and where an order counts whose time is no slot any
 * more. Runs in vitest.
 */
import { describe, expect, test } from 'vitest'
import { toOrderId } from '../../../src/domain/ids.ts'
import { addDays, type LocalDate } from '../../../src/domain/local-date.ts'
import { previewFrom } from '../../../src/domain/preview/preview-section.ts'
import { lastWholeWeeks, simulatePreparing } from '../../../src/domain/preview/simulate-places.ts'
import { changeWeekday, hoursOn, nextDateOf, putBackHours, restoreWeekday, settledFrom } from '../../../src/domain/settings/change-week.ts'
import { checkSection } from '../../../src/domain/settings/check-section.ts'
import type { Settings } from '../../../src/domain/settings/settings.ts'
import { slotAt, slotFilling, slotsOfDay } from '../../../src/domain/slot/build-slots.ts'
import { ordersToCall } from '../../../src/domain/slot/orders-to-call.ts'
import { overfullSlots } from '../../../src/domain/slot/overfull-slots.ts'
import { formatSlotKey } from '../../../src/domain/slot/slot.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment, aTime, tuesday } from '../../builders/a-moment.ts'
import { aSettings, centre } from '../../builders/a-settings.ts'
import { anOrder, aSlotKey } from '../../builders/an-order.ts'

const wednesday = { siteId: centre, weekday: 3 } as const
const hours = (from: string, to: string, capacity = 4, intervalMinutes = 15) => ({
  from: aTime(from),
  to: aTime(to),
  capacity,
  intervalMinutes,
})
const placesOn = (settings: Settings, date: LocalDate): number =>
  slotsOfDay(settings, centre, date).reduce((sum, { capacity }) => sum + capacity, 0)
const [next, after] = [aDate('2026-11-25'), aDate('2026-12-02')]

describe('[SET-6] hours that begin on a date', () => {
  test('hold from that day on, and those before hold until then', () => {
    const settings = changeWeekday(aSettings(), wednesday, [hours('14:00', '19:00')], after)
    expect([next, after, addDays(after, 7)].map((date) => placesOn(settings, date))).toEqual([96, 80, 80])
    expect(placesOn(settings, aDate('2026-11-26'))).toBe(placesOn(aSettings(), aDate('2026-11-26')))
    expect(settledFrom(settings, tuesday)).toBe(after)
  })

  test('a weekday closes from a date on, and a later word is replaced by an earlier one', () => {
    const later = changeWeekday(aSettings(), wednesday, [hours('14:00', '19:00')], after)
    const closed = changeWeekday(later, wednesday, [], next)
    expect([aDate('2026-11-18'), next, after].map((date) => placesOn(closed, date))).toEqual([96, 0, 0])
    expect(changeWeekday(restoreWeekday(closed, aSettings(), wednesday), wednesday, [hours('14:00', '19:00')], after)).toEqual(later)
  })

  test('begin on the next date of their weekday, and never today', () => {
    expect([nextDateOf(2, tuesday), nextDateOf(3, tuesday), nextDateOf(1, tuesday)]).toEqual(['2026-12-01', '2026-11-25', '2026-11-30'])
    const today = { ...wednesday, weekday: 2 } as const
    const check = (proposed: Settings) => checkSection('ranges', proposed, aSettings(), tuesday).map(({ fault }) => fault)
    expect(check(changeWeekday(aSettings(), today, [], tuesday))).toEqual(['today'])
    expect(check(changeWeekday(aSettings(), today, [], nextDateOf(2, tuesday)))).toEqual([])
    expect(check(aSettings({ openingRanges: [] }))).toEqual(['today'])
    expect(check(changeWeekday(aSettings(), today, [hours('18:00', '14:00')], aDate('2026-12-01')))).toEqual(['after-from'])
  })

  test('are put back from each weekday’s next date on: the week is as it was, and today is untouched', () => {
    const was = aSettings()
    const changed = changeWeekday(
      changeWeekday(was, wednesday, [], next),
      { ...wednesday, weekday: 2 },
      [hours('09:00', '10:00')],
      aDate('2026-12-01'),
    )
    const back = putBackHours(changed, was.openingRanges, tuesday)
    const week = Array.from({ length: 7 }, (_, n) => addDays(aDate('2026-12-02'), n))
    expect(week.map((date) => hoursOn(back, centre, date))).toEqual(week.map((date) => hoursOn(was, centre, date)))
    expect(checkSection('ranges', back, changed, tuesday)).toEqual([])
    expect(putBackHours(was, was.openingRanges, tuesday)).toEqual(was)
  })

  test('hours that held long ago are kept a month, and no longer', () => {
    const first = changeWeekday(aSettings(), wednesday, [hours('14:00', '19:00')], next)
    const second = changeWeekday(first, wednesday, [hours('14:00', '18:00')], aDate('2027-02-03'))
    expect(hoursOn(second, centre, aDate('2026-11-18'))).toEqual([])
    expect(hoursOn(second, centre, aDate('2027-01-27'))).toEqual([hours('14:00', '19:00')])
  })
})

describe('[SET-6, SET-22] an order whose time is no slot any more', () => {
  const settings = changeWeekday(aSettings(), wednesday, [hours('14:00', '18:00', 2, 30)], next)
  const orders = ['14:15', '14:15', '14:20', '10:00'].map((time, n) =>
    anOrder({
      id: toOrderId(`o${n}`),
      number: `A-00${n}`,
      slot: aSlotKey(`2026-11-25 ${time}`),
      placedAt: anOrder().placedAt + n,
    } as never),
  )
  const filled = ['14:15', '14:20', '10:00'].map((time) => {
    const slot = aSlotKey(`2026-11-25 ${time}`)
    const orderIds = orders.filter((order) => order.slot.time === slot.time).map(({ id }) => id)
    return { kind: 'slot', id: formatSlotKey(slot), slot, orderIds } as const
  })
  const desk = aDesk(...orders, ...filled, settings)

  test('keeps it and counts in the slot that it falls in; where the site is closed then, it is listed to call', () => {
    expect(slotAt(settings, aSlotKey('2026-11-25 14:20'))?.key.time).toBe('14:00')
    expect(slotFilling(desk, aSlotKey('2026-11-25 14:00'))).toBe(3)
    expect(slotFilling(desk, aSlotKey('2026-11-25 14:30'))).toBe(0)
    const over = overfullSlots(desk, centre, next)
    expect(over.map(({ key, capacity, filling, toCall }) => [key.time, capacity, filling, toCall.map(({ id }) => id)])).toEqual([
      ['10:00', 0, 1, ['o3']],
      ['14:00', 2, 3, ['o2']],
    ])
  })
})

test('[SET-2, SET-8] hours closed under twelve orders: the preview says how many to call, and the desk lists the same', () => {
  const orders = Array.from({ length: 12 }, (_, n) => anOrder({ id: toOrderId(`o${n}`), slot: aSlotKey(`2026-11-25 1${4 + (n % 4)}:00`) }))
  const before = aSettings()
  const proposed = changeWeekday(before, wednesday, [hours('10:00', '12:00')], next)
  const now = aMoment('2026-11-24 15:10')
  const lines = previewFrom('ranges', before, { state: aDesk(...orders, before), now, toLocal: () => now })(proposed)
  const desk = aDesk(...orders, proposed)
  expect(ordersToCall(desk, tuesday)).toHaveLength(12)
  expect(lines).toMatchObject([
    { kind: 'week-places' },
    { kind: 'week-minutes' },
    { kind: 'to-call', was: 0, becomes: ordersToCall(desk, tuesday).length },
  ])
  const [places, minutes] = lines
  expect([places, minutes].map((line) => Number(line?.becomes) - Number(line?.was))).toEqual([-64, -240])
  // Nothing is moved: the orders stand where they stood.
  expect([...desk.all('order')].map(({ slot }) => slot)).toEqual(orders.map(({ slot }) => slot))
})

describe('[SET-11] what more places ask of the preparers', () => {
  const figures = { orders: [100, 'nc'], documents: [330, 'nc'] } as const
  test('[SET-11, SET-25] orders × documents × the time measured, or what is supposed where too few were', () => {
    const measured = simulatePreparing(16, { ...figures, preparing: { seconds: 60, documents: 30 } }, aSettings())
    expect(measured).toEqual({ orders: 16, documentsPerOrder: 3.3, seconds: 60, isMeasured: true, minutes: 53, planned: 0 })
    const few = simulatePreparing(16, { ...figures, preparing: { seconds: 60, documents: 29 } }, aSettings())
    expect(few).toMatchObject({ seconds: 90, isMeasured: false, minutes: 79 })
    expect(simulatePreparing(0, figures, aSettings())).toBeUndefined()
    expect(simulatePreparing(16, { ...figures, orders: [0, 'nc'] }, aSettings())).toBeUndefined()
  })

  test('[SET-11] over the last four whole weeks', () => {
    expect(lastWholeWeeks(tuesday)).toEqual({ from: '2026-10-26', to: '2026-11-22' })
  })
})
