/**
 * The text in the fields of one record, whatever the record says that its bytes are. Runs in the endpoint's commands; pure.
 * What is valid UTF-8 beyond ASCII is no other encoding by chance. Else the declared encoding is taken where it makes sense of the whole
 * file, and another one where it does not. What differs from a record's own word is told.
 */
import { countWrong, decodeUtf8, decodeWindows1252, latin1, weighText } from '../detect-encoding.ts'
import { ansel, iso5426 } from './code-tables.ts'
import { decodeAccents } from './decode-accents.ts'
import type { Heeded, MarcFlavour } from './marc-finding.ts'

export type MarcEncoding = 'UTF-8' | 'ISO 5426' | 'MARC-8' | 'Windows-1252'

export interface DecodedFields {
  readonly texts: readonly string[]
  /** undefined where all is ASCII. */
  readonly encodings: ReadonlySet<MarcEncoding>
  readonly heeded: readonly Heeded[]
}

const utf8Lenient = new TextDecoder('utf-8')

const isAscii = (bytes: Uint8Array): boolean => {
  for (const byte of bytes) if (byte >= 0x80 || byte === 0x1b) return false
  return true
}

/** The marks of ISO 6630 as UTF-8 writes them, and those of Unicode that some catalogues use in their place. */
const withoutSorting = (text: string): string => text.replace(/[\u0088\u0089\u0098\u009c]/g, '')

const decodeAs: Readonly<Record<MarcEncoding, (bytes: Uint8Array) => { readonly text: string; readonly unknown: ReadonlySet<string> }>> = {
  'UTF-8': (bytes) => {
    const text = utf8Lenient.decode(bytes)
    return { text, unknown: new Set(text.includes('\ufffd') ? ['UTF-8'] : []) }
  },
  'ISO 5426': (bytes) => decodeAccents(bytes, iso5426),
  'MARC-8': (bytes) => decodeAccents(bytes, ansel),
  'Windows-1252': (bytes) => ({ text: decodeWindows1252(bytes), unknown: new Set() }),
}

/** Bytes that no UTF-8 explains. */
const isDoubtful = (bytes: Uint8Array): boolean => !isAscii(bytes) && (bytes.includes(0x1b) || decodeUtf8(bytes) === undefined)

/** Above this share of signs that make no sense, a reading is wrong. Romanised titles keep some marks that no letter takes in. */
const shareOfWrong = 0.25
/** Halves of a ligature, which romanised Cyrillic has in every word. */
const ligatures = /[\ufe20-\ufe23]/g

const makesSense = (text: string): boolean => {
  const joined = text.replace(ligatures, '')
  return countWrong(joined) <= shareOfWrong * (joined.match(/(?![A-Za-z])[\p{L}\p{M}\ufffd]/gu)?.length ?? 0)
}

/** Of a file's fields, the encoding of those that are no UTF-8: the declared one if it makes sense, else the one that makes most. undefined: all are. */
export const judgeEncoding = (
  fields: readonly Uint8Array[],
  declared: string | undefined,
  flavour: MarcFlavour,
): MarcEncoding | undefined => {
  const doubtful = fields.filter(isDoubtful)
  const usualOnes: readonly MarcEncoding[] = flavour === 'UNIMARC' ? ['ISO 5426', 'MARC-8'] : ['MARC-8', 'ISO 5426']
  const readings = ([...usualOnes, 'Windows-1252', 'UTF-8'] as const).map((encoding) => ({
    encoding,
    text: doubtful.map((bytes) => decodeAs[encoding](bytes).text).join(' '),
  }))
  const said = readings.find(({ encoding }) => encoding === declared)
  if (said !== undefined && makesSense(said.text)) return doubtful.length === 0 ? undefined : said.encoding
  // Half a point: it decides between equals only.
  const weightOf = ({ encoding, text }: (typeof readings)[number]): number => weighText(text) + (encoding === declared ? 0.5 : 0)
  return doubtful.length === 0 ? undefined : readings.sort((a, b) => weightOf(b) - weightOf(a))[0]?.encoding
}

/** `declared`: what the record says of itself; undefined where it says nothing, or something that we do not read. `judged`: its file's. */
export const decodeFields = (
  fields: readonly Uint8Array[],
  declared: string | undefined,
  judged: MarcEncoding | undefined,
): DecodedFields => {
  const encodings = new Set<MarcEncoding>()
  const unknown = new Set<string>()
  const texts = fields.map((bytes) => {
    if (isAscii(bytes)) return latin1(bytes)
    const encoding = isDoubtful(bytes) ? (judged ?? 'UTF-8') : 'UTF-8'
    const read = decodeAs[encoding](bytes)
    encodings.add(encoding)
    for (const name of read.unknown) unknown.add(name)
    return withoutSorting(read.text)
  })
  const heeded: Heeded[] = []
  const found = [...encodings]
  if (found.length > 1) heeded.push({ heed: 'encodings-mixed', detail: found.join(' + ') })
  else if (found[0] !== undefined && declared !== undefined && declared !== found[0]) {
    heeded.push({ heed: 'encoding-false', detail: `${declared} → ${found[0]}` })
  }
  if (unknown.size > 0) heeded.push({ heed: 'signs-unknown', detail: [...unknown].join(', ') })
  return { texts, encodings, heeded }
}
