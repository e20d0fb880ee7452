/**
 * A week as the team reads it: each half-day with the orders to expect, what the planned team can prepare, who is where, and what is
 * missing (ROTA-2, ROTA-3). Runs on the tablet. What the last four weeks say comes from the endpoint's figures, where they are had.
 */
import { type Figures, tableOf } from '../figures/figures.ts'
import { addDays, fromMinutes, type LocalDate, type LocalMoment, type LocalTime, toMinutes, weekdayOf } from '../local-date.ts'
import { countsInSlot } from '../order/order.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { type Slot, slotsOfDay } from '../slot/build-slots.ts'
import { isGone, shiftsOf } from './read-week.ts'
import { type DatedShift, daysOfWeek, type Half, halfOf, halves, noon, type RotaWeekValue } from './rota-week.ts'

/** Minutes to prepare an order: of the whole team, in the last four weeks (STAT-9); supposed, where too few were measured. */
export interface Pace {
  readonly minutes: number
  readonly isMeasured: boolean
}

/** The figures of the four weeks before a week; undefined: they cannot be had. */
export type LastWeeks = Pick<Figures, 'preparing' | 'orders' | 'documents' | 'tables'> | undefined

const supposed: Pace = { minutes: 5, isMeasured: false }
/** Minutes of a preparer's shift in which nothing is prepared. */
const settlingMinutes = 10
/** Minutes that preparation may lack before it is a gap. */
const slackMinutes = 15
/** Whole weeks that the pace is measured over. */
const measuredWeeks = 4

export const lastWeeksOf = (monday: LocalDate, today: LocalDate): { readonly from: LocalDate; readonly to: LocalDate } => {
  // Of a week to come, those that are over by now.
  const end = monday <= today ? monday : addDays(today, 1 - weekdayOf(today))
  return { from: addDays(end, -7 * measuredWeeks), to: addDays(end, -1) }
}

/** ROTA-2: the time of a document, times the documents of an order. */
export const paceOf = (figures: LastWeeks): Pace => {
  const [orders, documents] = [figures?.orders[0], figures?.documents[0]]
  if (figures?.preparing === undefined || typeof orders !== 'number' || typeof documents !== 'number' || orders === 0 || documents === 0)
    return supposed
  return { minutes: (figures.preparing.seconds * documents) / orders / 60, isMeasured: true }
}

/** Per cent of the places that were taken at that hour of that weekday; undefined: not told. */
const fillingAt = (figures: LastWeeks, date: LocalDate, time: LocalTime): number | undefined => {
  const table = figures === undefined ? undefined : tableOf(figures, 'filling')
  const row = table?.rows.find(({ key }) => key === String(weekdayOf(date)))
  const cell = row?.cells[table?.columns.indexOf(time.slice(0, 2)) ?? -1]
  return typeof cell === 'number' ? cell : undefined
}

export interface Gap {
  readonly date: LocalDate
  readonly half: Half
  readonly task: 'handover' | 'preparation'
  readonly from: LocalTime
  readonly to: LocalTime
  /** Of preparation, what is short; of the drive, the whole half. */
  readonly minutes: number
}

export interface HalfDay {
  readonly date: LocalDate
  readonly half: Half
  readonly isOpen: boolean
  /** As it is open; where it is not, as somebody works then. */
  readonly from: LocalTime
  readonly to: LocalTime
  readonly shifts: readonly (DatedShift & { readonly isStruck: boolean })[]
  /** Orders: those placed, or as many as these hours had, where that is more. */
  readonly expected: number
  /** Orders that the planned team can prepare. */
  readonly capacity: number
  readonly gaps: readonly Gap[]
}

export interface PlannedWeek {
  readonly halfDays: readonly HalfDay[]
  readonly pace: Pace
  readonly expected: number
  /** Those that are not over. */
  readonly gaps: readonly Gap[]
}

