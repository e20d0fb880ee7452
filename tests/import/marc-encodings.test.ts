/**
 * The accents of a MARC file: what its records say of them, and what its bytes are. Runs in vitest.
 */
import { describe, expect, it } from 'vitest'
import { latin1, windows1252 } from './encode.ts'
import { barcodes, coded, collection, type Encode, heeded, iso2709, iso5426, marc8, marcXml, read, utf8 } from './marc-file.ts'

const record = (sets: string, title: string, i = 0): readonly string[] => [
  `001 N${i}`,
  coded(sets),
  `200 1 $a${title}`,
  `995   $f${barcodes[i]}$kR ÉTÉ`,
]
const marc21 = (title: string): readonly string[] => ['001 1', `245 10$a${title}`, `952   $p${barcodes[0]}`]
const hard = 'Où naît l’œuvre : poésies d’un siècle, garçon Noël, «À l’été»'.replace('’', "'").replace('’', "'").replace('’', "'")
const encodingsOf = (content: Awaited<ReturnType<typeof read>>) =>
  content.notes.flatMap((note) => (note.kind === 'marc-read' ? note.encodings.map(({ encoding }) => encoding) : []))

describe('accents', () => {
  it.each([
    ['ISO 5426 as UNIMARC says it', '0103', iso5426, 'ISO 5426'],
    ['UTF-8 as UNIMARC says it', '50  ', utf8, 'UTF-8'],
  ] as const)('%s', async (_, sets, encode: Encode, encoding) => {
    const content = await read('ISO 2709', iso2709(record(sets, hard), { encode }))
    expect(content.rows).toEqual([expect.objectContaining({ title: hard, callNumber: 'R ÉTÉ' })])
    expect(encodingsOf(content)).toEqual([encoding])
    expect(heeded(content)).toEqual([])
  })

  it('MARC-8, where the leader of MARC21 is blank', async () => {
    const title = "Où naît l'œuvre : poésies d'un siècle"
    const content = await read('ISO 2709', iso2709(marc21(title), { encode: marc8 }))
    expect(content.rows[0]?.title).toBe(title)
    expect(encodingsOf(content)).toEqual(['MARC-8'])
    expect(heeded(content)).toEqual([])
  })

  it('field 100 says ISO 5426 and the bytes are UTF-8: read by the bytes, and told', async () => {
    const content = await read('ISO 2709', iso2709(record('0103', hard)))
    expect(content.rows[0]?.title).toBe(hard)
    expect(content.notes).toContainEqual({
      kind: 'marc-heeded',
      heed: 'encoding-false',
      records: [{ line: 1, record: 'N0', detail: 'ISO 5426 → UTF-8' }],
    })
  })

  it.each([
    ['ISO 5426 declared, Windows-1252 found', '0103', windows1252, 'L’été à Noël', 'ISO 5426 → Windows-1252'],
    ['UTF-8 declared, ISO 5426 found', '50  ', iso5426, "L'été à Noël", 'UTF-8 → ISO 5426'],
    ['UTF-8 declared, ISO-8859-1 found', '50  ', latin1, 'Été, Éluard', 'UTF-8 → Windows-1252'],
    ['UTF-8 declared, MARC-8 found', '50  ', marc8, "poésies d'un siècle", 'UTF-8 → MARC-8'],
  ] as const)('%s', async (_, sets, encode: Encode, title, detail) => {
    const content = await read('ISO 2709', iso2709(record(sets, title), { encode }))
    expect(content.rows).toEqual([expect.objectContaining({ title, callNumber: 'R ÉTÉ' })])
    expect(content.notes).toContainEqual({ kind: 'marc-heeded', heed: 'encoding-false', records: [{ line: 1, record: 'N0', detail }] })
  })

  it('a record in two encodings is read field by field', async () => {
    const mixed: Encode = (text) => (text.includes('été') ? iso5426(text) : utf8(text))
    const content = await read('ISO 2709', iso2709(record('0103', "L'été"), { encode: mixed }))
    expect(content.rows).toEqual([expect.objectContaining({ title: "L'été", callNumber: 'R ÉTÉ' })])
    expect(heeded(content)).toEqual([['encodings-mixed', 1]])
  })

  it('signs of a script that is not known are named, and the copy goes in', async () => {
    const cyrillic: Encode = (text) =>
      text.includes('Tolstoï') ? Buffer.from('10\u001faTolstoi \u001b(NWOJNA\u001b(B, t. 1', 'latin1') : marc8(text)
    const content = await read('ISO 2709', iso2709(marc21('Tolstoï'), { encode: cyrillic }))
    expect(content.rows).toEqual([expect.objectContaining({ title: 'Tolstoi \ufffd, t. 1', barcode: barcodes[0] })])
    expect(content.notes).toContainEqual({
      kind: 'marc-heeded',
      heed: 'signs-unknown',
      records: [{ line: 1, record: '1', detail: 'Cyrillic' }],
    })
  })

  it('marks of sorting are no sign of a title, in any encoding', async () => {
    const sorted =
      (encode: Encode): Encode =>
      (text) =>
        encode(text.replace('[', '\u0088').replace(']', '\u0089'))
    const raw: Encode = (text) =>
      new Uint8Array(
        Buffer.concat(
          [...text.replace('[', '\u0088').replace(']', '\u0089')].map((sign) =>
            /[\u0088\u0089]/.test(sign) ? Buffer.from(sign, 'latin1') : iso5426(sign),
          ),
        ),
      )
    for (const [sets, encode] of [
      ['50  ', sorted(utf8)],
      ['0103', raw],
    ] as const) {
      const content = await read('ISO 2709', iso2709(record(sets, "[L']été"), { encode }))
      expect(content.rows[0]?.title).toBe("L'été")
      expect(heeded(content)).toEqual([])
    }
  })

  it('XML that says ISO-8859-1 and is UTF-8, and the reverse, is read and told', async () => {
    const text = collection(marcXml(record('50  ', 'L’été'))).toString()
    const asLatin1 = await read('MARCXML', Buffer.from(text), { declared: 'Windows-1252' })
    expect(asLatin1.rows[0]?.title).toBe('L’été')
    expect(heeded(asLatin1)).toEqual([['encoding-false', 1]])
    const asUtf8 = await read('MARCXML', windows1252(text), { declared: 'UTF-8' })
    expect(asUtf8.rows[0]?.title).toBe('L’été')
    expect(heeded(asUtf8)).toEqual([['encoding-false', 1]])
  })

  it('where two encodings make equal sense, what the file says decides', async () => {
    const bytes = latin1(
      collection(marcXml(record('50  ', 'El niño')))
        .toString()
        .replace('ÉTÉ', 'ETE'),
    )
    const content = await read('MARCXML', bytes, { declared: 'Windows-1252' })
    expect(content.rows[0]?.title).toBe('El niño')
    expect(heeded(content)).toEqual([])
  })

  it('UTF-8 that was encoded twice is mended where the whole file was, as in a table', async () => {
    const content = await read('ISO 2709', iso2709([...record('50  ', 'L\u00c3\u00a9on').slice(0, 3), `995   $f${barcodes[0]}$kR LEO`]))
    expect(content.rows[0]?.title).toBe('Léon')
    expect(content.notes).toContainEqual({
      kind: 'accents-mended',
      how: 'twice',
      cells: [{ line: 1, before: 'L\u00c3\u00a9on', after: 'Léon' }],
    })
  })

  it('[IMP-10] the declared encoding comes first: Hebrew in romanisation, in MARC-8, keeps its ḥ, ṭ and ō', async () => {
    const ansel = (text: string): Uint8Array => {
      const marks: Readonly<Record<string, number>> = { '\u0301': 0xe2, '\u0304': 0xe5, '\u0323': 0xf2, '\u0307': 0xe7, '\u0327': 0xf0 }
      const letters: Readonly<Record<string, number>> = { ʻ: 0xb0, ʼ: 0xae }
      return Uint8Array.from(
        [...text.normalize('NFD').matchAll(/\P{M}\p{M}*/gu)].flatMap(([whole]) => {
          const [letter = '', ...of] = whole
          return [...of.map((mark) => marks[mark] ?? 0x3f), letters[letter] ?? letter.charCodeAt(0)]
        }),
      )
    }
    const titles = [
      'Ḥayim ṭovim',
      'Sefer ha-ḥinukh',
      'Tōledōt ha-ʻolam',
      'Yiśraʼel : ṿe-Tsiyon',
      'Ḥakhamim ṿe-śarim',
      'Mishpeṭe ha-Torah',
      'Ṭaʻame ha-miḳra',
      'Ōr ḥadash',
    ]
    const records = titles.map((title, i) => iso2709([`001 ${i}`, `245 10$a${title}`, `952   $p3333100000${1000 + i}`], { encode: ansel }))
    const content = await read('ISO 2709', Buffer.concat(records))
    expect(content.rows.map(({ title }) => title)).toEqual(titles.map((title) => title.normalize('NFC')))
    expect(encodingsOf(content)).toEqual(['MARC-8'])
    expect(heeded(content)).toEqual([])
  })

  it('[IMP-10] a file is judged as a whole: a word that two encodings may write is read as the others are', async () => {
    // 0xE9 0x74 is « ét » in Windows-1252, and « ť » in MARC-8, which is what the blank leader of MARC21 says.
    const titles = ['Bétail', 'L’été à Noël', 'Épée, forêt et garçon', 'Où est passée la poésie ?', 'Là-bas, très loin']
    const records = titles.map((title, i) =>
      iso2709([`001 ${i}`, `245 10$a${title}`, `952   $p3333100000${1000 + i}`], { encode: windows1252 }),
    )
    const content = await read('ISO 2709', Buffer.concat(records))
    expect(content.rows.map(({ title }) => title)).toEqual(titles)
    expect(heeded(content)).toEqual([['encoding-false', 1, 2, 3, 4, 5]])
  })
})
