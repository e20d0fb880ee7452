/**
 * The catalogue files that a library's tablets fetch: made from the database, named by their hash, kept in the data folder.
 * Runs on the endpoint. The whole file once a week; until then what changed since, as long as it is small. A file that is missing, damaged, or made by an older build is made again at the endpoint's start.
 */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import { buildCatalogue, type CatalogueDocument } from '../../catalogue/build-catalogue.ts'
import { edition } from '../../catalogue/catalogue-format.ts'
import { buildChanges } from '../../catalogue/changes-since.ts'
import { type OpenFile, openFile } from '../../catalogue/open-file.ts'
import { packFile, unpackFile } from '../../catalogue/pack-file.ts'
import type { LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerDay } from '../../domain/instant.ts'
import type { CatalogueFile as CatalogueRow } from '../../domain/row/desk-state.ts'
import type { Store } from '../storage/store.ts'
import { catalogueFolder, filePath, hashOf, packedPath, readIfThere, removeOldFiles, sharedFolder, writeWhole } from './catalogue-files.ts'
import { writeCatalogueRow } from './loans-as-of.ts'
import { publishLoans } from './publish-loans.ts'

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)
/** Of 11: two thirds of the best saving in a tenth of its time. */
const brotliQuality = 5

/** The file that tablets keep, and its copy that travels packed and compressed, which another core is making. */
export interface CatalogueFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly compressed: Promise<Uint8Array>
}

const compressFile = (bytes: Uint8Array<ArrayBuffer>): CatalogueFile => {
  const compressed = compress(packFile(bytes), { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } })
  // It is awaited when all else is done: until then a failure is nobody's to hear.
  compressed.catch(() => undefined)
  return { bytes, compressed }
}

/** Makes the file of these documents, the whole catalogue. */
export const makeCatalogueFile = (documents: Iterable<CatalogueDocument>): CatalogueFile => compressFile(buildCatalogue(documents))

/** Reads a file as tablets would; undefined where it, or its copy that travels, is missing or not as this build makes it. */
const readPublished = async (folder: string, hash: string): Promise<OpenFile | undefined> => {
  const [bytes, compressed] = await Promise.all([filePath(folder, hash), packedPath(folder, hash)].map(readIfThere))
  if (bytes === undefined || compressed === undefined) return undefined
  const travelled = await decompress(compressed).catch(() => undefined)
  if (travelled === undefined) return undefined
  const unpacked = new Uint8Array(travelled)
  unpackFile(unpacked)
  if (hashOf(unpacked) !== hashOf(bytes)) return undefined
  const opened = openFile(bytes.buffer)
  return opened.ok && opened.value.edition === edition ? opened.value : undefined
}

/** When the whole file was made: the changes since travel beside it for this long. */
const wholeMemo = 'catalogue-whole-at'
const wholeForMs = 7 * msPerDay
/** Compressed, what a tablet fetches each day at most: when the changes weigh more, the whole file is due. */
export const largestChanges = 10_000

interface Changes {
  readonly file: CatalogueFile | undefined
}

/** What the whole file that is published lacks of these documents; undefined where a whole file is due. */
const findChanges = async (
  folder: string,
  row: CatalogueRow | undefined,
  age: number,
  documents: Iterable<CatalogueDocument>,
): Promise<Changes | undefined> => {
  if (row?.hash === undefined || !(age < wholeForMs)) return undefined
  const whole = await readPublished(folder, row.hash)
  if (whole === undefined) return undefined
  const bytes = buildChanges(whole, documents)
  if (bytes === undefined) return { file: undefined }
  const file = compressFile(bytes)
  return (await file.compressed).length > largestChanges ? undefined : { file }
}

/** Writes it even where it is: what is there may be damaged. Its compressed copy follows. */
const write = async (folder: string, file: CatalogueFile): Promise<void> => {
  await mkdir(folder, { recursive: true })
  await writeWhole(filePath(folder, hashOf(file.bytes)), file.bytes)
}

