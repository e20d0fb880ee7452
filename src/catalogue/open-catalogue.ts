/**
 * The catalogue, open: any barcode → its record, offline, and a search by words. Runs in a tablet's worker, and on the endpoint.
 * The whole file comes once a week; what changed since comes as a second, small one of the same form. A record that is in it, or left, is
 * as if the whole file had it not. A third one says what is on loan (lent-items.ts). What is searched is found as in one whole file of today, but for its place: nobody could borrow a new
 * record yet, so it comes first, as its own file ranks it; a changed one stays where it was.
 */
import type { ItemBarcode, RecordId } from '../domain/ids.ts'
import type { BibliographicRecord, CatalogueItem } from '../domain/item/record.ts'
import { accept, type Result } from '../domain/result.ts'
import { type CatalogueFilter, type CatalogueFindings, mostFound } from '../domain/search/catalogue-findings.ts'
import { isbnNumber } from '../domain/search/search-words.ts'
import { openLentItems } from './lent-items.ts'
import { type OpenFile, openFile } from './open-file.ts'
import { markRank, noMarks } from './open-index.ts'
import type { CatalogueRefusal } from './read-sections.ts'

export interface Catalogue {
  /** Which writer made the whole file. */
  readonly edition: number
  readonly itemCount: number
  readonly recordCount: number
  /** The document under this barcode, compared exactly (leading zeros count); undefined where the library has none. */
  itemByBarcode(barcode: ItemBarcode): CatalogueItem | undefined
  /** With every copy of it, by ascending barcode; undefined where the library has none of that identifier. */
  recordById(recordId: RecordId): BibliographicRecord | undefined
  /**
   * Records that hold each word of the query, or words that begin so; or the one whose barcode or ISBN it is.
   * undefined: the file is of an edition that cannot be searched.
   */
  search(query: string, filter?: CatalogueFilter): CatalogueFindings | undefined
}

/** Before the first rank: new records. */
const ahead = -1

/** What the changes take out of the whole file, and where each of their records goes in its ranking. */
const place = (whole: OpenFile, changes: OpenFile | undefined) => {
  const hidden = new Set<number>()
  const marks = noMarks(whole.recordCount)
  const places = new Int32Array(changes?.recordCount ?? 0).fill(ahead)
  if (changes !== undefined) {
    const changedAt = new Map<number, number>()
    for (let i = 0; i < changes.recordCount; i++) changedAt.set(whole.findRecord(changes.recordIdAt(i)), i)
    for (const id of changes.removed()) hidden.add(whole.findRecord(id))
    for (const record of changedAt.keys()) hidden.add(record)
    hidden.delete(-1)
    whole.index?.ranking.forEach((record, rank) => {
      if (!hidden.has(record)) return
      markRank(marks, rank)
      const changed = changedAt.get(record)
      if (changed !== undefined) places[changed] = rank
    })
  }
  return { hidden, marks: hidden.size === 0 ? undefined : marks, places }
}

/**
 * Opens a catalogue file, with the file of what changed since; refuses one that is not ours, of another version, cut, or whose bytes changed.
 * `lentBuffer`: of what is on loan; one that is not of these files says nothing.
 */
