/**
 * The counters of the year: so many, on a day, at a site, of a measure and one dimension. Never a patron, a title or a librarian
 * (STAT-2). Runs everywhere.
 * What is crossed is crossed in one value (`crossing`), so that each counter still has one dimension; totals are sums of it.
 */
import type { SiteId } from '../ids.ts'
import type { LocalDate } from '../local-date.ts'

/** Of the night that follows: how many orders whoever ordered held already, and which bay a pile would have had (`count-parts.ts`). */
export const loadMeasures = ['held', 'bay'] as const

/** The others on the day of the slot; all forgotten after some weeks, since settings alone are weighed by them (SET-2). */
export const timingMeasures = ['lead', 'came', 'kept', ...loadMeasures] as const
export type TimingMeasure = (typeof timingMeasures)[number]

export type Measure =
  /** Orders, on the day of their slot: by where they came from, by the patron's category, by the hour of their slot. */
  | 'order-source'
  | 'order-audience'
  /** Those that take a place: neither cancelled nor missed (SLOT-3). */
  | 'order-hour'
  | 'cancelled'
  | 'no-show'
  /** Orders by how long they took to be ready, in minutes of opening (`openMinutesStep`). */
  | 'ready'
  /** Lines of orders, on the day of the order's slot. */
  | 'not-found'
  | 'substituted'
  | 'left-behind'
  /** Documents handed over, on that day, by category and document type. A document does not say at which site. */
  | 'document'
  /** Documents given back, on that day. */
  | 'returned'
  /** Places of the day's slots by hour, and minutes open, as the settings of that day said. */
  | 'place'
  | 'open-minutes'
  /** Orders that were ready, by how early they came and from where, how late their patrons came, and how long piles waited (`timings.ts`). */
  | TimingMeasure
  /** How many persons stand behind a cell of a month, on its first day: what says whether it may be shown (STAT-4). */
  | 'person'
  /** Below how many of them it may not, as the library asked when the month ended: on its first day. */
  | 'fewest'

export interface Count {
  readonly day: LocalDate
  readonly measure: Measure
  /** undefined: the fact does not say. */
  readonly site: SiteId | undefined
  /** The one dimension; empty: none. */
  readonly value: string
  readonly amount: number
}

const separator = '\t'

/** Two dimensions as one value: a category and a document type, a source and an hour, a site and a bay. */
export const crossing = (one: string, other: string): string => `${one}${separator}${other}`

export const parseCrossing = (value: string): readonly [one: string, other: string] => {
  const [one = '', other = ''] = value.split(separator)
  return [one, other]
}

const keyOf = ({ day, measure, site, value }: Count): string => `${day}\n${measure}\n${site ?? ''}\n${value}`

/** What is no number counts nothing: added to a counter, it would stay there for good. */
export const countable = (amount: number): number => (Number.isFinite(amount) ? amount : 0)

/** What is to be added to each counter, once each; those that come to nothing are left out. */
export const sumCounts = (counts: readonly Count[]): readonly Count[] => {
  const sums = new Map<string, Count>()
  for (const count of counts) {
    const key = keyOf(count)
    const sum = sums.get(key)
    sums.set(key, { ...count, amount: (sum?.amount ?? 0) + countable(count.amount) })
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0)
}

export const negated = (counts: readonly Count[]): readonly Count[] => counts.map((count) => ({ ...count, amount: -count.amount }))
