/**
 * The passphrases that a demo prints at its start (PRIV-5). Runs at each start of the endpoint: one that was
 * changed on a tablet stays changed.
 */
import type { LibraryId } from '../../domain/ids.ts'
import { hashPassphrase } from '../enrolment/hash-passphrase.ts'
import type { Store } from '../storage/store.ts'
import { demoLibrarians } from './demo-settings.ts'

export const keepDemoPassphrases = async (store: Store, libraryId: LibraryId): Promise<void> => {
  for (const { id: librarianId, passphrase } of demoLibrarians) {
    if (passphrase === undefined) continue
    const kept = await store.read(libraryId, (reader) => reader.passphrase(librarianId))
    if (kept?.verifier !== undefined) continue
    const verifier = await hashPassphrase(passphrase)
    await store.transact(libraryId, (transaction) => transaction.keepPassphrase({ librarianId, verifier, code: kept?.code }))
  }
}
