/**
 * Of a document's loans and returns of which neither author knew, which came first for the ILS: as a person decided, and as it heard. Pure;
 * runs on the endpoint.
 */
import { overOf, untrueOf } from '../../domain/case/decided.ts'
import type { OperationId } from '../../domain/ids.ts'
import type { Item, ItemFact } from '../../domain/item/item.ts'
import { isA, openHandovers } from '../../domain/item/item-state.ts'
import { areConcurrent, causalPasts, isBefore, putBefore } from '../../domain/operation/causality.ts'
import { compareHappened } from '../../domain/operation/recorded-fact.ts'
import type { ToldLine } from '../storage/told-lines.ts'
import { type Movement, movementKey } from './movement.ts'

/** What people decided of a document: which of a loan and a return came last. undefined: nobody decided between the two. */
export interface DecidedOrder {
  last(loan: OperationId, back: OperationId): OperationId | undefined
  /**
   * Of what has gone out both, which the ILS heard last: it may have been decided anew since. undefined: not both have.
   */
  heardLast(loan: OperationId, back: OperationId): OperationId | undefined
}

/** By what its row says that people decided, and by its lines, which are found by `movementKey`. */
export const decidedOrder = ({ id: barcode, decided }: Item, told: ReadonlyMap<string, Pick<ToldLine, 'number'>>): DecidedOrder => {
  const ofOrder = decided.filter(({ says }) => says === 'order')
  const numberOf = (operationId: OperationId, movement: Movement['movement']) =>
    told.get(movementKey({ operationId, barcode, movement }))?.number
  return {
    last: (loan, back) => ofOrder.findLast(({ cites }) => cites.includes(loan) && cites.includes(back))?.fact,
    heardLast: (loan, back) => {
      const [lent, returned] = [numberOf(loan, 'loan'), numberOf(back, 'return')]
      if (lent === undefined || returned === undefined) return undefined
      return lent > returned ? loan : back
    },
  }
}

/**
 * The facts as the desk has them in the end. What the ILS has heard stays as it heard it: what else it is told depends on what it believes. Of
 * any other loan and return of which neither author knew, the return comes first where the loan still runs, or where the ILS has that return
 * already, and last where a person said that the loan ended there; of a loan that runs and the undo of another one that the ILS has, the undo
 * comes first, where both are of one minute or the loans of two cards. Else the ILS could be told that what is out came back.
 */
