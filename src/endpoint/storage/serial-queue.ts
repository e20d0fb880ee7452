/**
 * One after the other: work asked for while other work runs waits for its turn, and a failure stops nobody else.
 * Runs on the endpoint, where it serialises what shares one database connection, and what one tablet asks.
 */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs `work` after all work asked for before it; settles as `work` does. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

/** The queue of one of many: of a library, or of a tablet. */
export const queueOf = <K>(queues: Map<K, SerialQueue>, key: K): SerialQueue => {
  const queue = queues.get(key) ?? new SerialQueue()
  queues.set(key, queue)
  return queue
}
