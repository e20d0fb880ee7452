/**
 * Who knew what when they pressed: which facts on the same subject came before a fact. Runs everywhere.
 * Wall clocks decide nothing (PROTOCOL.md, Contradiction): a fact comes after another one only where its author had seen that one.
 */
import type { OperationId } from '../ids.ts'

export interface CausalFact {
  readonly operationId: OperationId
  /** The last facts on this subject that its author had seen. */
  readonly based: readonly OperationId[]
}

/** For each fact, every fact before it. What is named but not present stays a name: it may arrive later. */
export type Pasts = ReadonlyMap<OperationId, ReadonlySet<OperationId>>

export const causalPasts = (facts: readonly CausalFact[]): Pasts => {
  const factById = new Map(facts.map((fact) => [fact.operationId, fact]))
  const pastById = new Map<OperationId, ReadonlySet<OperationId>>()
  for (const fact of facts) {
    const past = new Set<OperationId>()
    // A walk without recursion: a forged ring of facts ends where it meets itself.
    const toVisit = [...fact.based]
    for (let id = toVisit.pop(); id !== undefined; id = toVisit.pop()) {
      if (id === fact.operationId || past.has(id)) continue
      past.add(id)
      toVisit.push(...(factById.get(id)?.based ?? []))
    }
    pastById.set(fact.operationId, past)
  }
  return pastById
}

/** True when the author of `later` had seen `earlier`. */
export const isBefore = (pasts: Pasts, earlier: OperationId, later: OperationId): boolean => pasts.get(later)?.has(earlier) ?? false

/** Neither author had seen the other's fact. */
export const areConcurrent = (pasts: Pasts, a: OperationId, b: OperationId): boolean =>
  a !== b && !isBefore(pasts, a, b) && !isBefore(pasts, b, a)

/** Those of `some` that no other of them follows; `pasts` must come from all the facts of the subject. Keeps the given order. */
export const lastOf = <F extends CausalFact>(some: readonly F[], pasts: Pasts): readonly F[] =>
  some.filter((fact) => !some.some((other) => isBefore(pasts, fact.operationId, other.operationId)))

/** The last facts of a subject, ordered by id: what a new operation on it is based on. */
export const headsOf = (facts: readonly CausalFact[]): readonly OperationId[] =>
  lastOf(facts, causalPasts(facts))
    .map((fact) => fact.operationId)
    .sort()

/** Facts with one more, ordered by id; the same array when it is already there. */
export const withFact = <F extends CausalFact>(facts: readonly F[], fact: F): readonly F[] =>
  facts.some((known) => known.operationId === fact.operationId)
    ? facts
    : [...facts, fact].sort((a, b) => (a.operationId < b.operationId ? -1 : 1))

/**
 * Two facts of which only one can be true, unless something between lets both be: `ends` answers whether a fact (a return, an undo…)
 * closes the first or the second. They contradict when neither author knew of such an ending (PROTOCOL.md, Contradiction).
 */
export const areContradictory = <F extends CausalFact>(
  pasts: Pasts,
  facts: readonly F[],
  a: OperationId,
  b: OperationId,
  ends: (fact: F, ended: OperationId) => boolean,
): boolean =>
  !facts.some((fact) => {
    const knownToA = isBefore(pasts, fact.operationId, a)
    const knownToB = isBefore(pasts, fact.operationId, b)
    return (ends(fact, a) && knownToB && !knownToA) || (ends(fact, b) && knownToA && !knownToB)
  })
