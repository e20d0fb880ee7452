/**
 * Puts the ILS's catalogue into the library: what is new, what changed, what left. Runs in the endpoint's commands.
 * In one transaction, which holds the endpoint's pushes for half a second: a catalogue is whole or as it was.
 */
import type { ItemBarcode, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { fromMinutes, type LocalDate } from '../../domain/local-date.ts'
import { keepIlsLoans } from '../catalogue/ils-loans.ts'
import { keepLoansAsOf } from '../catalogue/loans-as-of.ts'
import { refreshRecords } from '../catalogue/refresh-records.ts'
import { toInstantAt } from '../clock/to-instant-at.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { Store, StoreTransaction } from '../storage/store.ts'
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

/** Above this share, what is missing from a file is rather a file of a part of the library: one that weeds half its stock says so. */
export const largestShareRemoved = 0.5

/** Documents up to which a catalogue is somebody's trial: whatever replaces it is meant. Chosen, not measured: no library is as small. */
const smallCatalogue = 20

/** True where a file leaves out so much that it cannot be the whole list, unless the caller says that it is. */
export const isPartOnly = (missing: number, known: number, isWhole: boolean): boolean =>
  !isWhole && known > smallCatalogue && missing > known * largestShareRemoved

function* withProgress<T>(rows: readonly T[], onProgress: ((done: number, of: number) => void) | undefined): Generator<T> {
  for (const [index, row] of rows.entries()) {
    if (index % stepSize === 0) onProgress?.(index, rows.length)
    yield row
  }
  onProgress?.(rows.length, rows.length)
}

/** `asOf`: the moment of which a list speaks. `isWhole`: it is whole, however much it leaves out. */
export interface TakeOptions {
  readonly asOf: Instant
  readonly now: Instant
  readonly isWhole: boolean
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
): Promise<ChangeCounts & { readonly isAll: boolean }> =>
  store.transact(libraryId, async (transaction) => {
    const { asOf, now } = options
    const counts = await takeRows(transaction, says, options)
    if (says.onLoan !== undefined) {
      const toLocal = wallClockOf((await transaction.row('settings', 'settings'))?.zone)
      // A day without an hour: from its beginning on.
      const startOf = (date: LocalDate): Instant => toInstantAt({ date, time: fromMinutes(0) }, toLocal)
      const onLoan = new Map([...says.onLoan].map(([barcode, day]) => [barcode, day && startOf(day)]))
      await keepIlsLoans(transaction, onLoan, says.mentioned, asOf)
      await keepLoansAsOf(transaction, asOf, now)
    }
    await refreshRecords(transaction, now)
    return counts
  })

const takeRows = async (
  transaction: StoreTransaction,
  { rows, mentioned, isCut = false }: IlsCatalogue,
  options: TakeOptions,
): Promise<ChangeCounts & { readonly isAll: boolean }> => {
  // In the order of the table's key, an insert touches the same page as the one before.
  const sorted = rows.toSorted((a, b) => (a.barcode < b.barcode ? -1 : 1))
  const changes = await transaction.upsertCatalogue(withProgress(sorted, options.onProgress))
  const { items: known } = await transaction.catalogueCounts()
  if (known === rows.length) return { ...changes, removed: 0, notes: [], isAll: true }
  const entries = await transaction.catalogue()
  const missing: ItemBarcode[] = []
  for (const { barcode } of entries) if (!mentioned.has(barcode)) missing.push(barcode)
  if (isCut && missing.length > 0) {
    return { ...changes, removed: 0, notes: [{ kind: 'removal-withheld-cut', would: missing.length, of: known }], isAll: false }
  }
  if (isPartOnly(missing.length, known, options.isWhole)) {
    return { ...changes, removed: 0, notes: [{ kind: 'removal-withheld', would: missing.length, of: known }], isAll: false }
  }
  const removed = await transaction.removeFromCatalogue(missing)
  return { ...changes, removed, notes: [], isAll: known - removed === rows.length }
}
