/**
 * The text in a file's bytes, whatever its sender believes it to be written in. Runs in the endpoint's commands.
 * Only the bytes decide: bytes that are valid UTF-8 with accents cannot by chance be Windows-1252, and the reverse is refused by the
 * decoder. Tables of one byte are told apart by what their letters make of words. A file glued from two exports is decoded line by line.
 */
import iconv from 'iconv-lite'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import type { FileFault } from './import-finding.ts'

/** Non-ASCII letters of European languages, and the quotes that they use; any other letter suggests a wrong table. */
const usual = /[àâäáãåāăąçćčďđéèêëěēęėğíìîïīįıłľĺńñňóòôöõőøřŕśšşșťţțúùûüůűūųýÿźžżœæßþðģķļņ’“”„«»]/giu
const anyLetter = /(?![A-Za-z])\p{L}/gu
/** A sign that is none, a line of a drawn frame, an accent without its letter. */
const noSign = /[\ufffd\u0080-\u009f\u2500-\u259f]|\p{M}/gu
/** A capital inside a word, a sign that stands in none, accents of ANSEL that were read as letters. */
const noWord =
  /(?<=\p{Ll})(?![A-Z])\p{Lu}|(?<=\p{L})(?![A-Z])\p{Lu}(?=\p{Ll})|(?<=\p{L})(?![’‘…·‐-―\u00a0\u00ad])[^\p{L}\p{M}\p{N}\p{Cc} -~](?=\p{L})|â(?=[eE])|ð(?=[cC])/gu
/** What is wrong counts twice: a right letter may come of a wrong table by chance. */
const weightOfWrong = 2

const countOf = (text: string, signs: RegExp): number => text.match(signs)?.length ?? 0

/** Signs and words that no text has, and escapes that were not understood. */
export const countWrong = (text: string): number => countOf(text, noSign) + countOf(text, noWord) + text.split('\u001b').length - 1

/** Of several readings of the same bytes, the one that weighs most makes most sense. */
export const weighText = (text: string): number => {
  const [good, letters] = [countOf(text, usual), countOf(text, anyLetter)]
  return good - Math.max(0, letters - good) - weightOfWrong * countWrong(text)
}

export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252' | 'ISO-8859-1' | 'CP850' | 'MacRoman'

