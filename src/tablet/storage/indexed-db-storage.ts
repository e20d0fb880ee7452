/**
 * The tablet's disk on IndexedDB, which idb gives promises to. Runs in the page.
 * Strict durability: a commit is on disk, not in a buffer. Browsers drop connections in mid-day: each transaction that fails is tried
 * once more on a new connection. No foreign promise is awaited inside a transaction: it would end it.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb'
import type { OperationId } from '../../domain/ids.ts'
import type { HandoverDraft } from '../desk.ts'
import {
  type Acknowledged,
  type BaseMark,
  type BaseRow,
  type Identity,
  type OutboxEntry,
  type PinErrors,
  StorageBlocked,
  type TabletStorage,
} from './tablet-storage.ts'

/** Longest wait for a tab of an older build to let go of the database before the screen says so. Milliseconds. */
const blockedAfterMs = 4000

interface Stores extends DBSchema {
  outbox: { key: number; value: OutboxEntry; indexes: { operationId: OperationId } }
  base: { key: [string, string]; value: BaseRow }
  outcomes: { key: OperationId; value: Acknowledged; indexes: { version: number; acknowledgedAt: number } }
  drafts: { key: string; value: { readonly key: string; readonly draft: HandoverDraft } }
  meta: { key: string; value: { readonly key: string; readonly value: unknown } }
}
type StoreName = StoreNames<Stores>
type Transaction<M extends IDBTransactionMode> = IDBPTransaction<Stores, StoreName[], M>
type Work<M extends IDBTransactionMode, T> = (transaction: Transaction<M>) => Promise<T>

export interface IndexedDbStorageOptions {
  readonly name: string
  /** Called when a newer build in another tab asks for the database: this page is out of date. */
  readonly onSuperseded?: () => void
}

const openDatabase = ({ name, onSuperseded }: IndexedDbStorageOptions): Promise<IDBPDatabase<Stores>> =>
  new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    openDB<Stores>(name, 10, {
      upgrade: (database) => {
        database
          .createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true })
          .createIndex('operationId', 'operationId', { unique: true })
        database.createObjectStore('base', { keyPath: ['kind', 'id'] })
        const outcomes = database.createObjectStore('outcomes', { keyPath: 'operationId' })
        for (const index of ['version', 'acknowledgedAt'] as const) outcomes.createIndex(index, index)
        for (const store of ['drafts', 'meta'] as const) database.createObjectStore(store, { keyPath: 'key' })
      },
      blocked: () => {
        timer = setTimeout(() => reject(new StorageBlocked('another tab holds the database')), blockedAfterMs)
      },
      blocking: (_version, _wanted, { target }) => {
        if (target instanceof IDBDatabase) target.close()
        onSuperseded?.()
      },
    })
      .then(resolve, reject)
      .finally(() => clearTimeout(timer))
  })

// Values of `meta` are written by this file alone, each under a key of one type.
const read = async <T>(transaction: Transaction<'readonly'> | Transaction<'readwrite'>, key: string): Promise<T | undefined> =>
  (await transaction.objectStore('meta').get(key))?.value as T | undefined
const write = async (transaction: Transaction<'readwrite'>, key: string, value: unknown): Promise<void> => {
  if (value === undefined) await transaction.objectStore('meta').delete(key)
  else await transaction.objectStore('meta').put({ key, value })
}
const isFenced = async (transaction: Transaction<'readwrite'>, term: number): Promise<boolean> =>
  (await read<number>(transaction, 'term')) !== term

