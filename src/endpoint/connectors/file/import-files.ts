/**
 * The whole of an import: reads and judges every file first, then writes settings, catalogue, patrons and orders in that order.
 * Runs in `npm run import`, in benchmarks and in tests. While any file is not what it claims to be, nothing is written at all.
 */
import { basename } from 'node:path'
import type { Instant } from '../../../domain/instant.ts'
import type { Librarian } from '../../../domain/librarian/librarian.ts'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import { buildDefaultSettings, type Settings } from '../../../domain/settings/settings.ts'
import { isPublished, makeCatalogueFile, publishCatalogue, publishLoans } from '../../catalogue/publish-catalogue.ts'
import { wallClockOf } from '../../clock/wall-clock-of.ts'
import type { ChangeCounts } from '../../ils/take-catalogue.ts'
import type { OrderCounts } from '../../ils/take-orders.ts'
import { takeSays } from '../../ils/take-says.ts'
import { differSettings, type SettingsDifference } from '../../settings/differ-settings.ts'
import { readSettings, type SettingsContent } from '../../settings/settings-file.ts'
import { judgeNamed, type LearnedRule, type SettingsCounts, writeSettings } from '../../settings/write-settings.ts'
import { inGroupTurn, undone } from '../../storage/in-turn.ts'
import { rejectedFolder } from '../../storage/rejected-folder.ts'
import { chooseLibrary, mainLibraryId, type Store } from '../../storage/store.ts'
import type { Library } from '../../storage/stored.ts'
import { ruleOf } from './barcode-column.ts'
import type { FileKind } from './column.ts'
import { detectEncoding } from './detect-encoding.ts'
import { fileConnector } from './file-connector.ts'
import type { FileContent, FileFault, Note, RejectedRow } from './import-finding.ts'
import { isReadyMap, readMarcMap, readyMaps } from './marc/marc-map.ts'
import type { MarcOptions } from './marc/read-marc.ts'
import { type ImportMap, readMap } from './match-headers.ts'
import { readBytes } from './read-bytes.ts'
import type { FilesSay, GivenFile, ImportRefusal, ReadList } from './read-files.ts'

export type ImportStep = {
  readonly step: 'read' | 'write' | 'publish'
  readonly file: GivenFile
  readonly done: number
  readonly of: number
}

export interface ImportRequest {
  /** Paths. */
  readonly files: Readonly<Partial<Record<GivenFile, string>>>
  /** Its slug; undefined: the only one there is. */
  readonly library: string | undefined
  /** Name of the library to make where there is none and no settings file names it. */
  readonly libraryName: string | undefined
  /** IANA zone of such a library. */
  readonly zone: string
  readonly replaceDemo: boolean
  /** One is made, and there is none yet: without this word, a wrong DATA_DIR would be another library, and success. */
  readonly makesLibrary: boolean
  /** The moment that the ILS's figures speak of; undefined: the file's last change (LOAN-2). */
  readonly asOf: Instant | undefined
  /** The files are whole lists, however much they leave out. */
  readonly isWhole: boolean
  /** How many a list may take away, however many that is. */
  readonly removes?: number | undefined
  /** Numbers are mended however many there are. */
  readonly mendsMany?: boolean
  /** Words that block a patron, besides those that the map names. */
  readonly blockWords?: readonly string[]
  /** Nothing is written: what the files would change is said. */
  readonly isTrial?: boolean
  readonly dataDir: string
  readonly now: () => Instant
  /** Awaited between reading and writing. */
  readonly mayWrite?: (() => Promise<void>) | undefined
  readonly onStep?: ((step: ImportStep) => void) | undefined
  /** Another job of the library has its turn: the writing waits for it. */
  readonly onWait?: (() => void) | undefined
}

export interface FileReport<C> {
  readonly rowCount: number
  readonly rejected: readonly RejectedRow[]
  readonly notes: readonly Note[]
  /** Of a file of records: how many. */
  readonly records?: number | undefined
  readonly counts: C
  /** Reading and writing, milliseconds. */
  readonly elapsedMs: number
}

export interface ImportReport {
  readonly libraryName: string
  /** Where the lists of its rejected rows go; undefined: nothing was taken. */
  readonly rejectedFolder?: string
  readonly isNewLibrary: boolean
  readonly isTrial: boolean
  /** Of the library, whose clock the report's times are on. */
  readonly zone: string
  readonly replacedDemo: boolean
  readonly settings: SettingsCounts
  /** What its settings file changes in a library that was there, or would. */
  readonly differences?: readonly SettingsDifference[] | undefined
  readonly catalogue?: FileReport<ChangeCounts & { readonly isNewFile: boolean }> | undefined
  readonly patrons?: FileReport<ChangeCounts & { readonly asOf: Instant }> | undefined
  readonly orders?: FileReport<OrderCounts> | undefined
  /** What was read. */
  readonly says?: FilesSay
}

