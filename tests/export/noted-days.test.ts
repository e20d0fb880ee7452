/**
 * What is remembered of days that the link to the ILS may leave behind (ILS-11), over weeks in which nobody passes and ends that nobody said.
 * A store in memory, day by day.
 */
import { beforeEach, expect, it } from 'vitest'
import { addDays, type LocalDate } from '../../src/domain/local-date.ts'
import { endLink, endLinkWithoutPass, isLinked, keepLink, noteDays, readNotedDays } from '../../src/endpoint/storage/noted-days.ts'
import type { StoreTransaction } from '../../src/endpoint/storage/store.ts'
import { aDate } from '../builders/a-moment.ts'
import { aDeskDay, type DeskDay, library } from './a-desk-day.ts'

let desk: DeskDay
beforeEach(async () => {
  desk = await aDeskDay()
})
type Step = (transaction: StoreTransaction, today: LocalDate) => Promise<void>
const on = (date: string, step: Step) => desk.store.transact(library, (transaction) => step(transaction, aDate(date)))
const note = (...days: readonly string[]) => desk.store.transact(library, (transaction) => noteDays(transaction, days.map(aDate)))
const noted = (): Promise<readonly string[]> => desk.store.read(library, readNotedDays)
const isLinkedOn = (date: string) => desk.store.read(library, (reader) => isLinked(reader, aDate(date)))
const fromTo = (from: string, to: string): readonly string[] => {
  const days: string[] = []
  for (let day = aDate(from); day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

it('[ILS-11, ILS-30] a library that is closed in summer stays linked, keeps what was noted, and has the days gone over that were too young to be', async () => {
  await on('2026-07-18', keepLink)
  await note('2026-07-02', '2026-07-17')
  expect(await isLinkedOn('2026-08-20')).toBe(true)
  await on('2026-08-20', keepLink)
  expect(await noted()).toEqual(['2026-07-02', ...fromTo('2026-07-11', '2026-08-05')])
})

it.each([
  { again: '2026-07-25', added: [] },
  { again: '2026-07-26', added: ['2026-07-11'] },
  { again: '2026-08-01', added: fromTo('2026-07-11', '2026-07-17') },
])('[ILS-11] after a last pass on 18-07 and the next on $again, no day falls between what was noted and what is gone over', async (of) => {
  await on('2026-07-18', keepLink)
  await on(of.again, keepLink)
  expect(await noted()).toEqual(of.added)
})

it.each([
  { who: 'a manager', end: endLink },
  { who: 'a process that had no way to the ILS', end: endLinkWithoutPass },
])('[ILS-11] and the same holds where $who ended the link in between', async ({ end }) => {
  await on('2026-07-18', keepLink)
  await on('2026-08-20', end)
  await on('2026-08-21', keepLink)
  expect(await noted()).toEqual(fromTo('2026-07-11', '2026-08-12'))
})

it('[ILS-11] an end holds from its first day on: days are noted for two weeks more, and a link that is made later forgets them', async () => {
  await on('2026-07-18', keepLink)
  await note('2026-07-02')
  await on('2026-07-18', endLink)
  await on('2026-07-30', endLink)
  expect([await isLinkedOn('2026-08-01'), await isLinkedOn('2026-08-02')]).toEqual([true, false])
  await on('2026-08-02', keepLink)
  expect(await noted()).toEqual([])
})

it('[ILS-11] a process that tells nothing ends no link over which another one passed today or yesterday, and none that never was', async () => {
  await on('2026-07-18', endLinkWithoutPass)
  expect(await isLinkedOn('2026-07-18')).toBe(false)
  await on('2026-07-18', keepLink)
  const linkAfter = async (date: string) => {
    await on(date, endLinkWithoutPass)
    return desk.store.read(library, (reader) => reader.memo('ils-days-link'))
  }
  expect([await linkAfter('2026-07-19'), await linkAfter('2026-07-20')]).toEqual(['2026-07-18', '2026-07-20 ended'])
})
