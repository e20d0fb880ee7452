/**
 * How many orders one slot may take (SLOT-1), by the settings of today: hours may have changed since an order was placed. Runs everywhere.
 */
import type { Settings } from '../settings/settings.ts'
import { slotsOfDay } from './build-slots.ts'
import type { SlotKey } from './slot.ts'

/** Orders; 0 where the site is closed then: whoever was placed there no longer fits (SLOT-4). */
export const capacityOf = (settings: Settings, slot: SlotKey): number =>
  slotsOfDay(settings, slot.siteId, slot.date).find((open) => open.key.time === slot.time)?.capacity ?? 0