/** Minutes of the shift that lie in that half of its day. */
export const minutesIn = (half: Half, { from, to }: Pick<DatedShift, 'from' | 'to'>): number => {
  const [begins, ends, middle] = [toMinutes(from), toMinutes(to), toMinutes(noon)]
  const minutes = half === 'morning' ? Math.min(ends, middle) - begins : ends - Math.max(begins, middle)
  return Math.max(0, minutes)
}

const slotsOf = (settings: Settings, date: LocalDate, half: Half): readonly Slot[] =>
  settings.sites.flatMap(({ id }) => slotsOfDay(settings, id, date)).filter(({ key }) => halfOf(key.time) === half)

const earliest = (times: readonly LocalTime[]): LocalTime => fromMinutes(Math.min(...times.map(toMinutes)))
const latest = (times: readonly LocalTime[]): LocalTime => fromMinutes(Math.max(...times.map(toMinutes)))

const countPlaced = (state: DeskState): ReadonlyMap<string, number> => {
  const placed = new Map<string, number>()
  for (const order of state.all('order')) {
    const key = `${order.slot.date} ${halfOf(order.slot.time)}`
    if (countsInSlot(order)) placed.set(key, (placed.get(key) ?? 0) + 1)
  }
  return placed
}

/** ROTA-2, ROTA-3: the half-days that are open, or in which somebody works. */
export const planWeek = (
  state: DeskState,
  settings: Settings,
  {
    monday,
    week,
    figures,
    now,
  }: { readonly monday: LocalDate; readonly week: RotaWeekValue; readonly figures: LastWeeks; readonly now: LocalMoment },
): PlannedWeek => {
  const placed = countPlaced(state)
  const pace = paceOf(figures)
  const all = shiftsOf(settings, monday, week).map((shift) => ({ ...shift, isStruck: isGone(state, shift, week.absences) }))
  const halfDays = daysOfWeek(monday).flatMap((date) =>
    halves.flatMap((half): readonly HalfDay[] => {
      const slots = slotsOf(settings, date, half)
      const shifts = all.filter((shift) => shift.date === date && minutesIn(half, shift) > 0)
      if (slots.length === 0 && shifts.length === 0) return []
      const there = shifts.filter((shift) => !shift.isStruck)
      const mean = slots.reduce((sum, { key, capacity }) => sum + (capacity * (fillingAt(figures, date, key.time) ?? 0)) / 100, 0)
      const expected = Math.max(placed.get(`${date} ${half}`) ?? 0, Math.round(mean))
      const preparing = there
        .filter(({ task }) => task === 'preparation')
        .reduce((sum, shift) => sum + Math.max(0, minutesIn(half, shift) - settlingMinutes), 0)
      const isOpen = slots.length > 0
      const from = earliest(isOpen ? slots.map(({ key }) => key.time) : shifts.map((shift) => shift.from))
      const to = latest(isOpen ? slots.map(({ endsAt }) => endsAt) : shifts.map((shift) => shift.to))
      const halfDay = { date, half, isOpen, from, to, shifts, expected, capacity: Math.floor(preparing / pace.minutes) }
      if (!isOpen) return [{ ...halfDay, gaps: [] }]
      const open = { date, half, from, to }
      const short = Math.ceil(expected * pace.minutes - preparing)
      const gaps: readonly Gap[] = [
        ...(there.some(({ task }) => task === 'handover')
          ? []
          : [{ ...open, task: 'handover' as const, minutes: toMinutes(to) - toMinutes(from) }]),
        ...(short > slackMinutes ? [{ ...open, task: 'preparation' as const, minutes: short }] : []),
      ]
      return [{ ...halfDay, gaps }]
    }),
  )
  return {
    halfDays,
    pace,
    expected: halfDays.reduce((sum, half) => sum + half.expected, 0),
    gaps: halfDays.flatMap(({ gaps }) => gaps).filter(({ date, to }) => date > now.date || (date === now.date && to > now.time)),
  }
}
