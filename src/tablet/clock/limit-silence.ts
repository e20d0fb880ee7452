/**
 * Gives up a stream that has fallen silent: it may never end by itself. Runs in the page.
 */

/** Counts from now; `ms` is the longest silence, after which `signal` aborts. */
export const limitSilence = (ms: number) => {
  const silence = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const heard = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(), ms)
  }
  heard()
  return { signal: silence.signal, heard, end: (): void => clearTimeout(timer) }
}
