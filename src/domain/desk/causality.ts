/**
 * Who knew what when they pressed: the causal past of a fact among the facts on the same subject. Runs everywhere.
 * Wall clocks decide nothing (sync.md, Contradiction): a fact comes after another only when its author had seen it.
 */
import type { OperationId } from '../ids.ts'

export interface CausalFact {
  readonly operationId: OperationId
  /** The last facts on this subject that its author had seen. */
  readonly based: readonly OperationId[]
}

/** All facts before each fact, by operation id. What is named but not present is kept as a name: it may arrive later. */
export const causalPasts = (facts: readonly CausalFact[]): ReadonlyMap<OperationId, ReadonlySet<OperationId>> => {
  const factById = new Map(facts.map((fact) => [fact.operationId, fact]))
  const pastById = new Map<OperationId, ReadonlySet<OperationId>>()
  const visit = (id: OperationId, above: ReadonlySet<OperationId>): ReadonlySet<OperationId> => {
    const known = pastById.get(id)
    if (known !== undefined) return known
    const past = new Set<OperationId>()
    for (const before of factById.get(id)?.based ?? []) {
      // A fact that names itself through others is forged or corrupted: it is cut here, never followed for ever.
      if (above.has(before)) continue
      past.add(before)
      for (const earlier of visit(before, new Set([...above, before]))) past.add(earlier)
    }
    pastById.set(id, past)
    return past
  }
  for (const fact of facts) visit(fact.operationId, new Set([fact.operationId]))
  return pastById
}

/** The last facts: those that no other fact has in its past. Ordered by id. */
export const headsOf = (facts: readonly CausalFact[]): readonly OperationId[] => {
  const covered = new Set<OperationId>()
  for (const past of causalPasts(facts).values()) for (const id of past) covered.add(id)
  return facts
    .map((fact) => fact.operationId)
    .filter((id) => !covered.has(id))
    .sort()
}

/** Facts with one more, ordered by id; the same facts when it is already there. */
export const withFact = <F extends CausalFact>(facts: readonly F[], fact: F): readonly F[] =>
  facts.some((known) => known.operationId === fact.operationId)
    ? facts
    : [...facts, fact].sort((a, b) => (a.operationId < b.operationId ? -1 : 1))
