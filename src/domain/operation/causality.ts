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

/** For each fact, every fact before it among those that are present: one bit each. What is named and absent may arrive later. */
export interface Pasts {
  readonly indexById: ReadonlyMap<OperationId, number>
  /** Words of 32 bits in a row of `bits`; row i is the past of fact i. */
  readonly words: number
  readonly bits: Uint32Array
}

const bitsPerWord = 32
const wordOf = (index: number): number => index >>> 5
const bitOf = (index: number): number => 1 << (index & (bitsPerWord - 1))
const isSet = (bits: Uint32Array, row: number, index: number): boolean => ((bits[row + wordOf(index)] ?? 0) & bitOf(index)) !== 0

/** Each fact is looked at once, after those that it names: a thousand facts cost ten times a hundred, and a little more. */
export const causalPasts = (facts: readonly CausalFact[]): Pasts => {
  const indexById = new Map(facts.map((fact, index) => [fact.operationId, index]))
  const words = Math.ceil(facts.length / bitsPerWord)
  const bits = new Uint32Array(facts.length * words)
  const named = facts.map(({ based }) => based.map((id) => indexById.get(id)).filter((index) => index !== undefined))
  const begun = new Uint8Array(facts.length)
  const done = new Uint8Array(facts.length)
  const toVisit: number[] = []
  for (let first = 0; first < facts.length; first++) {
    toVisit.push(first)
    for (let at = toVisit.at(-1); at !== undefined; at = toVisit.at(-1)) {
      const before = named[at] ?? []
      if (begun[at] === 0) {
        begun[at] = 1
        for (const index of before) if (begun[index] === 0) toVisit.push(index)
        continue
      }
      toVisit.pop()
      if (done[at] === 1) continue
      done[at] = 1
      // What is not done yet leads back here: a ring, which only a forger makes, is cut where it meets itself.
      for (const index of before) {
        if (index === at || done[index] === 0) continue
        for (let word = 0; word < words; word++)
          bits[at * words + word] = (bits[at * words + word] ?? 0) | (bits[index * words + word] ?? 0)
        bits[at * words + wordOf(index)] = (bits[at * words + wordOf(index)] ?? 0) | bitOf(index)
      }
    }
  }
  return { indexById, words, bits }
}

/** True when the author of `later` had seen `earlier`. */
export const isBefore = ({ indexById, words, bits }: Pasts, earlier: OperationId, later: OperationId): boolean => {
  const [before, after] = [indexById.get(earlier), indexById.get(later)]
  return before !== undefined && after !== undefined && isSet(bits, after * words, before)
}

/** The places of all that its author had seen, of the facts that the pasts were made of. */
export const pastOf = ({ indexById, words, bits }: Pasts, later: OperationId): readonly number[] => {
  const after = indexById.get(later)
  const places: number[] = []
  if (after === undefined) return places
  for (let word = 0; word < words; word++)
    for (let left = bits[after * words + word] ?? 0; left !== 0; left &= left - 1)
      places.push(word * bitsPerWord + 31 - Math.clz32(left & -left))
  return places
}

/** Adds a fact to a set of facts, one bit each. */
export const addTo = ({ indexById }: Pasts, mask: Uint32Array, id: OperationId): void => {
  const index = indexById.get(id)
  if (index !== undefined) mask[wordOf(index)] = (mask[wordOf(index)] ?? 0) | bitOf(index)
}

/** Whether the author of `later` had seen any of a set of facts. */
export const hasSeen = ({ indexById, words, bits }: Pasts, later: OperationId, mask: Uint32Array): boolean => {
  const after = indexById.get(later)
  if (after === undefined) return false
  for (let word = 0; word < words; word++) if (((bits[after * words + word] ?? 0) & (mask[word] ?? 0)) !== 0) return true
  return false
}

/** Whether the author of any of these had seen a fact. */
export const seenBy = ({ indexById, words, bits }: Pasts, later: readonly OperationId[]): ((earlier: OperationId) => boolean) => {
  const seen = new Uint32Array(words)
  for (const id of later) {
    const after = indexById.get(id)
    if (after === undefined) continue
    for (let word = 0; word < words; word++) seen[word] = (seen[word] ?? 0) | (bits[after * words + word] ?? 0)
  }
  return (earlier) => {
    const index = indexById.get(earlier)
    return index !== undefined && isSet(seen, 0, index)
  }
}

/** From now on those of `earlier` that are concurrent with `later`, with all before them, come before it and all that follows it: `pasts` is changed. */
export const putBefore = (pasts: Pasts, earlier: readonly OperationId[], later: OperationId): void => {
  const { indexById, words, bits } = pasts
  const after = indexById.get(later)
  if (after === undefined) return
  const before = new Uint32Array(words)
  for (const id of earlier) {
    const at = indexById.get(id)
    if (at === undefined || at === after || isSet(bits, after * words, at) || isSet(bits, at * words, after)) continue
    for (let word = 0; word < words; word++) before[word] = (before[word] ?? 0) | (bits[at * words + word] ?? 0)
    addTo(pasts, before, id)
  }
  for (let at = 0; at < indexById.size; at++)
    if (at === after || isSet(bits, at * words, after))
      for (let word = 0; word < words; word++) bits[at * words + word] = (bits[at * words + word] ?? 0) | (before[word] ?? 0)
}

/** Neither author had seen the other's fact. */
export const areConcurrent = (pasts: Pasts, a: OperationId, b: OperationId): boolean =>
  a !== b && !isBefore(pasts, a, b) && !isBefore(pasts, b, a)

