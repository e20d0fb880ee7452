/**
 * Cuts the opening ranges into slots, as the manager set them (SLOT-1), and answers which still have room and who is late for theirs. Runs
 * everywhere. Dates and times are the library's wall clock: summer time can neither move nor double a slot (SLOT-2). What no longer fits on
 * a day is said, with whom to call, and never dropped (SLOT-4).
 */
import type { SiteId } from '../ids.ts'
import {
  addDays,
  compareMoments,
  daysBetween,
  fromMinutes,
  type LocalDate,
  type LocalMoment,
  type LocalTime,
  minutesApart,
  toMinutes,
} from '../local-date.ts'
import { countsInSlot, isOpen, type Order, orderAnswers } from '../order/order.ts'
import type { DeskReader, DeskState } from '../row/desk-state.ts'
import { type DayHours, rangesOn } from '../settings/ranges-on.ts'
import type { Settings } from '../settings/settings.ts'
import { formatSlotKey, isSameSlot, type SlotKey } from './slot.ts'

export interface Slot {
  readonly key: SlotKey
  readonly endsAt: LocalTime
  /** Orders. */
  readonly capacity: number
}

/** SLOT-1: the day's ranges; a closure or an extra opening given for that date replaces those of its weekday. */
const rangesOf = (settings: Settings, siteId: SiteId, date: LocalDate): readonly DayHours[] =>
  settings.dayExceptions.find((exception) => exception.siteId === siteId && exception.date === date)?.ranges ??
  rangesOn(settings, siteId, date)

/** SLOT-1, SLOT-2: the slots of one day in the order of the clock. A remainder shorter than the interval is no slot; empty: closed. */
export const slotsOfDay = (settings: Settings, siteId: SiteId, date: LocalDate): readonly Slot[] => {
  const slotByTime = new Map<LocalTime, Slot>()
  for (const { from, to, intervalMinutes, capacity } of rangesOf(settings, siteId, date)) {
    // No interval: a draft while it is typed, nothing that a library keeps.
    for (let begins = toMinutes(from); intervalMinutes > 0 && begins + intervalMinutes <= toMinutes(to); begins += intervalMinutes) {
      const time = fromMinutes(begins)
      // Two ranges that overlap are two desks open at once: their places add up.
      const places = capacity + (slotByTime.get(time)?.capacity ?? 0)
      slotByTime.set(time, { key: { siteId, date, time }, endsAt: fromMinutes(begins + intervalMinutes), capacity: places })
    }
  }
  return [...slotByTime.values()].sort((a, b) => toMinutes(a.key.time) - toMinutes(b.key.time))
}

/** Among a day's slots that of a time; of one that is none, the slot that it falls in (SET-6); undefined: closed then. */
export const slotAmong = (slots: readonly Slot[], time: LocalTime): Slot | undefined =>
  slots.findLast(({ key, endsAt }) => key.time <= time && time < endsAt)

export const slotAt = (settings: Settings, { siteId, date, time }: SlotKey): Slot | undefined =>
  slotAmong(slotsOfDay(settings, siteId, date), time)

/** Whether any site of the library opens on that date (LOAN-4: a document can be brought back then). */
export const isOpenOn = (settings: Settings, date: LocalDate): boolean =>
  settings.sites.some((site) => slotsOfDay(settings, site.id, date).length > 0)

/** SLOT-3: orders in the slot that are neither cancelled nor no-show; those too whose time in it is no slot any more (SET-6). */
export const slotFilling = (reader: DeskReader, key: SlotKey): number => {
  const settings = reader.get('settings', 'settings')
  const slots = settings === undefined ? [] : slotsOfDay(settings, key.siteId, key.date)
  const begins = toMinutes(key.time)
  const end = slots.find(({ key: { time } }) => time === key.time)?.endsAt
  const minutes = end === undefined ? 1 : toMinutes(end) - begins
  return Array.from({ length: minutes }, (_, n) => ({ ...key, time: fromMinutes(begins + n) }))
    .filter(({ time }, n) => n === 0 || slots.every((slot) => slot.key.time !== time))
    .flatMap((one) => (reader.get('slot', formatSlotKey(one))?.orderIds ?? []).map((id) => [one, reader.get('order', id)] as const))
    .filter(([one, order]) => order !== undefined && isSameSlot(order.slot, one) && countsInSlot(order)).length
}

/** Slots proposed instead of a full one (SLOT-3): as many as are said on the phone in one breath. */
const nearestCount = 3

/** SLOT-3: the nearest slots with room at the same site, nearest first, the earlier of two equally near; none begun, none beyond the horizon. */
export const nearestFreeSlots = (reader: DeskReader, settings: Settings, key: SlotKey, now: LocalMoment): readonly Slot[] => {
  const days = Array.from({ length: settings.horizonDays + 1 }, (_, n) => addDays(now.date, n))
  const distance = (slot: Slot): number => Math.abs(minutesApart(key, slot.key))
  const candidates = days
    .flatMap((date) => slotsOfDay(settings, key.siteId, date))
    .filter((slot) => !isSameSlot(slot.key, key) && compareMoments(slot.key, now) > 0)
    .sort((a, b) => distance(a) - distance(b) || compareMoments(a.key, b.key))
  const free: Slot[] = []
  for (const slot of candidates) {
    if (free.length === nearestCount) break
    if (slotFilling(reader, slot.key) < slot.capacity) free.push(slot)
  }
  return free
}

