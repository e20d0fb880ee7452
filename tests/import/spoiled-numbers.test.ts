/**
 * Numbers that a spreadsheet spoiled: a decimal part, E+13, a zero that is gone, one value everywhere. In barcodes, records, ISBNs and cards.
 */
import { describe, expect, it } from 'vitest'
import { readCatalogue } from '../../src/endpoint/connectors/file/read-catalogue.ts'
import { catalogue, codes, file, patrons } from './read-text.ts'

const table = (head: string, ...lines: readonly string[]): string => [head, ...lines].join('\n')

describe('a decimal part of zeros', () => {
  it.each(['.0', ',00', '.00'])('is no part of a number, where the column proves it: « %s »', (tail) => {
    const { rows, rejected, notes } = catalogue(
      table('code-barres;titre', ...codes.map((code, i) => `${code}${i % 2 === 0 ? tail : ''};Titre ${i}`)),
    )
    expect(rejected).toEqual([])
    expect(rows.map(({ barcode }) => barcode)).toEqual(codes)
    expect(notes).toContainEqual({
      kind: 'numbers-mended',
      column: 'barcode',
      numbers: [0, 2, 4].map((i) => ({ line: i + 2, before: `${codes[i]}${tail}`, after: codes[i] })),
    })
  })

  it('[IMP-9] stops the import where every number of a library has it, until somebody has seen them', () => {
    const all = file(table('code-barres;titre', ...Array.from({ length: 40 }, (_, i) => `${33331000000000 + i}.0;Titre ${i}`)))
    expect(readCatalogue(all)).toMatchObject({ ok: false, refusal: { kind: 'too-many-mended', count: 40, of: 40 } })
    const seen = readCatalogue(all, { mendsMany: true })
    expect(seen.ok && seen.value.rows[7]?.barcode).toBe('33331000000007')
  })

  it('is a part of numbers that have other decimals too', () => {
    const { rows } = catalogue(table('code-barres;titre', '1200.0;A', '1200.1;B', '1201.0;C', '1201.25;D'))
    expect(rows.map(({ barcode }) => barcode)).toEqual(['1200.0', '1200.1', '1201.0', '1201.25'])
  })

  it('goes with the zero that the same spreadsheet ate', () => {
    const { rows } = catalogue(table('code-barres;titre', '0012340;A', '0012341;B', '0012342;C', '0012343;D', '12399.0;E'))
    expect(rows.at(-1)?.barcode).toBe('0012399')
  })
})

describe('a rounded number', () => {
  it.each(['3.3331E+13', '3,3331E+13', '3.3331e+13', '3.3331E13'])('is no barcode, in a column of them either: %s', (rounded) => {
    const read = readCatalogue(file(table('code-barres;titre', `${rounded};A`, `${rounded.replace('3331', '3332')};B`, `${rounded};C`)))
    expect(read).toMatchObject({ ok: false, refusal: { kind: 'no-row-accepted' } })
    expect(!read.ok && read.refusal.kind === 'no-row-accepted' && read.refusal.rejected.map(({ reason }) => reason.kind)).toEqual([
      'number-rounded',
      'number-rounded',
      'number-rounded',
    ])
  })

  it('is no card either', () => {
    const { rejected } = patrons(table('carte;nom', '2,08E+13;DURAND', '20800000000011;MARTIN'))
    expect(rejected).toEqual([{ line: 2, reason: { kind: 'number-rounded', column: 'card', value: '2,08E+13' } }])
  })

  it('[IMP-9] is told of records and ISBNs, and names no work: each of its documents is a record of its own, without that ISBN', () => {
    const { rows, notes } = catalogue(
      table('code-barres;notice;isbn;titre', `${codes[0]};3,34E+14;9,78207E+12;Nana`, `${codes[1]};3,34E+14;9782070360024;Nana`),
    )
    expect(rows.map(({ recordId, isbn }) => [recordId, isbn])).toEqual([
      [`ex-${codes[0]}`, ''],
      [`ex-${codes[1]}`, '9782070360024'],
    ])
    expect(notes).toContainEqual({
      kind: 'numbers-rounded',
      column: 'record',
      numbers: [
        { line: 2, number: '3,34E+14' },
        { line: 3, number: '3,34E+14' },
      ],
    })
    expect(notes).toContainEqual({ kind: 'numbers-rounded', column: 'isbn', numbers: [{ line: 2, number: '9,78207E+12' }] })
  })
})

describe('records and ISBNs are read as barcodes are', () => {
  it('[IMP-9] a zero that is gone from a record number comes back, and is listed', () => {
    const records = ['0001230', '0001231', '0001232', '0001233', '1239']
    const { rows, notes } = catalogue(table('code-barres;notice;titre', ...records.map((record, i) => `${codes[i]};${record};Titre ${i}`)))
    expect(rows.at(-1)?.recordId).toBe('0001239')
    expect(notes).toContainEqual({ kind: 'numbers-mended', column: 'record', numbers: [{ line: 6, before: '1239', after: '0001239' }] })
  })

  it('[IMP-9] an ISBN loses its decimal part, and gets the zero that its check sign wants', () => {
    const isbns = ['9782070360024.0', '306406152', '2070360024', '9782070360536', '978-2-07-036002-4']
    const { rows, notes } = catalogue(table('code-barres;isbn;titre', ...isbns.map((isbn, i) => `${codes[i]};${isbn};Titre ${i}`)))
    expect(rows.map(({ isbn }) => isbn)).toEqual(['9782070360024', '0306406152', '2070360024', '9782070360536', '978-2-07-036002-4'])
    expect(notes).toContainEqual({
      kind: 'numbers-mended',
      column: 'isbn',
      numbers: [
        { line: 2, before: '9782070360024.0', after: '9782070360024' },
        { line: 3, before: '306406152', after: '0306406152' },
      ],
    })
  })

  it('one ISBN on unlike titles is told, and nothing is put together by it', () => {
    const titles = ['Nana', 'Germinal', 'Dune', 'Nana : roman']
    const { rows, notes } = catalogue(table('code-barres;isbn;titre', ...titles.map((title, i) => `${codes[i]};9782070360024;${title}`)))
    expect(new Set(rows.map(({ recordId }) => recordId)).size).toBe(4)
    expect(notes).toContainEqual({ kind: 'isbn-shared', rows: 2, records: 1, numbers: ['9782070360024'] })
  })
})
