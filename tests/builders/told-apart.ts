/**
 * How well two kinds of answers are told apart by what was measured of them: what an attacker can do who tries many of each. Runs in tests.
 * Taught by every other measurement of each kind, the better of two plain classifiers then names the rest: one looks at each number alone, the
 * other for the nearest that it was taught. Half of them right is chance.
 */
type Measured = readonly number[]

/** Nearest ones that are asked; odd, so that they agree. */
const asked = 15

const isEven = (_: unknown, n: number): boolean => n % 2 === 0
const isOdd = (_: unknown, n: number): boolean => n % 2 === 1
const shareOf = (right: number, of: number): number => right / of

/** Each number by its place among those that were taught: however far a busy machine strikes out, it is one place. */
const createRanks = (taught: readonly Measured[]): ((one: Measured) => Measured) => {
  const sorted = (taught[0] ?? []).map((_, at) => taught.map((one) => one[at] ?? 0).sort((a, b) => a - b))
  return (one) => one.map((value, at) => (sorted[at] ?? []).filter((other) => other < value).length / taught.length)
}

/** The share of the second halves that is named rightly. */
export const toldApart = (first: readonly Measured[], second: readonly Measured[]): number => {
  const taught = [
    ...first.filter(isEven).map((one) => ({ one, isFirst: true })),
    ...second.filter(isEven).map((one) => ({ one, isFirst: false })),
  ]
  const rest = [
    ...first.filter(isOdd).map((one) => ({ one, isFirst: true })),
    ...second.filter(isOdd).map((one) => ({ one, isFirst: false })),
  ]
  const rank = createRanks(taught.map(({ one }) => one))
  const [known, unknown] = [taught, rest].map((kinds) => kinds.map(({ one, isFirst }) => ({ at: rank(one), isFirst }))) as [
    { at: Measured; isFirst: boolean }[],
    { at: Measured; isFirst: boolean }[],
  ]
  const rightOf = (name: (at: Measured) => boolean, of = unknown): number =>
    shareOf(of.filter(({ at, isFirst }) => name(at) === isFirst).length, of.length)
  const byNearest = (at: Measured): boolean => {
    const far = known.map((one) => ({ ...one, distance: one.at.reduce((sum, value, n) => sum + (value - (at[n] ?? 0)) ** 2, 0) }))
    const nearest = far.sort((a, b) => a.distance - b.distance).slice(0, asked)
    return 2 * nearest.filter(({ isFirst }) => isFirst).length > asked
  }
  const byOne = (known[0]?.at ?? []).map((_, n) => {
    const bounds = known.flatMap(({ at }) => [-1, 1].map((sign) => (one: Measured) => sign * ((one[n] ?? 0) - (at[n] ?? 0)) > 0))
    return bounds.reduce((best, bound) => (rightOf(bound, known) > rightOf(best, known) ? bound : best))
  })
  return Math.max(...[byNearest, ...byOne].map((name) => rightOf(name)))
}
