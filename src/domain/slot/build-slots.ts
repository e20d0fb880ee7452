/**
 * Cuts the opening ranges into slots, as the manager set them (SLOT-1), and answers which of them still have room. Runs everywhere.
 * Dates and times are the library's wall clock: summer time can neither move nor double a slot (SLOT-2).
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
import { countsInSlot } from '../order/order.ts'
import type { DeskReader } from '../row/desk-state.ts'
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

/** Orders; 0 where the site is closed then: whoever was placed there no longer fits (SLOT-4). */
export const capacityOf = (settings: Settings, slot: SlotKey): number =>
  slotsOfDay(settings, slot.siteId, slot.date).find((open) => open.key.time === slot.time)?.capacity ?? 0
