/**
 * One after the other, and each library in its turn: whoever asks for forty works at once waits for them, and nobody else does (NET-5). Runs
 * on the endpoint, where libraries share one connection, or a few. The works of one library begin in their order, and a failure stops nobody.
 */
export class FairQueue {
  /** By whom; whoever had a turn goes to the end. */
  readonly #waiting = new Map<string, (() => Promise<void>)[]>()
  readonly #last: (() => Promise<void>)[] = []
  readonly #places: number
  #taken = 0

  /** `places`: works that run at a time. */
  constructor(places = 1) {
    this.#places = places
  }

  /** Runs `work` after the other works of `whom`; settles as `work` does. */
  run<T>(whom: string, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const turns = this.#waiting.get(whom) ?? []
      turns.push(() => work().then(resolve, reject))
      this.#waiting.set(whom, turns)
      this.#begin()
    })
  }

  /** Runs `work` when nothing else waits any more. */
  runLast<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#last.push(() => work().then(resolve, reject))
      this.#begin()
    })
  }

  #begin(): void {
    if (this.#taken === this.#places) return
    this.#taken += 1
    queueMicrotask(() => void this.#go())
  }

  async #go(): Promise<void> {
    for (let turn = this.#next(); turn !== undefined; turn = this.#next()) await turn()
    this.#taken -= 1
  }

  #next(): (() => Promise<void>) | undefined {
    const [first] = this.#waiting
    if (first === undefined) return this.#last.shift()
    const [whom, turns] = first
    this.#waiting.delete(whom)
    const turn = turns.shift()
    if (turns.length > 0) this.#waiting.set(whom, turns)
    return turn
  }
}
