/**
 * Two managers on one section at once (SET-3): what they changed is put together where they touched other figures, and only there. Runs in
 * vitest.
 */
import { describe, expect, test } from 'vitest'
import { changeRight } from '../../../src/domain/loan-right/change-rights.ts'
import { moveZone } from '../../../src/domain/pull-list/change-walk.ts'
import { changeWeekday, hoursOn, nextDateOf } from '../../../src/domain/settings/change-week.ts'
import { combineSections } from '../../../src/domain/settings/combine-sections.ts'
import type { SectionName, Settings } from '../../../src/domain/settings/settings.ts'
import { decideDay } from '../../../src/domain/slot/holidays-to-decide.ts'
import { aDate, aTime, tuesday } from '../../builders/a-moment.ts'
import { aLoanRight, aSettings, centre } from '../../builders/a-settings.ts'

const base = aSettings()
const combine = (name: SectionName, theirs: Settings, mine: Settings, from = base) =>
  combineSections(name, { base: from, theirs, mine }, tuesday)

const hours = (from: string, to: string, intervalMinutes = 15, capacity = 4) => ({
  ...{ from: aTime(from), to: aTime(to) },
  ...{ intervalMinutes, capacity },
})
const [wednesday, saturday] = [{ siteId: centre, weekday: 3 } as const, { siteId: centre, weekday: 6 } as const]
const morning = hours('10:00', '12:00')
const next = nextDateOf(3, tuesday)

describe('[SET-3] two changes of one section', () => {
  test('changes of two weekdays are both taken', () => {
    const theirs = changeWeekday(base, wednesday, [morning], next)
    const mine = changeWeekday(base, saturday, [], nextDateOf(6, tuesday))
    const both = combine('ranges', theirs, mine)
    expect(both && hoursOn(both, centre, next)).toEqual([morning])
    expect(both && hoursOn(both, centre, nextDateOf(6, tuesday))).toEqual([])
    expect(both && hoursOn(both, centre, nextDateOf(5, tuesday))).toEqual(hoursOn(base, centre, nextDateOf(5, tuesday)))
  })

  test('changes of one range are both taken where one moved its end and the other its interval', () => {
    const theirs = changeWeekday(base, wednesday, [morning, hours('14:00', '18:00', 10)], next)
    const mine = changeWeekday(base, wednesday, [morning, hours('14:00', '19:00')], next)
    const both = combine('ranges', theirs, mine)
    expect(both && hoursOn(both, centre, next)).toEqual([morning, hours('14:00', '19:00', 10)])
    // Until then, the day as it is.
    expect(both && hoursOn(both, centre, aDate('2026-11-18'))).toEqual(hoursOn(base, centre, aDate('2026-11-18')))
  })

  test('changes of one end, of ranges that came or went, or from two days on, are a person’s to choose', () => {
    const theirs = changeWeekday(base, wednesday, [morning, hours('14:00', '17:00')], next)
    for (const [mine, from] of [
      [[morning, hours('14:00', '19:00')], next],
      [[morning], next],
      [[morning, hours('14:00', '18:00', 10)], aDate('2026-12-02')],
    ] as const)
      expect(combine('ranges', theirs, changeWeekday(base, wednesday, mine, from))).toBeUndefined()
  })

  test('changes of two cells, or of two figures of one cell, are both taken; of one figure they are not', () => {
    const right = aLoanRight('adulte', 'livre', { maximum: 12, newReleaseMaximum: 4, maximumPerOrder: 8 })
    const theirs = changeRight(base, { ...right, maximum: 15 })
    const both = combine('rights', theirs, changeRight(base, { ...right, durationDays: 28 }))
    expect(both?.loanRights).toEqual(changeRight(base, { ...right, maximum: 15, durationDays: 28 }).loanRights)
    const more = combine('rights', theirs, { ...base, totalMaximums: { ...base.totalMaximums, jeunesse: 10 } })
    expect([more?.loanRights, more?.totalMaximums]).toEqual([theirs.loanRights, { adulte: 20, jeunesse: 10 }])
    expect(combine('rights', theirs, changeRight(base, { ...right, maximum: 10 }))).toBeUndefined()
    expect(combine('rights', theirs, { ...base, loanRights: base.loanRights.slice(1) })).toBeUndefined()
  })

  test('changes of two days, two messages or two texts are both taken; two changes of the walk are not', () => {
    const [christmas, newYear] = [aDate('2026-12-25'), aDate('2027-01-01')]
    const days = combine('days', decideDay(base, centre, christmas, false), decideDay(base, centre, newYear, false))
    expect(days?.dayExceptions.map(({ date }) => date)).toEqual([christmas, newYear])
    const mails = combine('messages', { ...base, messagesOff: ['moved'] }, { ...base, messagesOff: ['receipt'], quietDays: [7] })
    expect([mails?.messagesOff, mails?.quietDays]).toEqual([['moved', 'receipt'], [7]])
    const text = { subject: 'Prête', text: 'Venez.' }
    const written = combine(
      'templates',
      { ...base, messageTemplates: { fr: { ready: text } } },
      { ...base, messageTemplates: { fr: { reminder: text }, en: { ready: text } } },
    )
    expect(written?.messageTemplates).toEqual({ fr: { ready: text, reminder: text }, en: { ready: text } })
    expect(combine('walk', moveZone(base, 0, 1), moveZone(base, 2, 3))).toBeUndefined()
  })

  test('one of which is none, or which are the same, leave the other', () => {
    const changed = changeWeekday(base, wednesday, [morning], next)
    expect(combine('ranges', changed, base)).toEqual(changed)
    expect(combine('ranges', changed, changed)).toEqual(changed)
    expect(combine('lead', { ...base, leadTimeHours: 2 }, { ...base, horizonDays: 21 })).toEqual({
      ...base,
      ...{ leadTimeHours: 2, horizonDays: 21 },
    })
    expect(combine('lead', { ...base, leadTimeHours: 2 }, { ...base, leadTimeHours: 3 })).toBeUndefined()
  })
})