/** Those of `some` that no other of them follows; `pasts` must come from all the facts of the subject. Keeps the given order. */
export const lastOf = <F extends CausalFact>(some: readonly F[], { indexById, words, bits }: Pasts): readonly F[] => {
  const followed = new Uint32Array(words)
  const indexOf = ({ operationId }: F): number => indexById.get(operationId) ?? 0
  for (const fact of some)
    for (let word = 0; word < words; word++) followed[word] = (followed[word] ?? 0) | (bits[indexOf(fact) * words + word] ?? 0)
  return some.filter((fact) => !isSet(followed, 0, indexOf(fact)))
}

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

/** How a fact stands to another one: its author had seen that one (1), that one's had seen it (-1), or neither (0). */
export type Standing = -1 | 0 | 1

/** Those of either side that stand against one of the other. Each pair is looked at once, and none of which both are found already. */
export const opposed = <A extends CausalFact, B extends CausalFact>(
  { indexById, words, bits }: Pasts,
  some: readonly A[],
  others: readonly B[],
  areOpposed: (one: A, other: B, standing: Standing) => boolean,
): readonly (A | B)[] => {
  const places = others.map(({ operationId }) => indexById.get(operationId) ?? 0)
  const found = new Set<A | B>()
  for (const one of some) {
    const at = indexById.get(one.operationId) ?? 0
    for (const [n, other] of others.entries()) {
      if (found.has(one) && found.has(other)) continue
      const place = places[n] ?? 0
      const standing = isSet(bits, at * words, place) ? 1 : isSet(bits, place * words, at) ? -1 : 0
      if (areOpposed(one, other, standing)) found.add(one).add(other)
    }
  }
  return [...found]
}

interface Rivalry<F> {
  /** The fact that this one (a return, an undo…) closes; `'any'`: whichever there is. */
  readonly ends: (fact: never) => OperationId | 'any' | undefined
  /** Two that never contradict. */
  readonly mayBothBe: (a: F, b: F) => boolean
}

/** Whether of two of `some`, by their places in it, only one can be true: neither author knew of an ending of the other (PROTOCOL.md, Contradiction). */
const rivalry = <F extends CausalFact>(
  pasts: Pasts,
  facts: readonly CausalFact[],
  some: readonly F[],
  { ends, mayBothBe }: Rivalry<F>,
): ((a: number, b: number) => boolean) => {
  const { indexById, words, bits } = pasts
  const ofAll = new Uint32Array(words)
  const ofOne = new Map<OperationId, Uint32Array>()
  for (const fact of facts) {
    // The cast: `ends` is of the facts given, whose type says more than this function needs.
    const ended = ends(fact as never)
    if (ended === undefined) continue
    const mask = ended === 'any' ? ofAll : (ofOne.get(ended) ?? new Uint32Array(words))
    addTo(pasts, mask, fact.operationId)
    if (ended !== 'any') ofOne.set(ended, mask)
  }
  const endings = some.map(({ operationId }) => ofOne.get(operationId)?.map((word, n) => word | (ofAll[n] ?? 0)) ?? ofAll)
  const places = some.map(({ operationId }) => (indexById.get(operationId) ?? 0) * words)
  const isExplained = (a: number, b: number): boolean => {
    const endsA = endings[a]
    const endsB = endings[b]
    const ofA = places[a] ?? 0
    const ofB = places[b] ?? 0
    for (let word = 0; word < words; word++) {
      const pastA = bits[ofA + word] ?? 0
      const pastB = bits[ofB + word] ?? 0
      if ((((endsA?.[word] ?? 0) & pastB & ~pastA) | ((endsB?.[word] ?? 0) & pastA & ~pastB)) !== 0) return true
    }
    return false
  }
  return (a, b) => {
    const [one, other] = [some[a], some[b]]
    return one !== undefined && other !== undefined && !mayBothBe(one, other) && !isExplained(a, b)
  }
}

/** Those of `some` of which, with another of them, only one can be true. */
export const contradictoryAmong = <F extends CausalFact>(
  pasts: Pasts,
  facts: readonly CausalFact[],
  some: readonly F[],
  how: Rivalry<F>,
): readonly F[] => {
  const areRivals = rivalry(pasts, facts, some, how)
  const isCited = some.map(() => false)
  for (let a = 0; a < some.length; a++) {
    for (let b = a + 1; b < some.length; b++) {
      // Once both are in a contradiction, what else they contradict says nothing new.
      if ((isCited[a] === true && isCited[b] === true) || !areRivals(a, b)) continue
      isCited[a] = true
      isCited[b] = true
    }
  }
  return some.filter((_, at) => isCited[at])
}

/** Whether the author of `later` had seen one of `some` of which only that or `one` can be true. */
export const rivalsBefore = <F extends CausalFact>(
  pasts: Pasts,
  facts: readonly CausalFact[],
  some: readonly F[],
  how: Rivalry<F>,
): ((one: F, later: CausalFact) => boolean) => {
  const areRivals = rivalry(pasts, facts, some, how)
  const rivals = new Map<F, Uint32Array>()
  const rivalsOf = (one: F): Uint32Array => {
    const at = some.indexOf(one)
    const mask = new Uint32Array(pasts.words)
    for (const [b, { operationId }] of some.entries()) if (areRivals(at, b)) addTo(pasts, mask, operationId)
    rivals.set(one, mask)
    return mask
  }
  return (one, later) => hasSeen(pasts, later.operationId, rivals.get(one) ?? rivalsOf(one))
}
