/**
 * The library's catalogue as a patron searches it: the same file and the same search as on a tablet, with what is known of each title's copies
 * (PAGE-5). Runs on the endpoint, beside any write. The file is opened once, until the base names another.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Catalogue, openCatalogue } from '../../catalogue/open-catalogue.ts'
import type { LibraryId, RecordId } from '../../domain/ids.ts'
import { type Instant, msPerDay } from '../../domain/instant.ts'
import { type Availability, availabilityOf, countWanted, recordsWanted } from '../../domain/item/availability.ts'
import type { BibliographicRecord } from '../../domain/item/record.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { Order } from '../../domain/order/order.ts'
import type { CatalogueFile, DeskState, RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import { recordsFolder } from '../catalogue/catalogue-files.ts'
import { readIlsLoans, withIlsLoan } from '../catalogue/ils-loans.ts'
import { readDesk, type Store, type StoreReader } from '../storage/store.ts'
import type { StoredRow } from '../storage/stored.ts'
import type { Titled } from './marked-text.ts'

/** What orders wait for, as a library's base stood at `head`. */
interface Counted {
  readonly head: number
  readonly chain: string
  readonly wanted: ReadonlyMap<string, readonly RecordId[]>
  readonly waiting: ReadonlyMap<RecordId, number>
}

/** Of each library, as it was last counted. */
const lastCounted = new Map<LibraryId, Counted>()
/** Rows; after more than these, all orders are read again. */
const mostChanged = 200

/** What was written since; undefined: not to be told, because the base is another one, forgot what it erased, or changed too much. */
const rowsSince = async (reader: StoreReader, { head, chain }: Counted): Promise<readonly StoredRow[] | undefined> => {
  // In this order: a base that was put back may stand before `head`.
  if ((await reader.chainAt(head)) !== chain || head < (await reader.oldestCursor())) return undefined
  const rows = await reader.rowsAfter(head, mostChanged + 1)
  return rows.length > mostChanged ? undefined : rows
}

const countAgain = async (reader: StoreReader, known: Counted | undefined): Promise<Counted['wanted']> => {
  const changed = known && (await rowsSince(reader, known))
  if (known === undefined || changed === undefined)
    return new Map((await reader.rowsOf('order')).map((order) => [order.id, recordsWanted(order)]))
  const wanted = new Map(known.wanted)
  for (const { kind, id, json } of changed) {
    if (kind !== 'order') continue
    // Of the kind that its line names.
    if (json === null) wanted.delete(id)
    else wanted.set(id, recordsWanted(JSON.parse(json) as Order))
  }
  return wanted
}

/**
 * How many lines of open orders wait for each record. Strangers search while the desk presses: of a base that moved on, only the rows that
 * were written since are read. Two bases of one chain hold the same rows.
 */
export const countWaiting = async (reader: StoreReader): Promise<Counted['waiting']> => {
  const { id, head, chain } = await reader.library()
  const known = lastCounted.get(id)
  if (known?.chain === chain) return known.waiting
  const wanted = await countAgain(reader, known)
  const waiting = countWanted(wanted.values())
  lastCounted.set(id, { head, chain, wanted, waiting })
  return waiting
}

/** What the ILS said is too old to be told to a patron after that: 48 hours, in milliseconds. */
const oldAfterMs = 2 * msPerDay

export interface Shelves {
  /** When the ILS last said what is lent; undefined: never. */
  readonly asOf: Instant | undefined
  readonly isOld: boolean
  readonly of: (recordId: RecordId) => Availability | undefined
}

/** What is known of the copies of these records now. A title that no order wants is told apart by what the ILS said of all loans. */
export const lookAtShelves = async (
  reader: StoreReader,
  records: readonly BibliographicRecord[],
  now: Instant,
  today: LocalDate,
): Promise<Shelves> => {
  const [loans, waiting] = [await readIlsLoans(reader), await countWaiting(reader)]
  const byId = new Map(records.map((record) => [record.id, record]))
  const availabilities = await readDesk(reader, (state) => {
    const told: DeskState = {
      all: state.all,
      get: <K extends RowKind>(kind: K, id: RowId<K>): RowOf<K> | undefined => {
        const row = state.get(kind, id)
        if (loans === undefined) return row
        // Of the kind that was asked for.
        if (kind === 'record') return row ?? (byId.get(id as RecordId) as unknown as RowOf<K> | undefined)
        if (kind !== 'item') return row
        return withIlsLoan(row as RowOf<'item'> | undefined, id as RowId<'item'>, loans) as unknown as RowOf<K> | undefined
      },
    }
    return new Map(records.map((record) => [record.id, availabilityOf(told, record, waiting.get(record.id) ?? 0, today)]))
  })
  return { asOf: loans?.asOf, isOld: loans === undefined || now - loans.asOf > oldAfterMs, of: (id) => availabilities.get(id) }
}

export type OpenShelves = (libraryId: LibraryId) => Promise<Catalogue | undefined>

type Named = Pick<CatalogueFile, 'hash' | 'changes'>

/** Answers the catalogue of a library, the week's file with its changes; undefined: it is not there, or cannot be read. */
export const createCatalogues = (store: Store, dataDir: string): OpenShelves => {
  // By the folder: the members of a group have one between them.
  const opened = new Map<string, { readonly named: string; readonly catalogue: Promise<Catalogue | undefined> }>()
  const readFileOf = async (folder: string, hash: string | undefined): Promise<ArrayBuffer | undefined> => {
    const bytes = hash && (await readFile(join(folder, `${hash}.bin`)).catch(() => undefined))
    return bytes ? new Uint8Array(bytes).buffer : undefined
  }
  const open = async (folder: string, { hash, changes }: Named): Promise<Catalogue | undefined> => {
    const [bytes, changed] = [await readFileOf(folder, hash), await readFileOf(folder, changes?.hash)]
    const whole = bytes && openCatalogue(bytes, changed)
    // Changes that do not open leave the week's file, which does.
    const result = bytes && whole?.ok === false && changed !== undefined ? openCatalogue(bytes) : whole
    if (result?.ok === true) return result.value
    opened.delete(folder)
    return undefined
  }
  return async (libraryId) => {
    const { row, library } = await store.read(libraryId, async (reader) => ({
      row: await reader.row('catalogue', 'catalogue'),
      library: await reader.library(),
    }))
    if (row?.hash === undefined) return undefined
    const folder = recordsFolder(dataDir, library)
    const named = `${row.hash} ${row.changes?.hash}`
    const known = opened.get(folder)
    if (known?.named === named) return known.catalogue
    const catalogue = open(folder, row)
    opened.set(folder, { named, catalogue })
    return catalogue
  }
}

/** What a catalogue calls these records; a record that left it is not told. */
export const nameRecords = async (
  store: Store,
  openShelves: OpenShelves,
  libraryId: LibraryId,
  recordIds: readonly RecordId[],
): Promise<(id: RecordId) => Titled | undefined> => {
  if (recordIds.length === 0) return () => undefined
  const [catalogue, languages] = await Promise.all([
    openShelves(libraryId),
    store.read(libraryId, (reader) => reader.titleLanguages(recordIds)),
  ])
  return (id) => {
    const title = catalogue?.recordById(id)?.title
    return title === undefined ? undefined : { title, language: languages.get(id) }
  }
}
