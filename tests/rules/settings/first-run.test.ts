/**
 * The first run of a new library: its ready weeks, and the hours that may hold at once because no day is in progress yet.
 */
import { expect, test } from 'vitest'
import { checkSection } from '../../../src/domain/settings/check-section.ts'
import { type ReadyWeek, readyWeekOf, readyWeeks, withReadyWeek } from '../../../src/domain/settings/ready-weeks.ts'
import { buildDefaultSettings } from '../../../src/domain/settings/settings.ts'
import { countWeek } from '../../../src/domain/slot/count-week.ts'
import { aDate } from '../../builders/a-moment.ts'

const fresh = { ...buildDefaultSettings('Médiathèque de la Gare', 'Europe/Paris'), firstRunStep: 2 }
/** A Wednesday. */
const today = aDate('2026-11-25')

test('[SET-16] the ready weeks offer what their words promise, and are known again', () => {
  const offered = (week: ReadyWeek) => countWeek(withReadyWeek(fresh, week), today)
  expect(readyWeeks.map(offered)).toEqual([
    { minutes: 27 * 60, places: 432 },
    { minutes: 20 * 60, places: 320 },
    { minutes: 6 * 60, places: 96 },
  ])
  for (const week of readyWeeks) expect(readyWeekOf(withReadyWeek(fresh, week))).toBe(week)
  expect(readyWeekOf(fresh)).toBeUndefined()
})

test('[SET-16, SET-6] hours hold from the day of the answers on, and from the next one once the library is open', () => {
  const proposed = withReadyWeek(fresh, 'open')
  expect(checkSection('ranges', proposed, fresh, today)).toEqual([])
  const { firstRunStep: _, ...open } = fresh
  expect(checkSection('ranges', proposed, open, today)).toMatchObject([{ fault: 'today' }])
})

test('[SET-16] there are five questions, and no sixth', () => {
  expect(checkSection('library', { ...fresh, firstRunStep: 5 })).toEqual([])
  expect(checkSection('library', { ...fresh, firstRunStep: 6 })).toMatchObject([{ at: 'firstRunStep', fault: 'bounds' }])
})
