/**
 * Values that an ILS writes in its own way (dates of loans, ends of blocks, civilities, times with a zone), in files of
 * `tests/import/files` made by hand: what they mean is read, and what is not understood is said.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildCatalogue } from '../../src/catalogue/build-catalogue.ts'
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts'
import { parseLocalDate } from '../../src/domain/local-date.ts'
import type { Result } from '../../src/domain/result.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import { columnNames } from '../../src/endpoint/connectors/file/column.ts'
import { foldHeader } from '../../src/endpoint/connectors/file/match-headers.ts'
import { readCatalogue } from '../../src/endpoint/connectors/file/read-catalogue.ts'
import { readOrders, readPatrons, splitName } from '../../src/endpoint/connectors/file/read-rows.ts'

const today = parseLocalDate('2026-11-26')
if (today === undefined) throw new Error('no such day')
const options = { toLocal: wallClockOf('Europe/Paris'), today }
const file = (name: string) => ({ bytes: readFileSync(join(import.meta.dirname, 'files', name)), compressed: false })
const text = (...lines: readonly string[]) => ({ bytes: new TextEncoder().encode(lines.join('\n')), compressed: false })
const value = <T, E>(read: Result<T, E>): T => {
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  return read.value
}

it('the publisher is read under the headers that ILSs give it, in French and in English', () => {
  for (const header of ['Éditeur', 'editeur', 'Publisher', 'publishercode']) {
    const { rows } = value(readCatalogue(text(`code-barres,titre,${header}`, '00085951002,Germinal,Folio', '00085951003,Nana,'), options))
    expect(rows.map(({ publisher }) => publisher)).toEqual(['Folio', ''])
  }
})

it('[PHONE-4] a series stands after the title that does not name it, so that it is searched with it', () => {
  const rows = [
    '1,Le Secret de la Licorne,Les Aventures de Tintin',
    '2,Nana,',
    '3,Naruto. 12,NARUTO',
    `4,${'x'.repeat(990)},Les Aventures de Tintin`,
  ]
  for (const header of ['Série', 'series', 'Titre de série']) {
    const read = value(readCatalogue(text(`code-barres,titre,${header}`, ...rows.map((row) => `0008595100${row}`)), options))
    expect(read.rows.map(({ title }) => title)).toEqual([
      'Le Secret de la Licorne (Les Aventures de Tintin)',
      'Nana',
      'Naruto. 12',
      'x'.repeat(990),
    ])
    const opened = openCatalogue(buildCatalogue(read.rows).buffer)
    expect(opened.ok && opened.value.search('tintin licorne').total).toBe(1)
  }
})

it('a volume stands after the title that does not name it, before its series, so that two volumes are two works', () => {
  for (const header of ['Tome', 'volume', 'N° de tome']) {
    const lines = [
      '00085951001,Naruto,12,7',
      '00085951002,Naruto,1,7',
      '00085951003,Dune,Tome 2,8',
      '00085951004,Dune. 3,3,9',
      '00085951005,Nana,,10',
    ]
    const read = value(readCatalogue(text(`code-barres,titre,${header},notice`, ...lines), options))
    expect(read.rows.map(({ title }) => title)).toEqual(['Naruto. 12', 'Naruto. 1', 'Dune. Tome 2', 'Dune. 3', 'Nana'])
    expect(new Set(read.rows.map(({ recordId }) => recordId)).size).toBe(5)
  }
})

it('headers of PMB and of others are read: « Cotes », « Section (Libellé) » before its code', () => {
  const head = 'code-barres,titre,Cotes,Section,Section (Libellé),Type (libellé)'
  const { rows } = value(readCatalogue(text(head, '00085951002,Nana,R ZOL,AD,Adultes,Livre'), options))
  expect(rows[0]).toMatchObject({ callNumber: 'R ZOL', location: 'Adultes', documentType: 'Livre' })
})

it('the language of a title is read by its code, of two letters or three, and what names no language is not', () => {
  const codes = ['fre', 'ENG', ' de ', 'ara', 'mul', 'und', 'qqq', 'anglais', '']
  for (const header of ['Langue', 'lang', 'Language']) {
    const lines = codes.map((code, n) => `0008595100${n},Germinal,${code}`)
    const { rows } = value(readCatalogue(text(`code-barres,titre,${header}`, ...lines), options))
    expect(rows.map(({ language }) => language)).toEqual(['fr', 'en', 'de', 'ar', ...codes.slice(4).map(() => undefined)])
  }
})

describe('what is on loan', () => {
  it('[ORD-4] a date under onloan, as Koha writes it, is a loan, and the report says that the date is when it is due', () => {
    const { onLoan, notes } = value(readCatalogue(file('koha-onloan.csv'), options))
    expect([...(onLoan ?? [])]).toEqual([
      ['00085951002', undefined],
      ['00085951004', undefined],
    ])
    expect(notes).toContainEqual({ kind: 'loans-dated', header: 'onloan', rows: 2 })
  })

  it('a status that is not understood is said, with its rows and its first line, as is a date that is none', () => {
    const { notes } = value(readCatalogue(file('koha-onloan.csv'), options))
    expect(notes).toContainEqual({ kind: 'values-unread', header: 'onloan', rows: 2, values: [{ value: 'X', line: 6, rows: 2 }] })
    expect(notes).toContainEqual({
      kind: 'values-unread',
      header: 'dateaccessioned',
      rows: 1,
      values: [{ value: 'mars 2024', line: 5, rows: 1 }],
    })
  })

  it('[ORD-4] yes under “available” is no loan, no is not understood, and a loan keeps the day since which it lasts', () => {
    const { onLoan, notes } = value(readCatalogue(file('available.csv'), options))
    expect([...(onLoan ?? [])]).toEqual([['00085951003', '2026-11-12']])
    expect(notes).toContainEqual({ kind: 'values-unread', header: 'Disponible', rows: 1, values: [{ value: 'Non', line: 3, rows: 1 }] })
  })

  it('the words of French and English ILSs for a document that is in are understood', () => {
    const words = [
      'En rayon',
      'Disponible',
      'En réserve',
      'Exclu du prêt',
      'Perdu',
      'En commande',
      'Available',
      'Not for loan',
      'In transit',
      '0',
      'Non',
    ]
    const { notes } = value(readCatalogue(text('code-barres;titre;statut', ...words.map((word, i) => `0008595100${i};T;${word}`)), options))
    expect(notes.map((note) => note.kind)).not.toContain('values-unread')
  })
})

describe('what may not leave the library', () => {
  const immobilities = (...lines: readonly string[]) =>
    value(readCatalogue(text(...lines), options)).rows.map(({ immobility }) => immobility)

  it('[PHONE-4] Koha’s codes are read, a lost copy is lost whatever else is said, and what is not understood is said and lent as before', () => {
    const { rows, onLoan, notes } = value(readCatalogue(file('koha-not-for-loan.csv'), options))
    expect(rows.map(({ immobility }) => immobility)).toEqual([
      undefined,
      'reference-only',
      'not-there',
      'not-there',
      undefined,
      undefined,
      undefined,
      'reference-only',
    ])
    expect([...(onLoan?.keys() ?? [])]).toEqual(['00085951002'])
    expect(notes).toContainEqual({ kind: 'copies-stay', here: 2, gone: 2 })
    expect(notes).toContainEqual({ kind: 'values-unread', header: 'notforloan', rows: 2, values: [{ value: 'STAFF', line: 7, rows: 2 }] })
  })

  it('[PHONE-4] a status in words says it too, and a column that says what may be lent means the opposite', () => {
    expect(
      immobilities(
        'code-barres;titre;statut',
        '00085951001;T;Exclu du prêt',
        '00085951002;T;Perdu',
        '00085951003;T;En rayon',
        '00085951004;T;in process',
        '00085951005;T;Disparu',
      ),
    ).toEqual(['reference-only', 'not-there', undefined, 'not-there', 'not-there'])
    expect(
      immobilities('code-barres;titre;Empruntable', '00085951001;T;Oui', '00085951002;T;Non', '00085951003;T;0', '00085951004;T;'),
    ).toEqual([undefined, 'reference-only', 'reference-only', undefined])
    expect(immobilities('code-barres;titre;Retiré', '00085951001;T;non', '00085951002;T;oui')).toEqual([undefined, 'not-there'])
  })
})

describe('a patron', () => {
  it('has no civility for a surname, an end of membership, and no block that ended', () => {
    const { rows, notes } = value(readPatrons(file('patrons-of-an-association.csv'), options))
    expect(rows.map(({ surname, firstName, expiresOn, blocked }) => [surname, firstName, expiresOn, blocked])).toEqual([
      ['DURAND', 'Eloïse', '2027-01-01', undefined],
      ['Le Goff', 'Yann', '2027-08-31', undefined],
      ['DUPONT', 'Anne', '2027-08-31', '31/12/2026'],
      ['MARTIN', 'Jeanne', '2027-08-31', undefined],
      ['DE LA TOUR', 'Jean-Paul', '2027-08-31', 'Perte de carte'],
    ])
    expect(notes).toContainEqual({ kind: 'blocks-ended', header: 'Suspension', rows: 2 })
  })

  it.each(['Non bloqué', 'RAS', 'Actif', 'néant', 'Aucun blocage', 'Pas de blocage', 'OK', 'En règle', 'Débloqué', 'not blocked'])(
    'is not blocked by « %s »',
    (word) => {
      const { rows, notes } = value(readPatrons(text('carte;nom;Blocage', `10231;DURAND;${word}`), options))
      expect(rows[0]?.blocked).toBeUndefined()
      expect(notes).toContainEqual({ kind: 'blocks-read', header: 'Blocage', rows: 0 })
      expect(notes.some(({ kind }) => kind === 'blocks-unread')).toBe(false)
    },
  )

  it.each([
    'Bloqué',
    'oui',
    'Suspendu',
    'amende',
    'Livres en retard',
    'carte perdue',
    'Exclusion temporaire',
    'DEBARRED',
    'Volée',
    '3 amendes',
  ])('is blocked by « %s »', (word) =>
    expect(value(readPatrons(text('carte;nom;Blocage', `10231;DURAND;${word}`), options)).rows[0]?.blocked).toBe(word),
  )

  it('[IMP-7] is not blocked by a word that nobody knows, which is counted; under a header that says why, any word is a reason', () => {
    const rows = ['10231;DURAND;Non rendu', '10232;MARTIN;Non rendu', '10233;PETIT;amende']
    const words = value(readPatrons(text('carte;nom;Blocage', ...rows), options))
    expect(words.rows.map(({ blocked }) => blocked)).toEqual([undefined, undefined, 'amende'])
    expect(words.notes).toContainEqual({ kind: 'blocks-read', header: 'Blocage', rows: 1 })
    expect(words.notes).toContainEqual({
      kind: 'blocks-unread',
      header: 'Blocage',
      rows: 2,
      values: [{ value: 'Non rendu', line: 2, rows: 2 }],
    })
    const reasons = value(readPatrons(text('carte;nom;Motif de blocage', ...rows), options))
    expect(reasons.rows.map(({ blocked }) => blocked)).toEqual(['Non rendu', 'Non rendu', 'amende'])
  })

  it('[IMP-7] is blocked by such a word once somebody said that it blocks, in whatever capitals and accents', () => {
    const rows = ['10231;DURAND;Non rendu', '10232;MARTIN;NON RENDU', '10233;PETIT;à voir', '10234;ROUX;Non bloqué']
    const { rows: read, notes } = value(
      readPatrons(text('carte;nom;Blocage', ...rows), { ...options, blockWords: ['non rendu', 'non bloqué'] }),
    )
    // A word that is known to block nobody does so once somebody says that here it blocks.
    expect(read.map(({ blocked }) => blocked)).toEqual(['Non rendu', 'NON RENDU', undefined, 'Non bloqué'])
    expect(notes).toContainEqual({ kind: 'blocks-read', header: 'Blocage', rows: 3 })
    expect(notes).toContainEqual({ kind: 'blocks-unread', header: 'Blocage', rows: 1, values: [{ value: 'à voir', line: 4, rows: 1 }] })
  })

  it.each(['date fin adhésion', 'Fin d’adhésion', "fin d'adhésion", 'expiration_date', 'dateexpiry', 'Date de fin d’inscription'])(
    'has an expiry under « %s »',
    (header) => {
      const { rows } = value(readPatrons(text(`carte;nom;${header}`, '10231;DURAND;31/08/2027'), options))
      expect(rows[0]?.expiresOn).toBe('2027-08-31')
    },
  )

  it('whose name is a civility alone, or begins like one, keeps it', () => {
    expect(splitName('Mme')).toEqual({ surname: 'Mme', firstName: '' })
    expect(splitName('MARTIN Mireille')).toEqual({ surname: 'MARTIN', firstName: 'Mireille' })
    expect(splitName('Drouot Marcel')).toEqual({ surname: 'Drouot', firstName: 'Marcel' })
    const { rows } = value(readPatrons(text('carte;nom;prénom', '10231;Mme DURAND;Eloïse', '10232;Durand;M. Paul'), options))
    expect(rows.map(({ surname, firstName }) => [surname, firstName])).toEqual([
      ['DURAND', 'Eloïse'],
      ['Durand', 'Paul'],
    ])
  })
})

describe('a time that names its zone', () => {
  it('is the hour on the library’s clock, in winter and in summer, and may be the next day', () => {
    const { rows, notes } = value(readOrders(file('orders-in-utc.csv'), options))
    expect(rows.map(({ date, time }) => [date, time])).toEqual([
      ['2026-12-01', '14:30'],
      ['2026-12-01', '13:30'],
      ['2026-07-01', '00:15'],
      ['2026-12-01', '14:30'],
    ])
    expect(rows.map((order) => order.orderedOn)).toEqual([
      { date: '2026-12-01', time: '00:30' },
      { date: '2026-11-30', time: '09:00' },
      undefined,
      undefined,
    ])
    expect(notes).toContainEqual({
      kind: 'values-unread',
      header: 'date de commande',
      rows: 1,
      values: [{ value: 'hier', line: 4, rows: 1 }],
    })
  })

  it('rejects its row where the library’s clock is not known', () => {
    const { rejected } = value(readOrders(file('orders-in-utc.csv')))
    expect(rejected.map(({ line }) => line)).toEqual([2, 3, 4])
  })
})

describe('accents', () => {
  it('a file that proves its ANSEL gets all of them back, in cells too that prove nothing alone', () => {
    const { rows, notes } = value(readCatalogue(file('ansel.csv'), options))
    expect(rows.map(({ title, author }) => [title, author])).toEqual([
      ['La Vallée des rois', 'Désiré, Jean'],
      ['Les frères Karamazov', 'Dostoïevski'],
      ['Grâce et dénuement', 'Ferney'],
      ['La fête à la maison', 'Noël'],
      ['Le cœur des garçons', 'Sand'],
      ['Dvořák', 'Anonyme'],
    ])
    expect(notes).toContainEqual({ kind: 'accents-mended', how: 'ansel', cells: expect.objectContaining({ length: 9 }) })
  })

  it('one such cell in a sound file stays as it is, as do all others', () => {
    expect(value(readCatalogue(file('portuguese.csv'), options)).rows.map((row) => row.title)).toEqual([
      'A mãe e as canções',
      'A Vallâee à l’été',
      'Irmãos e irmãs',
      'Os Maias é bom',
    ])
  })
})

describe('how many documents a wish wants', () => {
  it('[PULL-8] is read from its own column, and a number that cannot be read is said and leaves the wish', () => {
    const { rows, notes, rejected } = value(
      readOrders(
        text(
          'Commande;Carte;Créneau;Heure;Demande;Quantité',
          '1;23333000000172;01/12/2026;14:00;Romans policiers;3',
          '1;23333000000172;01/12/2026;14:00;Albums;deux',
          '1;23333000000172;01/12/2026;14:00;Un guide;',
        ),
        options,
      ),
    )
    expect(rows.flatMap(({ lines }) => lines).map(({ title, count }) => [title, count])).toEqual([
      ['Romans policiers', 3],
      ['Albums', undefined],
      ['Un guide', undefined],
    ])
    expect(rejected).toEqual([])
    expect(notes).toContainEqual({ kind: 'values-unread', header: 'Quantité', rows: 1, values: [{ value: 'deux', line: 3, rows: 1 }] })
  })
})

it('a header names one column of its kind, so that the order in which columns are looked for decides nothing', () => {
  for (const kind of ['catalogue', 'patrons', 'orders'] as const) {
    const named = Object.entries(columnNames[kind]).flatMap(([column, names]) => names.map((name) => [foldHeader(name), column] as const))
    const twice = named.filter(([name], at) => named.findIndex(([other]) => other === name) !== at)
    // « Commandé le » without its article: the order's number comes first.
    expect(twice).toEqual(kind === 'orders' ? [['commande', 'orderedOn']] : [])
  }
})

it('a card that a spreadsheet rounded is told so, whichever sign it put for the point', () => {
  for (const rounded of ['2,3333E+13', '2.3333E+13']) {
    const { rejected } = value(readPatrons(text('carte;nom', `${rounded};Martin`, '23333000000012;Durand'), options))
    expect(rejected.map(({ reason }) => reason.kind)).toEqual(['number-rounded'])
  }
})

describe('a record number', () => {
  const of = (...rows: readonly string[]) => value(readCatalogue(text('code-barres;notice;titre', ...rows), options))

  it('[IMP-8] puts unlike titles together for nobody: a filled-down one, or a nought everywhere', () => {
    const read = of(
      '00085951001;334;Germinal',
      '00085951002;334;Nana',
      '00085951003;334;Germinal',
      '00085951004;0;Bel-Ami',
      '00085951005;0;Dune',
    )
    const ids = read.rows.map(({ recordId }) => recordId)
    expect(ids).toEqual(['334', 'ex-00085951002', '334', '0', 'ex-00085951005'])
    expect(read.notes).toContainEqual({ kind: 'records-parted', rows: 2, records: 2, numbers: ['334', '0'] })
  })

  it('keeps copies together whose titles begin alike, or differ in capitals and accents', () => {
    const read = of('00085951001;7;Les Misérables', '00085951002;7;Les misérables : tome 1', '00085951003;7;LES MISERABLES')
    expect(new Set(read.rows.map(({ recordId }) => recordId)).size).toBe(1)
    expect(read.notes.some(({ kind }) => kind === 'records-parted')).toBe(false)
  })
})
