/**
 * Looking for silent tablets (CASE-4) as a job of all libraries together: of several processes on one database, one looks. Runs on the endpoint.
 * Another one takes it over at its next look when that process stops, and two looks after its last one when it was killed.
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
  // Kept in the first library: it says nothing of that library.
  const keeper = async () => (await store.libraries())[0]?.id
  let isOurs = false
  const passes = createPasses(async () => {
    const id = await keeper()
    isOurs = id !== undefined && (await store.transact(id, (transaction) => lease.take(transaction, now())))
    if (isOurs) await noteSilence(store, now(), reportDefect)
  })
  const giveBack = async (): Promise<void> => {
    const id = isOurs ? await keeper() : undefined
    if (id !== undefined) await store.transact(id, lease.end)
  }
  return {
    pass: passes.pass,
    stop: async () => {
      await passes.stop()
      // A lease that stays runs out: the end of the process waits for nothing else.
      await giveBack().catch(reportDefect)
    },
  }
}
