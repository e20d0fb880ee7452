/**
 * Records in MARCXML or MarcXchange, bare or inside another envelope (SRU, OAI), whatever prefix their names have. Runs in the endpoint's
 * commands. The file is cut into records by their end tags, and each is read strictly by itself: one that is not well formed stops no other.
 * No entity is known but XML's own five and those by number, so that none can grow.
 */
import { accept, type Result, refuse } from '../../../../domain/result.ts'
import { decodeUtf8, latin1 } from '../detect-encoding.ts'
import { decodeFields, judgeEncoding } from './decode-fields.ts'
import type { Heeded, MarcRejection } from './marc-finding.ts'
import {
  apart,
  type FieldParser,
  keptOfLong,
  maximumRecordBytes,
  type RawField,
  type RawFields,
  type RawRecord,
  type Splitter,
  subfieldMark,
} from './raw-record.ts'

const endName = Buffer.from('record>')
const endTag = /<\/(?:[\w.-]+:)?$/
const startTag = /<(?:[\w.-]+:)?record(?=[\s>])/g
const isOfRecord = /<(?:[\w.-]+:)?(?:leader|controlfield|datafield)\b/
/** The file's outermost element. */
const firstName = /<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)/
/** Signs of the longest prefix of a name, with what stands before. */
const prefixLength = 80

export const createMarcXmlSplitter = (): Splitter => {
  let rest = Buffer.alloc(0)
  let searched = 0
  let isTooLong = false
  let isWrapped: boolean | undefined
  let isCut = false
  /** What stands before an end tag: a record, before it perhaps one without its own end. */
  const take = (piece: Buffer): readonly RawRecord[] => {
    if (isTooLong) {
      isTooLong = false
      return [{ bytes: piece.subarray(0, keptOfLong), flaw: 'too-long' }]
    }
    const text = latin1(piece)
    const starts = [...text.matchAll(startTag)].map(({ index }) => index)
    const records: RawRecord[] = []
    // What bears no field is an envelope, its begin or its end.
    for (const [i, start] of [0, ...starts].entries()) {
      const end = starts[i] ?? piece.length
      if (!isOfRecord.test(text.slice(start, end))) continue
      const isLast = i === starts.length
      records.push({ bytes: piece.subarray(start, end), flaw: isLast && i > 0 ? undefined : 'cut' })
    }
    return records
  }
  return {
    push: (chunk) => {
      rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
      isWrapped ??= firstName.exec(latin1(rest.subarray(0, keptOfLong)))?.[1] !== 'record'
      const records: RawRecord[] = []
      let from = 0
      for (let at = rest.indexOf(endName, searched); at !== -1; at = rest.indexOf(endName, at + 1)) {
        if (!endTag.test(latin1(rest.subarray(Math.max(from, at - prefixLength), at)))) continue
        const end = at + endName.length
        records.push(...take(rest.subarray(from, end)))
        from = end
      }
      rest = rest.subarray(from)
      searched = Math.max(0, rest.length - endName.length)
      if (rest.length > maximumRecordBytes) {
        isTooLong = true
        rest = rest.subarray(0, keptOfLong)
        searched = 0
      }
      return records
    },
    end: () => {
      const left = take(rest)
      isCut = left.length > 0 || (isWrapped === true && !/(?:<\/[^<>]+|\/)>\s*$/.test(latin1(rest)))
      return left.map((record) => ({ ...record, flaw: record.flaw ?? 'cut' }))
    },
    isCut: () => isCut,
  }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const entity = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));/g
/** The last code of Unicode. */
const largestCode = 0x10ffff

/** Undefined where an ampersand begins no entity. */
const resolveEntities = (text: string): string | undefined => {
  if (!text.includes('&')) return text
  if (/&/.test(text.replace(entity, ''))) return undefined
  return text.replace(entity, (_, name: string | undefined, decimal: string | undefined, hexadecimal: string | undefined) => {
    if (name !== undefined) return named[name] ?? ''
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
    return code <= largestCode ? String.fromCodePoint(code) : '\ufffd'
  })
}

