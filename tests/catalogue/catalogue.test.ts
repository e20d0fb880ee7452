/**
 * The catalogue file: what is built is what is found, and a damaged file is refused rather than believed.
 * The real catalogue is read where PTE_DATA names the folder that holds it.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCatalogue } from '../../src/catalogue/build-catalogue.ts'
import { bytesPerWord, headerWords, maximumSections, wordsPerSection } from '../../src/catalogue/catalogue-format.ts'
import { type Catalogue, openCatalogue } from '../../src/catalogue/open-catalogue.ts'
import { toItemBarcode, toRecordId } from '../../src/domain/ids.ts'
import type { CatalogueItem } from '../../src/domain/item/record.ts'
import { fromDayNumber, type LocalDate } from '../../src/domain/local-date.ts'
import { areRealDocumentsThere, readRealDocuments } from '../builders/real-documents.ts'

const aDocument = (item: Partial<CatalogueItem> = {}): CatalogueItem => ({
  barcode: toItemBarcode('33331000000017'),
  recordId: toRecordId('N1'),
  title: 'Notre-Dame de Paris',
  author: 'Hugo, Victor',
  documentType: 'livre',
  audience: 'A',
  callNumber: 'R HUG',
  location: 'Adultes romans',
  arrivedOn: undefined,
  ...item,
})

const open = (documents: readonly CatalogueItem[]): Catalogue => {
  const opened = openCatalogue(buildCatalogue(documents).buffer)
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusal))
  return opened.value
}

describe('finding a document by its barcode', () => {
  it('a document is found with its accents, its empty fields and its day of arrival', () => {
    const document = aDocument({
      title: 'L’Œuvre « complète » — été 1886',
      author: '',
      callNumber: '',
      location: '',
      arrivedOn: '2026-02-28' as LocalDate,
    })
    expect(open([document]).itemByBarcode(document.barcode)).toEqual(document)
  })

  it('leading zeros distinguish two barcodes', () => {
    const catalogue = open([
      aDocument({ barcode: toItemBarcode('0012'), callNumber: 'A' }),
      aDocument({ barcode: toItemBarcode('12'), callNumber: 'B' }),
    ])
    expect(catalogue.itemByBarcode(toItemBarcode('0012'))?.callNumber).toBe('A')
    expect(catalogue.itemByBarcode(toItemBarcode('12'))?.callNumber).toBe('B')
    expect(catalogue.itemByBarcode(toItemBarcode('012'))).toBeUndefined()
  })

  it('an unknown barcode finds nothing, in an empty library too', () => {
    expect(open([]).itemByBarcode(toItemBarcode('1'))).toBeUndefined()
    expect(open([aDocument()]).itemByBarcode(toItemBarcode(''))).toBeUndefined()
    expect(open([aDocument()]).recordById(toRecordId('N2'))).toBeUndefined()
  })

  it('copies of one record come by ascending barcode, and share the texts of the first', () => {
    const catalogue = open(['3', '1', '2'].map((barcode) => aDocument({ barcode: toItemBarcode(barcode), title: `Titre ${barcode}` })))
    const record = catalogue.recordById(toRecordId('N1'))
    expect(record?.copies.map((copy) => copy.barcode)).toEqual(['1', '2', '3'])
    expect(record?.title).toBe('Titre 1')
    expect([catalogue.itemCount, catalogue.recordCount]).toEqual([3, 1])
  })

  it('any library answers as a plain map would, and the order of its documents changes no byte', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('', '\uFEFF', 'Émile', '0', '00'))
    const record = fc.record({ recordId: text.map(toRecordId), title: text, author: text, documentType: text, audience: text })
    const copy = fc.record({
      barcode: text.map(toItemBarcode),
      callNumber: text,
      location: text,
      arrivedOn: fc.option(fc.integer({ min: -30_000, max: 60_000 }).map(fromDayNumber), { nil: undefined }),
      immobility: fc.constantFrom(undefined, 'reference-only' as const, 'not-there' as const),
    })
    const library = fc
      .uniqueArray(record, { selector: (one) => one.recordId, minLength: 1, maxLength: 5 })
      .chain((records) =>
        fc.array(
          fc.tuple(fc.constantFrom(...records), copy).map(([shared, own]) => ({ ...shared, ...own })),
          { maxLength: 20 },
        ),
      )
      .map((items) => [...new Map(items.map((item) => [item.barcode, item])).values()])
    fc.assert(
      fc.property(library, text.map(toItemBarcode), (items, stranger) => {
        const catalogue = open(items)
        const plain = new Map(items.map((item) => [item.barcode, item]))
        for (const [barcode, item] of plain) {
          expect(catalogue.itemByBarcode(barcode)).toEqual(item)
          const ofRecord = items.filter((one) => one.recordId === item.recordId).map((one) => one.barcode)
          expect(catalogue.recordById(item.recordId)?.copies.find((copy) => copy.barcode === barcode)?.immobility).toBe(item.immobility)
          expect(new Set(catalogue.recordById(item.recordId)?.copies.map((copy) => copy.barcode))).toEqual(new Set(ofRecord))
        }
        expect(catalogue.itemByBarcode(stranger)).toEqual(plain.get(stranger))
        expect(Buffer.compare(buildCatalogue([...items].reverse()), buildCatalogue(items))).toBe(0)
      }),
    )
  })

  it('[PHONE-4] copies that may not leave cost two bits each, 14.5 kB for 58,000, and nothing where all may', () => {
    const copies = Array.from({ length: 1000 }, (_, n) => aDocument({ barcode: toItemBarcode(`${n}`) }))
    const fixed = copies.map((copy, n) => (n === 999 ? { ...copy, immobility: 'not-there' as const } : copy))
    const bytesOfTable = wordsPerSection * bytesPerWord
    expect(buildCatalogue(fixed).length - buildCatalogue(copies).length).toBe(1000 / 4 + 2 + bytesOfTable)
  })

  it('a barcode that comes twice is a defect of the import, never built', () => {
    expect(() => buildCatalogue([aDocument(), aDocument({ recordId: toRecordId('N2') })])).toThrow('barcode twice')
  })
})

describe('opening a damaged file', () => {
  const whole = buildCatalogue([
    aDocument(),
    aDocument({ recordId: toRecordId('N2'), title: 'Émaux et camées', barcode: toItemBarcode('2') }),
  ])
  const refusalOf = (bytes: Uint8Array<ArrayBuffer>) => {
    const opened = openCatalogue(bytes.slice().buffer)
    return opened.ok ? undefined : opened.refusal
  }

  it('a truncated file says how much is missing', () => {
    const cut = whole.slice(0, whole.length - 8)
    expect(refusalOf(cut)).toEqual({ kind: 'catalogue-truncated', bytes: cut.length, expectedBytes: whole.length })
  })

  it('an error page saved under its name, or an empty file, is not recognised', () => {
    expect(refusalOf(new TextEncoder().encode('<!doctype html><title>Portail captif</title>'))).toEqual({
      kind: 'catalogue-not-recognised',
    })
    expect(refusalOf(new Uint8Array(0))).toEqual({ kind: 'catalogue-not-recognised' })
  })

  it('a file of a later version is left to a later build', () => {
    const later = whole.slice()
    later[4] = 9
    expect(refusalOf(later)).toEqual({ kind: 'catalogue-of-other-version', version: 9 })
  })

  it('one changed bit anywhere is found, and so is every cut', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(7), (at, bit) => {
        const changed = whole.slice()
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        expect(refusalOf(changed)).toBeDefined()
        expect(refusalOf(whole.slice(0, at))).toBeDefined()
      }),
      { numRuns: 400 },
    )
  })

  it('a table that claims more sections than the file can hold is refused before it is read', () => {
    const claimed = whole.slice()
    new Uint32Array(claimed.buffer)[headerWords - 1] = maximumSections + 1
    expect(refusalOf(claimed)?.kind).toBe('catalogue-corrupted')
  })
})

describe('the catalogue of a town', () => {
  it.skipIf(!areRealDocumentsThere)('58,000 documents are each found under their barcode (needs PTE_DATA)', () => {
    const items = readRealDocuments()
    const began = performance.now()
    const bytes = buildCatalogue(items)
    const built = performance.now()
    const opened = openCatalogue(bytes.buffer)
    const ready = performance.now()
    if (!opened.ok) throw new Error(opened.refusal.kind)
    const durations: number[] = []
    for (const { barcode, callNumber, recordId } of items) {
      const from = performance.now()
      const item = opened.value.itemByBarcode(barcode)
      durations.push(performance.now() - from)
      if (item?.callNumber !== callNumber || item?.recordId !== recordId) throw new Error(`not found as written: ${barcode}`)
    }
    durations.sort((a, b) => a - b)
    expect(opened.value.itemCount).toBe(items.length)
    console.log(
      `catalogue: ${items.length} items, ${opened.value.recordCount} records, ${bytes.length} bytes; built in ${Math.round(built - began)} ms, ` +
        `opened in ${(ready - built).toFixed(1)} ms, barcode → record p99 ${durations[Math.floor(durations.length * 0.99)]?.toFixed(4)} ms`,
    )
  })
})
