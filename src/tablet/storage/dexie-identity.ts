/**
 * Who this tablet is, and which of its tabs leads, on IndexedDB. Runs in the page.
 * What waits for a library stays when the tablet leaves it, apart, and comes back to its place with that library.
 */
import type { Database } from './dexie-database.ts'
import type { Transact } from './dexie-transactions.ts'
import type { DexieValues } from './dexie-values.ts'
import { type IdentityStorage, isSameLibrary } from './tablet-storage.ts'

export const createDexieIdentity = (
  { outbox, elsewhere, base, outcomes, drafts, meta }: Database,
  transact: Transact,
  values: DexieValues,
): IdentityStorage => {
  const clearBase = async (): Promise<void> => {
    await values.nextTerm()
    await base.clear()
    await outcomes.clear()
    await drafts.clear()
    await values.write('mark', undefined)
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
        const back = (await elsewhere.toArray()).filter((entry) => isSameLibrary(entry, identity))
        await outbox.bulkPut(back.map(({ libraryName, ...entry }) => entry))
        await elsewhere.bulkDelete(back.map(({ seq }) => seq))
        await values.write('identity', identity)
        await values.write('lost', undefined)
      }),
    keepCredential: (term, credential) =>
      transact('rw', [meta], async () => {
        if (await values.isFenced(term)) return false
        const identity = await values.read('identity')
        if (identity !== undefined) await values.write('identity', { ...identity, ...credential })
        return true
      }),
    keepLost: (reason) => transact('rw', [meta], () => values.write('lost', reason)),
    eraseBase: () => transact('rw', [base, outcomes, drafts, meta], clearBase),
  }
}
