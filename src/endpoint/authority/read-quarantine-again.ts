/**
 * Reads once more what an older build could not read or apply, and this one may (PROTOCOL.md, Push). Runs at each start of the endpoint.
 * Nothing is asked of the tablets: the receipts hold what they sent, to the byte. What a manager set aside waits for a manager.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Store } from '../storage/store.ts'
import { releaseQuarantine } from './release-quarantine.ts'

/** What is needed of it. */
type ReadableStore = Pick<Store, 'libraries' | 'read' | 'transact'>

const readLibraryAgain = async (
  store: ReadableStore,
  id: LibraryId,
  now: Instant,
  reportDefect: (defect: unknown) => void,
): Promise<number> => {
  const isAnyWaiting = await store.read(id, async (reader) => (await reader.quarantined()).length > 0)
  if (!isAnyWaiting) return 0
  const reasons: readonly (string | undefined)[] = ['operation-not-understood', 'not-applied', 'names-quarantined']
  const released = await store.transact(id, async (transaction) => {
    const waiting = (await transaction.quarantined()).filter(({ reason }) => reasons.includes(reason))
    return releaseQuarantine(transaction, waiting, now, reportDefect)
  })
  return released.accepted
}

/**
 * Tries again, in every library, what waits for a build that understands it. Answers how many operations were accepted. A library that
 * cannot be read again keeps no other one from it, nor the endpoint from starting.
 */
export const readQuarantineAgain = async (store: ReadableStore, now: Instant, reportDefect: (defect: unknown) => void): Promise<number> => {
  let accepted = 0
  for (const { id } of await store.libraries()) {
    accepted += await readLibraryAgain(store, id, now, reportDefect).catch((defect: unknown) => {
      reportDefect(defect)
      return 0
    })
  }
  return accepted
}
