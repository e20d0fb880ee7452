/**
 * The text in the fields of one record, whatever the record says that its bytes are. Runs in the endpoint's commands; pure.
 * The bytes decide: what is valid UTF-8 beyond ASCII is no other encoding by chance. Else each encoding that it may be is tried, and the
 * one in which letters and accents make sense is taken; where two do, the record's own word counts. What differs from that word is told.
 */
import { decodeUtf8, decodeWindows1252, latin1 } from '../detect-encoding.ts'
import { weighText } from '../weigh-text.ts'
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

/** `declared`: what the record says of itself; undefined where it says nothing, or something that we do not read. */
export const decodeFields = (fields: readonly Uint8Array[], declared: string | undefined, flavour: MarcFlavour): DecodedFields => {
  const encodings = new Set<MarcEncoding>()
  const doubtful: number[] = []
  const texts = fields.map((bytes, index) => {
    if (isAscii(bytes)) return latin1(bytes)
    const text = bytes.includes(0x1b) ? undefined : decodeUtf8(bytes)
    if (text === undefined) {
      doubtful.push(index)
      return ''
    }
    encodings.add('UTF-8')
    return withoutSorting(text)
  })
  const unknown = new Set<string>()
  if (doubtful.length > 0) {
    const usualOnes: readonly MarcEncoding[] = flavour === 'UNIMARC' ? ['ISO 5426', 'MARC-8'] : ['MARC-8', 'ISO 5426']
    const candidates = [...usualOnes, 'Windows-1252', 'UTF-8'] as const
    const ranked = candidates
      .map((encoding) => {
        const read = doubtful.map((index) => decodeAs[encoding](fields[index] ?? new Uint8Array()))
        const score = read.reduce((sum, { text }) => sum + weighText(text), 0)
        // Half a point: it decides between equals only.
        return { encoding, read, score: score + (encoding === declared ? 0.5 : 0) }
      })
      .sort((a, b) => b.score - a.score)
    const [best] = ranked
    if (best !== undefined) {
      encodings.add(best.encoding)
      for (const [i, { text, unknown: names }] of best.read.entries()) {
        texts[doubtful[i] ?? 0] = withoutSorting(text)
        for (const name of names) unknown.add(name)
      }
    }
  }
  const heeded: Heeded[] = []
  const found = [...encodings]
  if (found.length > 1) heeded.push({ heed: 'encodings-mixed', detail: found.join(' + ') })
  else if (found[0] !== undefined && declared !== undefined && declared !== found[0]) {
    heeded.push({ heed: 'encoding-false', detail: `${declared} → ${found[0]}` })
  }
  if (unknown.size > 0) heeded.push({ heed: 'signs-unknown', detail: [...unknown].join(', ') })
  return { texts, encodings, heeded }
}
