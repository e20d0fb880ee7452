/**
 * What the ILS has on loan, of the whole catalogue: each document found says it, in the week's file and in what changed since.
 */
import { expect, test } from 'vitest'
import { buildCatalogue, type CatalogueDocument } from '../../src/catalogue/build-catalogue.ts'
import { buildChanges } from '../../src/catalogue/changes-since.ts'
import { buildLentItems } from '../../src/catalogue/lent-items.ts'
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts'
import { type OpenFile, openFile } from '../../src/catalogue/open-file.ts'
import type { CatalogueFilter } from '../../src/domain/search/catalogue-findings.ts'
import { aDocument } from '../builders/a-document.ts'

const opened = (bytes: Uint8Array<ArrayBuffer>): OpenFile => {
  const file = openFile(bytes.buffer)
  if (!file.ok) throw new Error(JSON.stringify(file.refusal))
  return file.value
}
/** The catalogue of `before` with its changes to `after`, and the loans of these barcodes. */
const open = (before: readonly CatalogueDocument[], after: readonly CatalogueDocument[], lent: readonly string[]) => {
  const bytes = buildCatalogue(before)
  const whole = opened(bytes)
  const changes = buildChanges(whole, after)
  const bits = buildLentItems(lent, whole, changes && opened(changes))
  const catalogue = openCatalogue(bytes.buffer, changes?.buffer, bits.buffer)
  if (!catalogue.ok) throw new Error(JSON.stringify(catalogue.refusal))
  return { catalogue: catalogue.value, bytes, bits }
}

const nana = aDocument({ title: 'Nana', lent: 9 })
const other = aDocument({ ...nana, barcode: aDocument().barcode })
const desire = aDocument({ title: 'Pot-Bouille', lent: 5 })
const earth = aDocument({ title: 'La Terre', lent: 2 })
const dream = aDocument({ title: 'Le Rêve' })
const many = Array.from({ length: 20 }, () => aDocument({ title: 'Contes' }))

test('[PHONE-4, PHONE-20] each copy of what is found says whether it is on loan', () => {
  const all = [nana, other, desire, earth, ...many]
  const { catalogue } = open(all, [...all, dream], [other.barcode, dream.barcode, 'of no catalogue'])
  const lentOf = (query: string) =>
    catalogue.search(query).records.map(({ copies }) => copies.map(({ barcode, isLent }) => [barcode, isLent]))
  expect(lentOf('nana')).toEqual([[nana, other].map(({ barcode }) => [barcode, barcode === other.barcode])])
  expect(lentOf('terre')).toEqual([[[earth.barcode, false]]])
  expect(lentOf('reve')).toEqual([[[dream.barcode, true]]])
  expect(catalogue.recordById(dream.recordId)?.copies[0]?.isLent).toBe(true)
})

test('[PHONE-4] a wish for the shelf leaves out titles without a copy there, but for those that came back here', () => {
  const { catalogue } = open(
    [nana, other, desire, earth],
    [nana, other, desire, earth],
    [nana, other, desire].map(({ barcode }) => barcode),
  )
  const titles = (onShelf: CatalogueFilter['onShelf']) => catalogue.search('hugo', { onShelf }).records.map(({ title }) => title)
  expect(titles(undefined)).toEqual(['Nana', 'Pot-Bouille', 'La Terre'])
  expect(titles({ without: new Set(), back: new Set() })).toEqual(['La Terre'])
  expect(titles({ without: new Set(), back: new Set([desire.recordId]) })).toEqual(['Pot-Bouille', 'La Terre'])
  expect(titles({ without: new Set([earth.recordId]), back: new Set() })).toEqual([])
  const fixed = { ...earth, immobility: 'reference-only' as const }
  const stays = open([nana, fixed], [nana, fixed], []).catalogue
  expect(stays.search('hugo', { onShelf: { without: new Set(), back: new Set([earth.recordId]) } }).records).toMatchObject([
    { title: 'Nana' },
  ])
})

test('loans of other files say nothing, and nobody is told that a copy is there', () => {
  const { bytes } = open([nana], [nana], [])
  const { bits } = open(many, many, [])
  const catalogue = openCatalogue(bytes.buffer, undefined, bits.buffer)
  expect(catalogue.ok && catalogue.value.search('nana').records[0]?.copies[0]?.isLent).toBeUndefined()
})

test('58,000 documents take 7 kB', () => {
  expect(buildLentItems([], { itemCount: 58_000, findItem: () => -1 }, undefined).length).toBe(7250)
})
