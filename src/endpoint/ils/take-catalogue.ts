/**
 * Puts the ILS's catalogue into the library: what is new, what changed, what left. Runs in the endpoint's commands.
 * Where the library is alone, in one transaction, which holds its pushes for half a second: a catalogue is whole or as it was. Where others
 * share the database, in slices between which theirs are answered (NET-5): each document is whole or as it was, the same list asked again ends
 * what was cut short, and tablets hear of it at the end, as always.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { ItemBarcode, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { fromMinutes, type LocalDate } from '../../domain/local-date.ts'
import { toInstantAt } from '../../domain/to-instant-at.ts'
import { keepIlsLoans } from '../catalogue/ils-loans.ts'
import { keepLoansAsOf } from '../catalogue/loans-as-of.ts'
import { keepOwn, readShared, type SharedDocuments, speakForOthers } from '../catalogue/own-documents.ts'
import { refreshRecords } from '../catalogue/refresh-records.ts'
import { noteUnpublished } from '../catalogue/unpublished.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { Store, StoreReader, StoreTransaction } from '../storage/store.ts'
import type { IlsCatalogue } from './ils-says.ts'
import type { TakeNote } from './take-finding.ts'

export interface ChangeCounts {
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  readonly removed: number
  readonly notes: readonly TakeNote[]
}

/** Documents between two looks at how far it is. */
const stepSize = 5000
/** Documents written in one go where other libraries wait: some milliseconds. */
const sliceSize = 500
/** Between two of them, at most: milliseconds. */
const longestBreathMs = 50

/** Above this share, what is missing from a file is rather a file of a part of the library: one that weeds half its stock says so. */
export const largestShareRemoved = 0.5

/** Documents up to which a catalogue is somebody's trial: whatever replaces it is meant. Chosen, not measured: no library is as small. */
const smallCatalogue = 20

/** Below this share of known numbers, of the list and of the catalogue, a list is another library's, or its numbers are spoiled. */
const smallestShareKnown = 0.5
/** Numbers shown of each side: enough to see a zero that is gone. */
const examplesShown = 3

/** A number without what a spreadsheet eats or adds. */
const bare = (number: string): string => number.replace(/^0+|[.,]0+$/g, '')

/** A list that shares almost nothing with what is known; undefined: it is the library's, as far as its numbers tell, or may. */
export const strangeNote = (
  numbers: readonly string[],
  known: readonly string[],
  { isWhole, removes }: Pick<TakeOptions, 'isWhole' | 'removes'>,
): Extract<TakeNote, { readonly kind: 'list-withheld' }> | undefined => {
  if (isWhole) return undefined
  const [inLibrary, inList] = [new Set(known), new Set(numbers)]
  const fresh = numbers.filter((number) => !inLibrary.has(number))
  const shared = numbers.length - fresh.length
  if (known.length <= smallCatalogue || shared >= smallestShareKnown * Math.min(numbers.length, known.length)) return undefined
  const gone = known.filter((number) => !inList.has(number))
  if (removes !== undefined && gone.length <= removes) return undefined
  const twins = new Map(fresh.map((number) => [bare(number), number]))
  const spoiled = gone.filter((number) => twins.has(bare(number))).slice(0, examplesShown)
  const before = spoiled.length > 0 ? spoiled : gone.slice(0, examplesShown)
  const now = spoiled.length > 0 ? spoiled.map((number) => twins.get(bare(number)) ?? '') : fresh.slice(0, examplesShown)
  return { kind: 'list-withheld', shared, of: numbers.length, would: gone.length, known: known.length, before, now }
}

/** Digits behind the point that a spreadsheet leaves of a long number, at most. */
const mostDigits = 6

/** Whether a list names one of these, or a rounded number that may be the first of them. */
export const isNamed = (mentioned: ReadonlySet<string>, number: string, ...others: readonly string[]): boolean =>
  [number, ...others].some((text) => mentioned.has(text)) ||
  (/^\d+$/.test(number) &&
    Array.from({ length: mostDigits + 1 }, (_, n) => Number(number).toExponential(n)).some((text) => mentioned.has(text)))

