/**
 * The catalogue, open: any barcode → its record, offline, and a search by words. Runs in a tablet's worker, and on the endpoint.
 * The whole file comes once a week; what changed since comes as a second, small one of the same form. A record that is in it, or left, is
 * as if the whole file had it not. A third one says what is on loan (lent-items.ts). What is searched is found as in one whole file of today, but for its place: nobody could borrow a new
 * record yet, so it comes first, as its own file ranks it; a changed one stays where it was.
 */
import type { ItemBarcode, RecordId } from '../domain/ids.ts'
import type { BibliographicRecord, CatalogueItem } from '../domain/item/record.ts'
import { accept, type Result } from '../domain/result.ts'
import { type CatalogueFilter, type CatalogueFindings, type CatalogueLists, mostFound } from '../domain/search/catalogue-findings.ts'
import { isbnNumber } from '../domain/search/search-words.ts'
import { openLentItems } from './lent-items.ts'
import { type OpenFile, openFile } from './open-file.ts'
import { type Found, markRank, noMarks } from './open-index.ts'
import type { CatalogueRefusal } from './read-sections.ts'

export interface Catalogue {
  readonly itemCount: number
  readonly recordCount: number
  /** The document under this barcode, compared exactly (leading zeros count); undefined where the library has none. */
  itemByBarcode(barcode: ItemBarcode): CatalogueItem | undefined
  /** With every copy of it, by ascending barcode; undefined where the library has none of that identifier. */
  recordById(recordId: RecordId): BibliographicRecord | undefined
  /** Records that hold each word of the query, or words that begin so; or the one whose barcode or ISBN it is. */
  search(query: string, filter?: CatalogueFilter): CatalogueFindings
  lists(): CatalogueLists
}

/** Before the first rank: new records. */
const ahead = -1

const isEmpty = (found: Found | undefined): boolean => found === undefined || found.count === 0

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
    whole.index.ranking.forEach((record, rank) => {
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
      file
        .itemsOf(record)
        .some(
          (item) =>
            file.immobilityAt(item) === undefined && (filter.onShelf?.back.has(file.recordIdAt(record)) === true || !isLent(file, item)),
        ))

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

  /** Calls `take` with records found, best first, until it has enough; answers how many there are, and whether they are one error away. */
  const eachFound = (query: string, take: (file: OpenFile, record: number) => boolean): { count: number; isNear: boolean } => {
    const isbn = isbnNumber(query)
    let [found, among] = isbn === undefined ? [] : [whole.index.findIsbn(isbn, marks), changes?.index.findIsbn(isbn)]
    if (isEmpty(found) && isEmpty(among)) {
      found = whole.index.search(query, marks)
      among = changes?.index.search(query)
    }
    const isNear = [found, among].every((one) => isEmpty(one) || one?.isNear)
    const [old, young] = [found, among].map((one) => (one?.isNear === isNear ? one : undefined))
    const later = [...(young?.ranks ?? [])].map((rank) => changes?.index.ranking[rank] ?? 0)
    const placed = later.sort((a, b) => (places[a] ?? ahead) - (places[b] ?? ahead))
    const answer = { count: (old?.count ?? 0) + placed.length, isNear }
    let next = 0
    /** Changed records that stand before this rank; answers whether more is wanted. */
    const takeUntil = (rank: number): boolean => {
      for (; next < placed.length && (places[placed[next] ?? 0] ?? ahead) < rank; next++)
        if (changes !== undefined && !take(changes, placed[next] ?? 0)) return false
      return true
    }
    for (const rank of old?.ranks ?? []) if (!takeUntil(rank) || !take(whole, whole.index.ranking[rank] ?? 0)) return answer
    takeUntil(Number.POSITIVE_INFINITY)
    return answer
  }

  return accept({
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
      const records: BibliographicRecord[] = []
      let kept = 0
      // Where nothing is filtered all that is found is kept: its number is known without a look at each.
      const isFiltered = Object.values(filter).some((wanted) => wanted !== undefined)
      const take = (file: OpenFile, record: number): boolean => {
        if (isKept(file, record, filter) && kept++ < mostFound) records.push(recordOf(file, record))
        return isFiltered || kept < mostFound
      }
      const [file, item = 0] = findItem(query.trim()) ?? []
      if (file === undefined) {
        const { count, isNear } = eachFound(query, take)
        const total = isFiltered ? kept : count
        return { records, total, isNear: isNear && total > 0 }
      }
      take(file, file.recordOfItem(item))
      return { records, total: kept, isNear: false }
    },
    lists: () => {
      const tallies = [whole.tally(hidden), ...(changes === undefined ? [] : [changes.tally(new Set())])]
      const largestFirst = (name: 'documentTypes' | 'locations'): readonly string[] => {
        const counts = new Map<string, number>()
        for (const tally of tallies) for (const [text, count] of tally[name]) counts.set(text, (counts.get(text) ?? 0) + count)
        counts.delete('')
        return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([text]) => text)
      }
      return { documentTypes: largestFirst('documentTypes'), locations: largestFirst('locations') }
    },
  })
}
