/**
 * Which facts of one item or one order cannot all be true (CASE-1, CASE-3). Runs everywhere.
 * Each function looks at the whole set of facts and at who knew what, never at the order in which they arrived. So the same facts give
 * the same cases on every tablet and on the endpoint (I-8).
 */
import type { OperationId } from '../ids.ts'
import type { Item, ItemFact } from '../item/item.ts'
import { endsPick } from '../item/item-state.ts'
import { isA, type Loan, type Return, type Story, storyOf } from '../item/story.ts'
import {
  addTo,
  areConcurrent,
  causalPasts,
  contradictoryAmong,
  hasSeen,
  isBefore,
  opposed,
  type Pasts,
  rivalsBefore,
  type Standing,
} from '../operation/causality.ts'
import { formatItemSubject, formatOrderSubject, formatSubject } from '../operation/subject.ts'
import type { Order, OrderFactOf } from '../order/order.ts'
import type { CaseKind } from './case.ts'

/** Facts that contradict each other, about one subject. `cites` is ordered and has two members or more. */
export interface Contradiction {
  readonly caseKind: CaseKind
  readonly subject: string
  readonly cites: readonly OperationId[]
}

type Cited = { readonly operationId: OperationId }

const toContradiction = (caseKind: CaseKind, subject: string, cited: readonly Cited[]): readonly Contradiction[] =>
  cited.length === 0 ? [] : [{ caseKind, subject, cites: [...new Set(cited.map((fact) => fact.operationId))].sort() }]

/** A return ends any loan of the item; an undo ends the handover it names. */
const endsLoan = (fact: ItemFact): OperationId | 'any' | undefined =>
  fact.what === 'returned' ? 'any' : fact.what === 'handover-undone' ? fact.handover : undefined

/** Lent while in quarantine: the return was known, or it was not but the handover happened later on the clock and before the end (RET-2). */
const isLentInQuarantine = (back: Return, handover: Loan, standing: Standing, { clockOf }: Story): boolean => {
  if (back.quarantineUntil === undefined || handover.happened.date >= back.quarantineUntil) return false
  return standing === -1 || (standing === 0 && clockOf(back) < clockOf(handover))
}

/** Something that the author of these returns had seen is not here: it was lost with a copy, or comes later. */
const withLostWay = (facts: readonly ItemFact[], pasts: Pasts): ReadonlySet<ItemFact> => {
  const gaps = new Uint32Array(pasts.words)
  const afterGaps = new Set(facts.filter(({ based }) => based.some((id) => !pasts.indexById.has(id))))
  for (const { operationId } of afterGaps) addTo(pasts, gaps, operationId)
  return new Set(facts.filter((fact) => fact.what === 'returned' && (afterGaps.has(fact) || hasSeen(pasts, fact.operationId, gaps))))
}

/**
 * A loan and a return whose authors did not know each other's fact. No case where the return came first by the clocks. A return taken
 * back counts too: the same facts give the same cases in any order.
 */
const isLentAndReturned = (back: Return, handover: Loan, wayLost: ReadonlySet<ItemFact>, { clockOf }: Story): boolean =>
  clockOf(handover) <= clockOf(back) && (handover.deviceId !== back.deviceId || wayLost.has(back))

/** Contradictions among the facts of one document: handed over or picked twice, lent in quarantine, off a pile, or while it came back. */
export const findItemContradictions = (item: Item): readonly Contradiction[] => {
  // One fact alone contradicts nothing, and most documents have one.
  if (item.facts.length < 2) return []
  const story = storyOf(item)
  const { pasts, returns } = story
  const wayLost = withLostWay(item.facts, pasts)
  const subject = formatItemSubject(item.id)
  const isStandingReturn = new Set<ItemFact>(returns)
  // A return that was taken back ended nothing, and who knew what is read from it all the same.
  const standing = item.facts.filter((fact) => fact.what !== 'returned' || isStandingReturn.has(fact))
  const handovers = item.facts.filter(isA('handed-over'))
  const picks = item.facts.filter(isA('picked'))
  const lentTwice = { ends: endsLoan, mayBothBe: (a: Loan, b: Loan) => a.card === b.card }
  /** The return ends another loan, and which of the two is true is asked already. Undone returns count, as no later fact may change this. */
  const isAskedAlready = rivalsBefore(pasts, item.facts, handovers, lentTwice)
  return [
    ...toContradiction('handed-over-twice', subject, contradictoryAmong(pasts, standing, handovers, lentTwice)),
    ...toContradiction(
      'item-picked-twice',
      subject,
      contradictoryAmong(pasts, standing, picks, {
        ends: endsPick,
        mayBothBe: (a, b) => a.orderId === b.orderId || !areConcurrent(pasts, a.operationId, b.operationId),
      }),
    ),
    ...toContradiction(
      'lent-in-quarantine',
      subject,
      opposed(pasts, returns, handovers, (back, handover, standing) => isLentInQuarantine(back, handover, standing, story)),
    ),
    ...toContradiction(
      'lent-and-returned',
      subject,
      opposed(
        pasts,
        item.facts.filter(isA('returned')),
        handovers,
        (back, handover, standing) =>
          standing === 0 && isLentAndReturned(back, handover, wayLost, story) && !isAskedAlready(handover, back),
      ),
    ),
    ...toContradiction(
      'picked-and-lent',
      subject,
      opposed(pasts, picks, handovers, (pick, handover, standing) => standing === 0 && pick.orderId !== handover.orderId),
    ),
  ]
}

const endsPickOfLine = (fact: Order['facts'][number]): OperationId | undefined => (fact.what === 'unpicked' ? fact.pick : undefined)

/**
 * Contradictions among the facts of one order: a line picked twice, or picked and not found; handed over though cancelled. A line that
 * the order lacks counts: after a restore the ILS's list may bring the order without it.
 */
export const findOrderContradictions = (order: Order): readonly Contradiction[] => {
  const pasts = causalPasts(order.facts)
  const allPicks = order.facts.filter((fact): fact is OrderFactOf<'picked'> => fact.what === 'picked')
  const ofLines = [...new Set(allPicks.map(({ lineId }) => lineId))].flatMap((lineId): readonly Contradiction[] => {
    const subject = formatSubject({ kind: 'line', orderId: order.id, lineId })
    const picks = allPicks.filter((fact) => fact.lineId === lineId)
    const searches = order.facts.filter((fact) => (fact.what === 'not-found' || fact.what === 'given-up') && fact.lineId === lineId)
    return [
      ...toContradiction(
        'line-picked-twice',
        subject,
        contradictoryAmong(pasts, order.facts, picks, {
          ends: endsPickOfLine,
          mayBothBe: (a, b) =>
            // Of a wish for several, two documents are no contradiction (PULL-8).
            Math.max(a.of ?? 1, b.of ?? 1) > 1 ||
            (a.barcode === b.barcode && a.barcode !== undefined) ||
            !areConcurrent(pasts, a.operationId, b.operationId),
        }),
      ),
      ...toContradiction(
        'picked-and-not-found',
        subject,
        opposed(pasts, picks, searches, (_pick, _search, standing) => standing === 0),
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
      handovers.length === 0 ? [] : [{ operationId: cancellation.operationId }, ...handovers],
    ),
  ]
}
