/**
 * A slot: a site, a local date and a local time (SLOT-2), and the orders that chose it. Runs everywhere.
 * Slots are cut from the opening ranges (`build-slots.ts`); the row below only remembers who is in one, for its capacity (SLOT-3).
 */
import type { OrderId, SiteId } from '../ids.ts'
import type { LocalDate, LocalTime } from '../local-date.ts'

export interface SlotKey {
  readonly siteId: SiteId
  readonly date: LocalDate
  readonly time: LocalTime
}

/** "site/2026-11-24/14:30": the row's id. */
export const formatSlotKey = (slot: SlotKey): string => `${slot.siteId}/${slot.date}/${slot.time}`

export const isSameSlot = (a: SlotKey, b: SlotKey): boolean => formatSlotKey(a) === formatSlotKey(b)

/** Orders placed in one slot, whatever became of them: capacity counts those neither cancelled nor no-show. */
export interface SlotFilling {
  readonly kind: 'slot'
  readonly id: string
  readonly slot: SlotKey
  /** Ordered. */
  readonly orderIds: readonly OrderId[]
}
