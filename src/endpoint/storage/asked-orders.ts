/**
 * When somebody last asked something of an order, in the days in which tablets may still bring its row back (CASE-24). Runs on the endpoint,
 * inside a transaction. A row of before undoes nothing that a tablet, a patron or the ILS has been answered since.
 */
import type { OrderId } from '../../domain/ids.ts'
import { type Instant, msPerDay, msPerMinute } from '../../domain/instant.ts'
import { formatOrderSubject } from '../../domain/operation/subject.ts'
import { isLater, keepLater } from './change-since.ts'
import { readPastEpochs } from './start-new-epoch.ts'
import type { StoreReader, StoreTransaction } from './store.ts'

/** How long orders are brought: as long as tablets hand over again what was acknowledged. */
export const broughtForMs = 14 * msPerDay
/** Between a push's reception and its commit, at most: what was accepted so shortly before a base was fetched may be missing in it. */
export const underWayMs = msPerMinute

const asked = 'asked'

export const isAskedSince = (reader: StoreReader, orderId: OrderId, at: number): Promise<boolean> =>
  isLater(reader, formatOrderSubject(orderId), asked, at)

/** `at`: when it was accepted, in whichever history. The latest counts. */
export const noteAsked = async (
  transaction: StoreTransaction,
  orderIds: readonly (OrderId | undefined)[],
  at: number,
  now: Instant,
): Promise<void> => {
  const last = (await readPastEpochs(transaction)).at(-1)
  if (last === undefined || now - last.endedAt > broughtForMs) return
  for (const id of orderIds) if (id !== undefined) await keepLater(transaction, formatOrderSubject(id), [asked], at, now)
}
