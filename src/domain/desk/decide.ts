/**
 * May this be done? Asked on the tablet before every commit, and on the endpoint for requests only: a fact that reaches the endpoint
 * has happened, and is never refused. Runs everywhere, with the moment passed in. Each kind answers for itself (`kinds/`).
 */
import type { Operation } from '../operation/operation.ts'
import { refuse } from '../result.ts'
import type { DeskState } from '../row/desk-state.ts'
import { textLengths } from '../text-lengths.ts'
import type { DecideContext, Decision } from './kind.ts'
import { kindOf } from './kinds.ts'

/** Answers whether the operation may be done now; the refusal says what stands in the way. */
export const decide = (state: DeskState, operation: Operation, context: DecideContext): Decision => {
  const kind = kindOf(operation)
  if (kind.texts(operation).some((text) => text.length > textLengths.ofOperation)) {
    return refuse({ kind: 'text-too-long', maximum: textLengths.ofOperation })
  }
  return kind.decide(state, operation, context)
}
