/**
 * A tablet as the base names it: its letter, the day it was last heard from, and whether it still holds operations (CASE-4).
 * Runs on the endpoint. Days and yes-or-no only, so that an ordinary exchange changes no row and wakes nobody.
 */
import type { Instant } from '../../domain/instant.ts'
import type { StoredDevice, StoreTransaction } from '../storage/store.ts'
import { wallClockOf } from './wall-clock-of.ts'

/** Writes the device's row as it stands at `now`, its last exchange; the same again changes nothing. */
export const writeDeviceRow = async (transaction: StoreTransaction, device: StoredDevice, now: Instant): Promise<void> => {
  const zone = (await transaction.row('settings', 'settings'))?.zone
  await transaction.writeRow(
    {
      kind: 'device',
      id: device.id,
      letter: device.letter,
      name: device.name,
      lastHeardOn: wallClockOf(zone)(device.lastHeardAt ?? now).date,
      isHolding: device.pendingCount > 0,
      isSetAside: device.revokedAt !== undefined,
    },
    now,
  )
}