/** undefined: there is none yet, and it is made. */
const chooseOrMake = (libraries: readonly Library[], wanted: string | undefined): Result<Library | undefined, FileFault> => {
  const choice = chooseLibrary(libraries, wanted)
  if (choice.kind === 'one') return accept(choice.library)
  return choice.kind === 'none'
    ? accept(undefined)
    : refuse({ kind: 'library-unclear', names: choice.libraries.map(({ slug, name }) => `${slug} (${name})`) })
}

export const readText = async (path: string): Promise<Result<string, FileFault>> => {
  const bytes = await readBytes(path)
  const decoded = bytes.ok ? detectEncoding(bytes.value.bytes) : bytes
  return decoded.ok ? accept(decoded.value.text) : decoded
}

/** The name of a ready map, or a file. */
const chooseMarcMap = async (wanted = 'standard'): Promise<Result<Pick<MarcOptions, 'maps' | 'mapName'>, FileFault>> => {
  if (isReadyMap(wanted)) return accept({ maps: readyMaps[wanted], mapName: wanted })
  const text = await readText(wanted)
  const read = text.ok ? readMarcMap(text.value) : text
  return read.ok ? accept({ maps: read.value, mapName: basename(wanted) }) : read
}

const learnRule = (numbers: readonly string[] = []): LearnedRule | undefined =>
  numbers.length === 0 ? undefined : { rule: ruleOf(numbers), narrowest: ruleOf(numbers, 1), numbers }

const sayTrial = (content: SettingsContent, known: Settings | undefined, librarians: readonly Librarian[]): ImportReport => {
  const differences = differSettings(known, librarians, content)
  return {
    libraryName: content.settings.libraryName,
    isNewLibrary: known === undefined,
    isTrial: true,
    zone: content.settings.zone,
    replacedDemo: false,
    settings: { isChanged: differences.length > 0, librarians: content.librarians.length, notes: [] },
    differences,
  }
}

/** Imports; refuses, and changes nothing, when a file is not what it claims, or when the library is a demo that is not to be replaced. */
export const importFiles = async (store: Store, request: ImportRequest): Promise<Result<ImportReport, ImportRefusal>> => {
  const { files, now } = request
  const stop = (file: GivenFile | undefined, fault: FileFault) => refuse<ImportRefusal>({ file, fault })

  const chosen = chooseOrMake(await store.libraries(), request.library)
  if (!chosen.ok) return stop(undefined, chosen.refusal)
  const found = chosen.value
  if (found?.isDemo === true && !request.replaceDemo) return stop(undefined, { kind: 'demo-there' })
  const existing = found?.isDemo === true ? undefined : found
  if (found?.isDemo !== true && request.makesLibrary === (found !== undefined))
    return stop(undefined, { kind: 'new-library', isThere: found !== undefined })
  const known: Settings | undefined =
    existing === undefined ? undefined : await store.read(existing.id, async (reader) => reader.row('settings', 'settings'))

  // Everything is read before anything is written.
  let map: ImportMap = {}
  let settings: SettingsContent | undefined
  let differences: ImportReport['differences']
  const marc = await chooseMarcMap(files['marc-map'])
  if (!marc.ok) return stop('marc-map', marc.refusal)
  if (files.map !== undefined) {
    const text = await readText(files.map)
    const read = text.ok ? readMap(text.value) : text
    if (!read.ok) return stop('map', read.refusal)
    map = read.value
  }
  if (files.settings !== undefined) {
    const text = await readText(files.settings)
    const librarians = existing === undefined ? [] : await store.read(existing.id, async (reader) => reader.rowsOf('librarian'))
    const team = librarians.map(({ id }) => id)
    const read = text.ok ? readSettings(text.value, team, known) : text
    if (!read.ok) return stop('settings', read.refusal)
    settings = read.value
    const { librarians: named } = settings
    const unable = existing && (await store.read(existing.id, (reader) => judgeNamed(reader, named)))
    if (unable !== undefined) return stop('settings', unable)
    if (request.isTrial === true) return accept(sayTrial(settings, known, librarians))
    if (known !== undefined) differences = differSettings(known, librarians, settings)
  }
  const rules = settings?.settings ?? known
  const heard = await fileConnector('koc').hear({
    files,
    map,
    marc: marc.value,
    rules: rules ?? {},
    toLocal: wallClockOf(rules?.zone ?? request.zone),
    asOf: request.asOf,
    mendsMany: request.mendsMany ?? false,
    blockWords: request.blockWords ?? [],
    now,
    onRead: (file, isDone) => request.onStep?.({ step: 'read', file, done: isDone ? 1 : 0, of: 1 }),
  })
  if (!heard.ok) return heard
  const isTrial = request.isTrial === true
  // It makes no library, and takes no demo away.
  if (isTrial && existing === undefined)
    return stop(undefined, found === undefined ? { kind: 'new-library', isThere: false } : { kind: 'demo-there' })
  await request.mayWrite?.()

  const libraryName = settings?.settings.libraryName ?? existing?.name ?? request.libraryName ?? 'Bibliothèque'
  // A demo's facts never mix with real data: it goes whole, tablets included, and they enrol again.
  if (found?.isDemo === true) await store.removeLibrary(found.id)
  const library = existing ?? (await store.createLibrary({ id: mainLibraryId, name: libraryName, isDemo: false }))
  const into = { libraryName, settings, isNew: existing === undefined }
  const write = (ours: Store) => writeAll(ours, request, library, heard.value, into)
  const zone = rules?.zone ?? request.zone
  // What a group shares is written by one of its members at a time.
  const report = isTrial
    ? await undone(store, library.id, write)
    : await inGroupTurn(store, library.id, { now, onWait: request.onWait }, write)
  return report.ok
    ? accept({ ...report.value, replacedDemo: found?.isDemo === true, isTrial, zone, differences, says: heard.value })
    : stop('settings', report.refusal)
}

