/**
 * Which documents of the catalogue that a record group shares are a member's own (NET-7): those that it came with, then those that its last list
 * names. Its next list takes out of these alone, and of these none that is another member's too. Runs on the endpoint and in its commands, in
 * each library's own memory.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { LibraryId } from '../../domain/ids.ts'
import type { Store, StoreReader, StoreTransaction } from '../storage/store.ts'
import type { Library } from '../storage/stored.ts'

const memo = 'own-documents'

/** Sorted barcodes: some bytes are left of each. */
export const keepOwn = (transaction: StoreTransaction, barcodes: Iterable<string>): Promise<void> =>
  transaction.keepMemo(memo, deflateRawSync(JSON.stringify([...barcodes])).toString('base64'))

export const forgetOwn = (transaction: StoreTransaction): Promise<void> => transaction.keepMemo(memo, '')

/** undefined: nobody knows, as it shared before this was kept, and sent no list since. */
const readOwn = async (reader: Pick<StoreReader, 'memo'>): Promise<readonly string[] | undefined> => {
  const kept = (await reader.memo(memo)) ?? ''
  return kept === '' ? undefined : (JSON.parse(inflateRawSync(Buffer.from(kept, 'base64')).toString()) as readonly string[])
}

/**
 * Who shares a catalogue with a library, and whose its documents are; undefined where it is in no group. Read in the group's turn, it stays so
 * to the turn's end.
 */
export const readShared = async (store: Store, libraryId: LibraryId, libraries: readonly Library[]) => {
  const group = libraries.find(({ id }) => id === libraryId)?.recordGroup
  if (group === undefined) return undefined
  const others = libraries.filter(({ id, recordGroup }) => recordGroup === group && id !== libraryId)
  const own = new Set(await store.read(libraryId, readOwn))
  /** undefined: of one of the others nobody knows. */
  let ofOthers: Set<string> | undefined = new Set()
  for (const { id } of others) {
    const theirs = await store.read(id, readOwn)
    if (theirs === undefined) ofOthers = undefined
    else for (const barcode of theirs) ofOthers?.add(barcode)
  }
  return { group, own, others, ofOthers }
}

export type SharedDocuments = NonNullable<Awaited<ReturnType<typeof readShared>>>

/** A list of the whole group speaks for all of its members, until one of them sends its own again. */
export const speakForOthers = async (store: Store, { others }: SharedDocuments): Promise<void> => {
  for (const { id } of others) await store.transact(id, (transaction) => keepOwn(transaction, []))
}
