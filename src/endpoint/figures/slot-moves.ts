/**
 * Remembers for four weeks which slot an order left, and when: limits are weighed by the orders as they stood when each was placed (SET-2).
 * Runs on the endpoint, inside the transaction that moves the order, whether the desk, its patron or the ILS asked for it.
 */
import type { SlotMove } from '../../domain/figures/count-parts.ts'
import { timingDays } from '../../domain/figures/timings.ts'
import type { OrderId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { addDays, type LocalDate, type LocalMoment } from '../../domain/local-date.ts'
import type { SlotKey } from '../../domain/slot/slot.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'

const movesMemo = 'slot-moves'

export const readMoves = async (reader: Pick<StoreReader, 'memo'>): Promise<ReadonlyMap<OrderId, readonly SlotMove[]>> =>
  // Written by this module alone.
  new Map(JSON.parse((await reader.memo(movesMemo)) ?? '[]') as [OrderId, SlotMove[]][])

export const noteMoves = async (transaction: StoreTransaction, left: ReadonlyMap<OrderId, SlotKey>, at: Instant): Promise<void> => {
  if (left.size === 0) return
  const moves = new Map(await readMoves(transaction))
  for (const [id, from] of left) moves.set(id, [...(moves.get(id) ?? []), { at, from }])
  await transaction.keepMemo(movesMemo, JSON.stringify([...moves]))
}

/** Those of days that are counted no more. */
export const forgetMoves = async (
  transaction: StoreTransaction,
  toLocal: (at: Instant) => LocalMoment,
  today: LocalDate,
): Promise<void> => {
  const moves = await readMoves(transaction)
  const first = addDays(today, -timingDays)
  const kept = [...moves].filter(([, ofOrder]) => ofOrder.some(({ at }) => toLocal(at).date >= first))
  if (kept.length < moves.size) await transaction.keepMemo(movesMemo, JSON.stringify(kept))
}
