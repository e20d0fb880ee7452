/**
 * A catalogue file and the builds after it: newer files are read for what is known of them, one that lacks a section is none of ours, and a
 * change of what is written cannot be forgotten.
 */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { buildCatalogue } from '../../src/catalogue/build-catalogue.ts'
import { checksum, edition, headerWords, optionalSections, sectionTags, wordsPerSection } from '../../src/catalogue/catalogue-format.ts'
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts'
import { openFile } from '../../src/catalogue/open-file.ts'
import { toItemBarcode, toRecordId } from '../../src/domain/ids.ts'
import type { CatalogueItem } from '../../src/domain/item/record.ts'
import type { LocalDate } from '../../src/domain/local-date.ts'

const documents: readonly CatalogueItem[] = [
  {
    barcode: toItemBarcode('33331000000017'),
    recordId: toRecordId('N1'),
    title: 'Notre-Dame de Paris',
    author: 'Hugo, Victor',
    documentType: 'livre',
    audience: 'A',
    callNumber: 'R HUG',
    location: 'Adultes romans',
    arrivedOn: undefined,
  },
  {
    barcode: toItemBarcode('2'),
    recordId: toRecordId('N2'),
    title: 'Émaux et camées',
    author: 'Gautier, Théophile',
    documentType: 'livre',
    audience: 'A',
    callNumber: 'R HUG',
    location: 'Adultes romans',
    arrivedOn: '2026-02-28' as LocalDate,
  },
]

/** What each edition makes of `documents`, by SHA-256. A line stays for ever. */
const hashByEdition: Readonly<Record<number, string>> = {
  4: 'baddc3dd199729cafd02636ffcc01f4f6eaf38c4738f271812fd997b3be8614b',
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const open = (bytes: Uint8Array<ArrayBuffer>) => {
  const opened = openCatalogue(bytes.buffer)
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusal))
  return opened.value
}

/** The same file with one section more, of a tag that no build has, before those that are there. */
const withSection = (file: Uint8Array<ArrayBuffer>, tag: number, content: readonly number[]): Uint8Array<ArrayBuffer> => {
  const words = new Uint32Array(file.buffer)
  const count = words[headerWords - 1] ?? 0
  const tableEnd = headerWords + count * wordsPerSection
  const moved = wordsPerSection + content.length
  const table = [...words.subarray(headerWords, tableEnd)].map((word, i) => (i % wordsPerSection === 1 ? word + moved * 4 : word))
  const place = [tag, (tableEnd + wordsPerSection) * 4, content.length * 4]
  const larger = Uint32Array.from([
    ...words.subarray(0, 2),
    file.length + moved * 4,
    0,
    count + 1,
    ...place,
    ...table,
    ...content,
    ...words.subarray(tableEnd),
  ])
  larger[3] = checksum(larger, 4)
  return new Uint8Array(larger.buffer)
}

/** The same file with a section under another tag. */
const withTag = (file: Uint8Array<ArrayBuffer>, tag: number, other: number): Uint8Array<ArrayBuffer> => {
  const words = new Uint32Array(file.slice().buffer)
  for (let at = headerWords; at < headerWords + (words[headerWords - 1] ?? 0) * wordsPerSection; at += wordsPerSection)
    if (words[at] === tag) words[at] = other
  words[3] = checksum(words, 4)
  return new Uint8Array(words.buffer)
}

describe('a file of another build', () => {
  test('one of a later build opens, and its new section is skipped', () => {
    const catalogue = open(withSection(buildCatalogue(documents), 99, [1, 2, 3]))
    expect(documents.map(({ barcode }) => catalogue.itemByBarcode(barcode))).toEqual(documents)
  })

  test('one that lacks a section opens where that section is optional alone', () => {
    const file = buildCatalogue([{ ...documents[0], immobility: 'reference-only' } as CatalogueItem], [])
    const opens = Object.entries(sectionTags).filter(([, tag]) => openCatalogue(withTag(file, tag, 99).buffer).ok)
    // What left has no bounds without its texts, nor its texts without bounds.
    expect(opens.map(([name]) => name)).toEqual(optionalSections.filter((name) => name !== 'removedRecordBounds'))
    expect(new Set(Object.values(sectionTags)).size).toBe(Object.keys(sectionTags).length)
  })
})

describe('the edition', () => {
  test('is in the file', () => {
    const opened = openFile(buildCatalogue(documents).buffer)
    expect(opened.ok && opened.value.edition).toBe(edition)
  })

  test('is raised with each change of what is written: else endpoints keep the file of the build before', () => {
    expect(sha256(buildCatalogue(documents))).toBe(hashByEdition[edition])
  })
})
