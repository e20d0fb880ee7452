/**
 * The whole of an import: reads and judges every file first, then writes settings, catalogue, patrons and orders in that order.
 * Runs in `npm run import`, in benchmarks and in tests. While any file is not what it claims to be, nothing is written at all.
 */
import type { LibraryId } from '../../../domain/ids.ts'
import { type Instant, toInstant } from '../../../domain/instant.ts'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import { buildDefaultSettings } from '../../../domain/settings/default-settings.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { isPublished, makeCatalogueFile, publishCatalogue } from '../../catalogue/publish-catalogue.ts'
import { wallClockOf } from '../../clock/wall-clock-of.ts'
import { mainLibraryId } from '../../first-start.ts'
import { type ChangeCounts, takeCatalogue } from '../../ils/take-catalogue.ts'
import { type OrderCounts, takeOrders } from '../../ils/take-orders.ts'
import { takePatrons } from '../../ils/take-patrons.ts'
import { readSettings, type SettingsReading } from '../../settings/settings-file.ts'
import { type LearnedRule, type SettingsCounts, writeSettings } from '../../settings/write-settings.ts'
import type { Library, Store } from '../../storage/store.ts'
import { ruleOf } from './barcode-column.ts'
import type { FileKind } from './column.ts'
import { detectEncoding } from './detect-encoding.ts'
import type { FileFault, Note, RejectedRow } from './import-finding.ts'
import { type FileBytes, readBytes } from './read-bytes.ts'
import { type CatalogueReading, readCatalogue } from './read-catalogue.ts'
import { type ImportMap, readMap } from './read-map.ts'
import { type OrdersReading, readOrders } from './read-orders.ts'
import { type PatronsReading, readPatrons } from './read-patrons.ts'

export type GivenFile = FileKind | 'settings' | 'map'
export type ImportStep = {
  readonly step: 'read' | 'write' | 'publish'
  readonly file: GivenFile
  readonly done: number
  readonly of: number
}

export interface ImportRequest {
  /** Paths. */
  readonly files: Readonly<Partial<Record<GivenFile, string>>>
  /** Id or name; undefined: the only one there is. */
  readonly library: string | undefined
  /** Name of the library to make where there is none and no settings file names it. */
  readonly libraryName: string | undefined
  /** IANA zone of such a library. */
  readonly zone: string
  readonly replaceDemo: boolean
  /** The moment that the ILS's figures speak of; undefined: the file's last change (LOAN-2). */
  readonly asOf: Instant | undefined
  /** The files are whole lists, however much they leave out. */
  readonly isWhole: boolean
  /** Numbers are mended however many there are. */
  readonly mendsMany?: boolean
  readonly dataDir: string
  readonly now: () => Instant
  readonly onStep?: ((step: ImportStep) => void) | undefined
}

export interface FileReport<C> {
  readonly rowCount: number
  readonly rejected: readonly RejectedRow[]
  readonly notes: readonly Note[]
  readonly counts: C
  /** Reading and writing, milliseconds. */
  readonly elapsedMs: number
}

export interface ImportReport {
  readonly libraryName: string
  readonly isNewLibrary: boolean
  readonly replacedDemo: boolean
  readonly settings: SettingsCounts
  readonly catalogue: FileReport<ChangeCounts & { readonly isNewFile: boolean }> | undefined
  readonly patrons: FileReport<ChangeCounts & { readonly asOf: Instant }> | undefined
  readonly orders: FileReport<OrderCounts> | undefined
}

export interface ImportRefusal {
  /** undefined: it is about the import as a whole. */
  readonly file: GivenFile | undefined
  readonly fault: FileFault
}

interface Timed<T> {
  readonly file: FileBytes
  readonly reading: T
  readonly elapsedMs: number
}

const patronsMemo = 'ils-patrons'

const chooseLibrary = (libraries: readonly Library[], wanted: string | undefined): Result<Library | undefined, FileFault> => {
  const found = wanted === undefined ? libraries : libraries.filter(({ id, name }) => id === wanted || name === wanted)
  if (found.length > 1 || (wanted !== undefined && found.length === 0 && libraries.length > 0)) {
    return refuse({ kind: 'library-unclear', names: libraries.map((library) => library.name) })
  }
  return accept(found[0])
}

