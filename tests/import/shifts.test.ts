/**
 * Rows whose cells stand one column from where they belong, and rows that only look like it, in files of `tests/import/files` made by hand.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCatalogue } from '../../src/endpoint/connectors/file/read-catalogue.ts'

const catalogue = (name: string) => {
  const read = readCatalogue({ bytes: readFileSync(join(import.meta.dirname, 'files', name)), compressed: false })
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  return read.value
}

describe('rows that look shifted', () => {
  it('an old, short barcode with a low record number is a document, and a row without its barcode is none', () => {
    const { rows, rejected } = catalogue('short-numbers.csv')
    expect(rows.slice(4).map(({ barcode, recordId, title }) => [barcode, recordId, title])).toEqual([
      ['12345', '987', 'Indiana'],
      ['45678', '1024', 'Consuelo'],
    ])
    expect(rejected).toEqual([{ line: 8, reason: { kind: 'shifted', column: 'record', foundUnder: 'code-barres' } }])
  })

  it('rows shifted right of the barcode are rejected, with what stands where; a number as title, a missing date or a new word are none', () => {
    const { rows, rejected } = catalogue('shifted-rows.csv')
    expect(rejected).toEqual([
      { line: 27, reason: { kind: 'cells-shifted', header: 'type', foundUnder: 'localisation' } },
      { line: 28, reason: { kind: 'cells-shifted', header: 'type', foundUnder: 'auteur' } },
    ])
    expect(rows.slice(25).map((row) => row.title)).toEqual(['2001', 'Sans date', 'Nouveau genre'])
  })

  it('a few rows teach nothing, and none is rejected for a guess', () => {
    const lines = readFileSync(join(import.meta.dirname, 'files', 'shifted-rows.csv'), 'utf8').split('\n')
    const read = readCatalogue({ bytes: new TextEncoder().encode([...lines.slice(0, 6), lines[27]].join('\n')), compressed: false })
    expect(read.ok && read.value.rejected).toEqual([])
  })
})
