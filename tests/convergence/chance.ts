/**
 * The only chance in a simulated world: named streams of one seed. Runs in the simulator.
 * A stream of its own for each tablet, network and person keeps what one draws from moving what another gets, so that a run stays close
 * to itself while it is being shrunk.
 */
export interface Chance {
  /** From 0 to 1, 1 excluded. */
  next(): number
  /** A whole number below `limit`. */
  below(limit: number): number
  between(from: number, to: number): number
  happens(share: number): boolean
  /** undefined from an empty list. */
  pick<T>(members: readonly T[]): T | undefined
  shuffle<T>(members: readonly T[]): readonly T[]
  hex(bytes: number): string
}

/** sfc32 (Chris Doty-Humphrey, public domain), seeded by FNV-1a of a text. */
export const createChance = (seed: string): Chance => {
  let hash = 0x811c9dc5
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193)
  let [a, b, c, counter] = [hash, hash ^ 0x9e3779b9, Math.imul(hash, 0x85ebca6b), 1]
  const draw = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 12; i++) draw()
  const next = (): number => draw() / 0x1_0000_0000
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    between: (from, to) => from + below(to - from + 1),
    happens: (share) => next() < share,
    pick: (members) => members[below(members.length)],
    shuffle: (members) =>
      members
        .map((member) => ({ member, key: next() }))
        .sort((x, y) => x.key - y.key)
        .map(({ member }) => member),
    hex: (bytes) => Array.from({ length: bytes }, () => below(256).toString(16).padStart(2, '0')).join(''),
  }
}
