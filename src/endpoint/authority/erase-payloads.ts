/**
 * Empties what the endpoint received, and the files it made of it, once they are four months old, or as old as the settings say (PRIV-3).
 * Runs on the endpoint, with the closing of the days. Id, hash and outcome of an operation stay, so that it is still known when it comes again.
 * It works in slices, each in a transaction of its own: even the first time, with years of receipts, no tablet has to wait.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerDay, toInstant } from '../../domain/instant.ts'
import { retentionDefaults } from '../../domain/settings/default-settings.ts'
import { mailsMemo } from '../messages/write-messages.ts'
import { markErased } from '../storage/erased-cases.ts'
import type { Store } from '../storage/store.ts'

/** Receipts in one transaction: some hundredths of a second. */
const sliceSize = 1000

export const erasePayloads = async (store: Store, libraryId: LibraryId, now: Instant): Promise<void> => {
  const settings = await store.read(libraryId, async (reader) => reader.row('settings', 'settings'))
  const before = toInstant(now - (settings?.keepLoanDays ?? retentionDefaults.keepLoanDays) * msPerDay)
  await store.transact(libraryId, async (transaction) => {
    await transaction.emptyBatches(before)
    await transaction.told.changeCard({ before }, undefined)
    await transaction.journeys.forget(before)
    await transaction.messages.forget(before)
    await transaction.forgetMemos(mailsMemo, now)
  })
  for (let emptied = sliceSize; emptied === sliceSize; ) {
    emptied = await store.transact(libraryId, (transaction) => transaction.emptyReceipts(before, sliceSize))
    // SQLite answers at once: without this the process would hear of no request before the last slice.
    if (emptied === sliceSize) await nextTurn()
  }
  await store.transact(libraryId, (transaction) => markErased(transaction, now))
}