/** True where a file leaves out too much for a whole list. The caller may say that it is whole, or how many may leave. */
export const isPartOnly = (missing: number, known: number, { isWhole, removes }: Pick<TakeOptions, 'isWhole' | 'removes'>): boolean =>
  !isWhole && known > smallCatalogue && missing > (removes ?? known * largestShareRemoved)

/** `rows` are those of `of` that come after `from` others. */
function* withProgress<T>(rows: readonly T[], from: number, of: number, onProgress: TakeOptions['onProgress']): Generator<T> {
  for (const [index, row] of rows.entries()) {
    if ((from + index) % stepSize === 0) onProgress?.(from + index, of)
    yield row
  }
}

/** `asOf`: the moment of which a list speaks. `isWhole`: it is whole, however much it leaves out; of a record group it lists all members' documents. */
export interface TakeOptions {
  readonly asOf: Instant
  readonly now: Instant
  readonly isWhole: boolean
  /** How many may leave, however many that is: somebody typed the number (IMP-4). */
  readonly removes?: number | undefined
  readonly onProgress?: ((done: number, of: number) => void) | undefined
}

/**
 * Adds, updates and removes; the same list again changes nothing. What is on loan is noted on the
 * copies that orders want (ORD-4). Answers with `isAll` whether the library now holds the file's rows and no others.
 */
export const takeCatalogue = async (
  store: Store,
  libraryId: LibraryId,
  says: IlsCatalogue,
  options: TakeOptions,
): Promise<ChangeCounts & { readonly isAll: boolean }> => {
  const { asOf, now } = options
  const libraries = await store.libraries()
  const shared = await readShared(store, libraryId, libraries)
  const isAmongOthers = libraries.filter(({ head }) => head > 0).length > 1
  const apart: Writes = {
    read: (work) => store.read(libraryId, work),
    write: async (work) => {
      const startedAt = performance.now()
      const value = await store.transact(libraryId, work)
      // About as long as it took: whoever waits for the disk comes between, whichever process asks.
      await wait(Math.min(performance.now() - startedAt, longestBreathMs))
      return value
    },
    sliceSize,
  }
  const counts = isAmongOthers ? await takeRows(apart, says, options, shared) : undefined
  const { own: _, ...taken } = await store.transact(libraryId, async (transaction) => {
    const within = <T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T> => work(transaction)
    const taken = counts ?? (await takeRows({ read: within, write: within, sliceSize: Number.POSITIVE_INFINITY }, says, options, shared))
    if (says.onLoan !== undefined && !taken.notes.some(({ kind }) => kind === 'list-withheld')) {
      const toLocal = wallClockOf((await transaction.row('settings', 'settings'))?.zone)
      // A day without an hour: from its beginning on.
      const startOf = (date: LocalDate): Instant => toInstantAt({ date, time: fromMinutes(0) }, toLocal)
      const onLoan = new Map([...says.onLoan].map(([barcode, day]) => [barcode, day && startOf(day)]))
      await keepIlsLoans(transaction, onLoan, says.mentioned, asOf)
      await keepLoansAsOf(transaction, asOf, now)
    }
    await refreshRecords(transaction, now)
    if (shared !== undefined) await keepOwn(transaction, taken.own)
    return taken
  })
  if (shared !== undefined && options.isWhole && says.isCut !== true) await speakForOthers(store, shared)
  return taken
}

/** `own`: what is this library's own from now on, where others share its catalogue. */
interface Taken extends ChangeCounts {
  readonly isAll: boolean
  readonly own: readonly ItemBarcode[]
}

/** How the rows are read and written: within one transaction, or in slices of their own. */
interface Writes {
  readonly read: <T>(work: (reader: StoreReader) => Promise<T>) => Promise<T>
  readonly write: <T>(work: (transaction: StoreTransaction) => Promise<T>) => Promise<T>
  readonly sliceSize: number
}

