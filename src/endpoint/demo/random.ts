/**
 * Repeatable chance for the demo: the same seed gives the same library, on every machine. Runs on the endpoint.
 * mulberry32 (Tommy Ettinger, public domain): 32 bits of state, plenty for names on invented cards, and never for anything secret.
 */
export type Random = ReturnType<typeof createRandom>

export const createRandom = (seed: string) => {
  let state = 0x811c9dc5
  for (const letter of seed) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (limit: number): number => Math.floor((next() / 0x1_0000_0000) * limit)
  return {
    /** A whole number from `from` to `to`, both included. */
    between: (from: number, to: number): number => from + below(to - from + 1),
    /** True `percent` times in a hundred. */
    isLucky: (percent: number): boolean => below(100) < percent,
    /** Throws on an empty list. */
    pick: <T>(members: readonly T[]): T => {
      if (members.length === 0) throw new RangeError('random: nothing to pick from')
      // The index is below the length, which is not 0.
      return members[below(members.length)] as T
    },
    /** The same members in another order. */
    shuffle: <T>(members: readonly T[]): readonly T[] => {
      const shuffled = [...members]
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = below(i + 1)
        const [a, b] = [shuffled[i], shuffled[j]]
        // Both indices lie within the list.
        if (a !== undefined && b !== undefined) [shuffled[i], shuffled[j]] = [b, a]
      }
      return shuffled
    },
    /** 32 hexadecimal digits. */
    hexId: (): string => Array.from({ length: 4 }, () => next().toString(16).padStart(8, '0')).join(''),
  }
}
