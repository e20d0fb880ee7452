/**
 * How much one tablet may have in quarantine, and for how long (PROTOCOL.md, Push; PRIV-2). Runs on the endpoint.
 * A tablet that is honest comes nowhere near; a lost one would fill the disk with texts that nobody can read, or wait for ever.
 */
import { lastCaseOf } from '../../domain/case/record-case.ts'
import type { DeviceId, LibraryId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import { formatSubject } from '../../domain/operation/subject.ts'
import { readDesk, type Store, type StoreTransaction } from '../storage/store.ts'
import type { QuarantineSize } from '../storage/stored.ts'
import type { ReceivedOperation } from './read-operation.ts'
import { apartLifeMs, writeDeviceRow } from './write-device-row.ts'

/** Operations of one tablet: as many as the longest outbox ever tried. */
const mostOperations = 5000
/** Characters of their texts: 8 Mi, some five times what as many handovers take. */
const mostCharacters = 8 * 2 ** 20

/** Whether all that a push brings could be kept, were none of it accepted. */
export const hasRoom = ({ operations, characters }: QuarantineSize, brought: readonly ReceivedOperation[]): boolean =>
  operations + brought.length <= mostOperations && brought.reduce((sum, { text }) => sum + text.length, characters) <= mostCharacters

/** Of a tablet in service, what is held back waits for as long as nobody has decided about it. */
const isUndecided = (transaction: StoreTransaction, id: DeviceId): Promise<boolean> =>
  readDesk(transaction, (state) => {
    const last = lastCaseOf(state, 'too-much-brought', formatSubject({ kind: 'device', deviceId: id }))
    return last === undefined || last.settlement === undefined
  })

/** Erases what tablets brought and no manager accepted, once its time is over; their rows say what is left. */
export const endQuarantine = async (store: Store, libraryId: LibraryId, now: Instant): Promise<void> => {
  const before = toInstant(now - apartLifeMs)
  const apart = await store.read(libraryId, async (reader) => {
    const rows = await reader.rowsOf('device')
    return rows.filter((row) => row.isSetAside || row.apart !== undefined)
  })
  for (const { id } of apart) {
    await store.transact(libraryId, async (transaction) => {
      const device = await transaction.device(id)
      const isAside = device?.setAsideAt !== undefined
      if (device === undefined || (!isAside && (await isUndecided(transaction, id)))) return
      // Of a tablet in service, what a newer build would read waits on.
      await transaction.emptyQuarantine(id, before, isAside)
      await writeDeviceRow(transaction, device, now)
    })
  }
}