const nothingTaken = { added: 0, updated: 0, unchanged: 0, removed: 0 }

function* slicesOf<T>(rows: readonly T[], size: number): Generator<readonly T[]> {
  if (rows.length <= size) yield rows
  else for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size)
}

const takeRows = async (
  { read, write, sliceSize: size }: Writes,
  { rows, mentioned, isCut = false }: IlsCatalogue,
  options: TakeOptions,
  shared: SharedDocuments | undefined,
): Promise<Taken> => {
  // In the order of the table's key, an insert touches the same page as the one before.
  const sorted = rows.toSorted((a, b) => (a.barcode < b.barcode ? -1 : 1))
  const { items: before } = await read((reader) => reader.catalogueCounts())
  if (!options.isWhole && before > smallCatalogue) {
    const all = Array.from(await read((reader) => reader.catalogue()), ({ barcode }) => barcode)
    const ours = shared === undefined ? all : all.filter((barcode) => shared.own.has(barcode))
    const strange = strangeNote(
      rows.map(({ barcode }) => barcode),
      ours,
      options,
    )
    if (strange !== undefined) return { ...nothingTaken, notes: [strange], isAll: false, own: ours }
  }
  const wrote = { seen: 0, changed: 0 }
  for (const slice of slicesOf(sorted, size)) {
    const from = wrote.seen
    const { seen, changed } = await write(async (transaction) => {
      const counts = await transaction.writeEntries(withProgress(slice, from, sorted.length, options.onProgress))
      if (counts.changed > 0) await noteUnpublished(transaction, options.now)
      return counts
    })
    wrote.seen += seen
    wrote.changed += changed
  }
  options.onProgress?.(sorted.length, sorted.length)
  const { items: known } = await read((reader) => reader.catalogueCounts())
  const added = known - before
  const changes = { added, updated: wrote.changed - added, unchanged: wrote.seen - wrote.changed }
  if (known === rows.length) return { ...changes, removed: 0, notes: [], isAll: true, own: sorted.map(({ barcode }) => barcode) }
  const named: ItemBarcode[] = []
  const missing: ItemBarcode[] = []
  // A rejected row names its record or its title, where its number cannot be read.
  for (const { barcode, recordId, title } of await read((reader) => reader.catalogue()))
    (isNamed(mentioned, barcode, recordId, title) ? named : missing).push(barcode)
  const ownMissing = missing.filter((barcode) => shared?.own.has(barcode))
  const withhold = (note: TakeNote): Taken => ({ ...changes, removed: 0, notes: [note], isAll: false, own: [...named, ...ownMissing] })
  if (isCut && missing.length > 0) return withhold({ kind: 'removal-withheld-cut', would: missing.length, of: known })
  let leaving = missing
  const notes: TakeNote[] = []
  if (shared !== undefined && !options.isWhole && missing.length > 0) {
    const { group, own, ofOthers } = shared
    const staying = (would: number): TakeNote => ({ kind: 'removal-withheld-shared', would, of: known - missing.length + would, group })
    if (ofOthers === undefined || isPartOnly(ownMissing.length, own.size, { isWhole: false })) return withhold(staying(missing.length))
    leaving = ownMissing.filter((barcode) => !ofOthers.has(barcode))
    if (leaving.length < missing.length) notes.push(staying(missing.length - leaving.length))
  } else if (isPartOnly(missing.length, before, options)) {
    return withhold({ kind: 'removal-withheld', would: missing.length, of: before })
  }
  let removed = 0
  for (const slice of slicesOf(leaving, size)) {
    removed += await write(async (transaction) => {
      if (slice.length > 0) await noteUnpublished(transaction, options.now)
      return transaction.removeFromCatalogue(slice)
    })
  }
  return { ...changes, removed, notes, isAll: known - removed === rows.length, own: named }
}