interface Into {
  readonly libraryName: string
  readonly settings: SettingsContent | undefined
  /** The library was made for this import. */
  readonly isNew: boolean
}

/** Writes what was read, in the library's turn. */
const writeAll = async (
  store: Store,
  request: ImportRequest,
  library: Library,
  says: FilesSay,
  { libraryName, settings, isNew }: Into,
): Promise<Result<Omit<ImportReport, 'replacedDemo' | 'isTrial' | 'zone'>, FileFault>> => {
  const { now } = request
  const { id } = library
  const { catalogue, patrons, orders } = says
  const settingsCounts = await writeSettings(
    store,
    id,
    settings,
    buildDefaultSettings(libraryName, request.zone),
    {
      cardRule: learnRule(patrons?.list.rows.map((patron) => patron.id)),
      itemRule: learnRule(catalogue?.list.rows.map((entry) => entry.barcode)),
    },
    now(),
  )
  if (!settingsCounts.ok) return settingsCounts

  // What an empty library will hold is known: its tablets' file is compressed while the rows are written.
  const ahead = isNew && catalogue !== undefined ? makeCatalogueFile(catalogue.list.rows) : undefined
  let isNewFile = false
  let compressed: Promise<void> | undefined
  const taken = await takeSays(store, id, says, {
    now,
    isWhole: request.isWhole,
    removes: request.removes,
    onProgress: (file, done, of) => request.onStep?.({ step: 'write', file, done, of }),
    onCatalogue: async (counts) => {
      // A trial makes no file.
      if (request.isTrial === true) return
      const { added, updated, removed, isAll } = counts
      isNewFile = added + updated + removed > 0 || !(await isPublished(store, id, request.dataDir))
      if (!isNewFile) return publishLoans(store, id, request.dataDir, now())
      request.onStep?.({ step: 'publish', file: 'catalogue', done: 0, of: 1 })
      const isKnown = isAll || ahead !== undefined
      const whole = isKnown && catalogue !== undefined ? { documents: catalogue.list.rows, file: ahead } : undefined
      compressed = (await publishCatalogue(store, id, request.dataDir, now(), whole)).compressed
      // It is awaited at the end: until then a failure is nobody's to hear.
      compressed.catch(() => undefined)
    },
  })
  await compressed
  const report = <C extends { readonly notes: readonly Note[] }>(
    kind: FileKind,
    from: ReadList<FileContent<unknown>> | undefined,
    counts: C | undefined,
  ): FileReport<C> | undefined => {
    if (from === undefined || counts === undefined) return undefined
    const { rowCount, rejected, records, notes } = from.list
    return { rowCount, rejected, records, notes: [...notes, ...counts.notes], counts, elapsedMs: from.readMs + taken.elapsedMs[kind] }
  }
  const ordersReport = report('orders', orders, taken.orders)
  return accept({
    libraryName,
    rejectedFolder: rejectedFolder(request.dataDir, (await store.libraries()).length, library),
    isNewLibrary: isNew,
    settings: settingsCounts.value,
    catalogue: report('catalogue', catalogue, taken.catalogue && { ...taken.catalogue, isNewFile }),
    patrons: report('patrons', patrons, taken.patrons),
    orders: ordersReport && {
      ...ordersReport,
      rejected: [...ordersReport.rejected, ...ordersReport.counts.rejected].sort((a, b) => a.line - b.line),
    },
  })
}
