/**
 * The counters of some years, read by measure and by days, with the word for what was not counted (STAT-6). Runs on the endpoint.
 */
import { addDays, type LocalDate } from '../local-date.ts'
import type { CountedSince } from './counted-since.ts'
import type { Cell, Count, DaysOf, Measure } from './figures.ts'

type Filter = (count: Count) => boolean

export class Counters {
  readonly #byMeasure = new Map<Measure, Count[]>()
  readonly #byDay = new Map<Measure, ReadonlyMap<LocalDate, number>>()
  readonly since: CountedSince

  constructor(counts: readonly Count[], since: CountedSince) {
    this.since = since
    for (const count of counts) {
      const list = this.#byMeasure.get(count.measure)
      if (list === undefined) this.#byMeasure.set(count.measure, [count])
      else list.push(count)
    }
  }

  of(measure: Measure): readonly Count[] {
    return this.#byMeasure.get(measure) ?? []
  }

  sum(measure: Measure, { from, to }: DaysOf, filter?: Filter): number {
    let sum = 0
    if (filter === undefined) {
      const days = this.#daysOf(measure)
      for (let day = from; day <= to; day = addDays(day, 1)) sum += days.get(day) ?? 0
    } else {
      for (const count of this.of(measure)) if (count.day >= from && count.day <= to && filter(count)) sum += count.amount
    }
    return sum
  }

  /** A year has hundreds of days, weeks and months, of tens of thousands of counters: each is summed once. */
  #daysOf(measure: Measure): ReadonlyMap<LocalDate, number> {
    const known = this.#byDay.get(measure)
    if (known !== undefined) return known
    const days = new Map<LocalDate, number>()
    for (const { day, amount } of this.of(measure)) days.set(day, (days.get(day) ?? 0) + amount)
    this.#byDay.set(measure, days)
    return days
  }

  /** As `sum`, or that none of these days was counted. */
  cell(measure: Measure, days: DaysOf, filter?: Filter): Cell {
    return days.to < this.#begun(measure) ? 'nc' : this.sum(measure, days, filter)
  }

  /** To compare with: only where each of these days was counted. */
  whole(measure: Measure, days: DaysOf): Cell {
    return days.from < this.#begun(measure) ? 'nc' : this.sum(measure, days)
  }

  #begun(measure: Measure): LocalDate {
    return measure === 'document' || measure === 'returned' ? this.since.documents : this.since.orders
  }
}
