/**
 * The defects of cells met in real exports, one each, made by hand: numbers, dates, what a record, a patron or an order may lack.
 * What the readers make of a file before anything is written; of its text: csv-defects.test.ts.
 */
import { describe, expect, it } from 'vitest'
import { latin1 } from './encode.ts'
import { catalogue, codes, header, orders, patrons, reasons, rows } from './read-text.ts'

describe('barcodes', () => {
  it('two numbers of one document in a cell, with and without the leading zero, are one barcode', () => {
    const { rows: read, notes } = catalogue(rows(`033331000000055 / ${codes[4]},N5,Deux,A,R`, '033331000000063,N6,Zéro,A,R'))
    expect(read.slice(4).map((row) => row.barcode)).toEqual([codes[4], '33331000000063'])
    expect(notes).toContainEqual({
      kind: 'numbers-mended',
      column: 'barcode',
      numbers: [
        { line: 6, before: '033331000000055', after: codes[4] },
        { line: 7, before: '033331000000063', after: '33331000000063' },
      ],
    })
  })

  it('a leading zero that the library prints and a spreadsheet ate comes back', () => {
    const { rows: read } = catalogue(
      `${header}\n${['012345', '012346', '012347', '12348'].map((code, i) => `${code},N${i},T,A,R`).join('\n')}\n`,
    )
    expect(read.at(-1)?.barcode).toBe('012348')
  })

  it('two documents in one cell are two documents', () => {
    const { rows: read, notes } = catalogue(rows(`${codes[4]} ; 33331000000063,N5,Deux,A,R`))
    expect(read.slice(4).map((row) => row.barcode)).toEqual([codes[4], '33331000000063'])
    expect(notes).toContainEqual({
      kind: 'numbers-share-cell',
      column: 'barcode',
      numbers: [{ line: 6, number: `${codes[4]} + 33331000000063` }],
    })
  })

  it('a barcode that comes twice keeps its first row, and the second says where', () => {
    const { rows: read, rejected } = catalogue(rows(`0${codes[0]},N9,Encore,A,R`))
    expect(read.filter((row) => row.barcode === codes[0]).map((row) => row.title)).toEqual(['Titre 0'])
    expect(rejected).toEqual([{ line: 6, reason: { kind: 'duplicate', column: 'barcode', value: codes[0], line: 2 } }])
  })

  it('a number that a spreadsheet rounded is refused as such', () => {
    expect(reasons(catalogue(rows('"3,33310E+13",N5,T,A,R')).rejected)).toEqual([[6, 'number-rounded']])
  })

  it('a row that lost its barcode, and shifted, does not become a document under its record number', () => {
    const { rejected } = catalogue(rows('N7,Titre,Auteur,R,'))
    expect(reasons(rejected)).toEqual([[6, 'cell-unreadable']])
    const longer = rows('D0000007,Titre,Auteur,R,').replaceAll(',N', ',D000000')
    expect(catalogue(longer).rejected).toEqual([{ line: 6, reason: { kind: 'shifted', column: 'record', foundUnder: 'code-barres' } }])
  })

  it('a row shifted by one column is found by its barcode, or by its number of cells', () => {
    const { rows: read, rejected } = catalogue(
      rows(`,${codes[4]},N5,Décalé,Auteur`, '33331000000063,N6,Un titre, sans guillemets,A,R', 'N7,Titre,Auteur,R,'),
    )
    expect(read).toHaveLength(4)
    expect(reasons(rejected)).toContainEqual([8, 'cell-unreadable'])
    expect(rejected).toContainEqual({ line: 6, reason: { kind: 'shifted', column: 'barcode', foundUnder: 'notice' } })
    expect(rejected).toContainEqual({ line: 7, reason: { kind: 'columns-counted', found: 6, expected: 5 } })
  })
})

describe('what a record may lack', () => {
  it('a document without author, call number, record or title can still be lent; one without barcode cannot', () => {
    const { rows: read, rejected } = catalogue(rows(`${codes[4]},,,,`, ',N6,Sans code,A,R'))
    expect(read.at(-1)).toMatchObject({ barcode: codes[4], recordId: `ex-${codes[4]}`, title: '[sans titre]', author: '', callNumber: '' })
    expect(rejected).toEqual([{ line: 7, reason: { kind: 'cell-missing', column: 'barcode' } }])
  })

  it('a missing title and a missing call number are said alike, with their rows and lines, a column that is not there too', () => {
    const { notes } = catalogue(rows(`${codes[4]},N5,,A,`))
    expect(notes).toContainEqual({ kind: 'cells-empty', column: 'title', rows: 1, lines: [6] })
    expect(notes).toContainEqual({ kind: 'cells-empty', column: 'callNumber', rows: 1, lines: [6] })
    const without = catalogue(`code-barres;titre\n${codes.map((code) => `${code};Titre`).join('\n')}\n`)
    expect(without.notes).toContainEqual({ kind: 'cells-empty', column: 'callNumber', rows: 5, lines: [2, 3, 4] })
    expect(without.notes.filter((note) => note.kind === 'cells-empty')).toHaveLength(1)
  })

  it('a title of 573 characters is kept whole, one of 5,000 is cut and said', () => {
    const { rows: read, notes } = catalogue(rows(`${codes[4]},N5,${'é'.repeat(573)},A,R`, `33331000000063,N6,${'a'.repeat(5000)},A,R`))
    expect(read.at(-2)?.title).toHaveLength(573)
    expect(read.at(-1)?.title).toHaveLength(1000)
    expect(notes).toContainEqual({ kind: 'texts-cut', cells: 1 })
  })

  it('[ORD-4] a status column tells which documents are on loan at the ordinary desk', () => {
    const { onLoan } = catalogue(`code-barres,titre,statut\n${codes[0]},A,En prêt\n${codes[1]},B,En rayon\n${codes[2]},C,Sorti\n`)
    expect([...(onLoan?.keys() ?? [])]).toEqual([codes[0], codes[2]])
  })
})

