/**
 * Numbers as real libraries write them: with spaces, slashes, stars and lost zeros, in files of `tests/import/files` made by hand.
 * A number is another document's as soon as one sign of it is lost, so what is kept is tested sign by sign.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ruleOf } from '../../src/endpoint/connectors/file/barcode-column.ts'
import { readCatalogue } from '../../src/endpoint/connectors/file/read-catalogue.ts'
import { readPatrons } from '../../src/endpoint/connectors/file/read-rows.ts'

const file = (name: string) => ({ bytes: readFileSync(join(import.meta.dirname, 'files', name)), compressed: false })
const text = (...lines: readonly string[]) => ({ bytes: new TextEncoder().encode(lines.join('\n')), compressed: false })
const catalogue = (...given: Parameters<typeof readCatalogue>) => {
  const read = readCatalogue(...given)
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  return read.value
}
const patrons = (...given: Parameters<typeof readPatrons>) => {
  const read = readPatrons(...given)
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  return read.value
}

describe('numbers with spaces and slashes', () => {
  it('are kept whole, not cut to the piece that looks like a number', () => {
    const { rows, rejected } = catalogue(file('numbers-with-spaces.csv'))
    expect(rejected).toEqual([])
    expect(rows.slice(12).map((row) => row.barcode)).toEqual([
      'F DESE 25/0016',
      'P 12345',
      '0085895100',
      '00085951090',
      '12345',
      'A BIB 12/345',
    ])
  })

  it('digits in groups are one number where that is the usual form, and the report names it with its line, before and after', () => {
    const { notes } = catalogue(file('numbers-with-spaces.csv'))
    expect(notes).toContainEqual({
      kind: 'numbers-mended',
      column: 'barcode',
      numbers: [{ line: 17, before: '0 0085 951 090', after: '00085951090' }],
    })
    const kept = notes.find((note) => note.kind === 'numbers-unusual')
    expect(kept?.numbers.map(({ line, number }) => [line, number])).toEqual([
      [14, 'F DESE 25/0016'],
      [15, 'P 12345'],
      [16, '0085895100'],
      [18, '12345'],
      [19, 'A BIB 12/345'],
    ])
  })

  it('two cards that differ after a slash are two patrons', () => {
    const { rows, rejected } = patrons(file('cards-with-slashes.csv'))
    expect(rejected).toEqual([])
    expect(rows.slice(10).map((row) => row.id)).toEqual(['CLASSE-CE1/2', 'CLASSE-CE1', 'ECOLE 3/14'])
  })

  it('a cell is two numbers where each has the usual form, and is rejected where only one has', () => {
    const head = ['code-barres;titre', ...['1', '2', '3', '4'].map((n) => `0030012345${n};Titre`)]
    const { rows, rejected } = catalogue(text(...head, '00300123457 00300123458;Deux', '1234 / 00300123459;Ancien et nouveau'))
    expect(rows.slice(4).map((row) => row.barcode)).toEqual(['00300123457', '00300123458'])
    expect(rejected).toEqual([{ line: 7, reason: { kind: 'numbers-ambiguous', column: 'barcode', value: '1234 / 00300123459' } }])
  })

  it('a title that slipped under the barcode is no number with spaces', () => {
    const { rejected } = catalogue(text('code-barres;titre', '00300123451;Un', '00300123452;Deux', 'Fahrenheit 451;Bradbury'))
    expect(rejected).toMatchObject([{ line: 4, reason: { kind: 'cell-unreadable' } }])
  })

  it('where a library has no usual form at all, no number is taken apart', () => {
    const { rows } = catalogue(text('code-barres;titre', 'F DESE 25/0016;A', 'F BIO 3/12;B', 'BD 1204;C', '0016;D', '25;E', 'P 25/0016;F'))
    expect(rows.map((row) => row.barcode)).toEqual(['F DESE 25/0016', 'F BIO 3/12', 'BD 1204', '0016', 'P 25/0016'])
  })
})

describe('zeros', () => {
  it('a number that still begins with one, or is far shorter than the others, gets none', () => {
    const numbers = catalogue(file('numbers-with-spaces.csv')).rows.map((row) => row.barcode as string)
    expect(numbers).toContain('0085895100')
    expect(numbers).toContain('12345')
  })

  it('those that a spreadsheet ate come back, all of them, where numbers of the column begin with as many', () => {
    const full = ['0012340', '0012341', '0012342', '0012343', '0112344', '0112345']
    const { rows, notes } = catalogue(text('code-barres;titre', ...full.map((code) => `${code};T`), '12399;Deux zéros', '112398;Un zéro'))
    expect(rows.slice(6).map((row) => row.barcode)).toEqual(['0012399', '0112398'])
    expect(notes).toContainEqual({
      kind: 'numbers-mended',
      column: 'barcode',
      numbers: [
        { line: 8, before: '12399', after: '0012399' },
        { line: 9, before: '112398', after: '0112398' },
      ],
    })
  })

  it('a number gets none where, with the zero, it is another document of the file', () => {
    const { rows, rejected } = catalogue(text('code-barres;titre', '012345;A', '012346;B', '012347;C', '12345;D'))
    expect(rejected).toEqual([])
    expect(rows.map((row) => row.barcode)).toEqual(['012345', '012346', '012347', '12345'])
  })

  it('where many numbers would be mended, nothing is, until somebody has seen them', () => {
    const many = [...Array(60).keys()].map((i) => `${i < 35 ? '0' : ''}${41000 + i};NOM`)
    const refused = readPatrons(text('carte;nom', ...many))
    expect(refused).toMatchObject({
      ok: false,
      refusal: {
        kind: 'too-many-mended',
        column: 'card',
        count: 25,
        of: 60,
        numbers: [{ line: 37, before: '41035', after: '041035' }, {}, {}],
      },
    })
    expect(patrons(text('carte;nom', ...many), { mendsMany: true }).rows.at(-1)?.id).toBe('041059')
  })
})

describe('the rule read off a column', () => {
  it('takes the form that most numbers have', () => {
    expect(ruleOf(['00085951001', '00085951002', '00085951003', 'P 12345'])).toEqual({ pattern: '^\\d{11}$', check: 'none' })
  })

  it('takes each form that many numbers have, with their letters', () => {
    const old = [...Array(10).keys()].map((i) => `C000160${5390 + i}`)
    const { pattern } = ruleOf([...old, ...[...Array(30).keys()].map((i) => `${410_020 + i * 6131}`)])
    expect(pattern).toBe('^(?:\\d{6}|C\\d{10})$')
  })

  it('takes no name for a number where the numbers have no form', () => {
    const loose = ruleOf(['F DESE 25/0016', 'BD 1204', 'P 12/3', 'CLASSE-CE1', 'A1B2', 'X 3/45'])
    expect(new RegExp(loose.pattern).test('F DESE 25/0016')).toBe(true)
    expect(new RegExp(loose.pattern).test('DUPONT')).toBe(false)
  })
})
