/**
 * A job of a library in its turn: begun when no other one runs, in this process or another, and ended where the turn was lost. Runs on the
 * endpoint and in its commands. Each of its transactions renews the turn as it writes, so that one who was silent too long writes nothing late.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Lease } from './lease.ts'
import type { Store, StoreTransaction } from './store.ts'
import { withMembers } from './with-members.ts'

/** Milliseconds between two looks at whether the other one has ended. */
const retryMs = 500
/** Milliseconds after which whoever waits gives up: a job is over in a minute or two. */
const aJobsPatienceMs = 600_000

export class TurnLost extends Error {
  constructor() {
    super('another job of this library took its turn')
  }
}
/** Another job went on and on. */
export class TurnNotGiven extends Error {
  constructor() {
    super('another job of this library did not end')
  }
}

export interface TurnWish {
  readonly turn: Lease
  readonly now: () => Instant
  readonly onWait?: (() => void) | undefined
  /** 0: now or not at all. */
  readonly patienceMs?: number
}

/**
 * The store, of which this library is written in our turn alone. What the job writes in another one, whose catalogue this one's turn guards, renews
 * it just before: no transaction holds two libraries.
 */
export const storeInTurn = (store: Store, libraryId: LibraryId, turn: Lease, now: () => Instant): Store => {
  const renew = async (transaction: StoreTransaction): Promise<void> => {
    if (!(await turn.take(transaction, now()))) throw new TurnLost()
  }
  const transact = async <T>(id: LibraryId, work: (transaction: StoreTransaction) => Promise<T>): Promise<T> => {
    if (id !== libraryId) await store.transact(libraryId, renew)
    return store.transact(id, async (transaction) => {
      if (id === libraryId) await renew(transaction)
      return work(transaction)
    })
  }
  return withMembers(store, { transact })
}

/**
 * Waits for the turn, then does the work. `onWait` is called once, where another job runs; throws where that one does not end while
 * `patienceMs` last.
 */
export const inTurn = async <T>(
  store: Store,
  libraryId: LibraryId,
  { turn, now, onWait, patienceMs = aJobsPatienceMs }: TurnWish,
  work: (store: Store) => Promise<T>,
): Promise<T> => {
  const endsAt = performance.now() + patienceMs
  const take = (): Promise<boolean> => store.transact(libraryId, (transaction) => turn.take(transaction, now()))
  for (let hasWaited = false; !(await take()); hasWaited = true) {
    if (!hasWaited) onWait?.()
    if (performance.now() >= endsAt) throw new TurnNotGiven()
    await wait(retryMs)
  }
  try {
    return await work(storeInTurn(store, libraryId, turn, now))
  } finally {
    // What failed may be the database: it then runs out.
    await store.transact(libraryId, turn.end).catch(() => undefined)
  }
}
