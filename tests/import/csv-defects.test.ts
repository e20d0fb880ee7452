/**
 * The defects of whole files met in real exports, one each, made by hand: encodings, separators, quotes, what is not what it claims.
 * What the readers make of a file before anything is written; of its cells: csv-cells.test.ts.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readCatalogue } from '../../src/endpoint/connectors/file/read-catalogue.ts'
import { readOrders } from '../../src/endpoint/connectors/file/read-rows.ts'
import { latin1, windows1252 } from './encode.ts'
import { catalogue, codes, file, header, kinds, orders, reasons, rows } from './read-text.ts'

describe('the encoding of a file', () => {
  const text = `${header}\n${codes[0]},N1,"L’œuvre d’été : 10 €",Émile Zola,R ZOL\n`
  const plain = `${header}\n${codes[0]},N1,Thérèse Raquin,Émile Zola,R ZOL\n`

  it('UTF-8 with and without its mark reads the same', () => {
    for (const content of [text, `\ufeff${text}`]) {
      const { rows, notes } = catalogue(content)
      expect(rows[0]).toMatchObject({ barcode: codes[0], title: 'L’œuvre d’été : 10 €', author: 'Émile Zola' })
      expect(kinds(notes)).toEqual(['read-as'])
    }
  })

  it('Windows-1252 and ISO-8859-1 are told from the bytes, whatever the file claims', () => {
    const claimed = windows1252(`\u00ef\u00bb\u00bf${text}`)
    for (const bytes of [windows1252(text), claimed]) {
      const { rows, notes } = catalogue(bytes)
      expect(rows[0]?.title).toBe('L’œuvre d’été : 10 €')
      expect(JSON.stringify(notes[0])).toContain('Windows-1252')
    }
    const read = catalogue(latin1(plain))
    expect(read.rows[0]).toMatchObject({ title: 'Thérèse Raquin', author: 'Émile Zola' })
    expect(JSON.stringify(read.notes[0])).toContain('ISO-8859-1')
  })

  it('UTF-8 encoded twice is recognised, mended and said', () => {
    const twice = new TextDecoder('windows-1252').decode(new TextEncoder().encode(text))
    const { rows, notes } = catalogue(twice)
    expect(rows[0]).toMatchObject({ title: 'L’œuvre d’été : 10 €', author: 'Émile Zola' })
    expect(notes).toContainEqual({ kind: 'accents-mended', how: 'twice', cells: expect.objectContaining({ length: 2 }) })
  })

  it('two ANSEL accents beside a Portuguese title prove nothing of the file: both titles stay, and the first is told', () => {
    const { rows, notes } = catalogue(
      `${header}\n${codes[0]},N1,La Vallâee des garðcons,Ecrivain,R\n${codes[1]},N2,A mãe e as canções,Silva,R\n`,
    )
    expect(rows.map((row) => row.title)).toEqual(['La Vallâee des garðcons', 'A mãe e as canções'])
    expect(notes).toContainEqual({ kind: 'accents-left', cells: [{ line: 2, before: 'La Vallâee des garðcons', after: '' }] })
  })

  it('capitals before a closing quotation mark are not taken for broken UTF-8', () => {
    expect(catalogue(`${header}\n${codes[0]},N1,« LE CAFÉ»,À « LA » CARTE,R\n`).rows[0]).toMatchObject({
      title: '« LE CAFÉ»',
      author: 'À « LA » CARTE',
    })
  })

  it('a file glued from two encodings is read line by line', () => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode(rows(`${codes[4]},N5,été à la forêt où naître,é,R\n`)),
      ...latin1('33331000000063,N6,Thérèse,Zola,R\n'),
    ])
    const { rows: read, notes } = catalogue(bytes)
    expect(read.at(-2)?.title).toBe('été à la forêt où naître')
    expect(read.at(-1)?.title).toBe('Thérèse')
    expect(notes).toContainEqual({ kind: 'encodings-mixed', lines: 1 })
  })

  it('UTF-16 with its mark, as a spreadsheet saves "Unicode text", is read', () => {
    const bytes = Buffer.from(`\ufeff${text.replaceAll(',', '\t')}`, 'utf16le')
    expect(catalogue(bytes).rows[0]?.author).toBe('Émile Zola')
  })
})

describe('separators, quotes and line ends', () => {
  it('commas, semicolons, tabs and bars separate, with CRLF or LF, quoted either way', () => {
    for (const separator of [',', ';', '\t', '|']) {
      for (const quote of ['"', "'"]) {
        for (const end of ['\n', '\r\n', '\r']) {
          const cells = [codes[0], 'N1', `Un${separator} deux`, 'Dumas, Alexandre', 'R DUM'].map((cell) => `${quote}${cell}${quote}`)
          const content = [header.split(',').join(separator), cells.join(separator), ''].join(end)
          const { rows, rejected } = catalogue(content)
          expect(rejected).toEqual([])
          expect(rows[0]).toMatchObject({ title: `Un${separator} deux`.replace('\t', ' ').replace('  ', ' '), author: 'Dumas, Alexandre' })
        }
      }
    }
  })

  it('quotes inside quotes are kept, whether doubled, escaped or neither', () => {
    const doubled = catalogue(`${header}\n${codes[0]},N1,"Le ""grand"" livre",A,R\n`)
    const escaped = catalogue(`${header}\n${codes[0]},N1,"Le \\"grand\\" livre",A,R\n`)
    const neither = catalogue(`${header}\n${codes[0]},N1,"Le "grand" livre",A,R\n`)
    for (const { rows } of [doubled, escaped, neither]) expect(rows[0]?.title).toBe('Le "grand" livre')
  })

  it('a quote that never closes costs its own row at most, not those after it', () => {
    const { rows: read, notes } = catalogue(
      rows(`${codes[4]},N5,"Bonjour,A,R`, '33331000000063,N6,Après,Zola,R', '33331000000071,N7,Fin,Zola,R'),
    )
    expect(read.slice(-3).map((row) => row.title)).toEqual(['Bonjour', 'Après', 'Fin'])
    expect(kinds(notes)).toContain('quotes-mended')
  })

  it('such quotes do not close at the next quote of the file, with a row inside', () => {
    const { rows: read, rejected } = catalogue(rows(`${codes[4]},N5,"Bonjour,A,R`, '33331000000063,N6,Après,"Zola, Émile",R'))
    expect(rejected).toEqual([])
    expect(read.slice(-2).map(({ title, author }) => [title, author])).toEqual([
      ['Bonjour', 'A'],
      ['Après', 'Zola, Émile'],
    ])
  })

  it('quotes inside quotes around a separator keep their cell', () => {
    expect(catalogue(rows(`${codes[4]},N5,"Le "grand, beau" livre",A,R`)).rows.at(-1)?.title).toBe('Le "grand, beau" livre')
  })

  it('a title that begins with quotes of its own keeps them, and the rows after it', () => {
    const { rows: read, rejected } = catalogue(
      rows(
        `${codes[4]},N5,"Germinal" de Zola,A,R`,
        '33331000000063,N6,"Nana" et autres,"Zola, Émile",R',
        '33331000000071,N7,Fin,Zola,R',
        '',
      ),
    )
    expect(rejected).toEqual([])
    expect(read.slice(-3).map(({ title, author }) => [title, author])).toEqual([
      ['"Germinal" de Zola', 'A'],
      ['"Nana" et autres', 'Zola, Émile'],
      ['Fin', 'Zola'],
    ])
  })

  it('a quote that never closes, in a file whose last line ends, loses no row', () => {
    const { rows: read } = catalogue(rows(`${codes[4]},N5,"Bonjour,A,R`, '33331000000063,N6,Après,Zola,R', ''))
    expect(read.slice(-2).map((row) => row.title)).toEqual(['Bonjour', 'Après'])
  })

  it('a note over two lines in the last column, with commas, is one cell', () => {
    const { rows: read, rejected } = orders(
      'order,card,slot,record,note\nA1,1234,2026-11-25 14:30,N1,"un, deux\ntrois, quatre"\nA2,1235,2026-11-25 14:30,N1,\n',
    )
    expect(rejected).toEqual([])
    expect(read.map((order) => order.note)).toEqual(['un, deux trois, quatre', ''])
  })

  it('a title over two lines is one row, and the lines after it keep their numbers', () => {
    const { rows: read, rejected } = catalogue(rows(`${codes[4]},N5,"Un titre\r\nsur deux lignes",A,R`, ',N6,Sans code,A,R'))
    expect(read.at(-1)?.title).toBe('Un titre sur deux lignes')
    expect(reasons(rejected)).toEqual([[8, 'cell-missing']])
  })

  it('the line "sep=;" of spreadsheets is not the header', () => {
    const { rows, rejected } = catalogue(`sep=;\r\n${header.replaceAll(',', ';')}\r\n${codes[0]};N1;Titre;A;R\r\n;N2;Sans code;A;R\r\n`)
    expect(rows).toHaveLength(1)
    expect(rejected[0]?.line).toBe(4)
  })

  it('a title above the header, as reports have, is passed over', () => {
    const { rows, rejected } = catalogue(`Export du 24/11/2026\r\n\r\ncode-barres;titre\r\n${codes[0]};Bérénice\r\n;Sans code\r\n`)
    expect(rows[0]?.title).toBe('Bérénice')
    expect(rejected[0]?.line).toBe(5)
  })

  it('headers are known in French and English, whatever their accents, case and punctuation', () => {
    for (const names of [
      'CODE BARRES;N° de notice;TITRE',
      'Barcode;Biblionumber;Title',
      'code_barre;notice;Titre propre',
      'itemBarcode;Record ID;title',
    ]) {
      expect(catalogue(`${names}\n${codes[0]};N1;Bérénice\n`).rows[0]).toMatchObject({
        barcode: codes[0],
        recordId: 'N1',
        title: 'Bérénice',
      })
    }
  })

  it('a map names the columns that no synonym does, by header or by number', () => {
    const read = readCatalogue(file(`CB_EX;X;Intitulé\n${codes[0]};N1;Bérénice\n`), { map: { barcode: 'cb ex', title: 3, record: 'X' } })
    expect(read.ok && read.value.rows[0]).toMatchObject({ barcode: codes[0], recordId: 'N1', title: 'Bérénice' })
    const twice = readOrders(file('commande;carte;RDV;X\nA1;1234;25/11/2026 14:30;N1\n'), {
      map: { slotDate: 'RDV', slotTime: 'RDV', record: 'X', title: 'X' },
    })
    expect(twice.ok && twice.value.rows[0]).toMatchObject({ date: '2026-11-25', time: '14:30', lines: [{ record: 'N1', title: 'N1' }] })
    const wrong = readCatalogue(file(`CB_EX;X\n${codes[0]};N1\n`), { map: { barcode: 'CB_EX', title: 'Titre' } })
    expect(wrong).toMatchObject({ ok: false, refusal: { kind: 'map-unknown-header', column: 'title' } })
  })
})

describe('a file that is not what it claims', () => {
  it.each([
    ['records.mrc', 'ISO 2709'],
    ['records.xml', 'MARCXML'],
  ])('records in MARC (%s) are called so', (name, format) => {
    const bytes = readFileSync(join(import.meta.dirname, 'files', name))
    expect(readCatalogue({ bytes, compressed: false })).toEqual({ ok: false, refusal: { kind: 'marc', format } })
  })

  it('patrons given as a catalogue are refused, and named', () => {
    const read = readCatalogue(file('carte;nom;prénom\n23333000000172;DUHAMEL;Josué\n'))
    expect(read).toMatchObject({ ok: false, refusal: { kind: 'columns-missing', looksLike: 'patrons' } })
  })

  it('an empty file, blanks, a header alone, bytes and rows without any barcode are refused', () => {
    const kindOf = (content: string | Uint8Array) => {
      const read = readCatalogue(file(content))
      return read.ok ? 'read' : read.refusal.kind
    }
    expect(kindOf('\n\n')).toBe('file-empty')
    expect(kindOf(`${header}\n`)).toBe('no-row')
    expect(kindOf(gzipSync('x'))).toBe('not-text')
    expect(kindOf(`${header}\n,N1,T,A,R\n,N2,T,A,R\n`)).toBe('no-row-accepted')
  })
})
