/**
 * The tablet's disk on IndexedDB, through Dexie. Runs in the page.
 * Strict durability (a commit is on disk, not in a buffer) and no cache. Browsers drop connections in mid-day: each transaction that
 * fails is tried once more on a new connection. No foreign promise is awaited inside a transaction: it would end it.
 */
import Dexie, { type EntityTable, type Table } from 'dexie'
import { endPile } from '../../domain/handover/end-pile.ts'
import type { Visit } from '../../domain/handover/visit.ts'
import type { OperationId } from '../../domain/ids.ts'
import {
  type Acknowledged,
  type BaseMark,
  type BaseRow,
  type EntryElsewhere,
  type Identity,
  isReleased,
  isSameLibrary,
  type OutboxEntry,
  type PinErrors,
  StorageBlocked,
  type TabletStorage,
} from './tablet-storage.ts'

/** Longest wait for a tab of an older build to let go of the database before the screen says so. Milliseconds. */
const blockedAfterMs = 4000
/** A transaction that has not ended by then never will: WebKit's connections die in the background without a word. Milliseconds. */
export const transactionLimitMs = 20_000

interface Meta {
  readonly key: string
  readonly value: unknown
}

interface VisitsAtDesk {
  readonly key: string
  readonly visits: readonly Visit[]
}

type Database = Dexie & {
  readonly outbox: EntityTable<OutboxEntry, 'seq'>
  readonly elsewhere: Table<EntryElsewhere, number>
  readonly base: Table<BaseRow, [string, string]>
  readonly outcomes: Table<Acknowledged, OperationId>
  readonly drafts: Table<VisitsAtDesk, string>
  readonly meta: Table<Meta, string>
}

export interface DexieStorageOptions {
  readonly name: string
  /** Called when there is no room for a transaction: gives back what can be fetched again. */
  readonly onFull?: () => Promise<void>
}

/** No room left, as Dexie tells it: the error itself, or the reason of the abort. */
const isFull = (error: unknown): boolean =>
  error instanceof Error &&
  [error, 'inner' in error ? error.inner : undefined].some((one) => one instanceof Error && one.name === 'QuotaExceededError')

const openDatabase = ({ name }: DexieStorageOptions): Database => {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict', cache: 'disabled' }) as Database // Its tables are declared below.
  database.version(1).stores({
    outbox: '++seq, &operationId',
    base: '[kind+id]',
    outcomes: '&operationId, version, acknowledgedAt',
    drafts: '&key',
    meta: '&key',
  })
  database.version(2).stores({ elsewhere: '&seq' })
  // A newer build in another tab adds to it: this page lets go, and then goes on in what it knows of it.
  database.on('versionchange', () => database.close())
  return database
}

