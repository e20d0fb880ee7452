/**
 * What a setting would have changed in the last four whole weeks (SET-2). It judges the counted orders with the desk's own functions.
 * Runs on the tablet, on the endpoint's figures of those weeks; pure.
 */
import { type Figures, parseCrossing, type Timing, type TimingMeasure, tableOf } from '../figures/figures.ts'
import { fewestPersons } from '../figures/period.ts'
import { type SiteId, toSiteId } from '../ids.ts'
import { addDays, fromDayNumber, fromMinutes, type LocalDate, type LocalMoment, minutesPerDay, weekdayOf } from '../local-date.ts'
import type { SectionName, Settings } from '../settings/settings.ts'
import { isOpenOn } from '../slot/build-slots.ts'
import { isUrgent, judgeLimits } from '../slot/judge-placing.ts'
import { isKeptAfter, isPastGrace } from '../slot/lateness.ts'
import type { SlotKey } from '../slot/slot.ts'

export interface WeeksLine {
  readonly kind: 'lead' | 'lead-phone' | 'within-grace' | 'fetched-later' | 'closed-day' | 'hidden-cells' | 'over-limit' | 'without-bay'
  readonly was: number
  readonly becomes: number
  /** Of so many that the weeks counted; undefined: it is a mean. */
  readonly of: number | undefined
}

type Told = Pick<Figures, 'days' | 'timings' | 'tables' | 'hidden'>
type Weigh = (settings: Settings) => number

const sum = (timings: readonly Timing[]): number => timings.reduce((all, { amount }) => all + amount, 0)

/** A slot, and a moment so many whole hours before it: the desk judges moments. */
const someSlot: SlotKey = { siteId: toSiteId(''), date: fromDayNumber(0), time: fromMinutes(0) }
const hoursBefore = (hours: number): LocalMoment => {
  const minutes = -60 * hours
  const days = Math.floor(minutes / minutesPerDay)
  return { date: addDays(someSlot.date, days), time: fromMinutes(minutes - days * minutesPerDay) }
}

/** Days to come that these settings close, and the week alone would open. */
const closedDays = (settings: Settings, proposed: Settings, after: LocalDate): readonly LocalDate[] => {
  const week = { ...settings, dayExceptions: [] }
  const said = [...new Set(proposed.dayExceptions.map(({ date }) => date))]
  return said.filter((date) => date > after && isOpenOn(week, date) && !isOpenOn(settings, date))
}

/** Orders that the weekdays of these dates served on average, together. */
const servedOn = (told: Told, dates: readonly LocalDate[]): number => {
  const days = tableOf(told, 'days')?.rows ?? []
  const mean = (date: LocalDate): number => {
    const same = days.filter(({ key }) => weekdayOf(key as LocalDate) === weekdayOf(date)).map(({ cells: [orders] }) => orders)
    return same.reduce<number>((all, orders) => all + (typeof orders === 'number' ? orders : 0), 0) / Math.max(1, same.length)
  }
  return Math.round(dates.reduce((all, date) => all + mean(date), 0))
}

/** Sections that these weeks weigh. */
export const weeklyKinds: Partial<Readonly<Record<SectionName, readonly WeeksLine['kind'][]>>> = {
  lead: ['lead', 'lead-phone'],
  absences: ['within-grace', 'fetched-later'],
  days: ['closed-day'],
  limits: ['over-limit'],
  bays: ['without-bay'],
  figures: ['hidden-cells'],
}

/** What these weeks can say of the section; empty: nothing. */
export const weeksKinds = (name: SectionName, before: Settings, proposed: Settings, after: LocalDate): readonly WeeksLine['kind'][] =>
  name === 'days' && ![before, proposed].some((settings) => closedDays(settings, proposed, after).length > 0)
    ? []
    : (weeklyKinds[name] ?? [])

/** Weighed by the orders of these weeks. */
const byOrders: readonly SectionName[] = ['lead', 'absences', 'days', 'limits', 'bays']

