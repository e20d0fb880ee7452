/**
 * How many lines of open orders wait for a copy of each record, kept up to date (PAGE-5). Runs on the endpoint.
 * Strangers search while the desk presses: of a base that moved on, only the rows that were written since are read.
 */
import type { LibraryId, RecordId } from '../../domain/ids.ts'
import { countWanted, recordsWanted } from '../../domain/item/availability.ts'
import type { Order } from '../../domain/order/order.ts'
import type { StoreReader } from '../storage/store.ts'
import type { StoredRow } from '../storage/stored.ts'

/** What orders wait for, as a library's base stood at `head`. */
interface Counted {
  readonly head: number
  readonly chain: string
  readonly wanted: ReadonlyMap<string, readonly RecordId[]>
  readonly waiting: ReadonlyMap<RecordId, number>
}

/** Of each library, as it was last counted. */
const lastCounted = new Map<LibraryId, Counted>()
/** Rows; after more than these, all orders are read again. */
const mostChanged = 200

/** What was written since; undefined: not to be told, because the base is another one, forgot what it erased, or changed too much. */
const rowsSince = async (reader: StoreReader, { head, chain }: Counted): Promise<readonly StoredRow[] | undefined> => {
  // In this order: a base that was put back may stand before `head`.
  if ((await reader.chainAt(head)) !== chain || head < (await reader.oldestCursor())) return undefined
  const rows = await reader.rowsAfter(head, mostChanged + 1)
  return rows.length > mostChanged ? undefined : rows
}

const countAgain = async (reader: StoreReader, known: Counted | undefined): Promise<Counted['wanted']> => {
  const changed = known && (await rowsSince(reader, known))
  if (known === undefined || changed === undefined)
    return new Map((await reader.rowsOf('order')).map((order) => [order.id, recordsWanted(order)]))
  const wanted = new Map(known.wanted)
  for (const { kind, id, json } of changed) {
    if (kind !== 'order') continue
    // Of the kind that its line names.
    if (json === null) wanted.delete(id)
    else wanted.set(id, recordsWanted(JSON.parse(json) as Order))
  }
  return wanted
}

/** Lines that wait for each record. Two bases of one chain hold the same rows. */
export const countWaiting = async (reader: StoreReader): Promise<Counted['waiting']> => {
  const { id, head, chain } = await reader.library()
  const known = lastCounted.get(id)
  if (known?.chain === chain) return known.waiting
  const wanted = await countAgain(reader, known)
  const waiting = countWanted(wanted.values())
  lastCounted.set(id, { head, chain, wanted, waiting })
  return waiting
}
