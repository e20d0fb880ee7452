/**
 * Catalogues in MARC, as ILSs give them: whole, lying, cut; what is taken of them and what is said of each record. Runs in vitest.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readMarcMap, readyMaps } from '../../src/endpoint/connectors/file/marc/marc-map.ts'
import { barcodes, coded, collection, heeded, iso2709, marcXml, read, readBytesAs, unimarc } from './marc-file.ts'

const iso = (...records: readonly Uint8Array[]) => Buffer.concat(records)
const titles = (content: { readonly rows: readonly { readonly title: string }[] }) => content.rows.map(({ title }) => title)

describe('a catalogue in MARC', () => {
  const full = [
    '001 FRBNF1',
    '010   $a978-2-07-062456-0',
    coded('50  ', '2017'),
    '101 1 $afre$ceng',
    '200 1 $aHarry Potter et l’ordre du Phénix$bTexte imprimé$eroman$fJ. K. Rowling',
    '214  0$a[Paris]$cGallimard$dDL 2017',
    '700  1$aRowling$bJ. K.$f1965-....',
    `995   $f${barcodes[0]}$kR ROW$eAdultes$rlivre$qa$n2026-12-18`,
    `995   $f${barcodes[1]}$kR ROW$eJeunesse$rlivre$qj`,
  ]

  it.each([
    ['ISO 2709', () => iso2709(full)],
    ['MARCXML', () => collection(marcXml(full))],
  ] as const)('in UNIMARC (%s) gives each copy of 995 with its record, and those on loan by their due date', async (format, bytes) => {
    const content = await read(format, bytes())
    expect(content.rows).toEqual([
      {
        barcode: barcodes[0],
        recordId: 'FRBNF1',
        title: 'Harry Potter et l’ordre du Phénix : roman',
        author: 'Rowling, J. K.',
        documentType: 'livre',
        audience: 'a',
        callNumber: 'R ROW',
        location: 'Adultes',
        arrivedOn: undefined,
        isbn: '978-2-07-062456-0',
        year: '2017',
        publisher: 'Gallimard',
        lent: 0,
        language: 'fr',
      },
      expect.objectContaining({ barcode: barcodes[1], location: 'Jeunesse', audience: 'j', recordId: 'FRBNF1' }),
    ])
    expect(content.onLoan).toEqual(new Map([[barcodes[0], undefined]]))
    expect(content).toMatchObject({ records: 1, rowCount: 2, rejected: [], isCut: false })
    expect(content.notes).toContainEqual({ kind: 'loans-dated', header: '995 $n', rows: 1 })
  })

  it('[PHONE-4] takes the series that a title is a part of, in both formats, and no publisher’s collection', async () => {
    const unimarc = [
      '001 1',
      coded('50  '),
      '200 1 $aLe secret de la licorne',
      '225 2 $aFolio',
      '461  0$tLes aventures de Tintin$v11',
      full[full.length - 1] ?? '',
    ]
    const marc21 = [
      '001 2',
      '245 10$aLe secret de la licorne',
      '490 1 $aFolio',
      '800 1 $aHergé$tLes aventures de Tintin$v11',
      `949   $i${barcodes[1]}`,
    ]
    for (const record of [iso2709(unimarc), iso(iso2709(marc21, { leader: 'nam a' }))])
      expect((await read('ISO 2709', record)).rows.map(({ title }) => title)).toEqual(['Le secret de la licorne (Les aventures de Tintin)'])
  })

  it('in MARC21 takes Koha’s 952 with its loans and popularity, and 949 where there is no 952', async () => {
    const koha = [
      '001 ocm1',
      '008 870101s1987    fr            000 1 fre d',
      '100 1 $aVerne, Jules,$d1828-1905.',
      '245 10$aLe tour du monde /$cJules Verne.',
      `952   $p${barcodes[0]}$oR VER$cADULT$yBK$d2020-05-04$l12$q2026-12-18`,
      '999   $c77$d77',
    ]
    const content = await read('ISO 2709', iso(iso2709(koha, { leader: 'nam a' })), { maps: readyMaps.koha, mapName: 'koha' })
    expect(content.rows).toEqual([
      expect.objectContaining({
        barcode: barcodes[0],
        recordId: '77',
        title: 'Le tour du monde',
        author: 'Verne, Jules',
        year: '1987',
        language: 'fr',
        arrivedOn: '2020-05-04',
        lent: 12,
        location: 'ADULT',
      }),
    ])
    expect([...(content.onLoan?.keys() ?? [])]).toEqual([barcodes[0]])
    const other = await read('ISO 2709', iso2709(['001 2', '245 10$aGerminal', `949   $i${barcodes[1]}$lADULT`]))
    expect(other.rows).toEqual([expect.objectContaining({ barcode: barcodes[1], location: 'ADULT', recordId: '2' })])
  })

  it('[PHONE-4] Koha’s says which copies may not leave, in both formats; elsewhere 995 $o is another’s code', async () => {
    const copy = (n: number, codes: string) => `995   $f${barcodes[n]}$kR VER${codes}`
    const record = ['001 1', coded('50  '), '200 1 $aNana', copy(0, '$00$20$o1'), copy(1, '$00$10$21$o0')]
    const maps = { maps: readyMaps.koha, mapName: 'koha' }
    const said = async (...asked: Parameters<typeof read>) => (await read(...asked)).rows.map(({ immobility }) => immobility)
    expect(await said('ISO 2709', iso2709(record), maps)).toEqual(['reference-only', 'not-there'])
    expect(await said('ISO 2709', iso2709(record))).toEqual([undefined, undefined])
    const items = [`952   $00$10$40$70$p${barcodes[0]}`, `952   $00$10$41$70$p${barcodes[1]}`]
    const marc21 = iso(iso2709(['001 2', '245 10$aGerminal', ...items], { leader: 'nam a' }))
    expect(await said('ISO 2709', marc21, maps)).toEqual([undefined, 'not-there'])
  })

  it('PMB’s is read by its 996, in words, and no deposit is taken for a loan', async () => {
    const record = [
      '001 9',
      coded('50  '),
      '200 1 $aBel-Ami',
      `995   $f${barcodes[0]}$kR MAU$ruu$n20270101`,
      `996   $f${barcodes[0]}$kR MAU$eLivre$xAdultes$n20270101`,
    ]
    const content = await read('ISO 2709', iso2709(record), { maps: readyMaps.pmb, mapName: 'pmb' })
    expect(content.rows).toEqual([expect.objectContaining({ barcode: barcodes[0], documentType: 'Livre', location: 'Adultes' })])
    expect(content.onLoan).toBeUndefined()
    const older = await read('ISO 2709', iso2709(record.slice(0, -1)), { maps: readyMaps.pmb, mapName: 'pmb' })
    expect(older).toMatchObject({ rows: [{ documentType: 'uu' }], onLoan: undefined })
  })

  it('[PHONE-4] PMB’s says in words which copies may not leave, and that the others are in good state', async () => {
    const words = ['Document en bon état', 'Empruntable', 'Consultable sur place', 'Document détruit', 'Chez le relieur']
    const copies = words.map((word, i) => `996   $f${barcodes[i]}$kR MAU$1${word}`)
    const content = await read('ISO 2709', iso2709(['001 9', coded('50  '), '200 1 $aBel-Ami', ...copies]), {
      maps: readyMaps.pmb,
      mapName: 'pmb',
    })
    expect(content.rows.map(({ immobility }) => immobility)).toEqual([undefined, undefined, 'reference-only', 'not-there', undefined])
    const unread = { value: 'Chez le relieur', line: 1, rows: 1 }
    expect(content.notes).toContainEqual({ kind: 'values-unread', header: '996 $1', rows: 1, values: [unread] })
  })

  it('[PHONE-4] Nanook’s has its places and sections as codes, and says by a letter which copies may not leave', async () => {
    const copy = (n: number, codes: string) => `995   $a1$f${barcodes[n]}$kR VER$rLIV${codes}`
    const record = [
      '001 1',
      coded('50  '),
      '200 1 $aNana',
      copy(0, '$612$9A'),
      copy(1, '$612$9J$oc'),
      copy(2, '$612$9J$od'),
      copy(3, '$op'),
    ]
    const { rows } = await read('ISO 2709', iso2709(record), { maps: readyMaps.nanook, mapName: 'nanook' })
    expect(rows.map(({ location, audience, immobility }) => [location, audience, immobility])).toEqual([
      ['12', 'A', undefined],
      ['12', 'J', 'reference-only'],
      ['12', 'J', 'not-there'],
      ['', '', undefined],
    ])
  })

  it('Syracuse’s is read by its 995; its copies without their records are refused, and their fields are named', async () => {
    const maps = { maps: readyMaps.syracuse, mapName: 'syracuse' }
    // As its MARCXML is: a namespace in each record, a mark of its own in `#`, fields left empty.
    const written = (...records: readonly (readonly string[])[]) =>
      Buffer.from(
        `<collection>${records
          .map((fields) => marcXml(fields).replace('<record>', '<record xmlns="http://www.loc.gov/MARC21/slim">'))
          .join('')}</collection>`,
      )
    const notice = ['001 77', coded('50  '), '200 1 $aNana$#0', '700  1$aZola$bÉmile$#0', `995   $f${barcodes[0]}$kR ZOL$e$#0`]
    const content = await read('MARCXML', written(notice), maps)
    expect(content.rows).toEqual([
      expect.objectContaining({
        barcode: barcodes[0],
        recordId: '77',
        title: 'Nana',
        author: 'Zola, Émile',
        callNumber: 'R ZOL',
        location: '',
      }),
    ])
    const copy = ['001 1000', `915   $b${barcodes[0]}$aACH2018`, '920   $tLIV$d15/02/2018$uA$e', '921   $a2$bCSP', '930   $cR$gR ZOL$#0']
    expect(await readBytesAs('MARCXML', written(copy), maps)).toEqual({
      ok: false,
      refusal: { kind: 'marc-no-copy', records: 1, otherTags: ['915', '920', '921', '930'] },
    })
  })

  it('is read by a map of the library’s own, over a ready one', async () => {
    const map = readMarcMap('{ "like": "koha", "copies": "930", "barcode": "930$a", "callNumber": ["930$z", "930$c"], "status": "" }')
    if (!map.ok) throw new Error(JSON.stringify(map.refusal))
    const record = ['001 5', '200 1 $aNana', `930   $a${barcodes[0]}$cR ZOL`]
    const content = await read('ISO 2709', iso2709(record), { maps: map.value })
    expect(content.rows).toEqual([expect.objectContaining({ barcode: barcodes[0], callNumber: 'R ZOL', recordId: '5' })])
  })

  it('a map that is no map is refused with its path', () => {
    const faults = (text: string) => {
      const found = readMarcMap(text)
      return found.ok ? [] : found.refusal.faults.map(({ path, code }) => [path, code])
    }
    expect(faults('{ "barcode": "995f" }')).toEqual([['barcode', 'place']])
    expect(faults('{ "barcodes": "995$f" }')).toEqual([['barcodes', 'unknown-name']])
    expect(faults('{')).toEqual([['', 'json']])
  })

  it('a title proper given twice is one; two are joined', async () => {
    const content = await read(
      'ISO 2709',
      iso(
        iso2709(['001 1', '200 1 $aAmok$aAmok', `995   $f${barcodes[0]}`]),
        iso2709(['001 2', '200 1 $aUbu roi$aUbu enchaîné$hT. 2', `995   $f${barcodes[1]}`]),
      ),
    )
    expect(titles(content)).toEqual(['Amok', 'Ubu roi ; Ubu enchaîné. T. 2'])
  })

  it('in the BnF’s envelope is found by any prefix, and says that it has no copies', async () => {
    const bytes = Buffer.from(
      `<srw:searchRetrieveResponse><srw:records><srw:record><srw:recordData>${marcXml(unimarc(0), 'mxc:')}</srw:recordData></srw:record></srw:records></srw:searchRetrieveResponse>`,
    )
    expect(titles(await read('MARCXML', bytes))).toEqual(['Titre 0'])
    const none = await readBytesAs('MARCXML', collection(marcXml(['001 1', '200 1 $aNana', '930   $c1'])))
    expect(none).toEqual({ ok: false, refusal: { kind: 'marc-no-copy', records: 1, otherTags: ['930'] } })
  })

  it('a list says the same whatever the pieces in which its bytes come', async () => {
    const files = [
      ['ISO 2709', iso(...[0, 1, 2].map((i) => iso2709(unimarc(i))))],
      ['MARCXML', collection(...[0, 1, 2].map((i) => marcXml(unimarc(i))))],
    ] as const
    for (const [format, bytes] of files) {
      const whole = await read(format, bytes, { size: bytes.length })
      for (const size of [1, 7, 100]) expect(await read(format, bytes, { size })).toEqual(whole)
      expect(whole.rows).toHaveLength(3)
    }
  })

  it.runIf(process.env.PTE_DATA !== undefined)('the records of the BnF are read, each with its title', async () => {
    const folder = `${process.env.PTE_DATA}/marc`
    const map = readMarcMap('{ "copies": "001", "barcode": "001" }')
    if (!map.ok) throw new Error('map')
    const pan = await read('ISO 2709', readFileSync(`${folder}/serie-HarryPotter.pan`), { maps: map.value })
    expect(pan.rows.length).toBeGreaterThan(5)
    expect(pan.rejected).toEqual([])
    expect(titles(pan).every((title) => title.includes('Harry Potter'))).toBe(true)
    const xml = await read('MARCXML', readFileSync(`${folder}/unimarc_BNF_totok.xml`), { maps: map.value })
    expect(xml.rows).toHaveLength(20)
    expect(titles(xml).filter((title) => title === '[sans titre]')).toEqual([])
  })
})

describe('records that lie', () => {
  it('lengths counted in characters are read by the marks, and told', async () => {
    const wrong = iso2709(unimarc(1, 'Émile et les détectives'), { off: -1, length: '00042' })
    const content = await read('ISO 2709', iso(iso2709(unimarc(0)), wrong, iso2709(unimarc(2))))
    expect(titles(content)).toEqual(['Titre 0', 'Émile et les détectives', 'Titre 2'])
    expect(heeded(content)).toEqual([['lengths-wrong', 2]])
  })

  it('leaders with blanks where status and type belong are read', async () => {
    const content = await read('ISO 2709', iso2709(unimarc(0), { leader: '    a' }))
    expect(titles(content)).toEqual(['Titre 0'])
    expect(content.rejected).toEqual([])
  })

  it('a record beyond 99,999 bytes is read by its marks', async () => {
    const copies = Array.from({ length: 4000 }, (_, i) => `995   $f4444${String(i).padStart(10, '0')}$kR VER`)
    const content = await read('ISO 2709', iso(iso2709([...unimarc(0), ...copies], { length: '99999' }), iso2709(unimarc(1))), {
      size: 4096,
    })
    expect(content.rows).toHaveLength(4002)
    expect(content.rejected).toEqual([])
    expect(heeded(content)).toEqual([['lengths-wrong', 1]])
  })

  it('a directory that counts other fields is rejected with rank, number and reason; the others go in', async () => {
    const bad = iso2709(unimarc(1))
    const at = bad.indexOf('Verne')
    bad[at] = 0x1e
    const content = await read('ISO 2709', iso(iso2709(unimarc(0)), bad, iso2709(unimarc(2))))
    expect(titles(content)).toEqual(['Titre 0', 'Titre 2'])
    expect(content.rejected).toEqual([{ line: 2, record: 'N1', reason: { kind: 'marc-fields-counted', found: 6, expected: 5 } }])
    // Its document has not left the library for that.
    expect(content.mentioned.has(barcodes[1] ?? '')).toBe(true)
  })

  it('fields in another order than a directory without true places are not guessed', async () => {
    const right = iso2709(unimarc(0))
    const text = right.toString('latin1')
    // The directory names the title before the number, and its places are wrong.
    const entries = [...text.slice(24, 24 + 60).matchAll(/.{12}/g)].map(([entry]) => entry)
    const swapped = [entries[2], entries[0], entries[1], entries[3], entries[4]].map((entry) => `${entry?.slice(0, 3)}000900000`)
    const bad = Buffer.from(text.slice(0, 24) + swapped.join('') + text.slice(84), 'latin1')
    const content = await read('ISO 2709', iso(bad, iso2709(unimarc(1))))
    expect(titles(content)).toEqual(['Titre 1'])
    expect(content.rejected).toMatchObject([{ line: 1, reason: { kind: 'marc-fields-unfit', tag: '200' } }])
  })

  it('and is refused even where each has the form of its tag', async () => {
    const text = iso2709(unimarc(0)).toString('latin1')
    const entries = [...text.slice(24, 84).matchAll(/.{12}/g)].map(([entry]) => entry)
    // Author before title in the directory, after it in the record, and one length of it is wrong.
    const swapped = [entries[0], entries[1], entries[3], entries[2]?.replace(/^200..../, '2009999'), entries[4]]
    const content = await read(
      'ISO 2709',
      iso(Buffer.from(text.slice(0, 24) + swapped.join('') + text.slice(84), 'latin1'), iso2709(unimarc(1))),
    )
    expect(titles(content)).toEqual(['Titre 1'])
    expect(content.rejected).toMatchObject([{ line: 1, record: 'N0', reason: { kind: 'marc-fields-unfit', tag: '200' } }])
  })

  it('two records without the mark between them are two', async () => {
    const content = await read('ISO 2709', iso(iso2709(unimarc(0), { end: [] }), iso2709(unimarc(1))))
    expect(titles(content)).toEqual(['Titre 0', 'Titre 1'])
    expect(heeded(content)).toEqual([['terminator-missing', 1]])
  })

  it('a field that the directory does not list is told, not taken', async () => {
    const more = iso2709([...unimarc(0), `995   $f${barcodes[1]}`]).toString('latin1')
    // Its last entry goes, and the leader's two numbers with it.
    const cut = `${String(Number(more.slice(0, 5)) - 12).padStart(5, '0')}${more.slice(5, 12)}00085${more.slice(17, 84)}${more.slice(96)}`
    const content = await read('ISO 2709', Buffer.from(cut, 'latin1'))
    expect(content.rows).toHaveLength(1)
    expect(heeded(content)).toEqual([['fields-unlisted', 1]])
  })

  it('a text between two marks that is no record, and a directory that is none, are rejected', async () => {
    const none = iso2709(unimarc(1))
    none.write('?', 24)
    const content = await read('ISO 2709', iso(Buffer.from('données perdues\u001d'), none, iso2709(unimarc(2)), Buffer.from('\r\n')))
    expect(titles(content)).toEqual(['Titre 2'])
    expect(content.rejected.map(({ line, reason }) => [line, reason.kind])).toEqual([
      [1, 'marc-no-leader'],
      [2, 'marc-no-directory'],
    ])
  })

  it.each([
    ['ISO 2709', () => iso(iso2709(unimarc(0)), iso2709(unimarc(1)).subarray(0, -30))],
    ['MARCXML', () => collection(marcXml(unimarc(0)), marcXml(unimarc(1))).subarray(0, -60)],
  ] as const)('a file that is cut (%s) names its last record, and says that it is not whole', async (format, bytes) => {
    const content = await read(format, bytes())
    expect(titles(content)).toEqual(['Titre 0'])
    expect(content.rejected).toEqual([{ line: 2, record: 'N1', reason: { kind: 'marc-cut' } }])
    expect(content.isCut).toBe(true)
  })

  it('and a list without an envelope, cut in its last record, is refused too', async () => {
    const bytes = Buffer.from(marcXml(unimarc(0)) + marcXml(unimarc(1)).slice(0, -20))
    expect((await read('MARCXML', bytes)).isCut).toBe(true)
    expect((await read('MARCXML', Buffer.from(marcXml(unimarc(0))))).isCut).toBe(false)
  })

  it('a file of XML that is cut between two records is not whole either', async () => {
    const content = await read('MARCXML', Buffer.from(`<collection>${marcXml(unimarc(0))}`))
    expect(content).toMatchObject({ isCut: true, rejected: [] })
  })

  it('XML that is not well formed stops no other record', async () => {
    const bad = marcXml(unimarc(1, 'Boule')).replace('Boule', 'Boule & Bill')
    const open = marcXml(unimarc(2)).replace('</record>', '')
    const crossed = marcXml(unimarc(4)).replace('</leader>', '</controlfield>').replace('</controlfield><data', '</leader><data')
    const content = await read('MARCXML', collection(marcXml(unimarc(0)), bad, open, marcXml(unimarc(3, '« Non » &<>')), crossed))
    expect(titles(content)).toEqual(['Titre 0', '« Non » &<>'])
    expect(content.rejected).toMatchObject([
      { line: 2, record: 'N1', reason: { kind: 'marc-xml', value: expect.stringMatching(/^& Bill/) } },
      { line: 3, record: 'N2', reason: { kind: 'marc-cut' } },
      { line: 5, record: 'N4', reason: { kind: 'marc-xml' } },
    ])
  })

  it('entities of a file’s own are not known, and cannot grow', async () => {
    const bad = marcXml(unimarc(0, 'Titre')).replace('Titre', '&lol;')
    const found = await readBytesAs('MARCXML', collection(bad))
    expect(found).toMatchObject({ ok: false, refusal: { kind: 'no-row-accepted', rejected: [{ reason: { kind: 'marc-xml' } }] } })
  })
})
