/**
 * How much one tablet may have in quarantine, and for how long (PROTOCOL.md, Push; PRIV-2). Runs on the endpoint.
 * A tablet that is honest comes nowhere near; a lost one would fill the disk with texts that nobody can read, or wait for ever.
 */
import type { LibraryId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { QuarantineSize, Store } from '../storage/store.ts'
import type { ReceivedOperation } from './read-operation.ts'
import { apartLifeMs, writeDeviceRow } from './write-device-row.ts'

/** Operations of one tablet: as many as the longest outbox ever tried. */
const mostOperations = 5000
/** Characters of their texts: 8 Mi, some five times what as many handovers take. */
const mostCharacters = 8 * 2 ** 20

/** Whether all that a push brings could be kept, were none of it accepted. */
export const hasRoom = ({ operations, characters }: QuarantineSize, brought: readonly ReceivedOperation[]): boolean =>
  operations + brought.length <= mostOperations && brought.reduce((sum, { text }) => sum + text.length, characters) <= mostCharacters

/** Erases what tablets that were set aside brought and nobody accepted, once its time is over; their rows say what is left. */
export const endQuarantine = async (store: Store, libraryId: LibraryId, now: Instant): Promise<void> => {
  const before = toInstant(now - apartLifeMs)
  const aside = await store.read(libraryId, async (reader) => (await reader.devices()).filter(({ setAsideAt }) => setAsideAt !== undefined))
  for (const { id } of aside) {
    await store.transact(libraryId, async (transaction) => {
      const device = await transaction.device(id)
      if (device === undefined) return
      await transaction.emptyQuarantine(id, before)
      await writeDeviceRow(transaction, device, now)
    })
  }
}