/** The moment the slot ends. A time that the ILS sent and no slot has ends with the slot it falls in, or, when closed, as it begins. */
export const slotEnd = (settings: Settings, key: SlotKey): LocalMoment => ({
  date: key.date,
  time: slotAt(settings, key)?.endsAt ?? key.time,
})

/** Whether the date is within what can be ordered for: today to the horizon (SLOT-1). */
export const isWithinHorizon = (settings: Settings, date: LocalDate, today: LocalDate): boolean =>
  daysBetween(today, date) <= settings.horizonDays

/** Minutes from the end of an order's slot; below 0: it has not ended. */
export const minutesPast = (settings: Settings, { slot }: Pick<Order, 'slot'>, now: LocalMoment): number =>
  minutesApart(slotEnd(settings, slot), now)

/** ABS-1: so many minutes past are late. */
export const isPastGrace = ({ graceMinutes }: Pick<Settings, 'graceMinutes'>, minutes: number): boolean => minutes >= graceMinutes

/** ABS-1: a ready order whose slot ended `graceMinutes` ago or more, its patron not having arrived. */
export const isLate = (settings: Settings, order: Order, now: LocalMoment): boolean =>
  orderAnswers(order).waitsFor === 'patron-to-come' && isPastGrace(settings, minutesPast(settings, order, now))

const isDayOver = (settings: Settings, order: Order, now: LocalMoment): boolean => {
  const { siteId, date } = order.slot
  const closing = slotsOfDay(settings, siteId, date).at(-1)?.endsAt
  return date < now.date || (date === now.date && (closing === undefined || closing <= now.time))
}

/** ABS-1: late orders of days that are over, to be confirmed as no-show one by one or all; by slot, then number. */
export const proposedNoShows = (state: DeskState, now: LocalMoment): readonly Order[] => {
  const settings = state.get('settings', 'settings')
  if (settings === undefined) return []
  return [...state.all('order')]
    .filter((order) => isLate(settings, order, now) && isDayOver(settings, order, now))
    .sort((a, b) => compareMoments(a.slot, b.slot) || (a.number < b.number ? -1 : 1))
}

/** The day on which somebody first said that the patron did not come. */
export const missedOn = (order: Order): LocalDate | undefined =>
  order.facts
    .filter((fact) => fact.what === 'no-show')
    .map((fact) => fact.happened.date)
    .sort()[0]

/** ABS-2: so many days after it was said, the pile still waits. */
export const isKeptAfter = ({ keepDays }: Pick<Settings, 'keepDays'>, days: number): boolean => days < keepDays

/** ABS-2: the day from which a no-show's pile goes back to the shelves; undefined when nobody said that the patron did not come. */
export const keptUntil = (settings: Settings, order: Order): LocalDate | undefined => {
  const first = missedOn(order)
  return first === undefined ? undefined : addDays(first, settings.keepDays)
}

/** Orders; 0 where the site is closed then: whoever was placed there no longer fits (SLOT-4). */
export const capacityOf = (settings: Settings, slot: SlotKey): number =>
  slotsOfDay(settings, slot.siteId, slot.date).find((open) => open.key.time === slot.time)?.capacity ?? 0

export interface OverfullSlot {
  readonly key: SlotKey
  /** Orders it may take; 0: the site is closed then. */
  readonly capacity: number
  /** Orders it has, neither cancelled nor no-show. */
  readonly filling: number
  /** The orders to move: the last placed, as many as there are too many, without those already handed over. */
  readonly toCall: readonly Order[]
}

/** SLOT-4: the same of orders that are all of that day and site, and count in a slot. */
export const overfullAmong = (orders: readonly Order[], settings: Settings, siteId: SiteId, date: LocalDate): readonly OverfullSlot[] => {
  const slots = slotsOfDay(settings, siteId, date)
  const ordersById = new Map<string, Order[]>()
  for (const order of orders) {
    // An order whose time is no slot any more counts in the one that it falls in (SET-6).
    const id = formatSlotKey(slotAmong(slots, order.slot.time)?.key ?? order.slot)
    const others = ordersById.get(id)
    if (others === undefined) ordersById.set(id, [order])
    else others.push(order)
  }
  const overfull: OverfullSlot[] = []
  for (const own of ordersById.values()) {
    const placed = own[0]?.slot
    if (placed === undefined) continue
    const slot = slotAmong(slots, placed.time)
    const [key, capacity] = [slot?.key ?? placed, slot?.capacity ?? 0]
    if (own.length <= capacity) continue
    const lastFirst = own.filter(isOpen).sort((a, b) => b.placedAt - a.placedAt || (a.id < b.id ? 1 : -1))
    overfull.push({ key, capacity, filling: own.length, toCall: lastFirst.slice(0, own.length - capacity) })
  }
  return overfull.sort((a, b) => toMinutes(a.key.time) - toMinutes(b.key.time))
}

/** SLOT-4: the slots of one day that hold more than they may, in the order of the clock. */
export const overfullSlots = (state: DeskState, siteId: SiteId, date: LocalDate): readonly OverfullSlot[] => {
  const settings = state.get('settings', 'settings')
  if (settings === undefined) return []
  const orders = [...state.all('order')].filter(({ slot }) => slot.siteId === siteId && slot.date === date).filter(countsInSlot)
  return overfullAmong(orders, settings, siteId, date)
}