/** The tablet's storage in the browser's database `name`, which is opened at once: the rest of a start goes on meanwhile. */
export const createIndexedDbStorage = (options: IndexedDbStorageOptions): TabletStorage => {
  let connection: Promise<IDBPDatabase<Stores>> | undefined = openDatabase(options)
  // Whoever reads first hears of it.
  connection.catch(() => undefined)

  const close = (): void => {
    connection?.then(
      (database) => database.close(),
      () => undefined,
    )
    connection = undefined
  }

  const tryOnce = async <M extends IDBTransactionMode, T>(mode: M, stores: readonly StoreName[], work: Work<M, T>): Promise<T> => {
    connection ??= openDatabase(options)
    const transaction = (await connection).transaction([...stores], mode, { durability: 'strict' })
    try {
      const result = await work(transaction)
      await transaction.done
      return result
    } catch (error) {
      transaction.done.catch(() => undefined)
      try {
        transaction.abort()
      } catch {
        // It had ended by itself.
      }
      throw error
    }
  }

  /** One transaction, tried once more on a new connection when it fails. */
  const transact = async <M extends IDBTransactionMode, T>(mode: M, stores: readonly StoreName[], work: Work<M, T>): Promise<T> => {
    try {
      return await tryOnce(mode, stores, work)
    } catch (error) {
      close()
      if (error instanceof StorageBlocked) throw error
      return await tryOnce(mode, stores, work)
    }
  }
  const reading = <T>(stores: readonly StoreName[], work: Work<'readonly', T>): Promise<T> => transact('readonly', stores, work)
  const writing = <T>(stores: readonly StoreName[], work: Work<'readwrite', T>): Promise<T> => transact('readwrite', stores, work)

  return {
    load: () =>
      reading(['outbox', 'base', 'outcomes', 'drafts', 'meta'], async (transaction) => {
        // Asked for together: a start waits for the disk once.
        const mark = read<BaseMark>(transaction, 'mark')
        const [identity, lost, base, outbox, unreached, draft, clockOffset] = await Promise.all([
          read<Identity>(transaction, 'identity'),
          read<string>(transaction, 'lost'),
          transaction.objectStore('base').getAll(),
          transaction.objectStore('outbox').getAll(),
          mark.then((reached) =>
            transaction
              .objectStore('outcomes')
              .index('version')
              .getAll(IDBKeyRange.lowerBound(reached?.version ?? -1, true)),
          ),
          transaction.objectStore('drafts').get('handover'),
          read<number>(transaction, 'clockOffset'),
        ])
        return { identity, lost, mark: await mark, base, outbox, unreached, draft: draft?.draft, clockOffset: clockOffset ?? 0 }
      }),

    probe: async () => {
      await reading(['meta'], (transaction) => read(transaction, 'identity'))
    },

    append: (entry) =>
      writing(['outbox'], async (transaction) => {
        const outbox = transaction.objectStore('outbox')
        // The first try may have been written before its connection died.
        const known = await outbox.index('operationId').get(entry.operationId)
        if (known !== undefined) return known
        const seq = await outbox.add(entry as OutboxEntry) // The database gives its seq.
        return { ...entry, seq }
      }),

    pending: (limit) => reading(['outbox'], (transaction) => transaction.objectStore('outbox').getAll(null, limit)),
    pendingCount: () => reading(['outbox'], (transaction) => transaction.objectStore('outbox').count()),

    acknowledge: (term, results, { ticket, at, clockOffset }) =>
      writing(['outbox', 'outcomes', 'meta'], async (transaction) => {
        if (await isFenced(transaction, term)) return false
        const outbox = transaction.objectStore('outbox')
        for (const result of results) {
          const entry = await outbox.index('operationId').get(result.operationId)
          if (entry === undefined || entry.hash !== result.hash) continue
          await transaction.objectStore('outcomes').put({ ...entry, ...result, acknowledgedAt: at })
          await outbox.delete(entry.seq)
        }
        const identity = await read<Identity>(transaction, 'identity')
        if (identity !== undefined) await write(transaction, 'identity', { ...identity, ticket })
        await write(transaction, 'clockOffset', clockOffset)
        return true
      }),

    commitPull: (term, { isWhole, rows, mark }) =>
      writing(['base', 'meta'], async (transaction) => {
        if (await isFenced(transaction, term)) return false
        const base = transaction.objectStore('base')
        if (isWhole) await base.clear()
        await Promise.all(
          rows.map(async (row) => {
            const key: [string, string] = [row.kind, row.id]
            if (!isWhole && row.version <= ((await base.get(key))?.version ?? -1)) return
            await (row.row === null ? base.delete(key) : base.put(row))
          }),
        )
        await write(transaction, 'mark', mark)
        return true
      }),

    returnToOutbox: (term, epoch, since) =>
      writing(['outbox', 'outcomes', 'meta'], async (transaction) => {
        if (await isFenced(transaction, term)) return false
        const outcomes = transaction.objectStore('outcomes')
        for (const entry of await outcomes.index('acknowledgedAt').getAll(IDBKeyRange.lowerBound(since))) {
          // A refusal was shown to a person: asking again could grant it behind their back.
          if (entry.outcome === 'refused') continue
          const { seq, operationId, hash, text, at } = entry
          await transaction.objectStore('outbox').put({ seq, operationId, hash, text, at })
          await outcomes.delete(operationId)
        }
        const identity = await read<Identity>(transaction, 'identity')
        if (identity !== undefined) await write(transaction, 'identity', { ...identity, epoch })
        await write(transaction, 'mark', undefined)
        return true
      }),

    acknowledged: () =>
      reading(['outcomes'], async (transaction) => (await transaction.objectStore('outcomes').getAll()).sort((a, b) => b.seq - a.seq)),
    forgetAcknowledgedBefore: (at) =>
      writing(['outcomes'], async (transaction) => {
        const outcomes = transaction.objectStore('outcomes')
        const old = await outcomes.index('acknowledgedAt').getAllKeys(IDBKeyRange.upperBound(at, true))
        for (const operationId of old) await outcomes.delete(operationId)
      }),

    takeTerm: () =>
      writing(['meta'], async (transaction) => {
        const term = ((await read<number>(transaction, 'term')) ?? 0) + 1
        await write(transaction, 'term', term)
        return { term, cursor: (await read<BaseMark>(transaction, 'mark'))?.cursor }
      }),
    keepIdentity: (identity) =>
      writing(['meta'], async (transaction) => {
        await write(transaction, 'identity', identity)
        await write(transaction, 'lost', undefined)
      }),
    keepLost: (reason) => writing(['meta'], (transaction) => write(transaction, 'lost', reason)),
    keepDraft: (draft) =>
      writing(['drafts'], async (transaction) => {
        const drafts = transaction.objectStore('drafts')
        await (draft === undefined ? drafts.delete('handover') : drafts.put({ key: 'handover', draft }))
      }),
    nextOrderCounter: () =>
      writing(['meta'], async (transaction) => {
        const counter = ((await read<number>(transaction, 'orderCounter')) ?? 0) + 1
        await write(transaction, 'orderCounter', counter)
        return counter
      }),
    pinErrors: (librarianId) => reading(['meta'], (transaction) => read<PinErrors>(transaction, `pin/${librarianId}`)),
    keepPinErrors: (librarianId, errors) => writing(['meta'], (transaction) => write(transaction, `pin/${librarianId}`, errors)),
    eraseBase: () =>
      writing(['base', 'outcomes', 'drafts', 'meta'], async (transaction) => {
        for (const store of ['base', 'outcomes', 'drafts'] as const) await transaction.objectStore(store).clear()
        await write(transaction, 'mark', undefined)
      }),
    close,
  }
}
