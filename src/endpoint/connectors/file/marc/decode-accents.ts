/**
 * Bytes of ISO 5426 or MARC-8 as text: each accent goes behind its letter, escape sequences change the set. Runs in the endpoint's
 * commands; pure. A set or a byte that is not known becomes one U+FFFD, and its name is told.
 */
import { ansel, type CodeTable, iso5426 } from './code-tables.ts'

export interface AccentedText {
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

export const decodeAccents = (bytes: Uint8Array, table: CodeTable): AccentedText => {
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
