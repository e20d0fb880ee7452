/**
 * A job that is done again and again, one pass at a time. Runs on the endpoint: what tells the ILS, what writes to patrons, what watches a
 * folder. What waits is on the disk, so that a pass that is left out loses nothing.
 */
export interface Passes {
  /** One pass, unless one is under way, `mayBegin` says no, or the job was stopped. */
  pass(): Promise<void>
  /** Begins nothing more; resolves when what is under way has ended. */
  stop(): Promise<void>
}

/** `once` is told by `isStopping` to begin nothing more within its pass. */
export const createPasses = (once: (isStopping: () => boolean) => Promise<void>, mayBegin: () => boolean = () => true): Passes => {
  let passing: Promise<void> | undefined
  let isStopping = false
  return {
    pass: async () => {
      if (passing !== undefined || isStopping || !mayBegin()) return
      passing = once(() => isStopping)
      try {
        await passing
      } finally {
        passing = undefined
      }
    },
    stop: async () => {
      isStopping = true
      await passing?.catch(() => undefined)
    },
  }
}
