/**
 * The catalogue files that a library's tablets fetch: made from the database, named by their hash, kept in the data folder.
 * Runs on the endpoint. The whole file once a week; until then what changed since, as long as it is small. A file that is missing, damaged, or made by an older build is made again at the endpoint's start.
 * What the ILS has on loan is a bit for each document, in a file beside it (PHONE-4), after each list of loans and each new catalogue file.
 */
import { mkdir, rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import { buildCatalogue, type CatalogueDocument } from '../../catalogue/build-catalogue.ts'
import { edition } from '../../catalogue/catalogue-format.ts'
import { buildChanges } from '../../catalogue/changes-since.ts'
import { buildLentItems } from '../../catalogue/lent-items.ts'
import { type OpenFile, openFile } from '../../catalogue/open-file.ts'
import { packFile, unpackFile } from '../../catalogue/pack-file.ts'
import type { LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerDay } from '../../domain/instant.ts'
import type { CatalogueFile as CatalogueRow } from '../../domain/row/desk-state.ts'
import type { Store } from '../storage/store.ts'
import { catalogueFolder, filePath, hashOf, packedPath, readIfThere, recordsFolder, removeOldFiles, writeWhole } from './catalogue-files.ts'
import { lentByIls, readIlsLoans } from './ils-loans.ts'
import { writeCatalogueRow } from './loans-as-of.ts'
import { refreshRecords } from './refresh-records.ts'
import { endUnpublished, readUnpublished } from './unpublished.ts'

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

/** What the whole file that is published lacks of these documents; undefined where a whole file is due. */
const findChanges = async (
  folder: string,
  row: CatalogueRow | undefined,
  age: number,
  documents: Iterable<CatalogueDocument>,
): Promise<{ readonly file: CatalogueFile | undefined } | undefined> => {
  if (row?.hash === undefined || !(age < wholeForMs)) return undefined
  const whole = await readPublished(folder, row.hash)
  if (whole === undefined) return undefined
  const bytes = buildChanges(whole, documents)
  if (bytes === undefined) return { file: undefined }
  const file = compressFile(bytes)
  return (await file.compressed).length > largestChanges ? undefined : { file }
}

/** What a library's row names, and when the whole file was made. */
interface Named {
  readonly row: CatalogueRow | undefined
  readonly madeAt: number
  readonly unpublished: string | undefined
}

const namesOf = (row: CatalogueRow | undefined): string => `${row?.hash} ${row?.changes?.hash}`

/** A library with all that share its catalogue (NET-7), itself first; where their file lies, and what each of them names. */
const sharersOf = async (store: Store, libraryId: LibraryId, dataDir: string) => {
  const libraries = await store.libraries()
  const library = libraries.find(({ id }) => id === libraryId)
  if (library === undefined) throw new Error('no such library')
  const { recordGroup } = library
  const others = libraries.filter(({ id, recordGroup: its }) => recordGroup !== undefined && its === recordGroup && id !== libraryId)
  const members = [library, ...others]
  const named: Named[] = []
  for (const { id } of members) {
    named.push(
      await store.read(id, async (reader) => ({
        row: await reader.row('catalogue', 'catalogue'),
        madeAt: Number(await reader.memo(wholeMemo)),
        unpublished: await readUnpublished(reader),
      })),
    )
  }
  return { members, folder: recordsFolder(dataDir, library), named }
}

/** The first whose files are there and whole: what its members have already is fetched by none of them again. */
const firstPublished = async (folder: string, named: readonly Named[]): Promise<Named | undefined> => {
  for (const one of named) {
    if (one.row?.hash === undefined) continue
    const hashes = [one.row.hash, ...(one.row.changes === undefined ? [] : [one.row.changes.hash])]
    const files = await Promise.all(hashes.map((hash) => readPublished(folder, hash)))
    if (files.every((file) => file !== undefined)) return one
  }
  return undefined
}

/** Writes it even where it is: what is there may be damaged. Its compressed copy follows. */
const write = async (folder: string, file: CatalogueFile): Promise<void> => {
  await mkdir(folder, { recursive: true })
  await writeWhole(filePath(folder, hashOf(file.bytes)), file.bytes)
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
 * Builds the catalogue file, or that of changes, under its hash in the library's folder, then names it in the base: it is on disk before
 * a tablet hears of it. `known`: the whole catalogue, if read.
 */
export const publishCatalogue = async (store: Store, libraryId: LibraryId, dataDir: string, now: Instant, known?: KnownCatalogue) => {
  const { members, folder, named: before } = await sharersOf(store, libraryId, dataDir)
  const { counts, documents } = await store.read(libraryId, async (reader) => ({
    counts: await reader.catalogueCounts(),
    documents: known?.documents ?? [...(await reader.catalogue())],
  }))
  const { row, madeAt } = (await firstPublished(folder, before)) ?? before[0] ?? { row: undefined, madeAt: Number.NaN }
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
  /** Other files than before, named in the base. */
  let isNew = false
  for (const [n, { id, recordGroup }] of members.entries()) {
    const isNamed = await store.transact(id, async (transaction) => {
      // It left, or joined, meanwhile: it names its own.
      if ((await transaction.library()).recordGroup !== recordGroup) return false
      await transaction.keepMemo(wholeMemo, String(changes === undefined ? now : madeAt))
      await endUnpublished(transaction, before[n]?.unpublished)
      if (id !== libraryId) await refreshRecords(transaction, now)
      return writeCatalogueRow(transaction, next, now)
    })
    if (id === libraryId) isNew = isNamed
  }
  await removeOldFiles(folder, [...before.map((one) => one.row), next])
  for (const [n, { id }] of members.entries()) {
    const own = catalogueFolder(dataDir, id)
    if (own !== folder) await removeOldFiles(own, [before[n]?.row, next])
    await publishLoans(store, id, dataDir, now)
  }
  // Resolves when the copy that travels compressed is on disk too; until then the endpoint serves the plain one.
  return { isNew, compressed: writeCompressed(folder, file) }
}

/** True when the base names catalogue files that are there, whole, and as this build makes them: an unchanged catalogue needs no other. */
export const isPublished = async (store: Store, libraryId: LibraryId, dataDir: string): Promise<boolean> => {
  const { folder, named } = await sharersOf(store, libraryId, dataDir)
  const [first] = named
  if (named.some(({ unpublished }) => unpublished !== undefined)) return false
  // All that share it name the same.
  if (first === undefined || named.some(({ row }) => namesOf(row) !== namesOf(first.row))) return false
  return (await firstPublished(folder, [first])) !== undefined
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
}

/** Writes nothing where no list said what is on loan, or no catalogue is published. */
export const publishLoans = async (store: Store, libraryId: LibraryId, dataDir: string, now: Instant): Promise<void> => {
  const folder = catalogueFolder(dataDir, libraryId)
  const { row, barcodes, library } = await store.read(libraryId, async (reader) => {
    const loans = await readIlsLoans(reader)
    return {
      library: await reader.library(),
      row: await reader.row('catalogue', 'catalogue'),
      barcodes: loans && lentByIls(loans, await reader.rowsOf('item')),
    }
  })
  if (row?.hash === undefined || barcodes === undefined) return
  const open = async (hash: string) => {
    const bytes = await readIfThere(filePath(recordsFolder(dataDir, library), hash))
    const opened = bytes && openFile(bytes.buffer)
    return opened?.ok === true ? opened.value : undefined
  }
  const [whole, changes] = [await open(row.hash), row.changes && (await open(row.changes.hash))]
  if (whole === undefined || (row.changes !== undefined && changes === undefined)) return
  const bits = buildLentItems(barcodes, whole, changes)
  const lent = { hash: hashOf(bits), bytes: bits.length }
  const path = filePath(folder, lent.hash)
  await mkdir(folder, { recursive: true })
  if ((await readIfThere(path)) === undefined) await writeWhole(path, bits)
  if (lent.hash === row.lent?.hash) return
  const isNamed = await store.transact(libraryId, async (transaction) => {
    const current = await transaction.row('catalogue', 'catalogue')
    // Another process published meanwhile, and told its own loans: these bits are of files that are named no more.
    const isOfThese = current?.hash === row.hash && current?.changes?.hash === row.changes?.hash
    return current !== undefined && isOfThese && (await writeCatalogueRow(transaction, { ...current, lent }, now))
  })
  // Who is fetching it asks again with the next exchange, for the one that is named now.
  if (isNamed && row.lent !== undefined) await rm(filePath(folder, row.lent.hash), { force: true })
}
