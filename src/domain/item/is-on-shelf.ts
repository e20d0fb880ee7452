/**
 * Whether a copy can be fetched from its shelf now, as far as the desk knows. Runs everywhere.
 * The ordinary desk lends beside us: a loan that it made since the ILS's last list is not known here yet (ORD-4).
 */

import type { ItemBarcode } from '../ids.ts'
import type { DeskReader } from '../row/desk-state.ts'
import { itemState } from './item-state.ts'
import { lentElsewhereSince } from './lent-elsewhere-since.ts'

/** On its shelf: not picked, out, left at the desk, returned and not yet put back, or lent by the ordinary desk. */
export const isOnShelf = (reader: DeskReader, barcode: ItemBarcode): boolean => {
  const item = reader.get('item', barcode)
  return item === undefined || (itemState(item).kind === 'on-shelf' && lentElsewhereSince(item) === undefined)
}