const readText = async (path: string): Promise<Result<string, FileFault>> => {
  const bytes = await readBytes(path)
  const decoded = bytes.ok ? detectEncoding(bytes.value.bytes) : bytes
  return decoded.ok ? accept(decoded.value.text) : decoded
}

const learnRule = (numbers: readonly string[] = []): LearnedRule | undefined =>
  numbers.length === 0 ? undefined : { rule: ruleOf(numbers), numbers }

/** The same list sent again speaks of the moment it first spoke of: nothing changed since. */
const decideAsOf = async (
  store: Store,
  libraryId: LibraryId,
  file: FileBytes,
  wanted: Instant | undefined,
  now: Instant,
): Promise<Instant> => {
  const memo = await store.read(libraryId, (reading) => reading.memo(patronsMemo))
  const [sha256, last] = memo?.split(' ') ?? []
  const asOf = wanted ?? (sha256 === file.sha256 ? toInstant(Number(last)) : toInstant(Math.min(file.modifiedAt, now)))
  const next = `${file.sha256} ${asOf}`
  if (next !== memo) await store.transact(libraryId, (transaction) => transaction.keepMemo(patronsMemo, next))
  return asOf
}

/** Imports; refuses, and changes nothing, when a file is not what it claims, or when the library is a demo that is not to be replaced. */
export const importFiles = async (store: Store, request: ImportRequest): Promise<Result<ImportReport, ImportRefusal>> => {
  const { files, now } = request
  const stop = (file: GivenFile | undefined, fault: FileFault) => refuse<ImportRefusal>({ file, fault })

  const chosen = chooseLibrary(await store.libraries(), request.library)
  if (!chosen.ok) return stop(undefined, chosen.refusal)
  const found = chosen.value
  if (found?.isDemo === true && !request.replaceDemo) return stop(undefined, { kind: 'demo-there' })
  const existing = found?.isDemo === true ? undefined : found
  const known: Settings | undefined =
    existing === undefined ? undefined : await store.read(existing.id, async (reading) => reading.row('settings', 'settings'))

  // Everything is read before anything is written.
  let map: ImportMap = {}
  let settings: SettingsReading | undefined
  if (files.map !== undefined) {
    const text = await readText(files.map)
    const read = text.ok ? readMap(text.value) : text
    if (!read.ok) return stop('map', read.refusal)
    map = read.value
  }
  if (files.settings !== undefined) {
    const text = await readText(files.settings)
    const read = text.ok ? readSettings(text.value) : text
    if (!read.ok) return stop('settings', read.refusal)
    settings = read.value
  }
  const rules = settings?.settings ?? known
  const toLocal = wallClockOf(rules?.zone ?? request.zone)
  const options = { toLocal, today: toLocal(now()).date, mendsMany: request.mendsMany ?? false }
  const readTimed = async <T>(
    kind: FileKind,
    read: (file: FileBytes) => Result<T, FileFault>,
  ): Promise<Result<Timed<T> | undefined, ImportRefusal>> => {
    const path = files[kind]
    if (path === undefined) return accept(undefined)
    const startedAt = performance.now()
    request.onStep?.({ step: 'read', file: kind, done: 0, of: 1 })
    const file = await readBytes(path)
    if (!file.ok) return stop(kind, file.refusal)
    const reading = read(file.value)
    if (!reading.ok) return stop(kind, reading.refusal)
    request.onStep?.({ step: 'read', file: kind, done: 1, of: 1 })
    return accept({ file: file.value, reading: reading.value, elapsedMs: performance.now() - startedAt })
  }
  const catalogue = await readTimed<CatalogueReading>('catalogue', (file) =>
    readCatalogue(file, { ...options, map: map.catalogue, rule: rules?.itemRule }),
  )
  if (!catalogue.ok) return catalogue
  const patrons = await readTimed<PatronsReading>('patrons', (file) =>
    readPatrons(file, { ...options, map: map.patrons, rule: rules?.cardRule }),
  )
  if (!patrons.ok) return patrons
  const orders = await readTimed<OrdersReading>('orders', (file) => readOrders(file, { ...options, map: map.orders }))
  if (!orders.ok) return orders

  const libraryName = settings?.settings.libraryName ?? existing?.name ?? request.libraryName ?? 'Bibliothèque'
  // A demo's facts never mix with real data: it goes whole, tablets included, and they enrol again.
  if (found?.isDemo === true) await store.removeLibrary(found.id)
  const library = existing ?? (await store.createLibrary({ id: mainLibraryId, name: libraryName, isDemo: false }))
  const { id } = library
  const settingsCounts = await writeSettings(
    store,
    id,
    settings,
    buildDefaultSettings(libraryName, request.zone),
    {
      cardRule: learnRule(patrons.value?.reading.rows.map((patron) => patron.id)),
      itemRule: learnRule(catalogue.value?.reading.rows.map((entry) => entry.barcode)),
    },
    now(),
  )

  const report = async <
    T extends { readonly rowCount: number; readonly rejected: readonly RejectedRow[]; readonly notes: readonly Note[] },
    C extends { readonly notes: readonly Note[] },
  >(
    timed: Timed<T> | undefined,
    write: (timed: Timed<T>) => Promise<C>,
  ): Promise<FileReport<C> | undefined> => {
    if (timed === undefined) return undefined
    const startedAt = performance.now()
    const counts = await write(timed)
    const { rowCount, rejected, notes } = timed.reading
    const elapsedMs = timed.elapsedMs + performance.now() - startedAt
    return { rowCount, rejected, notes: [...notes, ...counts.notes], counts, elapsedMs }
  }
  const onWritten = (file: FileKind) => (done: number, of: number) => request.onStep?.({ step: 'write', file, done, of })

  let compressed: Promise<void> | undefined
  const catalogueReport = await report(catalogue.value, async ({ file, reading }) => {
    // What an empty library will hold is known: its tablets' file is compressed while the rows are written.
    const ahead = existing === undefined ? makeCatalogueFile(reading.rows) : undefined
    const { isAll, ...counts } = await takeCatalogue(store, id, reading, {
      asOf: request.asOf ?? toInstant(Math.min(file.modifiedAt, now())),
      now: now(),
      isWhole: request.isWhole,
      onProgress: onWritten('catalogue'),
    })
    const isUnchanged = counts.added + counts.updated + counts.removed === 0 && (await isPublished(store, id, request.dataDir))
    if (!isUnchanged) {
      request.onStep?.({ step: 'publish', file: 'catalogue', done: 0, of: 1 })
      // Compressed while patrons and orders are written.
      const made = ahead ?? (isAll ? makeCatalogueFile(reading.rows) : undefined)
      compressed = (await publishCatalogue(store, id, request.dataDir, now(), made)).compressed
      // It is awaited at the end: until then a failure is nobody's to hear.
      compressed.catch(() => undefined)
    }
    return { ...counts, isNewFile: !isUnchanged }
  })
  const patronsReport = await report(patrons.value, async ({ file, reading }) => {
    const asOf = await decideAsOf(store, id, file, request.asOf, now())
    const counts = await takePatrons(store, id, reading, { asOf, now: now(), isWhole: request.isWhole, onProgress: onWritten('patrons') })
    return { ...counts, asOf }
  })
  const ordersReport = await report(orders.value, ({ reading }) => takeOrders(store, id, reading, now()))
  await compressed
  return accept({
    libraryName,
    isNewLibrary: existing === undefined,
    replacedDemo: found?.isDemo === true,
    settings: settingsCounts,
    catalogue: catalogueReport,
    patrons: patronsReport,
    orders: ordersReport && {
      ...ordersReport,
      rejected: [...ordersReport.rejected, ...ordersReport.counts.rejected].sort((a, b) => a.line - b.line),
    },
  })
}
