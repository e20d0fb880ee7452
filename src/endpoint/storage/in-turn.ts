/**
 * A job of a library in its turn: begun when no other one runs, in this process or another, and ended where the turn was lost. Runs on the
 * endpoint and in its commands. Each of its transactions renews the turn as it writes, so that one who was silent too long writes nothing late.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { createTurn, type Lease } from './lease.ts'
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
  const transact: Store['transact'] = async (id, work, ahead) => {
    if (id !== libraryId) await store.transact(libraryId, renew)
    const begin = async (transaction: StoreTransaction) => {
      if (id === libraryId) await renew(transaction)
      return work(transaction)
    }
    return store.transact(id, begin, ahead)
  }
  return withMembers(store, { transact })
}

const begin = async (store: Store, libraryId: LibraryId, { turn, now, onWait, patienceMs = aJobsPatienceMs }: TurnWish): Promise<void> => {
  const endsAt = performance.now() + patienceMs
  const take = (): Promise<boolean> => store.transact(libraryId, (transaction) => turn.take(transaction, now()))
  for (let hasWaited = false; !(await take()); hasWaited = true) {
    if (!hasWaited) onWait?.()
    if (performance.now() >= endsAt) throw new TurnNotGiven()
    await wait(retryMs)
  }
}

/** What failed may be the database: it then runs out. */
const end = (store: Store, libraryId: LibraryId, turn: Lease): Promise<void> => store.transact(libraryId, turn.end).catch(() => undefined)

/**
 * Waits for the turn, then does the work. `onWait` is called once, where another job runs; throws where that one does not end while
 * `patienceMs` last.
 */
export const inTurn = async <T>(store: Store, libraryId: LibraryId, wish: TurnWish, work: (store: Store) => Promise<T>): Promise<T> => {
  await begin(store, libraryId, wish)
  try {
    return await work(storeInTurn(store, libraryId, wish.turn, wish.now))
  } finally {
    await end(store, libraryId, wish.turn)
  }
}

/** Whoever writes what a group shares does so in the turn of the first of its members; the library itself where it is in no group. */
const firstIn = async (store: Store, libraryId: LibraryId, joining: string | undefined): Promise<LibraryId> => {
  const libraries = await store.libraries()
  const group = joining ?? libraries.find(({ id }) => id === libraryId)?.recordGroup
  return libraries.find(({ recordGroup }) => group !== undefined && recordGroup === group)?.id ?? libraryId
}

/**
 * In the library's turn, and in that of the first member of its record group (NET-7), also of the group that it is `joining`. Nobody
 * joins or leaves meanwhile, so who is first is asked after each wait.
 */
export const inGroupTurn = <T>(
  store: Store,
  libraryId: LibraryId,
  wish: Omit<TurnWish, 'turn'>,
  work: (store: Store) => Promise<T>,
  joining?: string,
): Promise<T> =>
  inTurn(store, libraryId, { ...wish, turn: createTurn() }, async (own) => {
    for (;;) {
      const first = await firstIn(store, libraryId, joining)
      if (first === libraryId) return work(own)
      const turn = createTurn()
      await begin(own, first, { ...wish, turn })
      try {
        if ((await firstIn(store, libraryId, joining)) === first) return await work(storeInTurn(own, first, turn, wish.now))
      } finally {
        // Not by `own`: the library itself may be gone.
        await end(store, first, turn)
      }
    }
  })

/** Does the work upon a library in one transaction, and takes all of it back: what it came to. */
export const undone = async <T>(store: Store, libraryId: LibraryId, work: (store: Store) => Promise<T>): Promise<T> => {
  const libraries = await store.libraries()
  let tried: { readonly value: T } | undefined
  const undoing = store.transact(libraryId, async (transaction) => {
    const within = { transact: (_: LibraryId, does) => does(transaction), read: (_, does) => does(transaction) } satisfies Partial<Store>
    tried = { value: await work(withMembers(store, { ...within, libraries: async () => libraries })) }
    throw new Error('tried, and taken back')
  })
  await undoing.catch((error: unknown) => {
    if (tried === undefined) throw error
  })
  if (tried === undefined) throw new Error('a trial always ends by a throw')
  return tried.value
}
