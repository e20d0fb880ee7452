/**
 * What a piece of work took: by the clock, and of this process's own processor time, which others on the machine do not lengthen.
 * Runs in Node.
 */

/** Milliseconds. */
export interface Took {
  readonly wall: number
  readonly cpu: number
}

export const startTiming = (): (() => Took) => {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return { wall: performance.now() - startedAt, cpu: (user + system) / 1000 }
  }
}
