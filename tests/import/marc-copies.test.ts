/**
 * What a MARC file says of its copies that cannot be taken as it stands: told by the record, counted and named.
 */
import { describe, expect, it } from 'vitest'
import { detectMarc } from '../../src/endpoint/connectors/file/detect-marc.ts'
import { barcodes, coded, heeded, iso2709, read, unimarc } from './marc-file.ts'

const iso = (...records: readonly Uint8Array[]) => Buffer.concat(records)
const titles = (content: { readonly rows: readonly { readonly title: string }[] }) => content.rows.map(({ title }) => title)

describe('what a MARC file says of its copies', () => {
  it('a copy without a barcode, twice, with empty subfields: told by the record', async () => {
    const content = await read(
      'ISO 2709',
      iso(
        iso2709(unimarc(0)),
        iso2709(['001 N1', coded('50  '), '200 1 $aSans code', '995   $7$8$A$', '995   $kR SAN$o-1']),
        iso2709(['001 N2', coded('50  '), '200 1 $aEncore', `995   $f${barcodes[0]}`]),
      ),
    )
    expect(content.rejected).toEqual([
      { line: 2, record: 'N1', reason: { kind: 'cell-missing', column: 'barcode' } },
      { line: 2, record: 'N1', reason: { kind: 'cell-missing', column: 'barcode' } },
      { line: 3, record: 'N2', reason: { kind: 'duplicate', column: 'barcode', value: barcodes[0], line: 1 } },
    ])
  })

  it('records without copies, and those that are deleted, are counted and named', async () => {
    const content = await read(
      'ISO 2709',
      iso(iso2709(unimarc(0)), iso2709(['001 N1', '200 1 $aNumérique']), iso2709(unimarc(2), { leader: 'dam  ' })),
    )
    expect(titles(content)).toEqual(['Titre 0'])
    expect(heeded(content)).toEqual([
      ['no-copy', 2],
      ['deleted', 3],
    ])
  })
})

describe('a record that outgrew the format, or was spoiled at its head', () => {
  it('a record beyond 99,999 bytes is read by Koha’s own directory, whose places have six digits then, whatever its fields', async () => {
    const copies = Array.from({ length: 4000 }, (_, i) => `995   $f4444${String(i).padStart(10, '0')}$kR VER`)
    const long = `330   $a${'Résumé. '.repeat(1400)}`
    const content = await read(
      'ISO 2709',
      iso(iso2709([...unimarc(0), ...copies, long], { length: '99999', isWide: true }), iso2709(unimarc(1))),
      {
        size: 4096,
      },
    )
    expect(content.rejected).toEqual([])
    expect(content.rows).toHaveLength(4002)
    expect(content.rows.at(-2)?.barcode).toBe('44440000003999')
  })

  it('a control sign in the leader is read as a blank, in the first record too, and told', async () => {
    const odd = (i: number): Buffer => {
      const bytes = iso2709(unimarc(i))
      bytes[8] = 0x00
      bytes[18] = 0x1f
      return bytes
    }
    expect(detectMarc(odd(0))).toBe('ISO 2709')
    const content = await read('ISO 2709', iso(odd(0), iso2709(unimarc(1))))
    expect(titles(content)).toEqual(['Titre 0', 'Titre 1'])
    expect(content.notes).toContainEqual({
      kind: 'marc-heeded',
      heed: 'signs-unknown',
      records: ['0', '1f'].map((code) => ({ line: 1, record: 'N0', detail: `label 0x${code}` })),
    })
  })
})
