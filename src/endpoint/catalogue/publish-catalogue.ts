/**
 * The catalogue file that a library's tablets fetch: made from the database, named by its hash, kept in the data folder.
 * Runs on the endpoint. Each library has its own folder, because publishing removes what is old. A file that is missing, damaged, or made
 * by an older build is made again at the endpoint's start.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { buildCatalogue, type CatalogueDocument } from '../../catalogue/build-catalogue.ts'
import { edition } from '../../catalogue/catalogue-format.ts'
import { openCatalogue } from '../../catalogue/open-catalogue.ts'
import type { LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Store } from '../storage/store.ts'
import { writeCatalogueRow } from './loans-as-of.ts'

const shared = (dataDir: string): string => join(dataDir, 'catalogue')

/** Where the files of one library lie. */
export const catalogueFolder = (dataDir: string, libraryId: LibraryId): string => join(shared(dataDir), libraryId)

const compress = promisify(brotliCompress)
/** Of 11: two thirds of the best saving in a tenth of its time. */
const brotliQuality = 5

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
export const makeCatalogueFile = (documents: Iterable<CatalogueDocument>): CatalogueFile => {
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
 * Builds the catalogue file that tablets fetch, under its hash in the library's folder, then names it in the base.
 * The file is whole on disk before any tablet can hear of it. `made`: by who knew the whole catalogue beforehand.
 */
export const publishCatalogue = async (
  store: Store,
  libraryId: LibraryId,
  dataDir: string,
  now: Instant,
  made?: CatalogueFile,
): Promise<Published> => {
  const { file, counts } = await store.read(libraryId, async (reader) => ({
    file: made ?? makeCatalogueFile(await reader.catalogue()),
    counts: await reader.catalogueCounts(),
  }))
  const { bytes } = file
  const hash = createHash('sha256').update(bytes).digest('hex')
  const folder = catalogueFolder(dataDir, libraryId)
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${hash}.bin`)
  // Written even where it is: what is there may be damaged.
  await writeWhole(path, bytes)
  const isNew = await store.transact(libraryId, (transaction) =>
    writeCatalogueRow(transaction, { kind: 'catalogue', id: 'catalogue', hash, ...counts, bytes: bytes.length }, now),
  )
  await removeOldFiles(folder, `${hash}.bin`)
  return { isNew, compressed: file.compressed.then((compressed) => writeWhole(`${path}.br`, compressed)) }
}

/** True when the base names a catalogue file that is there, whole, and as this build makes it: an unchanged catalogue needs no other. */
export const isPublished = async (store: Store, libraryId: LibraryId, dataDir: string): Promise<boolean> => {
  const row = await store.read(libraryId, async (reader) => reader.row('catalogue', 'catalogue'))
  if (row?.hash === undefined) return false
  const path = join(catalogueFolder(dataDir, libraryId), `${row.hash}.bin`)
  const [bytes, compressed] = await Promise.all([path, `${path}.br`].map((name) => readFile(name).catch(() => undefined)))
  if (bytes === undefined || compressed === undefined) return false
  const opened = openCatalogue(new Uint8Array(bytes).buffer)
  return opened.ok && opened.value.edition === edition
}

/** Removes what lies beside the libraries' folders: until each had one, all their files did. */
const removeSharedFiles = async (dataDir: string): Promise<void> => {
  const entries = await readdir(shared(dataDir), { withFileTypes: true }).catch(() => [])
  for (const entry of entries) if (entry.isFile()) await rm(join(shared(dataDir), entry.name), { force: true })
}

/**
 * Publishes again, in every library, a file that this build would not have made so; tablets fetch it, as after an import. A library that
 * cannot be published keeps no other one from it, nor the endpoint from starting.
 */
export const republishCatalogues = async (
  store: Store,
  dataDir: string,
  now: Instant,
  reportDefect: (defect: unknown) => void,
): Promise<void> => {
  for (const { id } of await store.libraries()) {
    try {
      const isNamed = (await store.read(id, async (reader) => reader.row('catalogue', 'catalogue'))) !== undefined
      if (isNamed && !(await isPublished(store, id, dataDir))) await (await publishCatalogue(store, id, dataDir, now)).compressed
    } catch (defect) {
      reportDefect(defect)
    }
  }
  await removeSharedFiles(dataDir)
}
