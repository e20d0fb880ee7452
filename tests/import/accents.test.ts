/**
 * The accents of a table: what Excel writes on MS-DOS and on a Macintosh, and what a program spoiled before. A file is judged as a whole.
 */
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readPatrons } from '../../src/endpoint/connectors/file/read-rows.ts'
import { windows1252 } from './encode.ts'
import { importTrial } from './import-trial.ts'
import { catalogue, codes, file, kinds } from './read-text.ts'

const titles = ['L’été à Noël', 'Les Misérables', 'Élève de sixième', 'Là-bas, très loin', 'Où ça ?']
const plain = titles.map((title) => title.replaceAll('’', "'"))
const table = (of: readonly string[], end = '\r\n'): string =>
  ['code-barres;titre;éditeur', ...of.map((title, i) => `${codes[i]};${title};Éditions de l'Œuvre`)].join(end)
const encodingOf = (read: ReturnType<typeof catalogue>) => read.notes.flatMap((note) => (note.kind === 'read-as' ? [note.encoding] : []))
const titlesOf = (read: ReturnType<typeof catalogue>) => read.rows.map(({ title }) => title)

describe('a table that Excel wrote', () => {
  it('[IMP-10] as « CSV (MS-DOS) » is read in CP850', () => {
    const read = catalogue(iconv.encode(table(plain).replaceAll('Œ', 'OE'), 'cp850'))
    expect(titlesOf(read)).toEqual(plain)
    expect(read.rows[0]?.publisher).toBe("Éditions de l'OEuvre")
    expect(encodingOf(read)).toEqual(['CP850'])
  })

  it('[IMP-10] as « CSV (Macintosh) » is read in MacRoman, whose lines end by CR alone', () => {
    const read = catalogue(iconv.encode(table(titles, '\r'), 'macroman'))
    expect(titlesOf(read)).toEqual(titles)
    expect(encodingOf(read)).toEqual(['MacRoman'])
  })

  it('as « CSV » is read in Windows-1252, whatever its quotes, dots and capitals', () => {
    for (const of of [
      titles,
      ['L’art “vrai” – et…', 'Bridget Jones’s Diary'],
      ['BIBLIOTHÈQUE', 'ÉTÉ À PARIS', 'FORÊT'],
      ['„Märchen“', 'Größe'],
    ]) {
      const text = table(of).replaceAll('„', '«')
      const read = catalogue(windows1252(text))
      expect(titlesOf(read)).toEqual(of.map((title) => title.replaceAll('„', '«')))
      expect(encodingOf(read)).toEqual(['Windows-1252'])
    }
  })

  it('in capitals, or in one word, on MS-DOS', () => {
    expect(titlesOf(catalogue(iconv.encode(table(['ÉTÉ À PARIS', 'FORÊT', 'GARÇON']), 'cp850').subarray(0)))[0]).toBe('ÉTÉ À PARIS')
    const one = `code-barres;titre\r\n${codes[0]};Étrangère\r\n`
    expect(titlesOf(catalogue(iconv.encode(one, 'cp850')))).toEqual(['Étrangère'])
    expect(titlesOf(catalogue(iconv.encode(one, 'macroman')))).toEqual(['Étrangère'])
    expect(titlesOf(catalogue(windows1252(one)))).toEqual(['Étrangère'])
  })
})

describe('accents that were spoiled before', () => {
  // As Latin-1: what Windows-1252 has no sign for would be lost.
  const twice = (text: string): string => Buffer.from(text).toString('latin1')

  it('[IMP-10] are mended where the whole file proves it, and each mended cell is listed once, before and after', () => {
    const { rows, notes } = catalogue(
      ['code-barres;titre;statut', `${codes[0]};${twice('Été')};en rayon`, `${codes[1]};Nana;${twice('prêté')}`].join('\n'),
    )
    expect(rows.map(({ title }) => title)).toEqual(['Été', 'Nana'])
    expect(notes).toContainEqual({
      kind: 'accents-mended',
      how: 'twice',
      cells: [
        { line: 2, before: twice('Été'), after: 'Été' },
        { line: 3, before: twice('prêté'), after: 'prêté' },
      ],
    })
  })

  it('[IMP-10] are mended as often as they were lost, a combining accent of three times too', () => {
    const thrice = twice(twice('Pe\u0301tain'))
    expect(catalogue(`code-barres;titre\n${codes[0]};${thrice}\n`).rows[0]?.title).toBe('Pétain')
  })

  it('[IMP-10] are mended nowhere in a file that is sound elsewhere, and told with their lines', () => {
    const of = ['Été', twice('Léon'), 'Élève', 'À l’été', 'La Vallâee']
    const read = catalogue(table(of, '\n'))
    expect(titlesOf(read)).toEqual(of)
    expect(kinds(read.notes)).not.toContain('accents-mended')
    expect(read.notes).toContainEqual({
      kind: 'accents-left',
      cells: [
        { line: 3, before: of[1], after: '' },
        { line: 6, before: of[4], after: '' },
      ],
    })
  })

  it('names of patrons are repeated by no report: their lines are told', () => {
    const read = readPatrons(file(`carte;nom\n20800000000011;${twice('Léon')}\n`))
    expect(read.ok && read.value.rows[0]?.surname).toBe('Léon')
    expect(read.ok && read.value.notes).toContainEqual({
      kind: 'accents-mended',
      how: 'twice',
      cells: [{ line: 2, before: '', after: '' }],
    })
  })
})

describe('the report', () => {
  const trial = importTrial()
  it('names mended cells, and lists all of them beside the data, with the numbers', async () => {
    const broken = iconv.decode(Buffer.from('Été'), 'win1252')
    const rows = [`${codes[0]}.0;${broken}`, `${codes[1]};Nana`, `${codes[2]};Dune`, `${codes[3]};Zazie`]
    expect(await trial.run('--catalogue', trial.put('catalogue.csv', ['code-barres;titre', ...rows].join('\n')))).toBe(0)
    expect(trial.said).toContain(`accents encodés deux fois, rétablis dans 1\u00a0case\u00a0: ${broken} → Été ligne 2`)
    expect(trial.said).toMatch(/Cases rectifiées, liste complète\s: \S+catalogue\.csv\.mended\.csv/)
  })
})
