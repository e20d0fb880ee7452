/**
 * How call numbers stand on a shelf (PULL-1), by the examples of the rule and by generated ones.
 * Pure rules on text. The generated call numbers mix words, numbers, decimals, accents and leading zeros.
 * That the order is total matters: a list must sort the same on every tablet.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareCallNumbers } from '../../../src/domain/pull-list/compare-call-numbers.ts'

const sorted = (...callNumbers: readonly string[]) => callNumbers.toSorted(compareCallNumbers)

const aCallNumber = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom('R', 'r', 'É', 'e', 'SIM', '2', '02', '10', '641', '.', ',', '5', '59', '50', ' ', '-', 'œ'), { maxLength: 7 })
    .map((parts) => parts.join('')),
)

describe('walking along a shelf', () => {
  it('[PULL-1] R SIM 2 stands before R SIM 10', () => {
    expect(sorted('R SIM 10', 'R SIM 2', 'R SIM')).toEqual(['R SIM', 'R SIM 2', 'R SIM 10'])
  })

  it('[PULL-1] 641.5 stands before 641.59, and 641.59 before 641.6', () => {
    expect(sorted('641.6 BOC', '641.59 LIN', '641.5 ZOL', '641 ALI', '641.5 ABE')).toEqual([
      '641 ALI',
      '641.5 ABE',
      '641.5 ZOL',
      '641.59 LIN',
      '641.6 BOC',
    ])
  })

  it('[PULL-1] accents and case do not count', () => {
    expect(sorted('R ZOL', 'r éco', 'R ECR', 'R EBN')).toEqual(['R EBN', 'r éco', 'R ECR', 'R ZOL'])
  })

  it('[PULL-1] a volume written with a leading zero stands with its number', () => {
    expect(sorted('Lou 10', 'Lou 08', 'Lou 9')).toEqual(['Lou 08', 'Lou 9', 'Lou 10'])
  })

  it('[PULL-1] numbers stand before words, and a document without a call number last', () => {
    expect(sorted('', 'R ZOL', '843 ZOL', '–')).toEqual(['843 ZOL', 'R ZOL', '', '–'])
  })

  it('[PULL-1] the order is total: any two differ, either way round, and any three agree', () => {
    fc.assert(
      fc.property(aCallNumber, aCallNumber, aCallNumber, (a, b, c) => {
        const [there, back, onwards] = [compareCallNumbers(a, b), compareCallNumbers(b, a), compareCallNumbers(b, c)]
        const isInOrder = there >= 0 || onwards >= 0 || compareCallNumbers(a, c) < 0
        expect([Math.sign(there) + Math.sign(back), there === 0, isInOrder]).toEqual([0, a === b, true])
      }),
      { numRuns: 2000 },
    )
  })
})
