/**
 * One document's past, and what of it has gone out, as its export asks of it. Pure; runs on the endpoint.
 */
import type { OperationId } from '../../domain/ids.ts'
import type { ItemFact } from '../../domain/item/item.ts'
import type { FactOf } from '../../domain/item/item-state.ts'
import { isBefore, type Pasts } from '../../domain/operation/causality.ts'
import { compareHappened } from '../../domain/operation/recorded-fact.ts'
import type { AskNear } from './ask-near.ts'

export type Handover = FactOf<'handed-over'>
export type Return = FactOf<'returned'>
export type Undo = FactOf<'handover-undone'>

export interface History {
  readonly facts: readonly ItemFact[]
  readonly pasts: Pasts
  /** What each fact's author knew, erased facts included. */
  readonly known: ReadonlyMap<OperationId, ReadonlySet<OperationId>>
  /** Neither undone, nor declared untrue, nor passed over. */
  readonly standing: readonly Handover[]
  /** Those that the ILS knows or is to know: standing, or gone out before somebody undid them. */
  readonly loans: readonly Handover[]
  readonly handovers: readonly Handover[]
  /** Whoever has the document, as the desk has it. */
  readonly open: readonly Handover[]
  readonly returns: readonly Return[]
  readonly undos: readonly Undo[]
  /** In the order in which one of several equal facts speaks. */
  readonly loansInOrder: readonly Handover[]
  readonly returnsInOrder: readonly Return[]
  readonly anyLoan: AskNear<Handover>
  readonly anyReturn: AskNear<Return>
  hasGoneOut(fact: ItemFact): boolean
  /** A person said that it was over with a return. */
  hasEnded(loan: Handover): boolean
  /** A person said that it never was. */
  isDeclaredUntrue(loan: Handover): boolean
  /** Of a loan that was undone, which the ILS has not heard: one to the same patron that goes on in its place. */
  goesOnAs(loan: Handover): Handover | undefined
  /** Answered once for each fact: every movement of a document asks it of all the others. */
  isTold(fact: ItemFact): boolean
  isOvertaken(fact: ItemFact): boolean
}

/** Who knew what decides; where neither knew of the other, their true times do. Both ways round within one minute. */
export const canPrecede = (pasts: Pasts, a: ItemFact, b: ItemFact): boolean =>
  isBefore(pasts, a.operationId, b.operationId) || (!isBefore(pasts, b.operationId, a.operationId) && compareHappened(a, b) <= 0)

/**
 * A person said that it was over, and that a loan to somebody else runs which its author knew of: told after that one, as it would be, it
 * would end it in the ILS.
 */
export const isPassedOver = ({ open, pasts, hasEnded }: Pick<History, 'open' | 'pasts' | 'hasEnded'>, loan: Handover): boolean =>
  hasEnded(loan) && open.some((other) => other.card !== loan.card && isBefore(pasts, other.operationId, loan.operationId))

/** Of two true loans the ILS heard somebody else's before this one, which ended it there, and it still runs: no line can say so. */
export const runsBeside = ({ open, pasts, hasGoneOut }: History, loan: Handover): boolean =>
  open.some((other) => other.card !== loan.card && hasGoneOut(other) && !canPrecede(pasts, loan, other))
