/**
 * Hours to offer on the telephone: the next ones with room, and every day up to the horizon (PHONE-7). Runs on the tablet.
 * Nothing is withheld from staff: a full hour and one within the lead time are there, and say so (SLOT-3, ORD-5).
 */
import type { SiteId } from '../ids.ts'
import { addDays, compareMoments, type LocalDate, type LocalMoment } from '../local-date.ts'
import type { DeskReader } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { type Slot, slotFilling, slotsOfDay } from './build-slots.ts'
import { isUrgent } from './judge-placing.ts'

export interface OfferedSlot extends Slot {
  /** Places left; 0 or less: full. */
  readonly free: number
  /** Within the lead time: the team is to be told (ORD-5). */
  readonly isUrgent: boolean
}

/** As many as are said in one breath (SLOT-3). */
const mostNext = 3

const offered = (reader: DeskReader, settings: Settings, slot: Slot, now: LocalMoment): OfferedSlot => ({
  ...slot,
  free: slot.capacity - slotFilling(reader, slot.key),
  isUrgent: isUrgent(settings, slot.key, now),
})

/** PHONE-7: today and each day up to the horizon, with the slots that have not begun; none: closed, or over. */
export const offeredDays = (
  reader: DeskReader,
  settings: Settings,
  siteId: SiteId,
  now: LocalMoment,
): readonly { readonly date: LocalDate; readonly slots: readonly OfferedSlot[] }[] =>
  Array.from({ length: settings.horizonDays + 1 }, (_, n) => {
    const date = addDays(now.date, n)
    const slots = slotsOfDay(settings, siteId, date).filter(({ key }) => compareMoments(key, now) > 0)
    return { date, slots: slots.map((slot) => offered(reader, settings, slot, now)) }
  })

/** PHONE-7: the first three with room that nobody has to hurry for. */
export const nextFreeSlots = (reader: DeskReader, settings: Settings, siteId: SiteId, now: LocalMoment): readonly OfferedSlot[] => {
  const found: OfferedSlot[] = []
  for (let n = 0; n <= settings.horizonDays && found.length < mostNext; n++) {
    for (const slot of slotsOfDay(settings, siteId, addDays(now.date, n))) {
      if (found.length === mostNext || isUrgent(settings, slot.key, now)) continue
      const one = offered(reader, settings, slot, now)
      if (one.free > 0) found.push(one)
    }
  }
  return found
}
