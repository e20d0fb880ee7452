/**
 * Notices which tablets fell silent and says so in their rows (CASE-4): a tablet that is off line cannot say it. A row changes when a silence
 * begins (here) and when it ends (at the next exchange). Runs on the endpoint, of several processes on one database in one. Another one takes
 * it over at its next look when that process stops, and two looks after its last one when it was killed.
 */
import type { LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerMinute } from '../../domain/instant.ts'
import { createPasses, type Passes } from '../clock/passes.ts'
import { createLease } from '../storage/lease.ts'
import { forgottenTicket } from '../storage/start-new-epoch.ts'
import type { Store } from '../storage/store.ts'
import type { StoredDevice } from '../storage/stored.ts'
import { eraseDeviceRow, silenceOf, writeDeviceRow } from './write-device-row.ts'

/** What is needed of it. */
type Looked = Pick<Store, 'libraries' | 'read' | 'transact'>

/** An hour, in milliseconds. */
const orphanAfterMs = 60 * msPerMinute

/**
 * The tablet never heard the answer to its enrolment: no exchange moved its ticket. It holds nothing, and would be waited for for ever,
 * so its row ends. A tablet that speaks after all has its row again.
 */
const isOrphan = ({ lastHeardAt, setAsideAt, ticket, previousTicket }: StoredDevice, now: Instant): boolean =>
  previousTicket === undefined &&
  ticket !== forgottenTicket &&
  setAsideAt === undefined &&
  lastHeardAt !== undefined &&
  now - lastHeardAt > orphanAfterMs

const noteSilenceIn = async (store: Looked, libraryId: LibraryId, now: Instant): Promise<void> => {
  const { silent, orphans } = await store.read(libraryId, async (reader) => {
    const rows = new Map((await reader.rowsOf('device')).map((row) => [row.id, row]))
    const devices = await reader.devices()
    const others = devices.filter((device) => !isOrphan(device, now))
    return {
      // Whose row has ended is waited for again when it speaks: after a restore nobody can tell any more that it never did.
      silent: others
        .filter(({ id }) => rows.has(id))
        .filter((device) => silenceOf(device, now) !== rows.get(device.id)?.silentSince)
        .map(({ id }) => id),
      orphans: devices.filter((device) => isOrphan(device, now) && rows.has(device.id)).map(({ id }) => id),
    }
  })
  if (silent.length + orphans.length === 0) return
  await store.transact(libraryId, async (transaction) => {
    for (const id of orphans) {
      const device = await transaction.device(id)
      if (device !== undefined && isOrphan(device, now)) await eraseDeviceRow(transaction, id, now)
    }
    for (const id of silent) {
      // Read again inside the transaction: it may have spoken meanwhile.
      const device = await transaction.device(id)
      if (device !== undefined) await writeDeviceRow(transaction, device, now)
    }
  })
}

/** In every library; one that cannot be looked at keeps no other one from it. */
export const noteSilence = async (store: Looked, now: Instant, reportDefect: (defect: unknown) => void): Promise<void> => {
  for (const { id } of await store.libraries()) await noteSilenceIn(store, id, now).catch(reportDefect)
}

/** Milliseconds between two looks, after a quarter of an hour: two minutes, in which all tablets come back after a restart. */
export const silenceCheckMs = 2 * msPerMinute

export interface SilencePorts {
  readonly store: Looked
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
