/**
 * What Préparation is narrowed to: the day, and one's own orders or those just taken on Aujourd'hui. Runs in the browser.
 * Kept from screen to screen, the second pass too, until « Toutes »: whoever comes back finds the list as it was left.
 */
import { signal } from '@preact/signals'
import type { OrderId } from '../domain/ids.ts'
import type { LocalDate } from '../domain/local-date.ts'
import type { SlotKey } from '../domain/slot/slot.ts'

export interface TakenSlot {
  readonly slot: SlotKey
  readonly orderIds: ReadonlySet<OrderId>
}

export const narrowedTo = signal<'mine' | TakenSlot | undefined>(undefined)
/** undefined: the earliest day with something to prepare. */
export const preparedDay = signal<LocalDate | undefined>(undefined)