export interface DecodedText {
  readonly text: string
  readonly encoding: Encoding
  readonly hasBom: boolean
  /** Lines of the other encoding inside a file that is mostly UTF-8. */
  readonly mixedLines: number
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const utf8Lenient = new TextDecoder('utf-8')
/** What Windows-1252 shows for bytes 0x80 to 0x9F (WHATWG Encoding, index-windows-1252), which ISO-8859-1 leaves to control codes. */
export const windows1252High = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
// Node's own decoder of that name has answered control codes for these bytes (seen with 20.20).
export const decodeWindows1252 = (bytes: Uint8Array): string =>
  latin1(bytes).replace(/[\u0080-\u009f]/g, (code) => windows1252High.charAt(code.charCodeAt(0) - 0x80))

export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** Letters beyond ASCII that UTF-8 explains, and bytes that it does not. */
const countLetters = (bytes: Uint8Array): { explained: number; alone: number } => {
  const letters = utf8Lenient.decode(bytes).match(/\P{ASCII}/gu) ?? []
  const alone = letters.filter((letter) => letter === '\ufffd').length
  return { explained: letters.length - alone, alone }
}

const decodeByLine = (bytes: Uint8Array): { text: string; mixedLines: number } => {
  const lines: string[] = []
  let mixedLines = 0
  for (let from = 0; from <= bytes.length; ) {
    const found = bytes.indexOf(0x0a, from)
    const line = bytes.subarray(from, found === -1 ? bytes.length : found)
    const text = decodeUtf8(line)
    if (text === undefined) mixedLines++
    // A UTF-8 title cut in the middle of a letter keeps its other accents.
    lines.push(text ?? (countLetters(line).explained > 0 ? utf8Lenient.decode(line) : decodeWindows1252(line)))
    from += line.length + 1
  }
  return { text: lines.join('\n'), mixedLines }
}

// Tab, line feed, form feed and carriage return belong to text, and 0x1C to 0x1F to what old ILSs left in fields.
const isForeign = (byte: number): boolean => byte < 0x1c && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d

/** Bytes that are looked at to tell text from a picture or a spreadsheet. */
const sampleBytes = 64 * 1024
/** Beyond this share of control codes, it is no text. */
const shareForeign = 0.005

const looksBinary = (bytes: Uint8Array): boolean => {
  const sample = bytes.subarray(0, sampleBytes)
  const foreign = sample.reduce((count, byte) => (isForeign(byte) ? count + 1 : count), 0)
  return foreign > Math.max(1, sample.length * shareForeign)
}

/** Bytes around letters that tell a table of one byte, and how much further a rarer table than Windows-1252 has to weigh. */
const evidenceBytes = 64 * 1024
const reach = 16
const certainty = 1

/** The words around bytes that are not ASCII, from the whole file's beginning on. */
const wordsOf = (bytes: Uint8Array): Buffer => {
  const words: Uint8Array[] = []
  for (let at = 0; at < bytes.length && words.length * reach < evidenceBytes; at++) {
    if ((bytes[at] ?? 0) < 0x80) continue
    words.push(bytes.subarray(Math.max(0, at - reach), at + reach), Uint8Array.of(0x20))
    at += reach
  }
  return Buffer.concat(words)
}

/** Excel's « CSV (MS-DOS) » and « CSV (Macintosh) » where the words prove them, else its « CSV ». */
const decodeByWords = (bytes: Uint8Array): Pick<DecodedText, 'text' | 'encoding'> => {
  const words = wordsOf(bytes)
  const rarer = (['CP850', 'MacRoman'] as const).map((encoding) => ({ encoding, weight: weighText(iconv.decode(words, encoding)) }))
  const [best] = rarer.sort((a, b) => b.weight - a.weight)
  if (best !== undefined && best.weight > weighText(decodeWindows1252(words)) + certainty)
    return { text: iconv.decode(Buffer.from(bytes), best.encoding), encoding: best.encoding }
  const hasPrintableC1 = bytes.some((byte) => byte >= 0x80 && byte <= 0x9f)
  return { text: decodeWindows1252(bytes), encoding: hasPrintableC1 ? 'Windows-1252' : 'ISO-8859-1' }
}

/** UTF-16 without its mark: of each two bytes one is a NUL, save in some letters. undefined: it is not. */
const halfOfNuls = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  const pairs = bytes.subarray(0, sampleBytes)
  const [even, odd] = [0, 1].map((half) => pairs.filter((byte, at) => at % 2 === half && byte === 0).length)
  const most = pairs.length / 4
  return (odd ?? 0) > most && even === 0 ? 'utf-16le' : (even ?? 0) > most && odd === 0 ? 'utf-16be' : undefined
}

/** Refuses what is not text. */
export const detectEncoding = (bytes: Uint8Array): Result<DecodedText, FileFault> => {
  const [first, second, third] = bytes
  const marked = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined
  const utf16 = marked ?? halfOfNuls(bytes)
  if (utf16 !== undefined)
    return accept({ text: new TextDecoder(utf16).decode(bytes), encoding: 'UTF-16', hasBom: marked !== undefined, mixedLines: 0 })
  if (looksBinary(bytes)) return refuse({ kind: 'not-text' })
  const hasBom = first === 0xef && second === 0xbb && third === 0xbf
  const text = decodeUtf8(bytes)
  if (text !== undefined) return accept({ text, encoding: 'UTF-8', hasBom, mixedLines: 0 })
  const content = hasBom ? bytes.subarray(3) : bytes
  const { explained, alone } = countLetters(content)
  if (explained > alone) return accept({ ...decodeByLine(content), encoding: 'UTF-8', hasBom })
  return accept({ ...decodeByWords(content), hasBom, mixedLines: 0 })
}
