/**
 * A tablet as the base names it: its letter, the day it was last heard from, whether it still holds operations, and its silence (CASE-4).
 * Runs on the endpoint. It holds days and no hours, so that an ordinary exchange changes no row and wakes nobody.
 */
import { silentSince } from '../../domain/case/judge-closing.ts'
import type { DeviceId } from '../../domain/ids.ts'
import { type Instant, msPerDay, toInstant } from '../../domain/instant.ts'
import type { Admission, SetAside } from '../../domain/librarian/librarian.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { StoredDevice } from '../storage/stored.ts'

/** What a tablet brought and nobody accepted is erased after as long as the endpoint remembers what it erased. Milliseconds. */
export const apartLifeMs = 30 * msPerDay

/** Since when the tablet is silent; one that was set aside, or never spoke, is not waited for. */
export const silenceOf = ({ lastHeardAt, setAsideAt }: StoredDevice, now: Instant): Instant | undefined =>
  lastHeardAt === undefined || setAsideAt !== undefined ? undefined : silentSince(lastHeardAt, now)

/** What is said once of a tablet, when it comes in and when it is set aside; its row keeps it. */
export interface SaidNow {
  readonly admission?: Admission
  readonly setAside?: SetAside
  /** It holds nothing more of what the database had forgotten when it was put back, or nobody waits for that any longer. */
  readonly isRetold?: boolean
  /** Of what it brought, something waits for a manager's word: counted anew. */
  readonly isAnyApart?: boolean
}

/** Who let it in, while its row is away. */
export const admissionMemo = (id: DeviceId): string => `admission/${id}`

const admissionOf = async (transaction: StoreTransaction, id: DeviceId): Promise<Admission | undefined> => {
  const memo = await transaction.memo(admissionMemo(id))
  return memo === undefined ? undefined : (JSON.parse(memo) as Admission)
}

/** Takes its row away; whoever let it in is named again with the row, however late it speaks. */
export const eraseDeviceRow = async (transaction: StoreTransaction, id: DeviceId, now: Instant): Promise<void> => {
  const admission = (await transaction.row('device', id))?.admission
  if (admission !== undefined) await transaction.keepMemo(admissionMemo(id), JSON.stringify(admission))
  await transaction.eraseRow('device', id, now)
}

/** Writes the device's row as it stands at `now`; the same again changes nothing. */
export const writeDeviceRow = async (
  transaction: StoreTransaction,
  device: StoredDevice,
  now: Instant,
  said: SaidNow = {},
): Promise<void> => {
  const zone = (await transaction.row('settings', 'settings'))?.zone
  const before = await transaction.row('device', device.id)
  const admission = said.admission ?? (before === undefined ? await admissionOf(transaction, device.id) : before.admission)
  const setAside = said.setAside ?? before?.setAside
  const { awaitedSince, goneOnWithout } = said.isRetold === true || device.setAsideAt !== undefined ? {} : (before ?? {})
  const silence = silenceOf(device, now)
  const toLocal = wallClockOf(zone)
  const isWaiting = device.setAsideAt !== undefined || before?.apart !== undefined || said.isAnyApart === true
  const { acceptable, acceptableSince } = isWaiting
    ? await transaction.quarantineOf(device.id)
    : { acceptable: 0, acceptableSince: undefined }
  await transaction.writeRow(
    {
      kind: 'device',
      id: device.id,
      letter: device.letter,
      name: device.name,
      lastHeardOn: toLocal(device.lastHeardAt ?? now).date,
      isHolding: device.pendingCount > 0,
      ...(silence === undefined ? {} : { silentSince: silence }),
      ...(awaitedSince === undefined ? {} : { awaitedSince }),
      ...(goneOnWithout === undefined ? {} : { goneOnWithout }),
      isSetAside: device.setAsideAt !== undefined,
      ...(admission === undefined ? {} : { admission }),
      ...(setAside === undefined ? {} : { setAside }),
      ...(acceptableSince === undefined
        ? {}
        : { apart: { count: acceptable, until: toLocal(toInstant(acceptableSince + apartLifeMs)).date } }),
    },
    now,
  )
}
