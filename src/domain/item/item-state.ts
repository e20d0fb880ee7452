/**
 * Where one document is, as its story says. Runs everywhere.
 * Only a return whose author knew of the handover, an undo that names it, or a settled case takes an item out of "remis" (HO-7, RET-4).
 * What a later fact takes back, or a person declared untrue, counts for nothing here, whichever of the two came first.
 */
import type { CardNumber, OperationId, OrderId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { LocalDate } from '../local-date.ts'
import { lastOf, seenBy } from '../operation/causality.ts'
import type { IlsWants, Item, ItemFact } from './item.ts'
import { type FactOf, isA, storyOf, takenBackBy } from './story.ts'

/** Ticks as reshelved that were not taken back (RET-2). */
export const standingReshelvings = (item: Item): readonly FactOf<'reshelved'>[] =>
  item.facts.filter(isA('reshelved')).filter(storyOf(item).counts)

/** The pick that this fact ends; `'any'`: it takes the document off whatever pile it lies on. */
export const endsPick = (fact: ItemFact): OperationId | 'any' | undefined => {
  if (fact.what === 'unpicked') return fact.pick
  return ['handed-over', 'left-behind', 'reshelved', 'returned'].includes(fact.what) ? 'any' : undefined
}

/** Picks still standing: they count, and so does nothing that took the document off its pile. What is undone puts it back there. */
export const standingPicks = (item: Item): readonly FactOf<'picked'>[] => {
  const { pasts, counts } = storyOf(item)
  const taken = item.facts.filter((fact) => endsPick(fact) === 'any' && counts(fact))
  const wasTaken = seenBy(
    pasts,
    taken.map(({ operationId }) => operationId),
  )
  // What is unpicked counts no more.
  return item.facts.filter(isA('picked')).filter((pick) => counts(pick) && !wasTaken(pick.operationId))
}

/**
 * Since when the ILS says that the ordinary desk has lent it (ORD-4). A loan of ours that the ILS repeats does not count, nor one whose
 * document has come back here since.
 */
export const lentElsewhereSince = (item: Item | undefined, since = item?.ilsLoanSince): Instant | undefined => {
  if (item === undefined || since === undefined) return since
  const { runs, returns } = storyOf(item)
  return runs.length > 0 || returns.some(({ at }) => at >= since) ? undefined : since
}

/** RET-9: what the ILS wants done with it, as long as nothing moved it since. */
export const wantedByIls = (item: Item | undefined): IlsWants | undefined => {
  const last = item && storyOf(item).moves.findLast(({ stands }) => stands)
  return last?.facts.some(({ operationId }) => operationId === item?.ilsWants?.returning) ? item?.ilsWants : undefined
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
  const { runs: out, pasts, counts } = storyOf(item)
  if (out.length > 0) {
    return { kind: 'out', cards: [...new Set(out.map((fact) => fact.card))].sort(), handovers: out.map((fact) => fact.operationId) }
  }
  const picks = standingPicks(item)
  if (picks.length > 0) return { kind: 'picked', orderIds: [...new Set(picks.map((fact) => fact.orderId))].sort() }
  // What was picked and unpicked is back on its shelf.
  const last = lastOf(
    item.facts.filter((fact) => fact.what === 'picked' || (takenBackBy(fact) === undefined && counts(fact))),
    pasts,
  )
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
