/**
 * Who does a job that one process alone may do, of all that share a database. Runs on the endpoint, within a transaction, which keeps two
 * processes from taking one lease. It is renewed by whoever holds it; one whose holder was killed, or is silent, runs out.
 */
import { randomBytes } from 'node:crypto'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { StoreTransaction } from './store.ts'

export interface Lease {
  /** Takes or renews it; false: another process has it. */
  take(transaction: StoreTransaction, now: Instant): Promise<boolean>
  /** Gives it back, if it is still ours: the next one need not wait. */
  end(transaction: StoreTransaction): Promise<void>
}

interface Held {
  readonly by: string
  readonly until: Instant
}

const holderBytes = 16

/** `lastsMs`: longer than whatever its holder does between two renewals. */
export const createLease = (job: string, lastsMs: number): Lease => {
  const name = `lease/${job}`
  const by = randomBytes(holderBytes).toString('hex')
  const read = async (transaction: StoreTransaction): Promise<Held | undefined> => {
    const kept = (await transaction.memo(name)) ?? ''
    // Written below.
    return kept === '' ? undefined : (JSON.parse(kept) as Held)
  }
  return {
    take: async (transaction, now) => {
      const held = await read(transaction)
      if (held !== undefined && held.by !== by && held.until > now) return false
      await transaction.keepMemo(name, JSON.stringify({ by, until: toInstant(now + lastsMs) } satisfies Held))
      return true
    },
    end: async (transaction) => {
      if ((await read(transaction))?.by === by) await transaction.keepMemo(name, '')
    },
  }
}
