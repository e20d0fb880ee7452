/**
 * Puts a catalogue file into the library: what is new, what changed, what left. Runs in the endpoint's commands.
 * In slices, each its own transaction, so that tablets go on pushing meanwhile; cut short, the next import completes it.
 */
import { createHash } from 'node:crypto'
import { access, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { buildCatalogue } from '../../catalogue/build-catalogue.ts'
import type { ItemBarcode, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Store } from '../storage/store.ts'
import type { Note } from './import-finding.ts'
import type { CatalogueReading } from './read-catalogue.ts'

export interface ChangeCounts {
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  readonly removed: number
  readonly notes: readonly Note[]
}

/** Documents per transaction: about 30 ms of lock each. */
const sliceSize = 5000

/** Above this share, what is missing from a file is rather a file of a part of the library. */
export const largestShareRemoved = 0.5

/** True where a file leaves out so much that it cannot be the whole list, unless the caller says that it is. */
export const isPartOnly = (missing: number, known: number, isWhole: boolean): boolean =>
  !isWhole && known > 20 && missing > known * largestShareRemoved

/** Adds, updates and removes; the same file again changes nothing. `isWhole`: remove however much is missing. */
export const writeCatalogue = async (
  store: Store,
  libraryId: LibraryId,
  { rows, mentioned }: Pick<CatalogueReading, 'rows' | 'mentioned'>,
  options: { readonly isWhole: boolean; readonly onProgress?: ((done: number, of: number) => void) | undefined },
): Promise<ChangeCounts> => {
  let [added, updated, unchanged, removed] = [0, 0, 0, 0]
  for (let from = 0; from < rows.length; from += sliceSize) {
    const counts = await store.transact(libraryId, (transaction) => transaction.upsertCatalogue(rows.slice(from, from + sliceSize)))
    added += counts.added
    updated += counts.updated
    unchanged += counts.unchanged
    options.onProgress?.(Math.min(from + sliceSize, rows.length), rows.length)
  }
  const notes: Note[] = []
  const { items: known } = await store.read(libraryId, (reading) => reading.catalogueCounts())
  if (known > rows.length) {
    const missing = await store.read(libraryId, async (reading): Promise<readonly ItemBarcode[]> => {
      const entries = await reading.catalogue()
      return Array.from(entries, (entry) => entry.barcode).filter((barcode) => !mentioned.has(barcode))
    })
    if (isPartOnly(missing.length, known, options.isWhole)) {
      notes.push({ kind: 'removal-withheld', would: missing.length, of: known })
    } else if (missing.length > 0) {
      removed = await store.transact(libraryId, (transaction) => transaction.removeFromCatalogue(missing))
    }
  }
  return { added, updated, unchanged, removed, notes }
}

const compress = promisify(brotliCompress)
/** Of 11: two thirds of the best saving in a tenth of its time. */
const brotliQuality = 5

const exists = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const writeWhole = async (path: string, bytes: Uint8Array): Promise<void> => {
  const partial = `${path}.${process.pid}.part`
  try {
    await writeFile(partial, bytes, { flush: true })
    await rename(partial, path)
  } finally {
    await rm(partial, { force: true })
  }
}

/** Leaves the named file and the one before it, which a tablet may be fetching. */
const removeOldFiles = async (folder: string, named: string): Promise<void> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.bin') && name !== named)
  const aged = await Promise.all(names.map(async (name) => ({ name, madeAt: (await stat(join(folder, name))).mtimeMs })))
  for (const { name } of aged.sort((a, b) => b.madeAt - a.madeAt).slice(1)) {
    await rm(join(folder, name), { force: true })
    await rm(join(folder, `${name}.br`), { force: true })
  }
}

/**
 * Builds the catalogue file that tablets fetch, under its hash in `folder`, then names it in the base. Answers whether it is another one.
 * The file is whole on disk before any tablet can hear of it.
 */
export const publishCatalogue = async (store: Store, libraryId: LibraryId, folder: string, now: Instant): Promise<boolean> => {
  const { bytes, counts } = await store.read(libraryId, async (reading) => ({
    bytes: buildCatalogue(await reading.catalogue()),
    counts: await reading.catalogueCounts(),
  }))
  const hash = createHash('sha256').update(bytes).digest('hex')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${hash}.bin`)
  if (!(await exists(`${path}.br`))) {
    await writeWhole(path, bytes)
    await writeWhole(`${path}.br`, await compress(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } }))
  }
  const isNew = await store.transact(libraryId, (transaction) =>
    transaction.writeRow({ kind: 'catalogue', id: 'catalogue', hash, ...counts, bytes: bytes.length }, now),
  )
  await removeOldFiles(folder, `${hash}.bin`)
  return isNew
}
