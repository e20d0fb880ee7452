/**
 * The week's catalogue file with what changed since: together they answer as one whole file of today would, but for the place of new
 * records. On the real catalogue, with a day's changes, where PTE_DATA names the folder that holds it.
 */
import { brotliCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCatalogue, type CatalogueDocument } from '../../src/catalogue/build-catalogue.ts'
import { buildChanges } from '../../src/catalogue/changes-since.ts'
import { countArrivals } from '../../src/catalogue/count-arrivals.ts'
import { type Catalogue, openCatalogue } from '../../src/catalogue/open-catalogue.ts'
import { openFile } from '../../src/catalogue/open-file.ts'
import { toItemBarcode, toRecordId } from '../../src/domain/ids.ts'
import type { LocalDate } from '../../src/domain/local-date.ts'
import { largestChanges } from '../../src/endpoint/catalogue/publish-catalogue.ts'
import { aDocument } from '../builders/a-document.ts'
import { areRealDocumentsThere, readRealDocuments } from '../builders/real-documents.ts'
import { plainScan, scannedRecords } from './plain-scan.ts'

const wholeOf = (documents: readonly CatalogueDocument[]) => {
  const bytes = buildCatalogue(documents)
  const opened = openFile(bytes.buffer)
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusal))
  return { bytes, file: opened.value }
}
const changesOf = (before: readonly CatalogueDocument[], after: readonly CatalogueDocument[]) => buildChanges(wholeOf(before).file, after)

/** The file of `before`, with what makes it one of `after`. */
const openBoth = (before: readonly CatalogueDocument[], after: readonly CatalogueDocument[]): Catalogue => {
  const { bytes, file } = wholeOf(before)
  const opened = openCatalogue(bytes.buffer, buildChanges(file, after)?.buffer)
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusal))
  return opened.value
}
const titles = (catalogue: Catalogue, query: string) => catalogue.search(query).records.map(({ title }) => title)

