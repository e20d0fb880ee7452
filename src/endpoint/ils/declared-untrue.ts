/**
 * What went out to the ILS and is not so any more, for a person to put right there. Pure; runs on the endpoint.
 */
import type { ItemFact } from '../../domain/item/item.ts'
import { standingReturns } from '../../domain/item/item-state.ts'
import { isBefore } from '../../domain/operation/causality.ts'
import type { DecidedOrder } from './decided-order.ts'
import { canPrecede, type Handover, type History, isPassedOver, runsBeside } from './document-history.ts'

/** A loan was known to be over by the person who scanned the document back. */
const isReturned = ({ returns, pasts }: History, loan: Handover): boolean =>
  returns.some((back) => isBefore(pasts, loan.operationId, back.operationId))

/** Undone, and no line says so, for it would end the loan that runs beside it; a later one to somebody else, told, ended it in the ILS. */
const isUndoneBeside = (history: History, loan: Handover): boolean => {
  const { handovers, hasGoneOut, pasts, undos } = history
  const ends = undos.filter(({ handover }) => handover === loan.operationId)
  const isTakenOver = handovers.some((next) => next.card !== loan.card && hasGoneOut(next) && !canPrecede(pasts, next, loan))
  return ends.length > 0 && !ends.some(hasGoneOut) && !isTakenOver && runsBeside(history, loan)
}

/** A person said that it was over, and the return that they meant was taken back: nothing that the ILS heard since ends it there. */
const isEndedUnheard = (history: History, loan: Handover, decided: DecidedOrder | undefined): boolean => {
  const { handovers, hasEnded, hasGoneOut, pasts, returns, undos } = history
  const isOver = (back: ItemFact): boolean => ![undefined, loan.operationId].includes(decided?.last(loan.operationId, back.operationId))
  const isHeardSince = (other: ItemFact): boolean => other !== loan && hasGoneOut(other) && canPrecede(pasts, loan, other)
  return hasEnded(loan) && !returns.some(isOver) && ![...handovers, ...returns, ...undos].some(isHeardSince)
}

/** It has gone out, a person has since said otherwise, and nothing that is told puts it right. */
export const isUntrue = (
  { history, isInCase }: { readonly history: History; readonly isInCase: boolean },
  fact: ItemFact,
  decided: DecidedOrder | undefined,
): boolean => {
  const isHeardLast = (loan: ItemFact, back: ItemFact): boolean =>
    decided?.heardLast(loan.operationId, back.operationId) === fact.operationId
  const lastOf = (loan: ItemFact, back: ItemFact) => decided?.last(loan.operationId, back.operationId)
  const isDecidedOtherwise = (loan: ItemFact, back: ItemFact): boolean =>
    isHeardLast(loan, back) && lastOf(loan, back) !== undefined && lastOf(loan, back) !== fact.operationId
  if (fact.what === 'handed-over') {
    const hasEnded =
      (history.hasEnded(fact) && history.returns.some((back) => isDecidedOtherwise(fact, back))) ||
      isEndedUnheard(history, fact, decided) ||
      isPassedOver(history, fact)
    // Decided to run on, and its return, heard before it, turns out to have come after it: the ILS has it out for good.
    const ends = [...history.returns, ...history.undos]
    const isOutThere =
      history.open.length === 0 &&
      history.returns.some((back) => isHeardLast(fact, back) && isBefore(history.pasts, fact.operationId, back.operationId)) &&
      !ends.some((end) => decided?.heardLast(fact.operationId, end.operationId) === end.operationId)
    return isOutThere || ((history.isDeclaredUntrue(fact) || hasEnded || isUndoneBeside(history, fact)) && !isReturned(history, fact))
  }
  if (fact.what !== 'returned') return false
  // It spoke for another return, which was taken back since, and the loan runs: nobody is asked which of the two came last.
  const runsAgain = (loan: ItemFact): boolean =>
    !isInCase &&
    isHeardLast(loan, fact) &&
    lastOf(loan, fact) === undefined &&
    !history.handovers.some((next) => history.hasGoneOut(next) && isBefore(history.pasts, fact.operationId, next.operationId))
  return history.open.some((loan) => isDecidedOtherwise(loan, fact) || runsAgain(loan)) || !standingReturns(history.facts).includes(fact)
}
