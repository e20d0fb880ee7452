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
  return before !== undefined && after !== undefined && ((bits[after * words + wordOf(before)] ?? 0) & bitOf(before)) !== 0
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
    return index !== undefined && ((seen[wordOf(index)] ?? 0) & bitOf(index)) !== 0
  }
}

/**
 * From now on each of `earlier`, with all before it, comes before `later` and all that follows it: `pasts` is changed. Of facts that are
 * concurrent with `later`.
 */
export const putBefore = ({ indexById, words, bits }: Pasts, earlier: readonly OperationId[], later: OperationId): void => {
  const after = indexById.get(later)
  if (after === undefined) return
  const before = new Uint32Array(words)
  for (const at of earlier.map((id) => indexById.get(id)).filter((index) => index !== undefined)) {
    for (let word = 0; word < words; word++) before[word] = (before[word] ?? 0) | (bits[at * words + word] ?? 0)
    before[wordOf(at)] = (before[wordOf(at)] ?? 0) | bitOf(at)
  }
  for (let at = 0; at < indexById.size; at++) {
    const isLater = at === after || ((bits[at * words + wordOf(after)] ?? 0) & bitOf(after)) !== 0
    if (!isLater) continue
    for (let word = 0; word < words; word++) bits[at * words + word] = (bits[at * words + word] ?? 0) | (before[word] ?? 0)
  }
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
  return some.filter((fact) => ((followed[wordOf(indexOf(fact))] ?? 0) & bitOf(indexOf(fact))) === 0)
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

interface Rivalry<F> {
  /** Whether a fact (a return, an undo…) closes that one. */
  readonly ends: (fact: never, ended: OperationId) => boolean
  /** Two that never contradict. */
  readonly mayBothBe: (a: F, b: F) => boolean
}

/** Whether of two of `some`, by their places in it, only one can be true: neither author knew of an ending of the other (PROTOCOL.md, Contradiction). */
const rivalry = <F extends CausalFact>(
  { indexById, words, bits }: Pasts,
  facts: readonly CausalFact[],
  some: readonly F[],
  { ends, mayBothBe }: Rivalry<F>,
): ((a: number, b: number) => boolean) => {
  const endings = some.map(({ operationId }) => {
    const row = new Uint32Array(words)
    for (const fact of facts) {
      const index = indexById.get(fact.operationId)
      // The cast: `ends` is of the facts given, whose type says more than this function needs.
      if (index !== undefined && ends(fact as never, operationId)) row[wordOf(index)] = (row[wordOf(index)] ?? 0) | bitOf(index)
    }
    return row
  })
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

/** Whether the author of `later` had seen one of `some` of which only that or `one` can be true; each pair is looked at once, beforehand. */
export const rivalsBefore = <F extends CausalFact>(
  pasts: Pasts,
  facts: readonly CausalFact[],
  some: readonly F[],
  how: Rivalry<F>,
): ((one: F, later: CausalFact) => boolean) => {
  const areRivals = rivalry(pasts, facts, some, how)
  const { indexById, words, bits } = pasts
  const rivals = new Map<OperationId, Uint32Array>()
  for (const [a, { operationId }] of some.entries()) {
    const row = new Uint32Array(words)
    for (const [b, other] of some.entries()) {
      const index = indexById.get(other.operationId)
      if (index !== undefined && areRivals(a, b)) row[wordOf(index)] = (row[wordOf(index)] ?? 0) | bitOf(index)
    }
    rivals.set(operationId, row)
  }
  return (one, later) => {
    const [row, after] = [rivals.get(one.operationId), indexById.get(later.operationId)]
    if (row === undefined || after === undefined) return false
    for (let word = 0; word < words; word++) if (((row[word] ?? 0) & (bits[after * words + word] ?? 0)) !== 0) return true
    return false
  }
}
