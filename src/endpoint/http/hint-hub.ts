/**
 * Tells waiting tablets that something changed in their library. Runs on the endpoint, in memory.
 * A hint has no content and may be lost: tablets ask again every 15 s by themselves (PROTOCOL.md, The tablet). Of one tablet the newest
 * streams stay: it uses one, and those before it may have died without a word.
 */
import type { DeviceId, LibraryId } from '../../domain/ids.ts'
import type { Store } from '../storage/store.ts'

/** A tablet has one; after the network was cut some more seem open until their end is noticed. */
const streamsPerDevice = 4

interface Waiting {
  readonly hint: () => void
  readonly end: () => void
}

export class HintHub {
  readonly #waitingByLibrary = new Map<LibraryId, Map<Waiting, DeviceId>>()
  readonly #stopWatching: () => void

  constructor(store: Store) {
    this.#stopWatching = store.watch((libraryId) => {
      for (const waiting of this.#waitingByLibrary.get(libraryId)?.keys() ?? []) waiting.hint()
    })
  }

  get size(): number {
    return [...this.#waitingByLibrary.values()].reduce((sum, waiting) => sum + waiting.size, 0)
  }

  /** `hint` is called at each change, `end` when the stream is to end. Answers the function that leaves. */
  join({ id, libraryId }: { readonly id: DeviceId; readonly libraryId: LibraryId }, waiting: Waiting): () => void {
    const others = this.#waitingByLibrary.get(libraryId) ?? new Map<Waiting, DeviceId>()
    this.#waitingByLibrary.set(libraryId, others.set(waiting, id))
    const own = [...others].filter(([, deviceId]) => deviceId === id).map(([stream]) => stream)
    for (const oldest of own.slice(0, -streamsPerDevice)) this.#end(others, oldest)
    return () => others.delete(waiting)
  }

  /** Ends what a tablet that was set aside still listens to. */
  endOf(deviceId: DeviceId): void {
    for (const waitings of this.#waitingByLibrary.values()) {
      for (const [waiting, id] of waitings) if (id === deviceId) this.#end(waitings, waiting)
    }
  }

  close(): void {
    this.#stopWatching()
    for (const waitings of this.#waitingByLibrary.values()) for (const waiting of waitings.keys()) waiting.end()
  }

  #end(waitings: Map<Waiting, DeviceId>, waiting: Waiting): void {
    waitings.delete(waiting)
    waiting.end()
  }
}
