/**
 * One transaction on the tablet's database, come what may: browsers drop connections in mid-day, other tabs hold them, disks are full or
 * silent. Runs in the page. Each transaction that fails is tried once more on a new connection; what is said to be not saved never is.
 * No foreign promise is awaited inside a transaction: it would end it.
 */
import Dexie, { type Table } from 'dexie'
import type { Database } from './dexie-database.ts'
import { StorageBlocked } from './tablet-storage.ts'

/** Milliseconds that a tab of an older build has to let go of the database; then the screen says so, before somebody who waits presses again. */
const blockedAfterMs = 4000
/** A transaction that has not ended by then never will: WebKit's connections die in the background without a word. Milliseconds. */
export const transactionLimitMs = 20_000

/** No room left, as Dexie tells it: the error itself, or the reason of the abort. */
const isFull = (error: unknown): boolean =>
  error instanceof Error &&
  [error, 'inner' in error ? error.inner : undefined].some((one) => one instanceof Error && one.name === 'QuotaExceededError')

/** Runs `work` in one transaction over `tables`, which it alone may touch; twice, where the first try fails. */
export type Transact = <T>(mode: 'r' | 'rw', tables: readonly Table[], work: () => Promise<T>) => Promise<T>

/** Opens the database; rejects where a tab of an older build does not let go of it. */
const createOpening = (database: Database): (() => Promise<void>) => {
  let onBlocked = (): void => {}
  database.on('blocked', () => onBlocked())
  return async () => {
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
}

/** One try, on a connection that answers in time or is closed. */
const createAttempt = (database: Database): Transact => {
  const open = createOpening(database)
  return async (mode, tables, work) => {
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
    const run = async () => {
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
}

/** Titles come again with the next full digest; what a person did here does not. */
const dropRecords = ({ base }: Database) => base.where('[kind+id]').between(['record', Dexie.minKey], ['record', Dexie.maxKey]).delete()

/** `onFull` is called when there is no room for a transaction: it gives back what can be fetched again. */
export const createTransact = (database: Database, onFull: (() => Promise<void>) | undefined): Transact => {
  const attempt = createAttempt(database)
  return async (mode, tables, work) => {
    try {
      return await attempt(mode, tables, work)
    } catch (error) {
      if (error instanceof StorageBlocked) throw error
      database.close()
      // Dexie ends an opening that is under way only a moment later: until then every other one would be that one.
      await new Promise((resolve) => setTimeout(resolve))
      if (!isFull(error)) return attempt(mode, tables, work)
      await onFull?.().catch(() => undefined)
      return attempt(mode, tables, work).catch(async (again) => {
        if (!isFull(again)) throw again
        await dropRecords(database)
        return attempt(mode, tables, work)
      })
    }
  }
}
