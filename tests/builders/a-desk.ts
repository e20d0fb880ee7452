/**
 * Builds the library's state from the rows a test is about. Runs in tests; a real `DeskState` backed by a Map, not a mock.
 * Settings are those of `aSettings` unless given, and each order is in its slot's row, as `apply` would have put it.
 */

import type { SlotId } from '../../src/domain/ids.ts'
import type { Order } from '../../src/domain/order/order.ts'
import type { DeskState, Row, RowId, RowKind, RowOf } from '../../src/domain/row/desk-state.ts'
import { formatSlotKey, type SlotFilling } from '../../src/domain/slot/slot.ts'
import { aSettings } from './a-settings.ts'

/** The slot's row with these orders in it. */
export const aSlotFilling = (orders: readonly [Order, ...Order[]]): SlotFilling => ({
  kind: 'slot',
  id: formatSlotKey(orders[0].slot),
  slot: orders[0].slot,
  orderIds: orders.map((order) => order.id).sort(),
})

/** A state that `put` can go on changing, row by row, as a tablet's base does. */
export interface Desk extends DeskState {
  put(...rows: readonly Row[]): void
  erase<K extends RowKind>(kind: K, id: RowId<K>): void
}

export const aDesk = (...rows: readonly Row[]): Desk => {
  const rowsByKind = new Map<RowKind, Map<string, Row>>()
  const put = (...added: readonly Row[]): void => {
    for (const row of added) {
      const rowById = rowsByKind.get(row.kind) ?? new Map<string, Row>()
      rowsByKind.set(row.kind, rowById.set(row.id, row))
    }
  }
  const slotsGiven = new Set(rows.filter((row) => row.kind === 'slot').map((row) => row.id))
  const ordersBySlot = new Map<SlotId, [Order, ...Order[]]>()
  for (const row of rows) {
    if (row.kind !== 'order') continue
    const id = formatSlotKey(row.slot)
    const orders = ordersBySlot.get(id)
    if (orders === undefined) ordersBySlot.set(id, [row])
    else orders.push(row)
  }
  put(aSettings(), ...rows)
  for (const [id, orders] of ordersBySlot) if (!slotsGiven.has(id)) put(aSlotFilling(orders))
  return {
    // The casts: a row filed under a kind is of that kind.
    get: <K extends RowKind>(kind: K, id: RowId<K>) => rowsByKind.get(kind)?.get(id) as RowOf<K> | undefined,
    all: <K extends RowKind>(kind: K) => (rowsByKind.get(kind)?.values() ?? []) as Iterable<RowOf<K>>,
    put,
    erase: (kind, id) => void rowsByKind.get(kind)?.delete(id),
  }
}
