/**
 * What the ILS believes of one document, from the lines that it was told, in their order: a loan replaces, a return ends. Pure; runs on the
 * endpoint. What stood there already is not ours: an undo of ours does not end it.
 */
import type { OperationId } from '../../domain/ids.ts'
import type { ItemFact } from '../../domain/item/item.ts'
import { isA, type Loan } from '../../domain/item/story.ts'
import type { ToldLine } from '../storage/told-lines.ts'

/** The loan that runs there; undefined: it has the document on its shelf, as far as we told it. */
export interface Belief {
  readonly loan: Loan | undefined
  readonly isOurs: boolean
}

export const nobody: Belief = { loan: undefined, isOurs: true }

/** A line whose fact is nowhere any more says nothing. */
export const believed = (
  lines: readonly Pick<ToldLine, 'operationId' | 'movement' | 'answer'>[],
  factOf: (operationId: OperationId) => ItemFact | undefined,
): Belief =>
  lines.reduce((before, { operationId, movement, answer }): Belief => {
    const fact = factOf(operationId)
    if (fact === undefined) return before
    return movement === 'loan' && isA('handed-over')(fact) ? { loan: fact, isOurs: answer !== 'already' } : nobody
  }, nobody)