export interface Published {
  /** Other files than before, named in the base. */
  readonly isNew: boolean
  /** Resolves when the copy that travels compressed is on disk too; until then the endpoint serves the plain one. */
  readonly compressed: Promise<void>
}

/** The whole catalogue, and its file where it is made already. */
export interface KnownCatalogue {
  readonly documents: readonly CatalogueDocument[]
  readonly file?: CatalogueFile | undefined
}

const writeCompressed = async (folder: string, file: CatalogueFile | undefined): Promise<void> => {
  if (file !== undefined) await writeWhole(packedPath(folder, hashOf(file.bytes)), await file.compressed)
}

/**
 * Builds the catalogue file that tablets fetch, or that of what changed since, under its hash in the library's folder, then names it in the
 * base. It is whole on disk before any tablet can hear of it. `known`: of who knew the whole catalogue beforehand.
 */
export const publishCatalogue = async (
  store: Store,
  libraryId: LibraryId,
  dataDir: string,
  now: Instant,
  known?: KnownCatalogue,
): Promise<Published> => {
  const folder = catalogueFolder(dataDir, libraryId)
  const { row, madeAt, counts, documents } = await store.read(libraryId, async (reader) => ({
    row: await reader.row('catalogue', 'catalogue'),
    madeAt: Number(await reader.memo(wholeMemo)),
    counts: await reader.catalogueCounts(),
    documents: known?.documents ?? [...(await reader.catalogue())],
  }))
  const changes = await findChanges(folder, row, now - madeAt, documents)
  const file = changes === undefined ? (known?.file ?? makeCatalogueFile(documents)) : changes.file
  if (file !== undefined) await write(folder, file)
  const named = file && { hash: hashOf(file.bytes), bytes: file.bytes.length }
  const whole = changes === undefined ? named : { hash: row?.hash, bytes: row?.bytes ?? 0 }
  const next: CatalogueRow = {
    kind: 'catalogue',
    id: 'catalogue',
    hash: whole?.hash,
    ...counts,
    bytes: whole?.bytes ?? 0,
    ...(changes !== undefined && named && { changes: named }),
  }
  const isNew = await store.transact(libraryId, async (transaction) => {
    if (changes === undefined) await transaction.keepMemo(wholeMemo, String(now))
    return writeCatalogueRow(transaction, next, now)
  })
  await removeOldFiles(folder, [row, next])
  await publishLoans(store, libraryId, dataDir, now)
  return { isNew, compressed: writeCompressed(folder, file) }
}

/** True when the base names catalogue files that are there, whole, and as this build makes them: an unchanged catalogue needs no other. */
export const isPublished = async (store: Store, libraryId: LibraryId, dataDir: string): Promise<boolean> => {
  const row = await store.read(libraryId, async (reader) => reader.row('catalogue', 'catalogue'))
  if (row?.hash === undefined) return false
  const hashes = [row.hash, ...(row.changes === undefined ? [] : [row.changes.hash])]
  const files = await Promise.all(hashes.map((hash) => readPublished(catalogueFolder(dataDir, libraryId), hash)))
  return files.every((file) => file !== undefined)
}

/** Removes what lies beside the libraries' folders: until each had one, all their files did. */
const removeSharedFiles = async (dataDir: string): Promise<void> => {
  const entries = await readdir(sharedFolder(dataDir), { withFileTypes: true }).catch(() => [])
  for (const entry of entries) if (entry.isFile()) await rm(join(sharedFolder(dataDir), entry.name), { force: true })
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
      if (!isNamed) continue
      if (await isPublished(store, id, dataDir)) await publishLoans(store, id, dataDir, now)
      else await (await publishCatalogue(store, id, dataDir, now)).compressed
    } catch (defect) {
      reportDefect(defect)
    }
  }
  await removeSharedFiles(dataDir)
}