/** The tablet's storage in the browser's database `name`. */
export const createDexieStorage = (options: DexieStorageOptions): TabletStorage => {
  const database = openDatabase(options)

  let onBlocked = (): void => {}
  database.on('blocked', () => onBlocked())
  const open = async (): Promise<void> => {
    if (database.isOpen()) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const blocked = new Promise<never>((_, reject) => {
      onBlocked = () => {
        timer ??= setTimeout(() => reject(new StorageBlocked('another tab holds the database')), blockedAfterMs)
      }
    })
    try {
      await Promise.race([database.open(), blocked])
    } finally {
      clearTimeout(timer)
    }
  }

  /** One transaction, tried once more on a new connection when it fails. */
  const transact = async <T>(mode: 'r' | 'rw', tables: readonly Table[], work: () => Promise<T>): Promise<T> => {
    const attempt = async (): Promise<T> => {
      let timer: ReturnType<typeof setTimeout> | undefined
      let isLate = false
      let abort = (): void => {}
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          isLate = true
          reject(new DOMException('the disk does not answer', 'TimeoutError'))
          // What is said to be not saved must not be there later.
          abort()
          // Nor may the next one wait for a connection that never comes.
          database.close()
        }, transactionLimitMs)
      })
      const run = async (): Promise<T> => {
        await open()
        return database.transaction(mode, [...tables], async (transaction) => {
          abort = () => transaction.abort()
          if (isLate) abort()
          return work()
        })
      }
      try {
        return await Promise.race([run(), late])
      } finally {
        clearTimeout(timer)
      }
    }
    try {
      return await attempt()
    } catch (error) {
      if (error instanceof StorageBlocked) throw error
      database.close()
      // Dexie ends an opening that is under way only a moment later: until then every other one would be that one.
      await new Promise((resolve) => setTimeout(resolve))
      if (!isFull(error)) return attempt()
      await options.onFull?.().catch(() => undefined)
      return attempt().catch(async (again) => {
        if (!isFull(again)) throw again
        // Titles come again with the next full digest; what a person did here does not.
        await base.where('[kind+id]').between(['record', Dexie.minKey], ['record', Dexie.maxKey]).delete()
        return attempt()
      })
    }
  }

  const { outbox, elsewhere, base, outcomes, drafts, meta } = database
  // Values of `meta` are written by this file alone, each under a key of one type.
  const read = async <T>(key: string): Promise<T | undefined> => (await meta.get(key))?.value as T | undefined
  const write = async (key: string, value: unknown): Promise<void> => {
    if (value === undefined) await meta.delete(key)
    else await meta.put({ key, value })
  }
  const nextTerm = async (): Promise<number> => {
    const term = ((await read<number>('term')) ?? 0) + 1
    await write('term', term)
    return term
  }
  const clearBase = async (): Promise<void> => {
    await nextTerm()
    await base.clear()
    await outcomes.clear()
    await drafts.clear()
    await write('mark', undefined)
  }
  const isFenced = async (term: number): Promise<boolean> => (await read<number>('term')) !== term

  return {
    load: () =>
      transact('r', [outbox, elsewhere, base, outcomes, drafts, meta], async () => {
        // Asked for together: a start waits for the disk once.
        const reached = read<BaseMark>('mark')
        const [mark, identity, lost, rows, pending, apart, unreached, draft, clockOffset] = await Promise.all([
          reached,
          read<Identity>('identity'),
          read<string>('lost'),
          base.toArray(),
          outbox.orderBy('seq').toArray(),
          elsewhere.orderBy('seq').toArray(),
          reached.then((at) =>
            outcomes
              .where('version')
              .above(at?.version ?? -1)
              .toArray(),
          ),
          drafts.get('handover'),
          read<number>('clockOffset'),
        ])
        const visits = draft?.visits ?? []
        return { identity, lost, mark, base: rows, outbox: pending, elsewhere: apart, unreached, visits, clockOffset: clockOffset ?? 0 }
      }),

    probe: async () => {
      await transact('r', [meta], async () => {
        await meta.get('identity')
      })
    },

    append: (entry, ends) =>
      transact('rw', ends === undefined ? [outbox, meta] : [outbox, drafts, meta], async () => {
        let seq: number
        let atDesk: VisitsAtDesk | undefined
        let identity: Identity | undefined
        try {
          // Asked together: each answer of the disk is waited for under somebody's eyes.
          ;[seq, atDesk, identity] = await Promise.all([
            outbox.add({ ...entry }),
            ends && drafts.get('handover'),
            read<Identity>('identity'),
          ])
        } catch (error) {
          // The first try may have been written before its connection died.
          const known = await outbox.where('operationId').equals(entry.operationId).first()
          if (known === undefined) throw error
          return known
        }
        if ((entry.library ?? identity?.library) !== identity?.library) throw new Error('this tablet is in another library now')
        if (ends !== undefined && atDesk !== undefined) await drafts.put({ ...atDesk, visits: endPile(atDesk.visits, ends) })
        return { ...entry, seq }
      }),

    pending: (limit) => transact('r', [outbox], () => outbox.orderBy('seq').limit(limit).toArray()),
    pendingCount: () => transact('r', [outbox], () => outbox.count()),

    acknowledge: (term, results, { at, clockOffset, ...learnt }) =>
      transact('rw', [outbox, outcomes, meta], async () => {
        if (await isFenced(term)) return false
        // All at once: a hundred results one by one would ask the disk four hundred times.
        const ids = results.map(({ operationId }) => operationId)
        const entries = await outbox.where('operationId').anyOf(ids).toArray()
        const formers = entries.length === ids.length ? [] : await outcomes.bulkGet(ids)
        const known = results.flatMap((result, i) => {
          const entry = entries.find(({ operationId }) => operationId === result.operationId)
          const former = entry === undefined ? formers[i] : undefined
          const kept = isReleased(former?.outcome, result.outcome) ? former : entry
          return kept?.hash === result.hash ? [{ ...kept, ...result, acknowledgedAt: at }] : []
        })
        await outcomes.bulkPut(known)
        await outbox.bulkDelete(known.map(({ seq }) => seq))
        const identity = await read<Identity>('identity')
        if (identity !== undefined) await write('identity', { ...identity, ...learnt })
        await write('clockOffset', clockOffset)
        return true
      }),

    keepReceived: (received, identity) =>
      transact('rw', [outbox, outcomes, meta], async () => {
        const kept = await read<Identity>('identity')
        if (kept === undefined || !isSameLibrary(kept, identity) || (await read('lost')) === 'revoked') return
        for (const { outcome, version, caseId, reason, acknowledgedAt, ...entry } of received) {
          // A first try may have been written before its connection died.
          const known = await outbox.where('operationId').equals(entry.operationId).first()
          const seq = known?.seq ?? (await outbox.add({ ...entry }))
          if (kept.epoch !== identity.epoch) continue
          await outbox.delete(seq)
          await outcomes.put({ ...entry, outcome, version, caseId, reason, acknowledgedAt, seq })
        }
        if (kept.deviceId === identity.deviceId && kept.ticket < identity.ticket)
          await write('identity', { ...kept, ticket: identity.ticket })
      }),

    commitPull: (term, { isWhole, rows, mark }) =>
      transact('rw', [base, meta], async () => {
        if (await isFenced(term)) return false
        if (isWhole) await base.clear()
        const keys = rows.map(({ kind, id }): [string, string] => [kind, id])
        const known = isWhole ? [] : await base.bulkGet(keys)
        const newer = rows.filter((row, i) => row.version > (known[i]?.version ?? -1))
        const gone = newer.filter((row) => row.row === null)
        await base.bulkPut(newer.filter((row) => row.row !== null))
        if (gone.length > 0) await base.bulkDelete(gone.map(({ kind, id }): [string, string] => [kind, id]))
        await write('mark', mark)
        return true
      }),

    returnToOutbox: (term, epoch, since) =>
      transact('rw', [outbox, outcomes, meta], async () => {
        if (await isFenced(term)) return false
        const received = await outcomes.where('acknowledgedAt').aboveOrEqual(since).toArray()
        // A refusal was shown to a person: asking again could grant it behind their back.
        const toReturn = received.filter(({ outcome }) => outcome !== 'refused')
        await outbox.bulkPut(toReturn.map(({ outcome, version, caseId, reason, acknowledgedAt, ...entry }) => entry))
        await outcomes.bulkDelete(toReturn.map(({ operationId }) => operationId))
        const identity = await read<Identity>('identity')
        if (identity !== undefined) await write('identity', { ...identity, epoch })
        await write('mark', undefined)
        return true
      }),

    acknowledged: () => transact('r', [outcomes], async () => (await outcomes.toArray()).sort((a, b) => b.seq - a.seq)),
    forgetAcknowledgedBefore: async (at) => {
      await transact('rw', [outcomes], () => outcomes.where('acknowledgedAt').below(at).delete())
    },

    takeTerm: () =>
      transact('rw', [meta], async () => {
        const term = await nextTerm()
        return { term, cursor: (await read<BaseMark>('mark'))?.cursor, ticket: (await read<Identity>('identity'))?.ticket }
      }),
    isLeading: (term) => transact('r', [meta], async () => !(await isFenced(term))),
    keepIdentity: (identity, leaving) =>
      transact('rw', [outbox, elsewhere, base, outcomes, drafts, meta], async () => {
        if (leaving === undefined) await nextTerm()
        else {
          const former = await read<Identity>('identity')
          const waiting = await outbox.toArray()
          await elsewhere.bulkPut(waiting.map((entry) => ({ ...entry, library: entry.library ?? former?.library, libraryName: leaving })))
          await outbox.clear()
          await clearBase()
        }
        const back = (await elsewhere.toArray()).filter((entry) => isSameLibrary(entry, identity))
        await outbox.bulkPut(back.map(({ libraryName, ...entry }) => entry))
        await elsewhere.bulkDelete(back.map(({ seq }) => seq))
        await write('identity', identity)
        await write('lost', undefined)
      }),
    keepCredential: (term, credential) =>
      transact('rw', [meta], async () => {
        if (await isFenced(term)) return false
        const identity = await read<Identity>('identity')
        if (identity !== undefined) await write('identity', { ...identity, ...credential })
        return true
      }),
    keepLost: (reason) => transact('rw', [meta], () => write('lost', reason)),
    keepVisits: (visits) =>
      transact('rw', [drafts], async () => {
        await drafts.put({ key: 'handover', visits })
      }),
    nextOrderCounter: () =>
      transact('rw', [meta], async () => {
        const counter = ((await read<number>('orderCounter')) ?? 0) + 1
        await write('orderCounter', counter)
        return counter
      }),
    pinErrors: (librarianId) => transact('r', [meta], () => read<PinErrors>(`pin/${librarianId}`)),
    keepPinErrors: (librarianId, errors) => transact('rw', [meta], () => write(`pin/${librarianId}`, errors)),
    eraseBase: () => transact('rw', [base, outcomes, drafts, meta], clearBase),
    close: () => database.close(),
  }
}
