/**
 * Which cells of a crossed table are not told, because few persons stand behind them, or because they would give such a cell away
 * (STAT-4). Runs everywhere.
 * A table is the months of one year by categories, of one document type: each month's total is told, so is each category's year unless it
 * is hidden here. What was told of a month stays told: a month is judged by itself, and the year gives way once it is over.
 */

export interface MonthCell {
  readonly value: number
  /** Persons behind it, as far as they are known: never more than there are. */
  readonly persons: number
}

export interface Hidden {
  /** By month, then by category. */
  readonly months: readonly (readonly boolean[])[]
  /** By category. */
  readonly year: readonly boolean[]
}

const isSmall = ({ value, persons }: MonthCell, fewest: number): boolean => value > 0 && persons < fewest

/** The cell beside it that costs least to hide: the smallest that says something, else an empty one. */
const cheapest = (values: readonly number[], isTaken: (at: number) => boolean): number | undefined =>
  values
    .map((value, at) => ({ value, at }))
    .filter(({ at }) => !isTaken(at))
    .sort((a, b) => (a.value === 0 ? 1 : 0) - (b.value === 0 ? 1 : 0) || a.value - b.value || a.at - b.at)[0]?.at

/** One month by itself: small cells, and one more where a single one would follow from the total. */
const hideInMonth = (cells: readonly MonthCell[], fewest: number): boolean[] => {
  const hidden = cells.map((cell) => isSmall(cell, fewest))
  if (hidden.filter(Boolean).length !== 1) return hidden
  const companion = cheapest(
    cells.map(({ value }) => value),
    (at) => hidden[at] === true,
  )
  if (companion !== undefined) hidden[companion] = true
  return hidden
}

/**
 * Whether nobody can work a hidden cell of a month out: with another hidden category, one or both of another month, or of the year, it
 * can move while every total stays the same and no cell is negative.
 */
const isSafe = (months: readonly (readonly MonthCell[])[], hidden: Hidden, month: number, category: number): boolean => {
  const amountOf = (m: number, c: number): number => months[m]?.[c]?.value ?? 0
  const yearOf = (c: number): number => months.reduce((sum, _, m) => sum + amountOf(m, c), 0)
  return (hidden.months[month] ?? []).some((isHidden, other) => {
    if (!isHidden || other === category) return false
    if (hidden.year[category] === true && hidden.year[other] === true) {
      // With the year's two: one of the month and its year grow, the others fall.
      const canGrow = amountOf(month, other) > 0 && yearOf(other) > 0
      return canGrow || amountOf(month, category) > 0
    }
    return months.some(
      (_, m) =>
        m !== month &&
        hidden.months[m]?.[category] === true &&
        hidden.months[m]?.[other] === true &&
        ((amountOf(month, category) > 0 && amountOf(m, other) > 0) || (amountOf(month, other) > 0 && amountOf(m, category) > 0)),
    )
  })
}

/**
 * `months`: those that are over, by category; `fewest`: below how many persons each of them tells nothing. `isYearOver`: then the year's cells are told too. A table of one category has nothing
 * crossed, and hides nothing.
 */
export const hideCells = (months: readonly (readonly MonthCell[])[], fewest: readonly number[], isYearOver: boolean): Hidden => {
  const categories = months[0]?.length ?? 0
  if (categories < 2) return { months: months.map((cells) => cells.map(() => false)), year: Array<boolean>(categories).fill(false) }
  const hidden = months.map((cells, month) => hideInMonth(cells, fewest[month] ?? 0))
  const year = Array.from({ length: categories }, (_, category) => {
    const cells = months.map((row) => row[category] ?? { value: 0, persons: 0 })
    const value = cells.reduce((sum, cell) => sum + cell.value, 0)
    return isSmall({ value, persons: Math.max(0, ...cells.map(({ persons }) => persons)) }, Math.max(0, ...fewest))
  })
  if (!isYearOver) return { months: hidden, year: year.map(() => true) }
  const yearValues = year.map((_, category) => months.reduce((sum, row) => sum + (row[category]?.value ?? 0), 0))
  for (const [month, row] of hidden.entries()) {
    for (const category of row.keys()) {
      if (row[category] !== true || isSafe(months, { months: hidden, year }, month, category)) continue
      const other = cheapest(yearValues, (at) => at === category || row[at] !== true)
      year[category] = true
      if (other !== undefined) year[other] = true
    }
  }
  return { months: hidden, year }
}
