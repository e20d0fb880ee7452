/**
 * Gives up a stream that has fallen silent: it may never end by itself. Runs in the page.
 */

export interface SilenceLimit {
  /** Aborts once nothing was heard for that long. */
  readonly signal: AbortSignal
  heard(): void
  end(): void
}

/** Counts from now; `ms` is the longest silence. */
export const limitSilence = (ms: number): SilenceLimit => {
  const silence = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const heard = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(), ms)
  }
  heard()
  return { signal: silence.signal, heard, end: () => clearTimeout(timer) }
}
