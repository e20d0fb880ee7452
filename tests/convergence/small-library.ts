/**
 * A library small enough for people to meet on the same documents: six patrons, six titles, nine orders, two librarians. Runs in the
 * simulator. Everybody in it is invented.
 */

import {
  type CardNumber,
  type ItemBarcode,
  type LibraryId,
  toCardNumber,
  toItemBarcode,
  toLibrarianId,
  toLibraryId,
  toOrderId,
} from '../../src/domain/ids.ts'
import type { Librarian } from '../../src/domain/librarian/librarian.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { formatSlotKey, type SlotFilling } from '../../src/domain/slot/slot.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aCopy, aRecord } from '../builders/a-record.ts'
import { aSettings } from '../builders/a-settings.ts'
import { aLine, anOrder, aRecordWanted, aSlotKey } from '../builders/an-order.ts'

export const libraryId: LibraryId = toLibraryId('valmont')

const noPin = { salt: '00'.repeat(16), iterations: 1, hash: '00'.repeat(32) }
const aLibrarian = (name: string, isManager: boolean): Librarian => ({
  kind: 'librarian',
  id: toLibrarianId(name.toLowerCase()),
  name,
  isManager,
  pin: noPin,
})
export const librarians = [aLibrarian('Jeanne', true), aLibrarian('Nadia', true), aLibrarian('Omar', true)] as const

export const cards: readonly CardNumber[] = Array.from({ length: 6 }, (_, i) => toCardNumber(`2333300000${i}172`))
export const barcodes: readonly ItemBarcode[] = Array.from({ length: 9 }, (_, i) => toItemBarcode(`3333100000${i}012`))
export const records = Array.from({ length: 6 }, (_, i) => {
  const own = [barcodes[i], ...(i < 3 ? [barcodes[i + 6]] : [])].flatMap((barcode) => barcode ?? [])
  return aRecord(`record-${i}`, { title: `Titre ${i}`, copies: own.map((barcode) => aCopy(barcode)) })
})

const slots = ['2026-11-24 14:00', '2026-11-24 14:30', '2026-11-24 16:00'].map(aSlotKey)
const orders = Array.from({ length: 9 }, (_, i) => {
  const wanted = [records[i % 6], ...(i % 2 === 0 ? [records[(i + 2) % 6]] : [])].flatMap((record) => record ?? [])
  return anOrder({
    id: toOrderId(`order-${i}`),
    number: `A-00${i}`,
    card: cards[i % 6] ?? toCardNumber(''),
    slot: slots[i % 3] ?? aSlotKey(),
    lines: wanted.map((record, line) => aLine(String(line + 1), aRecordWanted(record.id))),
  })
})

const fillings = slots.map(
  (slot): SlotFilling => ({
    kind: 'slot',
    id: formatSlotKey(slot),
    slot,
    orderIds: orders
      .filter((order) => formatSlotKey(order.slot) === formatSlotKey(slot))
      .map((order) => order.id)
      .sort(),
  }),
)

/** Every row at the start; `others` more patrons whom nobody sees, so that a base takes several pages. */
export const rowsOfLibrary = (quarantineDays: number, others: number): readonly Row[] => [
  // Nobody signs in by PIN here: who works stays signed in.
  aSettings({ quarantineDays, idleLockMinutes: 1_000_000_000, openOrders: 20 }),
  ...librarians,
  ...cards.map((card) => aPatron({ id: card })),
  ...Array.from({ length: others }, (_, i) => aPatron({ id: toCardNumber(`29${i}`) })),
  ...records,
  ...orders,
  ...fillings,
]
