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
})
