/**
 * What more places would ask of the preparers (SET-11): orders × documents of an order × the time that one takes. Runs everywhere; pure.
 * Measured over the last weeks by everybody together; where too few documents were measured it says what is supposed instead.
 */
import type { Cell, DaysOf, Figures } from '../figures/figures.ts'
import { addDays, type LocalDate, toMinutes, weekdayOf } from '../local-date.ts'
import type { Settings } from '../settings/settings.ts'

/** Seconds that a document takes where nobody measured it, and the fewest documents that say better (STAT-9). */
const [supposedSeconds, fewestMeasured] = [90, 30]
/** Weeks that the simulator looks back on: a month, which one holiday does not sway. */
const wholeWeeks = 4

/** The last four whole weeks, from a Monday to a Sunday. */
export const lastWholeWeeks = (today: LocalDate): DaysOf => {
  const monday = addDays(today, 1 - weekdayOf(today))
  return { from: addDays(monday, -7 * wholeWeeks), to: addDays(monday, -1) }
}

export interface Preparing {
  readonly orders: number
  readonly documentsPerOrder: number
  readonly seconds: number
  /** False: too few were measured. */
  readonly isMeasured: boolean
  readonly minutes: number
  /** Of preparation in the model week. */
  readonly planned: number
}

const count = (cell: Cell): number => (typeof cell === 'number' ? cell : 0)

/** Undefined: no place more, or nothing was ordered in those weeks. */
export const simulatePreparing = (
  morePlaces: number,
  { orders: [orders], documents: [documents], preparing }: Pick<Figures, 'orders' | 'documents' | 'preparing'>,
  { rota }: Pick<Settings, 'rota'>,
): Preparing | undefined => {
  if (morePlaces <= 0 || count(orders) === 0) return undefined
  const isMeasured = preparing !== undefined && preparing.documents >= fewestMeasured
  const seconds = isMeasured ? preparing.seconds : supposedSeconds
  const documentsPerOrder = count(documents) / count(orders)
  return {
    orders: morePlaces,
    documentsPerOrder,
    seconds,
    isMeasured,
    minutes: Math.round((morePlaces * documentsPerOrder * seconds) / 60),
    planned: rota.reduce((sum, { task, from, to }) => (task === 'preparation' ? sum + toMinutes(to) - toMinutes(from) : sum), 0),
  }
}
