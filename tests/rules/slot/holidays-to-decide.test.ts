/**
 * Bank holidays that wait for a manager's word, and whom to call when a day closes. Runs in vitest.
 */
import { expect, test } from 'vitest'
import { toOrderId, toSiteId } from '../../../src/domain/ids.ts'
import { isOpenOn, slotsOfDay } from '../../../src/domain/slot/build-slots.ts'
import {
  decideDay,
  decideDays,
  forgetDay,
  holidaysAhead,
  holidaysToDecide,
  holidaysUnanswered,
  isSaidOpen,
  openDay,
} from '../../../src/domain/slot/holidays-to-decide.ts'
import { ordersToCall } from '../../../src/domain/slot/orders-to-call.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aTime, tuesday } from '../../builders/a-moment.ts'
import { aSettings, centre } from '../../builders/a-settings.ts'
import { anOrder, aSlotKey } from '../../builders/an-order.ts'

const christmas = aDate('2026-12-25')
const asked = (settings = aSettings(), today = tuesday) =>
  holidaysToDecide(settings, today).map(({ date, name, slots }) => ({ date, name, slots }))

test('[SET-10, SET-23] a bank holiday on an open weekday waits for sixty days, and stays open while nobody answers', () => {
  // Christmas 2026 is a Friday, open from 14:00 to 19:00; New Year's Day too.
  expect(asked()).toEqual([
    { date: '2026-12-25', name: 'christmas', slots: 20 },
    { date: '2027-01-01', name: 'new-year', slots: 20 },
  ])
  expect(isOpenOn(aSettings(), christmas)).toBe(true)
  expect(asked(aSettings(), aDate('2026-10-25'))).toEqual([{ date: '2026-11-11', name: 'armistice', slots: 24 }])
  expect(asked(aSettings(), aDate('2026-10-26')).map(({ date }) => date)).toEqual(['2026-11-11', '2026-12-25'])
})

test('[SET-10, SET-24] a holiday that nobody has decided is said to the whole team seven days ahead, each date once', () => {
  const plain = aSettings()
  const annexe = toSiteId('annexe')
  const twoSites = aSettings({
    sites: [...plain.sites, { id: annexe, name: 'Annexe', bays: 10 }],
    openingRanges: [...plain.openingRanges, ...plain.openingRanges.map((range) => ({ ...range, siteId: annexe }))],
  })
  const said = (today: string, settings = twoSites) => holidaysUnanswered(settings, aDate(today)).map(({ date }) => date)
  expect(said('2026-12-17')).toEqual([])
  expect(said('2026-12-18')).toEqual(['2026-12-25'])
  expect(said('2026-12-25')).toEqual(['2026-12-25', '2027-01-01'])
  expect(said('2026-12-18', decideDay(twoSites, centre, christmas, true))).toEqual(['2026-12-25'])
  expect(said('2026-12-18', decideDay(plain, centre, christmas, true))).toEqual([])
})

test('[SET-10] closed or open, a day that was decided is asked no more, until it follows its week again', () => {
  const closed = decideDay(aSettings(), centre, christmas, false)
  expect([isOpenOn(closed, christmas), asked(closed).map(({ date }) => date)]).toEqual([false, ['2027-01-01']])
  const open = decideDay(closed, centre, christmas, true)
  expect(open.dayExceptions).toHaveLength(1)
  expect([isOpenOn(open, christmas), asked(open).map(({ date }) => date)]).toEqual([true, ['2027-01-01']])
  expect(asked(forgetDay(open, centre, christmas))).toEqual(asked())
})

test('[SET-10, SET-23] all of them are closed, or opened, at once; what was said before of another day stays', () => {
  const armistice = { siteId: centre, date: aDate('2027-11-11') }
  const said = decideDay(aSettings(), centre, armistice.date, true)
  for (const isOpen of [false, true]) {
    const decided = decideDays(said, holidaysToDecide(said, tuesday), isOpen)
    expect(asked(decided)).toEqual([])
    expect(['2026-12-25', '2027-01-01'].map((date) => isOpenOn(decided, aDate(date)))).toEqual([isOpen, isOpen])
    expect(isSaidOpen(decided, armistice)).toBe(true)
  }
})

test('[SET-10] a year of them is proposed to a new library, its territory’s own among them, decided or not', () => {
  const year = (settings = aSettings()) => holidaysAhead(settings, tuesday, 366).map(({ date }) => date)
  const metropole = year()
  expect(metropole).toEqual(['2026-12-25', '2027-01-01', '2027-05-01', '2027-05-06', '2027-05-08', '2027-07-14', '2027-11-11'])
  // Réunion remembers on 20 December, a Sunday in 2026 and closed; Martinique on 22 May, a Saturday in 2027.
  expect(year(aSettings({ territory: 'reunion' }))).toEqual(metropole)
  expect(year(aSettings({ territory: 'martinique' }))).toContain('2027-05-22')
  expect(year(decideDay(aSettings(), centre, christmas, false))).toEqual(metropole)
  expect(isSaidOpen(aSettings(), { siteId: centre, date: christmas })).toBeUndefined()
})

test('a day opens at hours of its own, with slots as the week has them', () => {
  const hours = (from: string, to: string) => ({ from: aTime(from), to: aTime(to) })
  const open = openDay(openDay(aSettings(), centre, christmas, hours('15:00', '16:00')), centre, christmas, hours('10:00', '11:00'))
  expect(slotsOfDay(open, centre, christmas).map(({ key }) => key.time)).toEqual([
    '10:00',
    '10:15',
    '10:30',
    '10:45',
    '15:00',
    '15:15',
    '15:30',
    '15:45',
  ])
})

test('[SET-8] whoever has an order on a day that closes is to be called, and nobody else', () => {
  const orders = ['2026-12-25 14:00', '2026-12-25 15:00', '2026-12-26 10:00'].map((slot, n) =>
    anOrder({ id: toOrderId(`${n}`), slot: aSlotKey(slot) }),
  )
  const closed = decideDay(aSettings(), centre, christmas, false)
  expect(ordersToCall(aDesk(...orders), tuesday)).toEqual([])
  expect(
    ordersToCall(aDesk(...orders, closed), tuesday)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['0', '1'])
  expect(ordersToCall(aDesk(...orders, closed), aDate('2026-12-26'))).toEqual([])
})
