/**
 * Whether a copy can be fetched from its shelf now, as far as the desk knows. Runs everywhere.
 * The ordinary desk lends beside us: a loan that it made since the ILS's last list is not known here yet (ORD-4).
 */
import type { DeskReader } from '../row/desk-state.ts'
import { itemState, lentElsewhereSince } from './item-state.ts'
import type { Copy } from './record.ts'

/** Of these copies none may leave the library. */
export const mayNoneLeave = (copies: readonly Pick<Copy, 'immobility'>[]): boolean =>
  copies.length > 0 && copies.every(({ immobility }) => immobility !== undefined)

/**
 * On its shelf, and free to leave: not picked, out, left at the desk, back and not yet reshelved, nor lent by the ordinary desk. The
 * base's row says it; for a document without one, the ILS's list.
 */
export const isOnShelf = (
  reader: DeskReader,
  { barcode, isLent, immobility }: Pick<Copy, 'barcode' | 'isLent' | 'immobility'>,
): boolean => {
  if (immobility !== undefined) return false
  const item = reader.get('item', barcode)
  return item === undefined ? isLent !== true : itemState(item).kind === 'on-shelf' && lentElsewhereSince(item) === undefined
}
