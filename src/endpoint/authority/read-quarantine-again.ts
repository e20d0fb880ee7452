/**
 * What an older build could not read or apply may be plain to this one (sync.md, Push). Runs at each start of the endpoint.
 * Nothing is asked of the tablets: the receipts hold what they sent, to the byte. What a person set aside stays for a person to accept.
 */
import type { Instant } from '../../domain/instant.ts'
import type { Store } from '../storage/store.ts'
import { releaseQuarantine } from './receive-operation.ts'

/** Tries again, in every library, what waits for a build that understands it. Answers how many operations were accepted. */
export const readQuarantineAgain = async (store: Store, now: Instant, reportDefect: (defect: unknown) => void): Promise<number> => {
  let accepted = 0
  for (const { id } of await store.libraries()) {
    const isAnyWaiting = await store.read(id, async (reading) => (await reading.quarantined()).length > 0)
    if (!isAnyWaiting) continue
    const which = { deviceId: undefined, reasons: ['operation-not-understood', 'not-applied', 'names-quarantined'] } as const
    accepted += (await store.transact(id, (transaction) => releaseQuarantine(transaction, which, now, reportDefect))).accepted
  }
  return accepted
}
