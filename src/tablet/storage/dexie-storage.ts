/**
 * The tablet's disk on IndexedDB, through Dexie: what a start reads, the base, what the desk keeps for itself, its operations, its identity
 * and its terms. Runs in the page. All of it is written through `transact`, a transaction each.
 */
import { endPile } from '../../domain/handover/end-pile.ts'
import { withDraft } from '../../domain/order/note-draft.ts'
import type { Farewell } from '../desk.ts'
import { type Database, openDatabase } from './dexie-database.ts'
import { createTransact, type Transact } from './dexie-transactions.ts'
import { type Draft, readStored } from './read-stored.ts'
import {
  type BaseMark,
  farewellOf,
  type Identity,
  type IdentityStorage,
  isAnother,
  isReleased,
  isToReturn,
  type OperationStorage,
  type PinErrors,
  type TabletStorage,
  toAcknowledged,
  toReturn,
} from './tablet-storage.ts'

/** What is kept one of, among it the term of the tab that leads: whoever holds an older one writes no more. */
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

type DexieValues = ReturnType<typeof createDexieValues>

const createDexieValues = ({ meta }: Database) => {
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

/** What waits for a library stays when the tablet leaves it, apart, and comes back to its place with that library. */
const createDexieIdentity = (database: Database, transact: Transact, values: DexieValues): IdentityStorage => {
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

/** An entry is written once, and then only moved: into the outcomes when it was received, back when the endpoint forgot it. */
const createDexieOperations = (
  { outbox, outcomes, drafts, meta }: Database,
  transact: Transact,
  values: DexieValues,
): OperationStorage => ({
  append: (entry, ends) =>
    transact('rw', ends === undefined ? [outbox, meta] : [outbox, drafts, meta], async () => {
      let seq: number
      let atDesk: Draft | undefined
      let identity: Identity | undefined
      try {
        // Asked together: each answer of the disk is waited for under somebody's eyes.
        ;[seq, atDesk, identity] = await Promise.all([outbox.add({ ...entry }), ends && drafts.get('handover'), values.read('identity')])
      } catch (error) {
        // The first try may have been written before its connection died.
        const known = await outbox.where('operationId').equals(entry.operationId).first()
        if (known === undefined) throw error
        return known
      }
      if ((entry.library ?? identity?.library) !== identity?.library) throw new Error('this tablet is in another library now')
      if (ends !== undefined && atDesk?.visits !== undefined) await drafts.put({ ...atDesk, visits: endPile(atDesk.visits, ends) })
      return { ...entry, seq }
    }),

  pending: (limit) => transact('r', [outbox], () => outbox.orderBy('seq').limit(limit).toArray()),
  pendingCount: () => transact('r', [outbox], () => outbox.count()),

  acknowledge: (term, results, { at, clockOffset, ...learnt }) =>
    transact('rw', [outbox, outcomes, meta], async () => {
      const ids = results.map(({ operationId }) => operationId)
      // All at once, for each answer of the disk is waited for. What was received is mostly the oldest, which it gives in one; by ids, one by one.
      const [isFenced, oldest, identity] = await Promise.all([
        values.isFenced(term),
        outbox.limit(ids.length).toArray(),
        values.read('identity'),
      ])
      if (isFenced) return false
      const entries = oldest.every(({ operationId }) => ids.includes(operationId))
        ? oldest
        : await outbox.where('operationId').anyOf(ids).toArray()
      const formers = entries.length === ids.length ? [] : await outcomes.bulkGet(ids)
      const known = results.flatMap((result, i) => {
        const entry = entries.find(({ operationId }) => operationId === result.operationId)
        const former = entry === undefined ? formers[i] : undefined
        const kept = isReleased(former?.outcome, result.outcome) ? former : entry
        return kept?.hash === result.hash ? [toAcknowledged(kept, result, at)] : []
      })
      await Promise.all([
        outcomes.bulkPut(known),
        outbox.bulkDelete(known.map(({ seq }) => seq)),
        identity && values.write('identity', { ...identity, ...learnt }),
        values.write('clockOffset', clockOffset),
      ])
      return true
    }),

  keepReceived: (received, identity) =>
    transact('rw', [outbox, outcomes, meta], async () => {
      const kept = await values.read('identity')
      if (kept?.library !== identity.library || (await values.read('lost')) === 'revoked') return
      const isToTell = kept.epoch !== identity.epoch || kept.deviceId !== identity.deviceId
      for (const entry of received) {
        // An exchange of another tab may have kept its outcome meanwhile.
        if ((await outcomes.get(entry.operationId)) !== undefined) continue
        // It waits here; or a first try was written before its connection died.
        const known = await outbox.where('operationId').equals(entry.operationId).first()
        const answer = { ...entry, accepted: known?.accepted ?? entry.accepted }
        // The outbox alone gives places.
        const seq = await outbox.put({ ...toReturn(answer), ...(known && { seq: known.seq }) })
        if (isToTell && isToReturn(answer)) continue
        await outbox.delete(seq)
        await outcomes.put({ ...answer, seq })
      }
      if (kept.deviceId === identity.deviceId && kept.ticket < identity.ticket)
        await values.write('identity', { ...kept, ticket: identity.ticket })
    }),

  returnToOutbox: (term, epoch, since) =>
    transact('rw', [outbox, outcomes, meta], async () => {
      if (await values.isFenced(term)) return false
      const received = await outcomes.where('acknowledgedAt').aboveOrEqual(since).toArray()
      const returned = received.filter(isToReturn)
      await outbox.bulkPut(returned.map(toReturn))
      await outcomes.bulkDelete(returned.map(({ operationId }) => operationId))
      const identity = await values.read('identity')
      if (identity !== undefined) await values.write('identity', { ...identity, epoch })
      const mark = await values.read('mark')
      if (mark !== undefined) await values.write('lostMark', mark)
      await values.write('mark', undefined)
      return true
    }),

  acknowledged: () => transact('r', [outcomes], async () => (await outcomes.toArray()).sort((a, b) => b.seq - a.seq)),
  forgetAcknowledgedBefore: async (at) => {
    await transact('rw', [outcomes], () => outcomes.where('acknowledgedAt').below(at).delete())
  },
})
