/**
 * Keeps the case of a loan or a return as its journey is (ILS-3, ILS-6): open while a person must decide, closed by nobody's decision once
 * there is nothing to decide any more. Runs on the endpoint, in the transaction that moves the journey.
 */
import type { IlsObstacle } from '../../domain/case/case.ts'
import { openIlsCases, recordIlsCase } from '../../domain/case/ils-case.ts'
import { toLibrarianId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { IlsJourney } from '../storage/journeys.ts'
import { readDesk } from '../storage/read-desk.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { Movement } from './movement.ts'

const obstacleOf = ({ movement, state, reason, said, readAt }: IlsJourney): IlsObstacle | undefined => {
  if (state === 'refused') return { movement, reason: 'refused', said }
  if (state === 'to-decide') return { movement, reason: reason ?? 'other-than-asked', said: '' }
  return state === 'unknown' && readAt !== undefined ? { movement, reason: 'no-answer', said: '' } : undefined
}

/** `journey` undefined: it has none any more, or nothing of it is to be told. */
export const reviewCase = async (
  transaction: StoreTransaction,
  movement: Pick<Movement, 'operationId' | 'barcode'>,
  journey: IlsJourney | undefined,
  now: Instant,
): Promise<void> => {
  const obstacle = journey === undefined ? undefined : obstacleOf(journey)
  const rows = await readDesk(transaction, (state) => {
    if (obstacle !== undefined) return [recordIlsCase(state, movement, obstacle)].filter((row) => row !== undefined)
    // By whoever did it: whose press put the obstacle away, if anybody's, no wire says.
    const given = state.get('item', movement.barcode)?.facts.find(({ operationId }) => operationId === movement.operationId)
    return openIlsCases(state, movement).map((row) => ({
      ...row,
      settlement: {
        operationId: movement.operationId,
        librarianId: given?.librarianId ?? toLibrarianId(''),
        at: now,
        decision: { kind: 'explained' as const },
        note: '',
      },
    }))
  })
  for (const row of rows) await transaction.writeRow(row, now)
}
