/**
 * Until when a document is lent, and whether it is new (LOAN-1, LOAN-2, LOAN-4).
 * Pure rules, on the opening days of the builders' library: closed on Sunday and Monday.
 * Dates are local days; no instant and no zone comes into it.
 */
import { describe, expect, it } from 'vitest'
import { dueDate, isNewRelease } from '../../../src/domain/loan-right/due-date.ts'
import { aDate, tuesday } from '../../builders/a-moment.ts'
import { aLoanRight, aSettings, centre } from '../../builders/a-settings.ts'

const due = (documentType: string, today = tuesday, settings = aSettings()) => dueDate(settings, 'adulte', documentType, today)

describe('giving a due date', () => {
  it('[LOAN-4] a book lent on a Tuesday for three weeks is due on a Tuesday', () => {
    expect(due('livre')).toBe('2026-12-15')
  })

  it('[LOAN-1] the duration depends on the type of document', () => {
    expect(due('DVD')).toBe('2026-12-01')
  })

  it('[LOAN-4] a date on which the library is closed moves to the next open day', () => {
    const settings = aSettings({ loanRights: [aLoanRight('*', '*', { durationDays: 5 })] })
    expect(due('livre', tuesday, settings)).toBe('2026-12-01')
  })

  it('[LOAN-4] a closure by date moves it further', () => {
    const closed = ['2026-12-15', '2026-12-16'].map((date) => ({ siteId: centre, date: aDate(date), ranges: [] }))
    expect(due('livre', tuesday, aSettings({ dayExceptions: closed }))).toBe('2026-12-17')
  })

  it('[LOAN-4] a library that never opens keeps the plain date', () => {
    expect(due('livre', tuesday, aSettings({ openingRanges: [] }))).toBe('2026-12-15')
  })
})

describe('telling a new release', () => {
  it('[LOAN-2] a document is a new release for 183 days after its arrival', () => {
    expect(isNewRelease(aSettings(), aDate('2026-05-26'), tuesday)).toBe(true)
    expect(isNewRelease(aSettings(), aDate('2026-05-25'), tuesday)).toBe(false)
  })

  it('[LOAN-2] a document without a date of arrival is not a new release', () => {
    expect(isNewRelease(aSettings(), undefined, tuesday)).toBe(false)
  })
})
