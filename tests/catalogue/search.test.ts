/**
 * The catalogue searched by words: what a person types, and that the index finds what a plain scan finds, in the same order.
 * On the real catalogue where PTE_DATA names the folder that holds it.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCatalogue, type CatalogueDocument } from '../../src/catalogue/build-catalogue.ts'
import { type Catalogue, openCatalogue } from '../../src/catalogue/open-catalogue.ts'
import { type RecordId, toItemBarcode, toRecordId } from '../../src/domain/ids.ts'
import type { CatalogueFindings } from '../../src/domain/search/catalogue-findings.ts'
import { isbnNumber, wordsOf } from '../../src/domain/search/search-words.ts'
import { aDocument } from '../builders/a-document.ts'
import { areRealDocumentsThere, readRealDocuments } from '../builders/real-documents.ts'
import { plainScan, scannedRecords } from './plain-scan.ts'

const open = (documents: readonly CatalogueDocument[]): Catalogue => {
  const opened = openCatalogue(buildCatalogue(documents).buffer)
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusal))
  return opened.value
}

const search = (catalogue: Catalogue, query: string): CatalogueFindings => catalogue.search(query)
const titles = (catalogue: Catalogue, query: string): readonly string[] => search(catalogue, query).records.map(({ title }) => title)

describe('what a person types', () => {
  const lupin = aDocument({ title: 'Arsène Lupin, gentleman-cambrioleur', author: 'Maurice Leblanc', callNumber: 'R LEB 1', year: '1907' })
  const needle = aDocument({ title: 'L’Aiguille creuse', author: 'Maurice Leblanc', callNumber: 'R LEB 3', isbn: '978-2-253-00282-6' })
  const heart = aDocument({ title: 'Un cœur simple', author: 'Flaubert, Gustave', callNumber: 'R FLA' })
  const album = aDocument({ title: 'Astérix et Cléopâtre', author: 'Goscinny', documentType: 'BD', audience: 'J', location: 'Jeunesse BD' })
  const catalogue = open([lupin, needle, heart, album])

  it('beginnings of words of title, author and call number are enough, in any order', () => {
    expect(titles(catalogue, 'lup leb')).toEqual([lupin.title])
    expect(titles(catalogue, 'leb 3')).toEqual([needle.title])
    expect(new Set(titles(catalogue, 'maurice'))).toEqual(new Set([lupin.title, needle.title]))
  })

  it('accents, case, ligatures, apostrophes and articles do not count', () => {
    expect(titles(catalogue, 'ARSENE')).toEqual([lupin.title])
    expect(titles(catalogue, 'coeur')).toEqual([heart.title])
    expect(titles(catalogue, 'un cœur')).toEqual([heart.title])
    for (const query of ['l’aiguille', "l'aiguille", 'aiguille', 'la aiguille'])
      expect(titles(catalogue, query), query).toEqual([needle.title])
  })

  it('an article alone is a beginning like any other, and a title of articles is found by them', () => {
    expect(titles(catalogue, 'le')).toHaveLength(2)
    expect(titles(open([lupin, aDocument({ title: 'Là' })]), 'là')).toEqual(['Là'])
  })

  it('one error is forgiven when nothing holds what was typed, and it is said', () => {
    for (const query of ['lupni', 'lpuin', 'lupiin', 'lupim', 'lupn', 'leblnac lupin'])
      expect(search(catalogue, query), query).toMatchObject({ isNear: true, total: 1, records: [{ title: lupin.title }] })
    expect(search(catalogue, 'lupin')).toMatchObject({ isNear: false })
    expect(search(catalogue, 'lxpyn')).toMatchObject({ isNear: false, total: 0 })
  })

  it('an ISBN of 10 or 13 signs, written in any way, and a whole barcode find one record', () => {
    for (const query of ['978-2-253-00282-6', '9782253002826', '2253002828', '2 253 00282 8'])
      expect(titles(catalogue, query), query).toEqual([needle.title])
    expect(titles(catalogue, ` ${album.barcode} `)).toEqual([album.title])
    expect(titles(catalogue, '9782253002827')).toEqual([])
  })

  it('a filter keeps what is of its type, audience and location, and counts no more', () => {
    expect(catalogue.search('l', { documentType: 'BD' })).toMatchObject({ total: 0 })
    expect(catalogue.search('a', { audience: 'J' })).toMatchObject({ total: 1, records: [{ title: album.title }] })
    expect(catalogue.search('r', { location: 'Adultes romans' })).toMatchObject({ total: 3 })
  })

  it('a found title says its year and all its copies', () => {
    expect(search(catalogue, 'gentleman').records[0]).toEqual({
      kind: 'record',
      id: lupin.recordId,
      title: lupin.title,
      author: lupin.author,
      documentType: 'livre',
      audience: 'A',
      year: '1907',
      copies: [{ barcode: lupin.barcode, callNumber: 'R LEB 1', location: 'Adultes romans', arrivedOn: undefined }],
    })
  })

  it('the most lent comes first, then what has most copies, and twenty are read of all', () => {
    const many = open([
      ...Array.from({ length: 30 }, (_, i) => aDocument({ title: `Tome ${i}`, lent: i })),
      aDocument({ title: 'Tome double', recordId: toRecordId('D') }),
      aDocument({ title: 'Tome double', recordId: toRecordId('D') }),
    ])
    const found = search(many, 'tome')
    expect(found.total).toBe(31)
    expect(found.records.slice(0, 2).map(({ title }) => title)).toEqual(['Tome 29', 'Tome 28'])
    expect(found.records).toHaveLength(20)
    expect(titles(many, 'double tome')).toEqual(['Tome double'])
  })

  it('an empty text, punctuation and a word without end find nothing, and throw nothing', () => {
    for (const query of ['', '   ', '«»', 'x'.repeat(5000), '\ud800', 'a '.repeat(3000)])
      expect(search(catalogue, query).isNear, query.slice(0, 9)).toBe(false)
    expect(open([]).search('lupin')).toEqual({ records: [], total: 0, isNear: false })
  })
})

const expectAlike = (catalogue: Catalogue, records: ReturnType<typeof scannedRecords>, query: string): void => {
  const plain = plainScan(records, query)
  const found = search(catalogue, query)
  expect({ ids: found.records.map(({ id }) => id), total: found.total, isNear: found.isNear }, query).toEqual({
    ids: plain.ids.slice(0, 20),
    total: plain.ids.length,
    isNear: plain.isNear,
  })
}

describe('the index and a plain scan', () => {
  it('find the same for 10,000 queries in any library', { timeout: 240_000 }, () => {
    const word = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'œ', '1'), minLength: 1, maxLength: 6 }),
      fc.constantFrom('le', 'l’', '𝒜bc', 'aaaaab', 'aaaaba', 'Ωμέγα', '中文'),
    )
    const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '))
    const document = fc.record({
      barcode: fc.uuid().map(toItemBarcode),
      recordId: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'é6', '𝒜7').map(toRecordId),
      title: text,
      author: text,
      callNumber: text,
      lent: fc.nat({ max: 3 }),
      immobility: fc.constantFrom(undefined, 'reference-only' as const, 'not-there' as const),
    })
    const onShelf = { without: new Set<RecordId>(), back: new Set<RecordId>() }
    fc.assert(
      fc.property(fc.array(document, { maxLength: 12 }), fc.array(text, { minLength: 10, maxLength: 10 }), (given, queries) => {
        const documents = given.map((part) => aDocument(part))
        const records = scannedRecords(documents)
        const catalogue = open(documents)
        const leaving = new Set<string>(documents.flatMap(({ recordId, immobility }) => (immobility === undefined ? [recordId] : [])))
        for (const query of queries) {
          expectAlike(catalogue, records, query)
          // PHONE-4: what is wanted from its shelf has a copy that may leave.
          const there = plainScan(records, query).ids.filter((id) => leaving.has(id))
          expect(catalogue.search(query, { onShelf }).records.map(({ id }) => id)).toEqual(there.slice(0, 20))
        }
      }),
      { numRuns: 1000 },
    )
  })

  it.skipIf(!areRealDocumentsThere)('find the same for queries of all kinds on 58,000 documents', { timeout: 240_000 }, ({ annotate }) => {
    const documents = readRealDocuments()
    const file = buildCatalogue(documents)
    const records = scannedRecords(documents)
    const catalogue = open(documents)
    const chance = fc.sample(fc.tuple(fc.nat({ max: records.length - 1 }), fc.nat(), fc.nat(), fc.nat({ max: 4 })), {
      numRuns: 300,
      seed: 58_000,
    })
    for (const [at, one, other, kind] of chance) {
      const words = records[at]?.words ?? []
      const [a = '', b = ''] = [words[one % words.length], words[other % words.length]]
      const cut = a.slice(0, 1 + (other % 6))
      const query = [a, `${a} ${b}`, cut, `${cut} ${b}`, `${a.slice(0, one % a.length)}x${a.slice((one % a.length) + 1)}`][kind] ?? ''
      expectAlike(catalogue, records, query)
    }
    annotate(`${file.length} bytes`)
  })
})

describe('words', () => {
  it('are letters and digits, folded', () => expect(wordsOf('L’Œuvre, n° 3 — Été')).toEqual(['oeuvre', 'n', '3', 'ete']))
  it('an ISBN with a wrong check digit is none', () => {
    expect(isbnNumber('2-253-00282-8')).toBe(225_300_282)
    expect(isbnNumber('9791034303366')).toBe(1_103_430_336)
    expect(isbnNumber('2253002829')).toBeUndefined()
    expect(isbnNumber('12')).toBeUndefined()
  })
})
