/**
 * What a MARC file says of its copies that cannot be taken as it stands: told by the record, counted and named.
 */
import { describe, expect, it } from 'vitest'
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
