/**
 * Documents and orders are counted whatever they are numbered, as members of every object are named too; what is no number is not counted.
 */
import { expect, it } from 'vitest'
import { type Counted, recount } from '../../../src/domain/figures/counted.ts'
import { type Count, sumCounts } from '../../../src/domain/figures/figures.ts'
import { aDate } from '../../builders/a-moment.ts'

it.each(['__proto__', 'constructor', 'toString', '33331000000012'])('[STAT-2] a type numbered %s is counted, and taken back', (name) => {
  const counts = [{ day: '2026-11-24', measure: 'loans', site: undefined, value: '', amount: 1 }] as never
  const part = (now: readonly unknown[]) => ({ part: { name, countsOf: () => now as never }, wasCounted: false })
  const first = recount(undefined, [part(counts)] as never, 'adulte')
  expect(first.change).toEqual(counts)
  const kept = JSON.parse(JSON.stringify(first.counted)) as Counted
  expect(recount(kept, [part(counts)] as never, 'adulte').change).toEqual([])
  expect(recount(kept, [part([])] as never, 'adulte').change).not.toEqual([])
})

it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  '[STAT-2] an amount of %d counts nothing, beside others or alone',
  (amount) => {
    const one: Count = { day: aDate('2026-11-24'), measure: 'document', site: undefined, value: 'adulte', amount: 1 }
    expect(sumCounts([one, { ...one, amount }, one])).toEqual([{ ...one, amount: 2 }])
    expect(sumCounts([{ ...one, amount }])).toEqual([])
  },
)
