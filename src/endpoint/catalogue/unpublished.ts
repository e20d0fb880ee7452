/**
 * That a library's catalogue changed since its file was made: noted with the change itself, so that an import killed before it came to the file
 * leaves a word of it (`isPublished`). Runs on the endpoint and in its commands. The same import again finds nothing new, and makes the file.
 */
import type { Instant } from '../../domain/instant.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'

const memo = 'catalogue-unpublished'

export const noteUnpublished = (transaction: StoreTransaction, now: Instant): Promise<void> => transaction.keepMemo(memo, String(now))

/** undefined: the file has it all. */
export const readUnpublished = async (reader: Pick<StoreReader, 'memo'>): Promise<string | undefined> =>
  (await reader.memo(memo)) || undefined

/** `seen`: what was noted before the documents of the file were read; what came since stays. */
export const endUnpublished = async (transaction: StoreTransaction, seen: string | undefined): Promise<void> => {
  if (seen !== undefined && (await readUnpublished(transaction)) === seen) await transaction.keepMemo(memo, '')
}