const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)((?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*))((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y
/** Of the attributes, the four that fields have; quoted as the token that was read found them. */
const attributes = {
  tag: /\stag\s*=\s*(?:"([^"]*)"|'([^']*)')/,
  ind1: /\sind1\s*=\s*(?:"([^"]*)"|'([^']*)')/,
  ind2: /\sind2\s*=\s*(?:"([^"]*)"|'([^']*)')/,
  code: /\scode\s*=\s*(?:"([^"]*)"|'([^']*)')/,
} as const

const attributeOf = (name: keyof typeof attributes, text: string): string => {
  const found = attributes[name].exec(text)
  return resolveEntities(found?.[1] ?? found?.[2] ?? '') ?? ''
}
/** An indicator or a code of a subfield: one sign, a blank where there is none. */
const signOf = (name: keyof typeof attributes, text: string): string => attributeOf(name, text).slice(0, 1) || ' '

/** Signs of what is not well formed that are repeated. */
const shownLength = 40

const parseText = (text: string): Result<Omit<RawFields, 'heeded'>, MarcRejection> => {
  const fields: RawField[] = []
  const open: string[] = []
  let [leader, tag, value, fieldText] = ['', '', '', '']
  const shown = (at: number): string => apart(text.slice(at, at + shownLength).replace(/\s+/g, ' '))
  const bad = (at: number) => refuse<MarcRejection>({ kind: 'marc-xml', value: shown(at) })
  for (let at = 0; at < text.length; ) {
    token.lastIndex = at
    const found = token.exec(text)
    if (found === null) return bad(at)
    const [whole, cdata, slash, fullName, name, given = '', empty, plain] = found
    if (plain !== undefined || cdata !== undefined) {
      const added = cdata ?? resolveEntities(plain ?? '')
      if (added === undefined) return bad(at + (plain ?? '').indexOf('&'))
      value += added
    } else if (fullName !== undefined && slash === '') {
      value = ''
      if (name === 'controlfield' || name === 'datafield') {
        tag = attributeOf('tag', given)
        fieldText = `${signOf('ind1', given)}${signOf('ind2', given)}`
      }
      if (name === 'subfield') fieldText += `${subfieldMark}${signOf('code', given)}`
      if (empty === '') open.push(fullName)
    } else if (fullName !== undefined) {
      if (open.pop() !== fullName) return bad(at)
      if (name === 'leader') leader = value
      if (name === 'subfield') fieldText += value
      if (name === 'controlfield') fields.push({ tag, bytes: Buffer.from(value) })
      if (name === 'datafield') fields.push({ tag, bytes: Buffer.from(fieldText) })
      value = ''
    }
    at += whole.length
  }
  return open.length > 0 ? bad(Math.max(0, text.length - shownLength)) : accept({ leader, fields })
}

/** What XML forbids, and some exports leave in their fields. */
const hasForbidden = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if ((code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || code >= 0xfffe) return true
  }
  return false
}
const forbidden = /(?![\t\n\r\u007f-\u009f])[\p{Cc}\ufffe\uffff]/gu

/** Records by which a file's encoding is judged. */
const judgedBy = 20

/** `declared`: the encoding that the file's first line names. */
export const marcXmlParser = (declared: string | undefined): FieldParser => {
  const sample: Uint8Array[] = []
  return ({ bytes, flaw }) => {
    if (flaw === 'too-long') return [refuse({ kind: 'marc-too-long', maximum: maximumRecordBytes })]
    if (flaw === 'cut') return [refuse({ kind: 'marc-cut' })]
    if (sample.length < judgedBy && decodeUtf8(bytes) === undefined) sample.push(Uint8Array.from(bytes))
    const { texts, heeded: ofEncoding } = decodeFields([bytes], declared, judgeEncoding(sample, declared, 'UNIMARC'))
    const text = texts[0] ?? ''
    const isClean = !hasForbidden(text)
    const parsed = parseText(isClean ? text : text.replace(forbidden, ' '))
    if (!parsed.ok) return [parsed]
    const codes = new Set(isClean ? [] : text.match(forbidden))
    const heeded: Heeded[] = [...ofEncoding]
    if (codes.size > 0)
      heeded.push({ heed: 'signs-unknown', detail: [...codes].map((code) => `0x${code.charCodeAt(0).toString(16)}`).join(', ') })
    return [accept({ ...parsed.value, heeded })]
  }
}
