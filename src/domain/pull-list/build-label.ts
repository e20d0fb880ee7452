/**
 * What the label on a pile says (PULL-7): enough for the desk to find the pile, too little for a passer-by to know whose it is.
 * Runs everywhere. Never a full name, never a title.
 */
import { baysOf, type Order } from '../order/order.ts'
import type { Patron } from '../patron/patron.ts'
import type { SlotKey } from '../slot/slot.ts'

export interface Label {
  /** First letters of first name and surname, "AL"; empty for a patron the directory does not know. */
  readonly initials: string
  readonly lastDigits: string
  readonly slot: SlotKey
  /** The order's number, for the eye and, as the text of its barcode, for the gun. */
  readonly number: string
  readonly bays: readonly number[]
}

/** PULL-7: the label of an order's pile. */
export const buildLabel = (order: Order, patron: Patron | undefined): Label => ({
  initials: [patron?.firstName, patron?.surname]
    .map((name) => [...(name ?? '').trim()][0] ?? '')
    .join('')
    .toUpperCase(),
  lastDigits: order.card.slice(-4),
  slot: order.slot,
  number: order.number,
  bays: baysOf(order),
})