/** The day from which these weeks are counted, where that is not their first; undefined: they are whole. */
export const weeksSince = (name: SectionName, { days, since }: Pick<Figures, 'days' | 'since'>): LocalDate | undefined =>
  byOrders.includes(name) && since.orders > days.from ? since.orders : undefined

const siteOf = ({ value }: Timing): SiteId => toSiteId(parseCrossing(value)[0])
const bayOf = ({ value }: Timing): number => Number(parseCrossing(value)[1])

/** PULL-7: by these settings there was no bay for it. */
const findsNoBay = ({ sites }: Settings, pile: Timing): boolean => bayOf(pile) > (sites.find(({ id }) => id === siteOf(pile))?.bays ?? 0)

/** SLOT-5: by these settings a reason was asked for it. */
const isOverLimit = (settings: Settings, { value }: Timing): boolean => {
  const [inSlot, inAll] = parseCrossing(value)
  return !judgeLimits(settings, { inSlot: Number(inSlot), inAll: Number(inAll) }).ok
}

/** Without those of which nothing was counted. */
export const previewWeeks = (name: SectionName, before: Settings, proposed: Settings, told: Told): readonly WeeksLine[] => {
  const timings = told.timings ?? []
  const of = (measure: TimingMeasure): readonly Timing[] => timings.filter((timing) => timing.measure === measure)
  const phone = of('lead').filter(({ value }) => parseCrossing(value)[0] === 'phone')
  const after = of('came').filter(({ value }) => Number(value) >= 0)
  const late = (from: readonly Timing[]): Weigh => {
    return (settings) => sum(from.filter(({ value }) => isUrgent(settings, someSlot, hoursBefore(Number(parseCrossing(value)[1])))))
  }
  const weigh: Readonly<Record<WeeksLine['kind'], readonly [of: number | undefined, weigh: Weigh]>> = {
    lead: [sum(of('lead')), late(of('lead'))],
    'lead-phone': [sum(phone), late(phone)],
    'within-grace': [sum(after), (settings) => sum(after.filter(({ value }) => !isPastGrace(settings, Number(value))))],
    'fetched-later': [sum(of('kept')), (settings) => sum(of('kept').filter(({ value }) => isKeptAfter(settings, Number(value))))],
    'hidden-cells': [
      told.hidden?.[0]?.of ?? 0,
      (settings) => told.hidden?.find(({ fewest }) => fewest === (settings.fewestPersons ?? fewestPersons))?.cells ?? 0,
    ],
    'over-limit': [sum(of('held')), (settings) => sum(of('held').filter((order) => isOverLimit(settings, order)))],
    'without-bay': [sum(of('bay')), (settings) => sum(of('bay').filter((pile) => findsNoBay(settings, pile)))],
    'closed-day': [undefined, (settings) => servedOn(told, closedDays(settings, proposed, told.days.to))],
  }
  return weeksKinds(name, before, proposed, told.days.to).flatMap((kind) => {
    const [all, asked] = weigh[kind]
    return all === 0 ? [] : [{ kind, was: asked(before), becomes: asked(proposed), of: all }]
  })
}

/** Piles fetched after their patron had not come, by days since it was said. */
export const fetchedOn = ({ timings = [] }: Pick<Figures, 'timings'>): readonly (readonly [days: number, piles: number])[] =>
  timings.flatMap(({ measure, value, amount }) => (measure === 'kept' ? [[Number(value), amount] as const] : [])).sort(([a], [b]) => a - b)

/** The most bays of each site that piles asked for at one moment. */
export const busiestBays = ({ timings = [] }: Pick<Figures, 'timings'>): ReadonlyMap<SiteId, number> => {
  const most = new Map<SiteId, number>()
  for (const timing of timings) {
    if (timing.measure === 'bay') most.set(siteOf(timing), Math.max(bayOf(timing), most.get(siteOf(timing)) ?? 0))
  }
  return most
}
