/**
 * A manager says that a tablet is lost (CASE-4, PRIV-2). Runs on the endpoint, behind the manager's pass.
 * Nobody waits for it any more, what it took in hand is free again (PULL-3), and it is served nothing. At its next contact it erases itself,
 * once what it held was received. What it caused to be written to patrons, and has not left, does not leave (MSG-16). Who said it, when and why
 * stays in the tablet's row, which every tablet has.
 */
import type { DeviceId } from '../../domain/ids.ts'
import type { SetAside } from '../../domain/librarian/librarian.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { writeDeviceRow } from './write-device-row.ts'

/** False: this library has no such tablet. One that was set aside before stays so by the first word. */
export const setTabletAside = async (transaction: StoreTransaction, deviceId: DeviceId, word: SetAside): Promise<boolean> => {
  const device = await transaction.device(deviceId)
  if (device === undefined) return false
  if (device.setAsideAt !== undefined) return true
  const aside = { ...device, setAsideAt: word.at }
  await transaction.keepDevice(aside)
  await transaction.messages.holdBack(deviceId, word.at)
  await writeDeviceRow(transaction, aside, word.at, { setAside: word })
  for (const claim of await transaction.rowsOf('claim')) {
    const holders = claim.holders.filter((holder) => holder.deviceId !== deviceId)
    if (holders.length < claim.holders.length) await transaction.writeRow({ ...claim, holders }, word.at)
  }
  return true
}
