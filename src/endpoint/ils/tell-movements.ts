/**
 * Tells an ILS the loans and returns of a day: one answer for each, whoever tells it and however often. Runs on the endpoint, in one
 * transaction: what was told and the memory of it are written together, or not at all.
 */
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { collectDay } from './collect-day.ts'
import type { Teller, Telling } from './connector.ts'
import type { Movement } from './movement.ts'

export interface ToldMovement {
  readonly movement: Movement
  readonly telling: Telling
}

export const tellMovements = async (
  transaction: StoreTransaction,
  teller: Teller,
  day: LocalDate,
  now: Instant,
): Promise<readonly ToldMovement[]> => {
  const movements = await collectDay(transaction, day, teller)
  const { ready, apart, known } = movements
  const batch = ready.length === 0 ? 0 : (await teller.tell(transaction, day, movements, now)).number
  return [
    ...known.map((movement): ToldMovement => ({ movement, telling: { kind: 'known', batch: movement.batch } })),
    ...ready.map((movement): ToldMovement => ({ movement, telling: { kind: 'told', batch } })),
    ...apart.map((movement): ToldMovement => ({ movement, telling: { kind: 'apart', reason: movement.reason } })),
  ]
}
