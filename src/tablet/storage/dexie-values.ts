/**
 * What the tablet's database keeps one of: each value under a key of its own, of one type. Runs in the page, inside a transaction over `meta`.
 * Among them the term of the tab that leads: whoever holds an older one writes no more.
 */
import type { Farewell } from '../desk.ts'
import type { Database } from './dexie-database.ts'
import type { BaseMark, Identity, PinErrors } from './tablet-storage.ts'

interface ValueByKey {
  readonly term: number
  readonly mark: BaseMark
  readonly lostMark: BaseMark
  readonly identity: Identity
  /** Why the endpoint serves this tablet no more. */
  readonly lost: string
  readonly farewell: Farewell
  readonly clockOffset: number
  readonly orderCounter: number
  readonly [pin: `pin/${string}`]: PinErrors
}

export type DexieValues = ReturnType<typeof createDexieValues>

export const createDexieValues = ({ meta }: Database) => {
  const values = {
    // Written by this file alone, each under a key of one type.
    read: async <K extends keyof ValueByKey>(key: K): Promise<ValueByKey[K] | undefined> =>
      (await meta.get(key))?.value as ValueByKey[K] | undefined,
    /** undefined takes it away. */
    write: async <K extends keyof ValueByKey>(key: K, value: ValueByKey[K] | undefined): Promise<void> => {
      if (value === undefined) await meta.delete(key)
      else await meta.put({ key, value })
    },
    /** On a new database from the clock (milliseconds): above each term of one whose data was cleared, a tab of which may still be open. */
    nextTerm: async (): Promise<number> => {
      const term = ((await values.read('term')) ?? Date.now()) + 1
      await values.write('term', term)
      return term
    },
    /** True: another tab took a later term. */
    isFenced: async (term: number): Promise<boolean> => (await values.read('term')) !== term,
  }
  return values
}
