/**
 * Documents and orders are counted whatever they are numbered, as members of every object are named too.
 */
import { expect, it } from 'vitest'
import { type Counted, recount } from '../../../src/domain/figures/counted.ts'

it.each(['__proto__', 'constructor', 'toString', '33331000000012'])('[STAT-2] what is numbered %s is counted, and taken back', (name) => {
  const counts = [{ day: '2026-11-24', measure: 'loans', site: undefined, value: '', amount: 1 }] as never
  const part = (now: readonly unknown[]) => ({ part: { name, countsOf: () => now as never }, wasCounted: false })
  const first = recount(undefined, [part(counts)] as never, 'adulte')
  expect(first.change).toEqual(counts)
  const kept = JSON.parse(JSON.stringify(first.counted)) as Counted
  expect(recount(kept, [part(counts)] as never, 'adulte').change).toEqual([])
  expect(recount(kept, [part([])] as never, 'adulte').change).not.toEqual([])
})
