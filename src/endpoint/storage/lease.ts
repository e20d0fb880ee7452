/**
 * Who does a job that one process alone may do, of all that share a database. Runs on the endpoint, within a transaction, which keeps two
 * processes from taking one lease. It is renewed by whoever holds it; one whose holder was killed, or is silent, runs out. A library's turn is
 * one lease for all its jobs: no two of them run at a time (decision 0026).
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { identityBytes } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { StoreTransaction } from './store.ts'

export interface Lease {
  /** Takes or renews it; false: another process has it. */
  take(transaction: Pick<StoreTransaction, 'memo' | 'keepMemo'>, now: Instant): Promise<boolean>
  /** Gives it back, if it is still ours: the next one need not wait. */
  end(transaction: Pick<StoreTransaction, 'memo' | 'keepMemo'>): Promise<void>
}

interface Held {
  readonly by: string
  readonly until: Instant
  /** Of a turn: the process that holds it, where this machine can tell. */
  readonly process?: string | undefined
}

/** This start of this machine, and which of its processes see each other; undefined where nobody can tell. */
const readPlace = (): string | undefined => {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return undefined
  }
}
const place = readPlace()
const ownProcess = place && `${place} ${process.pid} ${randomBytes(identityBytes).toString('hex')}`

/** Of a process of this place, which is known to be there no more: nobody waits for what a killed import holds. */
const hasEnded = (held: string | undefined): boolean => {
  if (held === undefined || place === undefined || held === ownProcess || !held.startsWith(`${place} `)) return false
  const pid = Number(held.slice(place.length + 1).split(' ')[0])
  // Its number is ours by now.
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

/**
 * A lease that ends later than any that is taken now came from a clock that ran ahead, and would keep everybody waiting. Twice as long,
 * for the clocks of processes and the lease's time of builds differ.
 */
const isRunning = (until: Instant, now: Instant, lastsMs: number): boolean => until > now && until <= now + 2 * lastsMs

/** `lastsMs`: longer than whatever its holder does between two renewals. `isKnown`: the holder says which process it is. */
const leaseOf = (name: string, lastsMs: number, isKnown: boolean): Lease => {
  const by = randomBytes(identityBytes).toString('hex')
  const read = async (transaction: Pick<StoreTransaction, 'memo'>): Promise<Held | undefined> => {
    const kept = (await transaction.memo(name)) ?? ''
    // Written below.
    return kept === '' ? undefined : (JSON.parse(kept) as Held)
  }
  return {
    take: async (transaction, now) => {
      const held = await read(transaction)
      if (held !== undefined && held.by !== by && isRunning(held.until, now, lastsMs) && !hasEnded(held.process)) return false
      const kept: Held = { by, until: toInstant(now + lastsMs), process: isKnown ? ownProcess : undefined }
      await transaction.keepMemo(name, JSON.stringify(kept))
      return true
    },
    end: async (transaction) => {
      if ((await read(transaction))?.by === by) await transaction.keepMemo(name, '')
    },
  }
}

export const createLease = (job: string, lastsMs: number): Lease => leaseOf(`lease/${job}`, lastsMs, false)

/** Longer than one step of a job between two of its transactions: milliseconds. */
const turnMs = 120_000

/** A library's turn, for one job in one process. */
export const createTurn = (): Lease => leaseOf('lease/work', turnMs, true)

/** Both or none. */
export const bothLeases = (first: Lease, second: Lease): Lease => ({
  take: async (transaction, now) => {
    if (!(await first.take(transaction, now))) return false
    if (await second.take(transaction, now)) return true
    await first.end(transaction)
    return false
  },
  end: async (transaction) => {
    await second.end(transaction)
    await first.end(transaction)
  },
})
