/**
 * Which facts of one item or one order cannot all be true (CASE-1, CASE-3). Runs everywhere.
 * Each function looks at the whole set of facts and at who knew what, never at the order in which they arrived. So the same facts give
 * the same cases on every tablet and on the endpoint (I-8).
 */

import type { OperationId } from '../ids.ts'
import type { Item, ItemFact } from '../item/item.ts'
import { type FactOf, standingReturns } from '../item/item-state.ts'
import { compareMoments } from '../local-date.ts'
import { areConcurrent, areContradictory, causalPasts, isBefore } from '../operation/causality.ts'
import { formatItemSubject, formatOrderSubject, formatSubject } from '../operation/subject.ts'
import type { Order } from '../order/order.ts'
import type { OrderFactOf } from '../order/order-state.ts'
import type { CaseKind } from './case.ts'

/** Facts that contradict each other, about one subject. `cites` is ordered and has two members or more. */
export interface Contradiction {
  readonly caseKind: CaseKind
  readonly subject: string
  readonly cites: readonly OperationId[]
}

const pairsOf = <T>(members: readonly T[]): readonly (readonly [T, T])[] =>
  members.flatMap((a, i) => members.slice(i + 1).map((b): readonly [T, T] => [a, b]))

const toContradiction = (
  caseKind: CaseKind,
  subject: string,
  pairs: readonly (readonly [{ readonly operationId: OperationId }, { readonly operationId: OperationId }])[],
): readonly Contradiction[] =>
  pairs.length === 0 ? [] : [{ caseKind, subject, cites: [...new Set(pairs.flat().map((fact) => fact.operationId))].sort() }]

const isHandover = (fact: ItemFact): fact is FactOf<'handed-over'> => fact.what === 'handed-over'
const isPick = (fact: ItemFact): fact is FactOf<'picked'> => fact.what === 'picked'

/** A return ends any loan of the item; an undo ends the handover it names. */
const endsLoan = (fact: ItemFact, ended: OperationId): boolean =>
  fact.what === 'returned' || (fact.what === 'handover-undone' && fact.handover === ended)

const endsPick = (fact: ItemFact, ended: OperationId): boolean =>
  fact.what === 'returned' ||
  fact.what === 'reshelved' ||
  fact.what === 'handed-over' ||
  fact.what === 'left-behind' ||
  (fact.what === 'unpicked' && fact.pick === ended)

/** Lent while in quarantine: the return was known, or it was not but the handover happened later on the clock and before the end (RET-2). */
const isLentInQuarantine = (handover: FactOf<'handed-over'>, back: FactOf<'returned'>, facts: readonly ItemFact[]): boolean => {
  if (back.quarantineUntil === undefined || handover.happened.date >= back.quarantineUntil) return false
  const pasts = causalPasts(facts)
  if (isBefore(pasts, handover.operationId, back.operationId)) return false
  return isBefore(pasts, back.operationId, handover.operationId) || compareMoments(back.happened, handover.happened) < 0
}

/** Contradictions among the facts of one document: handed over twice, picked for two orders, lent in quarantine. */
export const findItemContradictions = (item: Item): readonly Contradiction[] => {
  // One fact alone contradicts nothing, and most documents have one.
  if (item.facts.length < 2) return []
  const pasts = causalPasts(item.facts)
  const subject = formatItemSubject(item.id)
  const returns = standingReturns(item.facts)
  // A return that was taken back ended nothing, and who knew what is read from it all the same.
  const isStanding = (fact: ItemFact): boolean => fact.what !== 'returned' || returns.includes(fact)
  const handovers = item.facts.filter(isHandover)
  return [
    ...toContradiction(
      'handed-over-twice',
      subject,
      pairsOf(handovers).filter(
        ([a, b]) => a.card !== b.card && areContradictory(pasts, item.facts.filter(isStanding), a.operationId, b.operationId, endsLoan),
      ),
    ),
    ...toContradiction(
      'item-picked-twice',
      subject,
      pairsOf(item.facts.filter(isPick)).filter(
        ([a, b]) =>
          a.orderId !== b.orderId &&
          areConcurrent(pasts, a.operationId, b.operationId) &&
          areContradictory(pasts, item.facts.filter(isStanding), a.operationId, b.operationId, endsPick),
      ),
    ),
    ...toContradiction(
      'lent-in-quarantine',
      subject,
      returns.flatMap((back) =>
        handovers.filter((handover) => isLentInQuarantine(handover, back, item.facts)).map((handover) => [back, handover] as const),
      ),
    ),
  ]
}

/** Contradictions among the facts of one order: a line picked twice, or picked and not found; handed over though cancelled. */
export const findOrderContradictions = (order: Order): readonly Contradiction[] => {
  const pasts = causalPasts(order.facts)
  const ofLines = order.lines.flatMap((line): readonly Contradiction[] => {
    const subject = formatSubject({ kind: 'line', orderId: order.id, lineId: line.id })
    const picks = order.facts.filter((fact): fact is OrderFactOf<'picked'> => fact.what === 'picked' && fact.lineId === line.id)
    const searches = order.facts.filter((fact) => (fact.what === 'not-found' || fact.what === 'given-up') && fact.lineId === line.id)
    return [
      ...toContradiction(
        'line-picked-twice',
        subject,
        pairsOf(picks).filter(
          ([a, b]) =>
            (a.barcode !== b.barcode || a.barcode === undefined) &&
            // Of a wish for several, two documents are no contradiction (PULL-8).
            Math.max(a.of ?? 1, b.of ?? 1) < 2 &&
            areConcurrent(pasts, a.operationId, b.operationId) &&
            areContradictory(
              pasts,
              order.facts,
              a.operationId,
              b.operationId,
              (fact, ended) => fact.what === 'unpicked' && fact.pick === ended,
            ),
        ),
      ),
      ...toContradiction(
        'picked-and-not-found',
        subject,
        picks.flatMap((pick) =>
          searches.filter((search) => areConcurrent(pasts, pick.operationId, search.operationId)).map((search) => [pick, search] as const),
        ),
      ),
    ]
  })
  const cancellation = order.cancelledBy
  if (cancellation === undefined) return ofLines
  // A handover that was undone to the knowledge of the person who cancelled contradicts nothing.
  const undoneBefore = new Set(
    order.facts
      .filter((fact): fact is OrderFactOf<'handover-undone'> => fact.what === 'handover-undone')
      .filter(
        (fact) =>
          cancellation.based.includes(fact.operationId) || cancellation.based.some((head) => isBefore(pasts, fact.operationId, head)),
      )
      .map((fact) => fact.handover),
  )
  const handovers = order.facts.filter((fact) => fact.what === 'handed-over' && !undoneBefore.has(fact.operationId))
  return [
    ...ofLines,
    ...toContradiction(
      'handed-over-though-cancelled',
      formatOrderSubject(order.id),
      handovers.map((handover) => [{ operationId: cancellation.operationId }, handover] as const),
    ),
  ]
}
