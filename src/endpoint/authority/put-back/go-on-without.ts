/**
 * A manager goes on without a tablet that is awaited after a restore, or waits for it again (CASE-25). Runs on the endpoint, behind the
 * manager's pass, inside a transaction. What depended on it is decided as if it had nothing. What it still holds comes as from any late tablet.
 */
import type { DeviceId, LibrarianId } from '../../../domain/ids.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { StoreTransaction } from '../../storage/store.ts'
import { takeUpHeld } from '../release-quarantine.ts'

interface Word {
  readonly deviceId: DeviceId
  readonly librarianId: LibrarianId
  readonly isWithout: boolean
}

/** False: this library has no such tablet. Of one that nobody awaits any more it changes nothing. */
export const goOnWithout = async (
  transaction: StoreTransaction,
  { deviceId, librarianId, isWithout }: Word,
  now: Instant,
  reportDefect: (defect: unknown) => void,
): Promise<boolean> => {
  const row = await transaction.row('device', deviceId)
  if (row === undefined) return false
  const { awaitedSince, goneOnWithout, ...rest } = row
  if (isWithout && awaitedSince !== undefined) {
    await transaction.writeRow({ ...rest, goneOnWithout: { librarianId, at: now, since: awaitedSince } }, now)
    await takeUpHeld(transaction, now, reportDefect)
  }
  if (!isWithout && goneOnWithout !== undefined) await transaction.writeRow({ ...rest, awaitedSince: goneOnWithout.since }, now)
  return true
}