export const openCatalogue = (
  buffer: ArrayBuffer,
  changesBuffer?: ArrayBuffer,
  lentBuffer?: ArrayBuffer,
): Result<Catalogue, CatalogueRefusal> => {
  const opened = openFile(buffer)
  if (!opened.ok) return opened
  const openedChanges = changesBuffer && openFile(changesBuffer)
  if (openedChanges?.ok === false) return openedChanges
  const whole = opened.value
  const changes = openedChanges?.value
  const { hidden, marks, places } = place(whole, changes)
  const isLentAt = lentBuffer && openLentItems(lentBuffer, whole, changes)
  const isLent = (file: OpenFile, item: number): boolean => isLentAt?.(file === changes ? whole.itemCount + item : item) === true

  const recordOf = (file: OpenFile, record: number): BibliographicRecord => {
    const described = file.recordAt(record)
    if (isLentAt === undefined) return described
    const items = file.itemsOf(record)
    return { ...described, copies: described.copies.map((copy, i) => ({ ...copy, isLent: isLent(file, items[i] ?? 0) })) }
  }
  const isKept = (file: OpenFile, record: number, filter: CatalogueFilter): boolean =>
    file.isKept(record, filter) &&
    (filter.onShelf === undefined ||
      isLentAt === undefined ||
      filter.onShelf.back.has(file.recordIdAt(record)) ||
      file.itemsOf(record).some((item) => !isLent(file, item)))

  const findRecord = (id: RecordId): readonly [OpenFile, number] | undefined => {
    const changed = changes?.findRecord(id) ?? -1
    if (changes !== undefined && changed !== -1) return [changes, changed]
    const record = whole.findRecord(id)
    return record === -1 || hidden.has(record) ? undefined : [whole, record]
  }
  const findItem = (barcode: string): readonly [OpenFile, number] | undefined => {
    const changed = changes?.findItem(barcode) ?? -1
    if (changes !== undefined && changed !== -1) return [changes, changed]
    const item = whole.findItem(barcode)
    return item === -1 || hidden.has(whole.recordOfItem(item)) ? undefined : [whole, item]
  }

  /** Calls `take` with each record found, best first; answers whether they are one error away. */
  const eachFound = (query: string, take: (file: OpenFile, record: number) => void): boolean => {
    const isbn = isbnNumber(query)
    let [found, among] = isbn === undefined ? [] : [whole.index?.findIsbn(isbn, marks), changes?.index?.findIsbn(isbn)]
    if (found?.isEmpty !== false && among?.isEmpty !== false) {
      found = whole.index?.search(query, marks)
      among = changes?.index?.search(query)
    }
    const isNear = [found, among].every((one) => one === undefined || one.isEmpty || one.isNear)
    const later = among === undefined || among.isNear !== isNear ? [] : [...among.ranks].map((rank) => changes?.index?.ranking[rank] ?? 0)
    const placed = later.sort((a, b) => (places[a] ?? ahead) - (places[b] ?? ahead))
    let next = 0
    const takeUntil = (rank: number): void => {
      for (; next < placed.length && (places[placed[next] ?? 0] ?? ahead) < rank; next++)
        if (changes !== undefined) take(changes, placed[next] ?? 0)
    }
    if (found !== undefined && found.isNear === isNear) {
      for (const rank of found.ranks) {
        takeUntil(rank)
        take(whole, whole.index?.ranking[rank] ?? 0)
      }
    }
    takeUntil(Number.POSITIVE_INFINITY)
    return isNear
  }

  return accept({
    edition: whole.edition,
    itemCount: whole.itemCount - [...hidden].reduce((count, record) => count + whole.itemsOf(record).length, 0) + (changes?.itemCount ?? 0),
    recordCount: whole.recordCount - hidden.size + (changes?.recordCount ?? 0),
    itemByBarcode: (barcode) => {
      const [file, item = 0] = findItem(barcode) ?? []
      return file?.itemAt(item)
    },
    recordById: (recordId) => {
      const [file, record = 0] = findRecord(recordId) ?? []
      return file && recordOf(file, record)
    },
    search: (query, filter = {}) => {
      if (whole.index === undefined) return undefined
      const records: BibliographicRecord[] = []
      let total = 0
      const take = (file: OpenFile, record: number): void => {
        if (isKept(file, record, filter) && total++ < mostFound) records.push(recordOf(file, record))
      }
      const [file, item = 0] = findItem(query.trim()) ?? []
      if (file === undefined) {
        const isNear = eachFound(query, take)
        return { records, total, isNear: isNear && total > 0 }
      }
      take(file, file.recordOfItem(item))
      return { records, total, isNear: false }
    },
  })
}
