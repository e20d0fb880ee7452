/**
 * What a person decided about a loan or a return that the ILS did not take (ILS-3, ILS-6): it waits for its turn again, or the ILS is asked
 * no more of it. What was kept from the ILS for another case is told, however long ago it was (ILS-11). Runs on the endpoint, in the
 * transaction that accepts the decision, so that either both stand or neither does.
 */
import { isListReason } from '../../domain/case/case.ts'
import { asErased, asNext, isOfIls } from '../../domain/case/ils-case.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import { barcodeIn } from '../../domain/operation/subject.ts'
import { isErased } from '../storage/erased-cases.ts'
import { mayAskAnew, mayBeSeenTo } from '../storage/journeys.ts'
import { endJourney, moveJourney } from '../storage/move-journey.ts'
import { noteDays } from '../storage/noted-days.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { noteLateDays } from './note-late-days.ts'

/** After the case's row was written. Of what has moved since it was decided about, nothing is changed. */
export const followDecision = async (transaction: StoreTransaction, { operationId, payload }: Envelope, now: Instant): Promise<void> => {
  if (payload.kind !== 'settle-case') return
  const row = await transaction.row('case', payload.caseId)
  if (row === undefined || row.settlement?.operationId !== operationId) return
  if (!isOfIls(row)) {
    const days: LocalDate[] = []
    for (const cited of row.cites)
      for (const { happenedOn } of await transaction.receiptsOf(cited)) days.push(...(happenedOn ? [happenedOn] : []))
    return noteLateDays(transaction, days, now)
  }
  const barcode = barcodeIn(row.subject)
  if (barcode === undefined) return
  const isAsked = payload.decision.kind === 'ask-anew'
  const isGone = isAsked && (await isErased(transaction, row.cites))
  // A tablet that was off line offers what cannot be done: it stays to be decided.
  if (isGone || (isAsked && isListReason(row.ils?.reason))) {
    await transaction.writeRow(isGone ? asErased(row) : asNext(row), now)
    return
  }
  for (const journey of await transaction.journeys.of(row.cites)) {
    if (journey.barcode !== barcode || !(isAsked ? mayAskAnew(journey) : mayBeSeenTo(journey))) continue
    // However long ago it was, and what followed of its document has waited for it.
    const facts = (await transaction.row('item', barcode))?.facts ?? []
    const after = facts.map(({ happened }) => happened.date).filter((date) => date > journey.day)
    await noteDays(transaction, [journey.day, ...after])
    if (isAsked) await endJourney(transaction, journey)
    // Done there by hand, or nothing to be done there: either way nothing is left to tell.
    else await moveJourney(transaction, { ...journey, state: 'already', since: now, askedAt: now, reason: undefined })
  }
}
