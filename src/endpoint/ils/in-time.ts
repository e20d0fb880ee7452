/**
 * How long an answer of the ILS is waited for, by default while somebody stands at the desk (ILS-8). Runs on the endpoint.
 * What comes later is left: nobody waits for it, and the next asking reads it anew.
 */

/** As long as somebody at the desk would not notice: milliseconds. */
const patienceMs = 800

/** undefined: not in time. */
export const inTime = async <T>(answer: Promise<T>, withinMs = patienceMs): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), withinMs)))
  const first = await Promise.race([answer, late])
  clearTimeout(timer)
  return first
}
