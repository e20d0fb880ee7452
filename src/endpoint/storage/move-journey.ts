/**
 * Moves a journey, and writes into the diary what came of it. Runs on the endpoint, inside a transaction.
 * A wire's line is written once the ILS has it, or a person says that it is seen to: until then the journey holds the document.
 */
import { wholeItem } from '../../domain/desk/erased-row.ts'
import { formatItemSubject } from '../../domain/operation/subject.ts'
import { type IlsJourney, isSettledJourney, mayBeDone } from './journeys.ts'
import type { StoreTransaction } from './store.ts'
import { overTheWire, type ToldLine } from './told-lines.ts'

const writeLine = async (transaction: StoreTransaction, journey: IlsJourney, answer: ToldLine['answer']): Promise<void> => {
  const { operationId, barcode, movement, since: at } = journey
  const erased = await transaction.erasedRows([formatItemSubject(barcode)])
  const fact = wholeItem(barcode, erased, await transaction.row('item', barcode))?.facts.find((one) => one.operationId === operationId)
  const card = fact?.what === 'handed-over' ? fact.card : undefined
  await transaction.told.add([{ voice: 'ils', batch: overTheWire, operationId, barcode, movement, card, at, answer }])
}

/** Keeps a journey as it stands now, and writes its line once the ILS has it. */
export const moveJourney = async (transaction: StoreTransaction, journey: IlsJourney): Promise<void> => {
  await transaction.journeys.keep(journey)
  if (!isSettledJourney(journey)) return
  // What was asked before without an answer may have made what is found there now.
  const isOurs =
    journey.state === 'accepted' ||
    (await transaction.told.of([journey.operationId])).some(
      (line) => line.answer === 'unknown' && line.barcode === journey.barcode && line.movement === journey.movement,
    )
  await writeLine(transaction, journey, isOurs ? 'accepted' : 'already')
}

/** Takes a journey away, so that its movement is asked anew. */
export const endJourney = async (transaction: StoreTransaction, journey: IlsJourney): Promise<void> => {
  await transaction.journeys.end(journey)
  if (mayBeDone(journey)) await writeLine(transaction, journey, 'unknown')
}