describe('dates of a column', () => {
  const dates = (...cells: readonly string[]) =>
    patrons(`carte;nom;expiration\n${cells.map((cell, i) => `2333300000${String(1000 + i)};NOM;${cell}`).join('\n')}\n`)

  it('24/11/2026, 2026-11-24 and 11/24/2026 are the same day, each in its column', () => {
    expect(dates('24/11/2026', '03/04/2026').rows.map((row) => row.expiresOn)).toEqual(['2026-11-24', '2026-04-03'])
    expect(dates('2026-11-24', '2026-04-03 00:00:00').rows.map((row) => row.expiresOn)).toEqual(['2026-11-24', '2026-04-03'])
    expect(dates('11/24/2026', '04/03/2026').rows.map((row) => row.expiresOn)).toEqual(['2026-11-24', '2026-04-03'])
  })

  it('day first when nothing in the column decides, and it says so', () => {
    const { rows: read, notes } = dates('03/04/2026', '05/06/2026')
    expect(read.map((row) => row.expiresOn)).toEqual(['2026-04-03', '2026-06-05'])
    expect(notes).toContainEqual({ kind: 'dates-undecided', column: 'expiresOn' })
  })

  it('a date that does not exist rejects its row: an expired card must not pass for one that never expires', () => {
    expect(reasons(dates('24/11/2026', '31/02/2026', '').rejected)).toEqual([[3, 'cell-unreadable']])
  })
})

describe('patrons', () => {
  it('reads names, category, block and loans; a row without a card or a name is rejected', () => {
    const { rows: read, rejected } = patrons(
      latin1(
        'N° carte;Nom;Prénom;Catégorie;Blocage;Prêts en cours\n23333000000172;DUHAMEL;Josué;adulte;non;3\n;X;Y;adulte;;0\n23333000000347;;;jeunesse;amende;0\n',
      ),
    )
    expect(read).toEqual([
      {
        id: '23333000000172',
        surname: 'DUHAMEL',
        firstName: 'Josué',
        category: 'adulte',
        expiresOn: undefined,
        blocked: undefined,
        ilsLoans: 3,
      },
    ])
    expect(reasons(rejected)).toEqual([
      [3, 'cell-missing'],
      [4, 'cell-missing'],
    ])
  })

  it('[PRIV-1] an address and a birth date are not read', () => {
    const { rows: read, notes } = patrons('carte;nom;adresse;date de naissance\n23333000000172;DUHAMEL;1 rue X;2002-01-01\n')
    expect(JSON.stringify(read)).not.toMatch(/rue|2002/)
    expect(notes).toContainEqual({ kind: 'columns-ignored', headers: ['adresse', 'date de naissance'] })
  })
})

describe('orders', () => {
  const head = 'commande;carte;date;heure;notice;code-barres;note'

  it('gathers lines by order, and reads times as libraries write them', () => {
    const {
      rows: read,
      from,
      to,
    } = orders(`${head}\nA1;1234;25/11/2026;14h30;N1;;merci\nA1;1234;25/11/2026;14h30;N2;;\nA2;1235;26/11/2026;9 h;N1;;\n`)
    expect(read.map(({ ilsNumber, time, lines }) => [ilsNumber, time, lines.length])).toEqual([
      ['A1', '14:30', 2],
      ['A2', '09:00', 1],
    ])
    expect([from, to]).toEqual(['2026-11-25', '2026-11-26'])
  })

  it.each([
    ['10:00-10:15', '10:00'],
    ['14:30-15:00', '14:30'],
    ['14:30 – 15:00', '14:30'],
    ['14h-15h', '14:00'],
    ['de 14h30 à 15h', '14:30'],
    ['10:00-11:00', '10:00'],
  ])('a range of hours, %s, is its beginning, on its own day', (written, begins) => {
    const { rows: read } = orders(`${head}\nA1;1234;25/11/2026;${written};N1;;\n`)
    expect(read.map(({ date, time }) => [date, time])).toEqual([['2026-11-25', begins]])
  })

  it('a date and a time in one cell are a slot', () => {
    const { rows: read } = orders('order;card;slot;record\nA1;1234;2026-11-25 14:30;N1\n')
    expect(read[0]).toMatchObject({ date: '2026-11-25', time: '14:30' })
  })

  it('rejects a row that contradicts its order, repeats a line, or lacks what an order needs', () => {
    const { rejected } = orders(
      [
        head,
        'A1;1234;25/11/2026;14:30;N1;;',
        'A1;9999;25/11/2026;14:30;N2;;',
        'A1;1234;25/11/2026;14:30;N1;;',
        'A2;;25/11/2026;14:30;N1;;',
        'A3;1;25/11/2026;25:00;N1;;',
        ';1;25/11/2026;14:30;N1;;',
      ].join('\n'),
    )
    expect(reasons(rejected)).toEqual([
      [3, 'order-contradicts'],
      [4, 'duplicate'],
      [5, 'cell-missing'],
      [6, 'cell-unreadable'],
      [7, 'cell-missing'],
    ])
  })
})
