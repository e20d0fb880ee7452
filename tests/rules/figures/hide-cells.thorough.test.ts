/**
 * The attempt to work out the small cells of a crossed table from everything else that is told (STAT-4), of a thousand years. Pure rules; the
 * attacker knows every total, every cell that is shown, that no cell is negative, and how the cells to hide are chosen.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Hidden, hideCells, type MonthCell } from '../../../src/domain/figures/cross-figures.ts'
import { figureBounds } from '../../../src/domain/settings/bounds.ts'

/** One line of the attacker's knowledge: these unknowns with these signs come to `sum`. */
interface Equation {
  readonly terms: ReadonlyMap<string, number>
  readonly sum: number
}

/** All that is told of one document type, as equations over what is hidden. */
const told = (months: readonly (readonly MonthCell[])[], hidden: Hidden, isYearTold: boolean): readonly Equation[] => {
  const categories = months[0]?.length ?? 0
  const amountOf = (m: number, c: number): number => months[m]?.[c]?.value ?? 0
  const line = (cells: readonly { name: string; value: number; isHidden: boolean; sign: number }[], sum: number): Equation => ({
    terms: new Map(cells.filter(({ isHidden }) => isHidden).map(({ name, sign }) => [name, sign])),
    sum: cells.filter(({ isHidden }) => !isHidden).reduce((left, { value, sign }) => left - sign * value, sum),
  })
  const monthCell = (m: number, c: number, sign = 1) => ({
    name: `${m}/${c}`,
    value: amountOf(m, c),
    isHidden: hidden.months[m]?.[c] === true,
    sign,
  })
  const all = Array.from({ length: categories }, (_, c) => c)
  const ofMonths = months.map((row, m) =>
    line(
      all.map((c) => monthCell(m, c)),
      row.reduce((sum, { value }) => sum + value, 0),
    ),
  )
  if (!isYearTold) return ofMonths
  const yearOf = (c: number): number => months.reduce((sum, _, m) => sum + amountOf(m, c), 0)
  const yearCell = (c: number, sign: number) => ({ name: `year/${c}`, value: yearOf(c), isHidden: hidden.year[c] === true, sign })
  return [
    ...ofMonths,
    line(
      all.map((c) => yearCell(c, 1)),
      all.reduce((sum, c) => sum + yearOf(c), 0),
    ),
    ...all.map((c) => line([...months.map((_, m) => monthCell(m, c)), yearCell(c, -1)], 0)),
  ]
}

/** What follows from the equations alone: every unknown that elimination leaves with one value. */
const solved = (equations: readonly Equation[]): ReadonlySet<string> => {
  const names = [...new Set(equations.flatMap(({ terms }) => [...terms.keys()]))]
  const rows = equations.map(({ terms, sum }) => [...names.map((name) => terms.get(name) ?? 0), sum])
  let pivot = 0
  for (let column = 0; column < names.length && pivot < rows.length; column++) {
    const found = rows.findIndex((row, at) => at >= pivot && Math.abs(row[column] ?? 0) > 1e-9)
    const row = rows[found]
    const top = rows[pivot]
    if (row === undefined || top === undefined) continue
    rows[found] = top
    const by = row[column] ?? 1
    rows[pivot] = row.map((value) => value / by)
    for (const [at, other] of rows.entries()) {
      const times = other[column] ?? 0
      if (at !== pivot && Math.abs(times) > 1e-9) rows[at] = other.map((value, n) => value - times * (rows[pivot]?.[n] ?? 0))
    }
    pivot++
  }
  const alone = rows.flatMap((row) => {
    const with_ = names.filter((_, n) => Math.abs(row[n] ?? 0) > 1e-9)
    return with_.length === 1 ? with_ : []
  })
  return new Set(alone)
}

/** What follows besides from every cell being nothing or more: bounds tightened until nothing moves. */
const bounded = (equations: readonly Equation[]): ReadonlySet<string> => {
  const low = new Map<string, number>()
  const high = new Map<string, number>()
  const lowOf = (name: string): number => low.get(name) ?? 0
  const highOf = (name: string): number => high.get(name) ?? Number.POSITIVE_INFINITY
  for (let isMoving = true; isMoving; ) {
    isMoving = false
    for (const { terms, sum } of equations) {
      for (const [name, sign] of terms) {
        const others = [...terms].filter(([other]) => other !== name)
        const least = others.reduce((total, [other, s]) => total + (s > 0 ? lowOf(other) : -highOf(other)), 0)
        const most = others.reduce((total, [other, s]) => total + (s > 0 ? highOf(other) : -lowOf(other)), 0)
        const [from, to] = sign > 0 ? [sum - most, sum - least] : [least - sum, most - sum]
        if (from > lowOf(name)) {
          low.set(name, from)
          isMoving = true
        }
        if (to < highOf(name)) {
          high.set(name, to)
          isMoving = true
        }
      }
    }
  }
  const names = new Set(equations.flatMap(({ terms }) => [...terms.keys()]))
  return new Set([...names].filter((name) => lowOf(name) === highOf(name)))
}

const recovered = (months: readonly (readonly MonthCell[])[], hidden: Hidden, isYearTold: boolean): readonly string[] => {
  const equations = told(months, hidden, isYearTold)
  return [...new Set([...solved(equations), ...bounded(equations)])]
}

it('[STAT-4, STAT-12] from every total, every cell shown and every other month, no cell of few persons can be worked out', () => {
  let [withSmall, withYear] = [0, 0]
  const aCell = fc
    .oneof({ weight: 2, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.constant(0) }, { weight: 4, arbitrary: fc.nat(300) })
    .chain((value) => fc.record({ value: fc.constant(value), persons: fc.integer({ min: Math.min(1, value), max: Math.max(1, value) }) }))
  // Each month ended under a threshold of its own.
  const threshold = fc.integer({ min: figureBounds.fewestPersons.from, max: figureBounds.fewestPersons.to })
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((categories) => fc.array(fc.array(aCell, { minLength: categories, maxLength: categories }), { minLength: 1, maxLength: 12 }))
  fc.assert(
    fc.property(table, fc.array(threshold, { minLength: 12, maxLength: 12 }), fc.boolean(), (months, asked, isYearOver) => {
      const hidden = hideCells(months, asked.slice(0, months.length), isYearOver)
      const found = new Set(recovered(months, hidden, isYearOver))
      const given: string[] = []
      for (const [m, row] of months.entries()) {
        for (const [c, { value, persons }] of row.entries()) {
          if (value === 0 || persons >= (asked[m] ?? 0)) continue
          withSmall++
          if (hidden.months[m]?.[c] !== true || found.has(`${m}/${c}`)) given.push(`${m}/${c}`)
        }
      }
      expect(given).toEqual([])
      if (isYearOver && hidden.year.some((one) => !one) && hidden.months.flat().some(Boolean)) withYear++
    }),
    { numRuns: 1000 },
  )
  expect(withSmall).toBeGreaterThan(500)
  expect(withYear).toBeGreaterThan(50)
})
