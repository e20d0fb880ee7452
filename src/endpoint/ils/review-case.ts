/**
 * Keeps the case of a loan or a return as its journey is (ILS-3, ILS-6): open while a person must decide, closed by nobody's decision once
 * there is nothing to decide any more. Runs on the endpoint, in the transaction that moves the journey.
 */
import { type Case, explainedBy, type IlsObstacle } from '../../domain/case/case.ts'
import { caseKindOf, openIlsCases, recordIlsCase } from '../../domain/case/ils-case.ts'
import { toLibrarianId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { IlsJourney } from '../storage/journeys.ts'
import { moveJourney } from '../storage/move-journey.ts'
import { readDesk, type StoreTransaction } from '../storage/store.ts'
import { collectDay } from './collect-day.ts'
import { type Movement, movementKey } from './movement.ts'

type IlsMovement = Pick<Movement, 'operationId' | 'barcode'>

/** Why a person must decide about it; undefined: nobody must. */
export const obstacleOf = ({ movement, state, reason, said, readAt }: IlsJourney): IlsObstacle | undefined => {
  if (state === 'refused') return { movement, reason: 'refused', said }
  if (state === 'to-decide') return { movement, reason: reason ?? 'other-than-asked', said: '' }
  return state === 'unknown' && readAt !== undefined ? { movement, reason: reason ?? 'no-answer', said: '' } : undefined
}

/** About which other movement an open case asks still; what was taken back at the desk since has nothing to tell. */
const stillAsked = async (transaction: StoreTransaction, row: Case, { operationId, barcode }: IlsMovement) => {
  for (const other of await transaction.journeys.of(row.cites)) {
    const obstacle = obstacleOf(other)
    if (other.operationId === operationId || other.barcode !== barcode) continue
    if (obstacle === undefined || caseKindOf(obstacle) !== row.caseKind) continue
    const { apart } = await collectDay(transaction, other.day)
    if (apart.some((one) => one.reason === 'asked' && movementKey(one) === movementKey(other))) return { movement: other, obstacle }
  }
  return undefined
}

/** Keeps a journey as it stands now, with the case that it makes for a person, or ends. */
export const keepReviewed = async (transaction: StoreTransaction, journey: IlsJourney, now: Instant): Promise<void> => {
  await moveJourney(transaction, journey)
  await reviewCase(transaction, journey, journey, now)
}

/** `journey` undefined: it has none any more, or nothing of it is to be told. */
export const reviewCase = async (
  transaction: StoreTransaction,
  movement: IlsMovement,
  journey: IlsJourney | undefined,
  now: Instant,
): Promise<void> => {
  const record = async (about: IlsMovement, obstacle: IlsObstacle): Promise<void> => {
    const row = await readDesk(transaction, (state) => recordIlsCase(state, about, obstacle))
    if (row !== undefined) await transaction.writeRow(row, now)
  }
  const obstacle = journey === undefined ? undefined : obstacleOf(journey)
  if (obstacle !== undefined) return record(movement, obstacle)
  const { open, librarianId } = await readDesk(transaction, (state) => ({
    open: openIlsCases(state, movement),
    // By whoever did it: whose press put the obstacle away, if anybody's, no wire says.
    librarianId: state.get('item', movement.barcode)?.facts.find(({ operationId }) => operationId === movement.operationId)?.librarianId,
  }))
  for (const row of open) {
    const still = await stillAsked(transaction, row, movement)
    if (still !== undefined) {
      await record(still.movement, still.obstacle)
      continue
    }
    const by = { operationId: movement.operationId, librarianId: librarianId ?? toLibrarianId(''), at: now }
    await transaction.writeRow(explainedBy(row, by), now)
  }
}
