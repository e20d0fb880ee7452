/**
 * Where one document is, derived from its facts. Runs everywhere.
 * Only a return whose author knew of the handover, an undo that names it, or a settled case takes an item out of "remis" (HO-7, RET-4).
 * What a later fact takes back counts for nothing here, whichever of the two came first.
 */

import { untrueOf } from '../case/decided.ts'
import type { CardNumber, OperationId, OrderId } from '../ids.ts'
import type { LocalDate } from '../local-date.ts'
import { causalPasts, isBefore, lastOf } from '../operation/causality.ts'
import type { Item, ItemFact } from './item.ts'
import { type FactOf, isA, storyOf } from './story.ts'

/** Handovers still open: not undone, not declared untrue or over, not followed by a return. */
export const openHandovers = (item: Item): readonly FactOf<'handed-over'>[] => storyOf(item).runs

/** Moves nothing by itself: it says that another fact counts for nothing. */
const isUndo = ({ what }: ItemFact): boolean =>
  what === 'unpicked' || what === 'handover-undone' || what === 'return-undone' || what === 'unreshelved'

/** True for a handover, a return, or a tick as reshelved, that another of the facts takes back. */
const undoneAmong = (facts: readonly ItemFact[]): ((fact: ItemFact) => boolean) => {
  const handovers = new Set(facts.filter(isA('handover-undone')).map((fact) => fact.handover))
  const returns = new Set(facts.filter(isA('return-undone')).map((fact) => fact.returning))
  const reshelvings = new Set(facts.filter(isA('unreshelved')).map((fact) => fact.reshelving))
  return ({ what, operationId }) =>
    what === 'reshelved'
      ? reshelvings.has(operationId)
      : what === 'returned'
        ? returns.has(operationId)
        : (what === 'handed-over' || what === 'left-behind') && handovers.has(operationId)
}

/** Ticks as reshelved that were not taken back (RET-2). */
export const standingReshelvings = (facts: readonly ItemFact[]): readonly FactOf<'reshelved'>[] => {
  const isUndone = undoneAmong(facts)
  return facts.filter(isA('reshelved')).filter((fact) => !isUndone(fact))
}

/** True for what takes a picked document off its pile. What is undone puts it back there: the undo cancels that ending. */
const endsPick = (item: Item): ((fact: ItemFact) => boolean) => {
  const isUndone = undoneAmong(item.facts)
  return (fact) => ['handed-over', 'left-behind', 'reshelved', 'returned'].includes(fact.what) && !isUndone(fact)
}

/** Picks still standing: not unpicked or declared untrue, and the document has not since left its pile. */
export const standingPicks = (item: Item): readonly FactOf<'picked'>[] => {
  const pasts = causalPasts(item.facts)
  const unpicked = new Set(item.facts.filter(isA('unpicked')).map((fact) => fact.pick))
  const untrue = untrueOf(item.decided, item.id)
  const endings = item.facts.filter(endsPick(item))
  return item.facts
    .filter(isA('picked'))
    .filter(
      ({ operationId }) =>
        !unpicked.has(operationId) && !untrue.has(operationId) && !endings.some((fact) => isBefore(pasts, operationId, fact.operationId)),
    )
}

export type ItemState =
  /** Nothing here says it is not on its shelf. */
  | { readonly kind: 'on-shelf' }
  | { readonly kind: 'picked'; readonly orderIds: readonly OrderId[] }
  /** `cards` has two members or more only while a case is open. */
  | { readonly kind: 'out'; readonly cards: readonly CardNumber[]; readonly handovers: readonly OperationId[] }
  /** Returned and not yet back on its shelf; lent again only once the quarantine has ended (RET-2). */
  | { readonly kind: 'returned'; readonly quarantineUntil: LocalDate | undefined }
  | { readonly kind: 'left-behind'; readonly orderId: OrderId }

/** The item's state; an open handover wins over everything, for a book that left is a fact. */
export const itemState = (item: Item): ItemState => {
  const out = openHandovers(item)
  if (out.length > 0) {
    return { kind: 'out', cards: [...new Set(out.map((fact) => fact.card))].sort(), handovers: out.map((fact) => fact.operationId) }
  }
  const picks = standingPicks(item)
  if (picks.length > 0) return { kind: 'picked', orderIds: [...new Set(picks.map((fact) => fact.orderId))].sort() }
  const pasts = causalPasts(item.facts)
  const isUndone = undoneAmong(item.facts)
  const moves = item.facts.filter((fact) => !isUndo(fact) && !isUndone(fact))
  const last = lastOf(moves, pasts)
  const returned = last.filter(isA('returned'))
  if (returned.length > 0) {
    const ends = returned.map((fact) => fact.quarantineUntil).filter((end) => end !== undefined)
    return { kind: 'returned', quarantineUntil: ends.sort().at(-1) }
  }
  const left = last.find(isA('left-behind'))
  return left === undefined ? { kind: 'on-shelf' } : { kind: 'left-behind', orderId: left.orderId }
}

/** True while a return's quarantine forbids lending on `today` (RET-2): `quarantineUntil` is the first day it may leave again. */
export const isInQuarantine = (item: Item, today: LocalDate): boolean => {
  const state = itemState(item)
  return state.kind === 'returned' && state.quarantineUntil !== undefined && today < state.quarantineUntil
}
