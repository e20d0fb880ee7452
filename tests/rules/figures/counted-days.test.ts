/**
 * How many of a period's days were counted: a week is told of seven or more (STAT-18). Runs in vitest.
 * The counting began on some day, which may lie within the period.
 */
import { expect, test } from 'vitest'
import { countedDays } from '../../../src/domain/figures/counted-since.ts'
import { aDate } from '../../builders/a-moment.ts'

test('[STAT-18] a library that began today has one day counted, and a month that began before has its days', () => {
  const november = { from: aDate('2026-11-01'), to: aDate('2026-11-24') }
  expect(countedDays(november, aDate('2026-11-24'))).toBe(1)
  expect(countedDays(november, aDate('2026-10-02'))).toBe(24)
})
