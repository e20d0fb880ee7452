/**
 * Tells waiting tablets that something changed in their library. Runs on the endpoint, in memory.
 * A hint has no content and may be lost: tablets ask again every 15 s by themselves (PROTOCOL.md, The tablet).
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { Store } from '../storage/store.ts'

interface Waiting {
  readonly hint: () => void
  readonly end: () => void
}

export class HintHub {
  readonly #waitingByLibrary = new Map<LibraryId, Set<Waiting>>()
  readonly #stopWatching: () => void

  constructor(store: Store) {
    this.#stopWatching = store.watch((libraryId) => {
      for (const waiting of this.#waitingByLibrary.get(libraryId) ?? []) waiting.hint()
    })
  }

  get size(): number {
    return [...this.#waitingByLibrary.values()].reduce((sum, waiting) => sum + waiting.size, 0)
  }

  /** `hint` is called at each change, `end` when the endpoint stops. Answers the function that leaves. */
  join(libraryId: LibraryId, waiting: Waiting): () => void {
    const others = this.#waitingByLibrary.get(libraryId) ?? new Set()
    this.#waitingByLibrary.set(libraryId, others.add(waiting))
    return () => others.delete(waiting)
  }

  close(): void {
    this.#stopWatching()
    for (const waitings of this.#waitingByLibrary.values()) for (const waiting of waitings) waiting.end()
  }
}
