/**
 * A slot: a site, a local date and a local time (SLOT-2), and the orders that chose it. Runs everywhere.
 * Slots are cut from the opening ranges (`build-slots.ts`); the row below only remembers who is in one, for the count of places (SLOT-3).
 */
import { type OrderId, type SiteId, type SlotId, toSiteId, toSlotId } from '../ids.ts'
import { type LocalDate, type LocalTime, parseLocalDate, parseLocalTime } from '../local-date.ts'

export interface SlotKey {
  readonly siteId: SiteId
  readonly date: LocalDate
  readonly time: LocalTime
}

/** "site/2026-11-24/14:30": the row's id. */
export const formatSlotKey = (slot: SlotKey): SlotId => toSlotId(`${slot.siteId}/${slot.date}/${slot.time}`)

/** The slot of a row's id; undefined: the text is none. The name of a site may hold slashes. */
export const parseSlotKey = (text: string): SlotKey | undefined => {
  const parts = text.split('/')
  const [site, date, time] = [parts.slice(0, -2).join('/'), parseLocalDate(parts.at(-2) ?? ''), parseLocalTime(parts.at(-1) ?? '')]
  return parts.length < 3 || date === undefined || time === undefined ? undefined : { siteId: toSiteId(site), date, time }
}

export const isSameSlot = (a: SlotKey, b: SlotKey): boolean => formatSlotKey(a) === formatSlotKey(b)

/** Orders placed in one slot, whatever became of them: capacity counts those neither cancelled nor no-show. */
export interface SlotFilling {
  readonly kind: 'slot'
  readonly id: SlotId
  readonly slot: SlotKey
  /** Ordered. */
  readonly orderIds: readonly OrderId[]
}
