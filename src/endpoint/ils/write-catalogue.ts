/**
 * Puts a catalogue file into the library: what is new, what changed, what left. Runs in the endpoint's commands.
 * In one transaction, which holds the endpoint's pushes for half a second: a catalogue is whole or as it was.
 */
import { createHash } from 'node:crypto'
import { access, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { buildCatalogue } from '../../catalogue/build-catalogue.ts'
import type { ItemBarcode, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { CatalogueItem } from '../../domain/item/record.ts'
import type { Note } from '../connectors/file/import-finding.ts'
import type { CatalogueReading } from '../connectors/file/read-catalogue.ts'
import type { Store } from '../storage/store.ts'

export interface ChangeCounts {
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  readonly removed: number
  readonly notes: readonly Note[]
}

/** Documents between two looks at how far it is. */
const stepSize = 5000

/** Above this share, what is missing from a file is rather a file of a part of the library. */
export const largestShareRemoved = 0.5

/** True where a file leaves out so much that it cannot be the whole list, unless the caller says that it is. */
export const isPartOnly = (missing: number, known: number, isWhole: boolean): boolean =>
  !isWhole && known > 20 && missing > known * largestShareRemoved

function* withProgress<T>(rows: readonly T[], onProgress: ((done: number, of: number) => void) | undefined): Generator<T> {
  for (const [index, row] of rows.entries()) {
    if (index % stepSize === 0) onProgress?.(index, rows.length)
    yield row
  }
  onProgress?.(rows.length, rows.length)
}

/**
 * Adds, updates and removes; the same file again changes nothing. `isWhole`: remove however much is missing.
 * Answers with `isAll` whether the library now holds the file's rows and no others.
 */
export const writeCatalogue = async (
  store: Store,
  libraryId: LibraryId,
  { rows, mentioned }: Pick<CatalogueReading, 'rows' | 'mentioned'>,
  options: { readonly isWhole: boolean; readonly onProgress?: ((done: number, of: number) => void) | undefined },
): Promise<ChangeCounts & { readonly isAll: boolean }> =>
  store.transact(libraryId, async (transaction) => {
    // In the order of the table's key, an insert touches the same page as the one before.
    const sorted = rows.toSorted((a, b) => (a.barcode < b.barcode ? -1 : 1))
    const changes = await transaction.upsertCatalogue(withProgress(sorted, options.onProgress))
    const { items: known } = await transaction.catalogueCounts()
    if (known === rows.length) return { ...changes, removed: 0, notes: [], isAll: true }
    const entries = await transaction.catalogue()
    const missing: ItemBarcode[] = []
    for (const { barcode } of entries) if (!mentioned.has(barcode)) missing.push(barcode)
    if (isPartOnly(missing.length, known, options.isWhole)) {
      return { ...changes, removed: 0, notes: [{ kind: 'removal-withheld', would: missing.length, of: known }], isAll: false }
    }
    const removed = await transaction.removeFromCatalogue(missing)
    return { ...changes, removed, notes: [], isAll: known - removed === rows.length }
  })

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

/** The file that tablets fetch, and its copy that travels compressed, which another core is making. */
export interface CatalogueFile {
  readonly bytes: Uint8Array
  readonly compressed: Promise<Uint8Array>
}

/** Makes the file of these documents, the whole catalogue. */
export const makeCatalogueFile = (documents: Iterable<CatalogueItem>): CatalogueFile => {
  const bytes = buildCatalogue(documents)
  const compressed = compress(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } })
  // It is awaited when all else is done: until then a failure is nobody's to hear.
  compressed.catch(() => undefined)
  return { bytes, compressed }
}

export interface Published {
  /** Another file than before, named in the base. */
  readonly isNew: boolean
  /** Resolves when the copy that travels compressed is on disk too; until then the endpoint serves the plain one. */
  readonly compressed: Promise<void>
}

/**
 * Builds the catalogue file that tablets fetch, under its hash in `folder`, then names it in the base.
 * The file is whole on disk before any tablet can hear of it. `made`: by who knew the whole catalogue beforehand.
 */
export const publishCatalogue = async (
  store: Store,
  libraryId: LibraryId,
  folder: string,
  now: Instant,
  made?: CatalogueFile,
): Promise<Published> => {
  const { file, counts } = await store.read(libraryId, async (reading) => ({
    file: made ?? makeCatalogueFile(await reading.catalogue()),
    counts: await reading.catalogueCounts(),
  }))
  const { bytes } = file
  const hash = createHash('sha256').update(bytes).digest('hex')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${hash}.bin`)
  if (!(await exists(path))) await writeWhole(path, bytes)
  const isNew = await store.transact(libraryId, (transaction) =>
    transaction.writeRow({ kind: 'catalogue', id: 'catalogue', hash, ...counts, bytes: bytes.length }, now),
  )
  await removeOldFiles(folder, `${hash}.bin`)
  const addCompressed = async (): Promise<void> => {
    if (!(await exists(`${path}.br`))) await writeWhole(`${path}.br`, await file.compressed)
  }
  return { isNew, compressed: addCompressed() }
}

/** True when the base names a catalogue file that is there: an unchanged catalogue needs no other. */
export const isPublished = async (store: Store, libraryId: LibraryId, folder: string): Promise<boolean> => {
  const row = await store.read(libraryId, async (reading) => reading.row('catalogue', 'catalogue'))
  return row?.hash !== undefined && (await exists(join(folder, `${row.hash}.bin`))) && (await exists(join(folder, `${row.hash}.bin.br`)))
}
