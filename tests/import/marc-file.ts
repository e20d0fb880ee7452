/**
 * Files in MARC, byte by byte, as ILSs write them: true, and lying of themselves. Runs in vitest.
 * A field is written as `995   $f3333…$kR ABE`, `$` for the mark before a subfield; control fields as `001 1234`.
 */
import { readyMaps } from '../../src/endpoint/connectors/file/marc/marc-map.ts'
import { type MarcOptions, readMarc } from '../../src/endpoint/connectors/file/marc/read-marc.ts'
import type { CatalogueContent } from '../../src/endpoint/connectors/file/read-catalogue.ts'

export type Encode = (text: string) => Uint8Array
export const utf8: Encode = (text) => new TextEncoder().encode(text)

const accentsIso5426: Readonly<Record<string, number>> = { '\u0300': 0xc1, '\u0301': 0xc2, '\u0302': 0xc3, '\u0308': 0xc8, '\u0327': 0xd0 }
const accentsAnsel: Readonly<Record<string, number>> = { '\u0300': 0xe1, '\u0301': 0xe2, '\u0302': 0xe3, '\u0308': 0xe8, '\u0327': 0xf0 }
const lettersIso5426: Readonly<Record<string, number>> = { œ: 0xfa, Œ: 0xea, '«': 0xab, '»': 0xbb }
const lettersAnsel: Readonly<Record<string, number>> = { œ: 0xb6, Œ: 0xa6 }

/** Each accent before its letter. */
const accentsFirst =
  (accents: Readonly<Record<string, number>>, letters: Readonly<Record<string, number>>): Encode =>
  (text) => {
    const bytes: number[] = []
    for (const [whole] of text.normalize('NFD').matchAll(/\P{M}\p{M}*/gu)) {
      const [letter = '', ...marks] = whole
      bytes.push(...marks.map((mark) => accents[mark] ?? 0x3f), letters[letter] ?? letter.charCodeAt(0))
    }
    return Uint8Array.from(bytes)
  }
export const iso5426: Encode = accentsFirst(accentsIso5426, lettersIso5426)
export const marc8: Encode = accentsFirst(accentsAnsel, lettersAnsel)

interface IsoOptions {
  /** What the leader says at 5, 6, 7 and 9: status, type, level, encoding. */
  readonly leader?: string
  readonly encode?: Encode
  /** Lies: what stands in place of the length, or the base; how far each place of the directory is off. */
  readonly length?: string
  readonly base?: string
  readonly off?: number
  /** As Koha does: numbers of the directory that outgrow the format take the room that they need. */
  readonly isWide?: boolean
  readonly end?: readonly number[]
}

const fieldBytes = (field: string, encode: Encode): { tag: string; bytes: Uint8Array } => {
  const tag = field.slice(0, 3)
  return { tag, bytes: encode(field.slice(4).replaceAll('$', '\u001f')) }
}

/** One record in ISO 2709. */
export const iso2709 = (fields: readonly string[], options: IsoOptions = {}): Buffer => {
  const { leader = 'nam  ', encode = utf8, off = 0, isWide = false, end = [0x1d] } = options
  const parts = fields.map((field) => fieldBytes(field, encode))
  let start = 0
  const directory = parts.map(({ tag, bytes }) => {
    const digits = (n: number, width: number): string =>
      String(n)
        .padStart(width, '0')
        .slice(isWide ? 0 : -width)
    const entry = `${tag}${digits(bytes.length + 1 + off, 4)}${digits(start, 5)}`
    start += bytes.length + 1 + off
    return entry
  })
  const base = 24 + directory.join('').length + 1
  const length = base + parts.reduce((sum, { bytes }) => sum + bytes.length + 1, 0) + 1
  const head = `${options.length ?? String(length).padStart(5, '0').slice(-5)}${leader}22${options.base ?? String(base).padStart(5, '0')}   450 `
  return Buffer.concat([
    Buffer.from(`${head}${directory.join('')}\u001e`),
    ...parts.flatMap(({ bytes }) => [bytes, Uint8Array.of(0x1e)]),
    Uint8Array.from(end),
  ])
}

const escapeXml = (text: string): string => text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** One record in MARCXML; `prefix` as `mxc:`. */
export const marcXml = (fields: readonly string[], prefix = '', leader = '00000nam a2200000   4500'): string =>
  `<${prefix}record><${prefix}leader>${leader}</${prefix}leader>${fields
    .map((field) => {
      const tag = field.slice(0, 3)
      if (tag.startsWith('00')) return `<${prefix}controlfield tag="${tag}">${escapeXml(field.slice(4))}</${prefix}controlfield>`
      const [indicators = '  ', ...subfields] = field.slice(4).split('$')
      return `<${prefix}datafield tag="${tag}" ind1="${indicators[0] ?? ' '}" ind2="${indicators[1] ?? ' '}">${subfields
        .map((text) => `<${prefix}subfield code="${text[0]}">${escapeXml(text.slice(1))}</${prefix}subfield>`)
        .join('')}</${prefix}datafield>`
    })
    .join('')}</${prefix}record>`
export const collection = (...records: readonly string[]): Buffer =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n${records.join('\n')}\n</collection>\n`,
  )

/** UNIMARC's field 100 with its two sets at 26 to 29, and its year at 9. */
export const coded = (sets: string, year = '1987'): string =>
  `100   $a20200101d${year}    u  y0frey${sets}    ba`.replace(/\$a(.{26}).{4}/, `$a$1${sets}`)

export const barcodes = ['33331000000014', '33331000000022', '33331000000030', '33331000000048', '33331000000055']

/** A record of UNIMARC with one copy, numbered. */
export const unimarc = (i: number, title = `Titre ${i}`, ...more: readonly string[]): readonly string[] => [
  `001 N${i}`,
  coded('50  '),
  `200 1 $a${title}`,
  '700  1$aVerne$bJules',
  ...more,
  `995   $f${barcodes[i]}$kR VER`,
]

/** What is read of a file, whose bytes come in pieces of `size`. */
export const readBytesAs = async (
  format: 'ISO 2709' | 'MARCXML',
  bytes: Uint8Array,
  options: Partial<MarcOptions> & { readonly size?: number; readonly declared?: string } = {},
) => {
  const { size = 64, declared, ...rest } = options
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield Uint8Array.from(bytes.subarray(at, at + size))
  }
  return readMarc({ chunks: chunks(), format, compressed: false, declared }, { maps: readyMaps.standard, mapName: 'standard', ...rest })
}
export const read = async (...args: Parameters<typeof readBytesAs>): Promise<CatalogueContent> => {
  const found = await readBytesAs(...args)
  if (!found.ok) throw new Error(JSON.stringify(found.refusal))
  return found.value
}
/** Kinds of the records that were remarked, with their ranks. */
export const heeded = ({ notes }: CatalogueContent) =>
  notes.flatMap((note) => (note.kind === 'marc-heeded' ? [[note.heed, ...note.records.map(({ line }) => line)]] : []))
