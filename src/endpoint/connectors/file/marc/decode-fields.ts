/**
 * The text in the fields of one record, whatever the record says that its bytes are. Runs in the endpoint's commands; pure.
 * What is valid UTF-8 beyond ASCII is no other encoding by chance. Else the declared encoding is taken where it makes sense of the whole
 * file, and another one where it does not. What differs from a record's own word is told.
 */
import { countWrong, decodeUtf8, decodeWindows1252, latin1, weighText } from '../detect-encoding.ts'
import { ansel, type CodeTable, iso5426 } from './code-tables.ts'
import type { Heeded, MarcFlavour } from './marc-finding.ts'

interface AccentedText {
  readonly text: string
  /** Names of the sets, and bytes, that could not be read. */
  readonly unknown: ReadonlySet<string>
}

/** What calls another set (ISO 2022), and what ends a subfield (ISO 2709). */
const escapeByte = 0x1b
const subfieldMark = 0x1f
/** Where a part of a title begins and ends that does not count in sorting (ISO 6630): no sign of the text. */
const nonSorting = new Set([0x88, 0x89, 0x98, 0x9c])
const replacement = '\ufffd'
const mostMarks = 4

/** What a set makes of a byte, seven bits of it; undefined where it has no such sign. */
type CodeSet = { readonly name: string; readonly table?: CodeTable; readonly signs?: ReadonlyMap<string, string> }

const pairs = (from: string, to: string): ReadonlyMap<string, string> => new Map([...from].map((sign, i) => [sign, [...to][i] ?? sign]))
const ascii: CodeSet = { name: 'ASCII' }
const setByFinal: Readonly<Record<string, CodeSet>> = {
  B: ascii,
  s: ascii,
  E: { name: 'ANSEL', table: ansel },
  P: { name: 'ISO 5426', table: iso5426 },
  g: { name: 'Greek symbols', signs: pairs('abc', 'αβγ') },
  b: { name: 'subscripts', signs: pairs('0123456789()+-', '₀₁₂₃₄₅₆₇₈₉₍₎₊₋') },
  p: { name: 'superscripts', signs: pairs('0123456789()+-', '⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻') },
}
/** Sets of MARC-8 that are told apart by name only. */
const nameByFinal: Readonly<Record<string, string>> = {
  '1': 'EACC',
  '2': 'Hebrew',
  '3': 'Arabic',
  '4': 'Extended Arabic',
  N: 'Cyrillic',
  Q: 'Extended Cyrillic',
  S: 'Greek',
}

/** What follows ESC: intermediate signs (which half it changes, how many bytes a sign has), and the final one that names the set. */
const sequence = /^(?:([gbps])|([$(),\-!]*)([0-~]))/

/** Each accent goes behind its letter, escape sequences change the set; what is not known becomes one U+FFFD, and its name is told. */
const decodeAccents = (bytes: Uint8Array, table: CodeTable): AccentedText => {
  const upper: CodeSet = { name: '', table }
  let [lower, high]: [CodeSet | string, CodeSet | string] = [ascii, upper]
  let text = ''
  let marks = ''
  const unknown = new Set<string>()
  const lose = (name: string): void => {
    unknown.add(name)
    if (!text.endsWith(replacement)) text += replacement
    marks = ''
  }
  const put = (sign: string): void => {
    text += sign + marks
    marks = ''
  }
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === escapeByte) {
      const found = sequence.exec(String.fromCharCode(...bytes.subarray(at + 1, at + 8)))
      if (found === null) {
        lose('ESC')
        continue
      }
      const [whole, alone, between = '', final = ''] = found
      const isWide = between.includes('$')
      const name = alone ?? final
      const set = (isWide ? undefined : setByFinal[name]) ?? nameByFinal[name] ?? `ESC ${between}${name}`
      if (/[)-]/.test(between)) high = set
      else lower = set
      at += whole.length
      continue
    }
    if (byte < 0x20 || nonSorting.has(byte)) {
      if (byte === subfieldMark) [lower, high] = [ascii, upper]
      if (byte < 0x20) put(String.fromCharCode(byte))
      continue
    }
    const set = byte < 0x80 ? lower : high
    if (typeof set === 'string') {
      // A blank is one in every set.
      if (byte === 0x20) put(' ')
      else lose(set)
      continue
    }
    if (byte < 0x80 && set.table === undefined) {
      const sign = String.fromCharCode(byte)
      put(set.signs?.get(sign) ?? sign)
      continue
    }
    const code = byte | 0x80
    const accent = set.table?.accents.get(code)
    if (accent !== undefined) {
      // Vietnamese has two on a letter; a thousand are no text, and cost a square of their number to put in order.
      if (marks.length === mostMarks) lose(`0x${byte.toString(16).toUpperCase()}`)
      else marks += accent
      continue
    }
    const sign = set.table?.signs.get(code)
    if (sign === undefined) lose(`0x${byte.toString(16).toUpperCase()}`)
    else put(sign)
  }
  return { text: (text + marks).normalize('NFC'), unknown }
}

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