export const inTheEnd = (
  item: Item,
  decided: DecidedOrder | undefined,
  hasGoneOut: (operationId: OperationId, movement: 'loan' | 'return') => boolean,
): readonly ItemFact[] => {
  const [isLoan, isBack, isUndo] = [isA('handed-over'), isA('returned'), isA('handover-undone')]
  if (!item.facts.some(isLoan) || !item.facts.some((fact) => isBack(fact) || isUndo(fact))) return item.facts
  // By name: a fact that is placed anew is no longer the one of the row.
  const open = new Set(openHandovers(item).map(({ operationId }) => operationId))
  const undone = new Set(item.facts.filter(isUndo).map(({ handover }) => handover))
  const cards = new Map(item.facts.filter(isLoan).map(({ operationId, card }) => [operationId, card]))
  const wasHeardAfter = (fact: ItemFact, other: ItemFact): boolean =>
    isLoan(fact)
      ? isBack(other) && decided?.heardLast(fact.operationId, other.operationId) === fact.operationId
      : isLoan(other) && decided?.heardLast(other.operationId, fact.operationId) === fact.operationId
  const [untrue, over] = [untrueOf(item.decided, item.id), overOf(item.decided, item.facts)]
  const hasEnded = ({ operationId }: ItemFact): boolean => over.has(operationId)
  const pasts = causalPasts(item.facts)
  /** Another case says that the loan was over with a return that is before this one. */
  const wasOverBefore = (loan: ItemFact, back: ItemFact): boolean =>
    hasEnded(loan) &&
    item.facts.some(
      (end) =>
        isBack(end) &&
        isBefore(pasts, end.operationId, back.operationId) &&
        ![undefined, loan.operationId].includes(decided?.last(loan.operationId, end.operationId)),
    )
  /** What goes on from the loan, by somebody who did not know of that return, was said to be over with it, so that the loan was before it too. */
  const goesOnBefore = (loan: ItemFact, back: ItemFact): boolean =>
    item.facts.some(
      (next) =>
        isLoan(next) &&
        hasEnded(next) &&
        isBefore(pasts, loan.operationId, next.operationId) &&
        !isBefore(pasts, back.operationId, next.operationId) &&
        ![undefined, next.operationId].includes(decided?.last(next.operationId, back.operationId)),
    )
  /** undefined: nobody decided between these two, or for a loan that was undone since, and never told, or that was over by what else was decided. */
  const loanCameLast = (loan: ItemFact, back: ItemFact): boolean | undefined => {
    const last = decided?.last(loan.operationId, back.operationId)
    if (last !== loan.operationId) return last === undefined ? undefined : false
    if (undone.has(last) && !hasGoneOut(last, 'loan')) return undefined
    return wasOverBefore(loan, back) || goesOnBefore(loan, back) ? undefined : true
  }
  const isUntrue = ({ operationId }: ItemFact): boolean => undone.has(operationId) || untrue.has(operationId)
  // Still out, or the ILS has that return, and nobody can say that it had the loan before: to be told once too often that it is back is no harm.
  const ranOn = (loan: ItemFact, back: ItemFact): boolean =>
    open.has(loan.operationId) || (!isUntrue(loan) && !hasEnded(loan) && hasGoneOut(back.operationId, 'return'))
  // The ILS has the other loan: its undo, told after one that runs, would end that one too.
  const isUndoneFirst = (loan: ItemFact, undo: ItemFact): boolean =>
    isUndo(undo) &&
    undo.handover !== loan.operationId &&
    open.has(loan.operationId) &&
    hasGoneOut(undo.handover, 'loan') &&
    !hasGoneOut(loan.operationId, 'loan') &&
    (compareHappened(loan, undo) === 0 || cards.get(undo.handover) !== cards.get(loan.operationId))
  const asHeard = decided === undefined ? item.facts : placed(item.facts, (fact) => isLoan(fact) || isBack(fact), wasHeardAfter)
  const backsFirst = placed(
    asHeard,
    isLoan,
    (loan, end) => isUndoneFirst(loan, end) || (isBack(end) && (loanCameLast(loan, end) ?? ranOn(loan, end))),
  )
  // What goes on from a loan that came after the return came after it too, and did not end there.
  const endedThere = (loan: ItemFact, back: ItemFact): boolean => {
    // That it ended with another return says nothing of one that was there first.
    if (decided?.last(loan.operationId, back.operationId) === undefined && compareHappened(back, loan) < 0) return false
    return !(loanCameLast(loan, back) ?? !hasEnded(loan))
  }
  return placed(backsFirst, isBack, (back, loan) => isLoan(loan) && endedThere(loan, back))
}

/** Of `facts` those that `may` picks, with all that `isAfter` puts before them, where neither follows the other by what was placed so far. */
const placed = (
  facts: readonly ItemFact[],
  may: (fact: ItemFact) => boolean,
  isAfter: (fact: ItemFact, other: ItemFact) => boolean,
): readonly ItemFact[] => {
  const pasts = causalPasts(facts)
  return facts.map((fact) => {
    if (!may(fact)) return fact
    const named = facts
      .filter((other) => areConcurrent(pasts, fact.operationId, other.operationId) && isAfter(fact, other))
      .map(({ operationId }) => operationId)
    if (named.length === 0) return fact
    putBefore(pasts, named, fact.operationId)
    return { ...fact, based: [...fact.based, ...named] }
  })
}
