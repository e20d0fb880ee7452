/**
 * The tablet's disk on IndexedDB, through Dexie: what a start reads, the base, and what the desk keeps for itself. Runs in the page.
 * Its operations, its identity and its terms are in files beside; all of them write through `transact`, a transaction each.
 */
import { withDraft } from '../../domain/order/note-draft.ts'
import { openDatabase } from './dexie-database.ts'
import { createDexieIdentity } from './dexie-identity.ts'
import { createDexieOperations } from './dexie-operations.ts'
import { createTransact } from './dexie-transactions.ts'
import { createDexieValues } from './dexie-values.ts'
import { readStored } from './read-stored.ts'
import type { TabletStorage } from './tablet-storage.ts'

export interface DexieStorageOptions {
  readonly name: string
  /** Called when there is no room for a transaction: gives back what can be fetched again. */
  readonly onFull?: () => Promise<void>
}

/** The tablet's storage in the browser's database `name`. */
export const createDexieStorage = ({ name, onFull }: DexieStorageOptions): TabletStorage => {
  const database = openDatabase(name)
  const transact = createTransact(database, onFull)
  const values = createDexieValues(database)
  const { outbox, elsewhere, base, outcomes, drafts, meta } = database

  return {
    ...createDexieOperations(database, transact, values),
    ...createDexieIdentity(database, transact, values),

    load: () =>
      transact('r', [outbox, elsewhere, base, outcomes, drafts, meta], () =>
        readStored({
          all: (table) => database.table(table).toArray(),
          outcomesAbove: (version) => outcomes.where('version').above(version).toArray(),
        }),
      ),

    probe: async () => {
      await transact('r', [meta], async () => {
        await meta.get('identity')
      })
    },

    commitPull: (term, { isWhole, rows, mark }) =>
      transact('rw', [base, meta], async () => {
        if (await values.isFenced(term)) return false
        if (isWhole) await base.clear()
        const keys = rows.map(({ kind, id }): [string, string] => [kind, id])
        const known = isWhole ? [] : await base.bulkGet(keys)
        const newer = rows.filter((row, i) => row.version > (known[i]?.version ?? -1))
        const gone = newer.filter((row) => row.row === null)
        await base.bulkPut(newer.filter((row) => row.row !== null))
        if (gone.length > 0) await base.bulkDelete(gone.map(({ kind, id }): [string, string] => [kind, id]))
        await values.write('mark', mark)
        await values.write('lostMark', undefined)
        return true
      }),

    keepVisits: (visits) =>
      transact('rw', [drafts], async () => {
        await drafts.put({ key: 'handover', visits })
      }),
    keepNoteDraft: (orderId, draft) =>
      transact('rw', [drafts], async () => {
        const { notes = [] } = (await drafts.get('notes')) ?? {}
        await drafts.put({ key: 'notes', notes: withDraft(notes, orderId, draft) })
      }),
    keepCall: (orderId, call) =>
      transact('rw', [drafts], async () => {
        const { calls = [] } = (await drafts.get('calls')) ?? {}
        await drafts.put({ key: 'calls', calls: withDraft(calls, orderId, call) })
      }),
    nextOrderCounter: () =>
      transact('rw', [meta], async () => {
        const counter = ((await values.read('orderCounter')) ?? 0) + 1
        await values.write('orderCounter', counter)
        return counter
      }),
    pinErrors: (librarianId) => transact('r', [meta], () => values.read(`pin/${librarianId}`)),
    keepPinErrors: (librarianId, errors) => transact('rw', [meta], () => values.write(`pin/${librarianId}`, errors)),
    close: () => database.close(),
  }
}
