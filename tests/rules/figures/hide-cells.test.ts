/**
 * Small cells of a crossed table, which are not told (STAT-4). Pure rules. The attempt to work them out is hide-cells.thorough.test.ts.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Hidden, hideCells as hideMonths, type MonthCell } from '../../../src/domain/figures/cross-figures.ts'

const fewest = 5
/** The same threshold in each month. */
const hideCells = (months: readonly (readonly MonthCell[])[], least: number, isYearOver: boolean): Hidden =>
  hideMonths(
    months,
    months.map(() => least),
    isYearOver,
  )
const cell = (value: number, persons = value): MonthCell => ({ value, persons })

describe('a crossed table', () => {
  it('[STAT-4] a cell of one to four persons is hidden, with a companion that would reveal it; zero is shown', () => {
    const month = [cell(2514, 300), cell(465, 60), cell(3), cell(0)]
    expect(hideCells([month], fewest, false).months).toEqual([[false, true, true, false]])
  })

  it('[STAT-4] many documents of few persons are a small cell', () => {
    expect(hideCells([[cell(40, 2), cell(30, 20), cell(90, 60)]], fewest, false).months).toEqual([[true, true, false]])
  })

  it('[STAT-4, STAT-12] where only zeros stand beside it, one of them is not told either', () => {
    expect(hideCells([[cell(2), cell(0), cell(0)]], fewest, false).months).toEqual([[true, true, false]])
  })

  it('[STAT-4] two small cells of one month hide each other', () => {
    expect(hideCells([[cell(2), cell(1), cell(90, 60)]], fewest, false).months).toEqual([[true, true, false]])
  })

  it('[STAT-4] a year that would give away its only hidden month is not told, nor its companion', () => {
    const plain = [cell(100, 40), cell(50, 20), cell(80, 30)]
    const months = [plain, [cell(100, 40), cell(3), cell(80, 30)], plain]
    const hidden = hideCells(months, fewest, true)
    expect(hidden.months[1]).toEqual([false, true, true])
    expect(hidden.year).toEqual([false, true, true])
  })

  it('[STAT-4] the year is told where its hidden months hide each other', () => {
    const small = [cell(100, 40), cell(3), cell(80, 30)]
    const hidden = hideCells([small, small, [cell(100, 40), cell(50, 20), cell(80, 30)]], fewest, true)
    expect(hidden.year).toEqual([false, false, false])
  })

  it('[STAT-4] a month that was told stays told, whatever the months after it bring', () => {
    const months = fc.array(fc.array(fc.record({ value: fc.nat(60), persons: fc.nat(20) }), { minLength: 3, maxLength: 3 }), {
      minLength: 2,
      maxLength: 12,
    })
    fc.assert(
      fc.property(months, (all) => {
        const early = hideCells(all.slice(0, 1), fewest, false)
        expect(hideCells(all, fewest, true).months[0]).toEqual(early.months[0])
      }),
    )
  })
})
