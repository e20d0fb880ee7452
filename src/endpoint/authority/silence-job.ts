/**
 * Looking for silent tablets (CASE-4) as a job of all libraries together: of several processes on one database, one looks. Runs on the endpoint.
 * Another one takes it over two looks after the last one of a process that ended.
 */
import { type Instant, msPerMinute } from '../../domain/instant.ts'
import { createPasses, type Passes } from '../clock/passes.ts'
import { createLease } from '../storage/lease.ts'
import type { Store } from '../storage/store.ts'
import { noteSilence } from './note-silence.ts'

/** Milliseconds between two looks, after a quarter of an hour: two minutes, in which all tablets come back after a restart. */
export const silenceCheckMs = 2 * msPerMinute

export interface SilencePorts {
  readonly store: Pick<Store, 'libraries' | 'read' | 'transact'>
  now(): Instant
  readonly reportDefect: (defect: unknown) => void
}

/** A pass looks at every library, unless another process does. */
export const createSilenceJob = ({ store, now, reportDefect }: SilencePorts): Passes => {
  const lease = createLease('silence', 2 * silenceCheckMs)
  return createPasses(async () => {
    // Kept in the first library: it says nothing of that library.
    const [first] = await store.libraries()
    if (first === undefined || !(await store.transact(first.id, (transaction) => lease.take(transaction, now())))) return
    await noteSilence(store, now(), reportDefect)
  })
}
