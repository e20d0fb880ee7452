/**
 * Who this tablet is, and which of its tabs leads, on IndexedDB. Runs in the page.
 * What waits for a library stays when the tablet leaves it, apart, and comes back to its place with that library.
 */
import type { Farewell } from '../desk.ts'
import type { Database } from './dexie-database.ts'
import type { Transact } from './dexie-transactions.ts'
import type { DexieValues } from './dexie-values.ts'
import { farewellOf, type IdentityStorage, isAnother } from './tablet-storage.ts'

export const createDexieIdentity = (database: Database, transact: Transact, values: DexieValues): IdentityStorage => {
  const { outbox, elsewhere, base, outcomes, drafts, meta } = database
  const keepFarewell = async (farewell: Farewell): Promise<void> => {
    await values.write('lost', 'revoked')
    await values.write('farewell', farewell)
  }
  const clearBase = async (): Promise<void> => {
    await values.nextTerm()
    await base.clear()
    await outcomes.clear()
    await drafts.clear()
    await values.write('mark', undefined)
    await values.write('lostMark', undefined)
  }
  return {
    takeTerm: () =>
      transact('rw', [meta], async () => {
        const term = await values.nextTerm()
        return { term, cursor: (await values.read('mark'))?.cursor, ticket: (await values.read('identity'))?.ticket }
      }),
    isLeading: (term) => transact('r', [meta], async () => !(await values.isFenced(term))),
    keepIdentity: (identity, leaving) =>
      transact('rw', [outbox, elsewhere, base, outcomes, drafts, meta], async () => {
        if (leaving === undefined) await values.nextTerm()
        else {
          const former = await values.read('identity')
          const waiting = await outbox.toArray()
          await elsewhere.bulkPut(waiting.map((entry) => ({ ...entry, library: entry.library ?? former?.library, libraryName: leaving })))
          await outbox.clear()
          await clearBase()
        }
        const back = (await elsewhere.toArray()).filter((entry) => entry.library === identity.library)
        await outbox.bulkPut(back.map(({ libraryName, ...entry }) => entry))
        await elsewhere.bulkDelete(back.map(({ seq }) => seq))
        await values.write('identity', identity)
        await values.write('lost', undefined)
        await values.write('farewell', undefined)
      }),
    keepCredential: (term, credential) =>
      transact('rw', [meta], async () => {
        if (await values.isFenced(term)) return false
        const identity = await values.read('identity')
        if (identity !== undefined) await values.write('identity', { ...identity, ...credential })
        return true
      }),
    keepLost: (reason, credential) =>
      transact('rw', [meta], async () => {
        if (isAnother(await values.read('identity'), credential)) return false
        await values.write('lost', reason)
        return true
      }),
    eraseAll: () =>
      transact('rw', [outbox, base, outcomes, drafts, meta], async () => {
        if ((await outbox.count()) > 0) return undefined
        const received = await outcomes.toArray()
        const farewell = farewellOf(received)
        await clearBase()
        const term = await values.read('term')
        await meta.clear()
        await values.write('term', term)
        await keepFarewell(farewell)
        return farewell
      }),
    removeDatabase: async () => {
      const farewell = await transact('r', [outbox, elsewhere, meta], async () =>
        (await outbox.count()) + (await elsewhere.count()) > 0 || (await values.read('identity')) !== undefined
          ? undefined
          : values.read('farewell'),
      )
      if (farewell === undefined) return
      await database.delete()
      await transact('rw', [meta], async () => {
        if ((await values.read('identity')) === undefined) await keepFarewell(farewell)
      })
    },
  }
}