describe('the week’s file and what changed since', () => {
  const lent = aDocument({ title: 'Les Misérables', lent: 90, isbn: '978-2-253-00282-6' })
  const quiet = aDocument({ title: 'Les Contemplations', lent: 2 })
  const gone = aDocument({ title: 'Les Burgraves', lent: 40 })
  const arrived = aDocument({ title: 'Les Travailleurs de la mer', arrivedOn: '2026-11-24' as LocalDate })
  const mended = { ...lent, title: 'Les Misérables, tome 1', callNumber: 'R HUG 1' }
  const catalogue = openBoth([lent, quiet, gone], [mended, quiet, arrived])

  it('a new record comes first, a changed one keeps its place, one that left is nowhere', () => {
    expect(titles(catalogue, 'hugo')).toEqual([arrived.title, mended.title, quiet.title])
    expect(catalogue.search('burgraves')).toEqual({ records: [], total: 0, isNear: false })
    expect([catalogue.itemCount, catalogue.recordCount]).toEqual([3, 3])
  })
  it('barcodes, ISBN and identifiers answer with what is true today', () => {
    expect(catalogue.itemByBarcode(mended.barcode)).toMatchObject({ title: mended.title, callNumber: 'R HUG 1' })
    expect(catalogue.itemByBarcode(arrived.barcode)?.title).toBe(arrived.title)
    expect(catalogue.itemByBarcode(gone.barcode)).toBeUndefined()
    expect(catalogue.recordById(gone.recordId)).toBeUndefined()
    expect(titles(catalogue, '9782253002826')).toEqual([mended.title])
    expect(titles(catalogue, arrived.barcode)).toEqual([arrived.title])
    expect(titles(catalogue, gone.barcode)).toEqual([])
  })
  it('[SET-15, SET-31] its types and locations are those of today, the most frequent first', () => {
    const at = (title: string, documentType: string, location: string) => aDocument({ title, documentType, location })
    const [atlas, film, score] = [at('Atlas', 'carte', 'Magasin'), at('Nosferatu', 'DVD', 'Cinéma'), at('Carmen', '', 'Musique')]
    const shelved = [at('Roman', 'livre', 'Adultes'), at('Conte', 'livre', 'Adultes')]
    const both = openBoth([...shelved, atlas, score], [...shelved, score, film, { ...film, barcode: toItemBarcode('f2') }])
    expect(both.lists()).toEqual({ documentTypes: ['livre', 'DVD'], locations: ['Adultes', 'Cinéma', 'Musique'] })
  })
  it('[SET-2] copies are counted by the day on which they came, those of today alone, and none without a day', () => {
    const on = (title: string, arrivedOn?: string) => aDocument({ title, arrivedOn: arrivedOn as LocalDate | undefined })
    const [old, left, late, undated] = [on('Ancien', '1969-12-31'), on('Parti', '2026-11-02'), on('Corrigé', '2026-11-02'), on('Sans date')]
    const second = { ...late, barcode: toItemBarcode('second') }
    const before = [old, left, late, second, undated]
    const after = [old, { ...late, arrivedOn: '2026-11-03' as LocalDate }, second, undated, on('Nouveau', '2026-11-24')]
    const count = (bytes: ArrayBuffer, changes?: ArrayBuffer) => new Map(countArrivals(bytes, changes))
    const { bytes, file } = wholeOf(before)
    expect(count(bytes.buffer)).toEqual(
      new Map([
        ['1969-12-31', 1],
        ['2026-11-02', 3],
      ]),
    )
    const both = count(bytes.buffer, buildChanges(file, after)?.buffer)
    expect(both).toEqual(count(wholeOf(after).bytes.buffer))
    expect([both.get('2026-11-02' as LocalDate), both.get('2026-11-24' as LocalDate)]).toEqual([1, 1])
    expect(countArrivals(new ArrayBuffer(8))).toBeUndefined()
  })
  it('an error is forgiven only when neither of them holds what was typed', () => {
    expect(catalogue.search('travailleurs')).toMatchObject({ isNear: false, total: 1 })
    expect(catalogue.search('travialleurs')).toMatchObject({ isNear: true, total: 1 })
    expect(openBoth([gone], [aDocument({ title: 'Burgravez' })]).search('burgraves')).toMatchObject({ isNear: true, total: 1 })
  })
  it('a document that goes from one record to another is found under the other alone', () => {
    const moved = { ...quiet, recordId: lent.recordId }
    const both = openBoth([lent, quiet], [lent, moved])
    expect(both.itemByBarcode(quiet.barcode)?.recordId).toBe(lent.recordId)
    expect(both.recordById(lent.recordId)?.copies).toHaveLength(2)
    expect(both.recordById(quiet.recordId)).toBeUndefined()
  })
  it('[PHONE-4] a copy that may not leave any more is a change, and so is one that may again', () => {
    const held = { ...quiet, immobility: 'reference-only' as const }
    const immobilityIn = (both: Catalogue) => both.recordById(quiet.recordId)?.copies[0]?.immobility
    expect(immobilityIn(openBoth([lent, quiet], [lent, held]))).toBe('reference-only')
    expect(immobilityIn(openBoth([lent, held], [lent, quiet]))).toBeUndefined()
    expect(changesOf([lent, held], [held, lent])).toBeUndefined()
  })
  it('how often a document was lent, and the order of the list, are no change', () => {
    expect(changesOf([lent, quiet], [quiet, { ...lent, lent: 91 }])).toBeUndefined()
  })
  it('damaged changes are refused', () => {
    const changes = changesOf([lent], [mended]) ?? new Uint8Array()
    changes[changes.length - 1] = (changes.at(-1) ?? 0) ^ 1
    expect(openCatalogue(wholeOf([lent]).bytes.buffer, changes.buffer)).toMatchObject({ ok: false })
  })

  it('find in any library what a plain scan finds in the documents of today', () => {
    const word = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'œ', '1'), minLength: 1, maxLength: 6 }),
      fc.constantFrom('le', 'l’', '𝒜bc', 'aaaaab', 'aaaaba', 'Ωμέγα', '中文', '2253002828'),
    )
    const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '))
    const document = fc.record({
      barcode: fc.integer({ min: 1, max: 20 }).map((n) => toItemBarcode(`k${n}`)),
      recordId: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'é6', '𝒜7').map(toRecordId),
      title: text,
      author: text,
      callNumber: text,
      lent: fc.nat({ max: 3 }),
    })
    const library = fc
      .uniqueArray(document, { maxLength: 12, selector: ({ barcode }) => barcode })
      .map((given) => given.map((part) => aDocument(part)))
    const change = fc.tuple(library, library, fc.boolean()).map(([before, other, isMixed]) => {
      const kept = before.filter((_, i) => i % 3 !== 0)
      const added = other.filter(({ barcode }) => !kept.some((one) => one.barcode === barcode))
      return { before, after: isMixed ? [...kept, ...added] : other }
    })
    fc.assert(
      fc.property(change, fc.array(text, { minLength: 1, maxLength: 20 }), ({ before, after }, queries) => {
        const catalogue = openBoth(before, after)
        const places = new Map(scannedRecords(before).map(({ id }, place) => [id, place]))
        const placeOf = (id: string): number => places.get(id) ?? -1
        const records = scannedRecords(after)
        for (const query of queries) {
          const { ids, isNear } = plainScan(records, query)
          const found = catalogue.search(query)
          expect({ ids: found?.records.map(({ id }) => id), total: found?.total, isNear: found?.isNear }, query).toEqual({
            ids: ids.toSorted((a, b) => placeOf(a) - placeOf(b)),
            total: ids.length,
            isNear,
          })
        }
      }),
      { numRuns: 200 },
    )
  })

  it.skipIf(!areRealDocumentsThere)(
    'a day of 58,000 documents, 60 new, 40 changed and 20 that left, travels in less than 10 kB',
    { timeout: 240_000 },
    ({ annotate }) => {
      const documents = readRealDocuments()
      const every = Math.floor(documents.length / 120)
      const picked = documents.filter((_, i) => i % every === 0).slice(0, 120)
      const [added, changed, left] = [new Set(picked.slice(0, 60)), new Set(picked.slice(60, 100)), new Set(picked.slice(100))]
      const before = documents.filter((one) => !added.has(one))
      const after = documents
        .filter((one) => !left.has(one))
        .map((one) => (changed.has(one) ? { ...one, callNumber: `${one.callNumber} 2` } : one))
      const changes = changesOf(before, after) ?? new Uint8Array()
      const travels = brotliCompressSync(changes).length
      annotate(`${changes.length} bytes, ${travels} compressed`)
      expect(travels).toBeLessThanOrEqual(largestChanges)
    },
  )
})
