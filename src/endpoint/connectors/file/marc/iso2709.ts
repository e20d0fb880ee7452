/**
 * Records in ISO 2709: a leader, a directory of fields, the fields. Runs in the endpoint's commands.
 * Marks decide, lengths only confirm: exports count characters for bytes, and a record beyond 99,999 bytes cannot say its length at all.
 * Where the lengths are wrong, fields are taken in the order of the directory, if there are as many and each has the form of its tag.
 */
import { accept, type Result, refuse } from '../../../../domain/result.ts'
import { latin1 } from '../detect-encoding.ts'
import type { Heeded, MarcRejection } from './marc-finding.ts'
import {
  type FieldParser,
  keptOfLong,
  maximumRecordBytes,
  type RawField,
  type RawFields,
  type RawRecord,
  type Splitter,
} from './raw-record.ts'

/** Marks, and the length in bytes of a record's first part (ISO 2709). */
const recordEnd = 0x1d
const fieldEnd = 0x1e
const subfieldStart = 0x1f
const leaderLength = 24
/** Lengths and places that five digits can say. */
const sayable = 99_999

/** What exports put between records: line ends, NUL, the end mark of DOS, a byte order mark; blanks before a leader. */
const between = /^(?:\u00ef\u00bb\u00bf|\p{Cc})*(?: +(?=\d{5}))?/u

export const createIso2709Splitter = (): Splitter => {
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  let isTooLong = false
  const keep = (part: Uint8Array): void => {
    pendingBytes += part.length
    if (isTooLong) return
    // A copy: a chunk is read over by the next one.
    pending.push(Uint8Array.from(part))
    if (pendingBytes <= maximumRecordBytes) return
    isTooLong = true
    pending = [Uint8Array.from(Buffer.concat(pending).subarray(0, keptOfLong))]
  }
  const take = (last: Uint8Array, flaw: RawRecord['flaw']): readonly RawRecord[] => {
    const whole = pending.length === 0 ? last : Buffer.concat(isTooLong ? pending : [...pending, last])
    const isLong = isTooLong || whole.length > maximumRecordBytes
    pending = []
    pendingBytes = 0
    isTooLong = false
    const start = between.exec(latin1(whole.subarray(0, keptOfLong)))?.[0].length ?? 0
    const bytes = whole.subarray(start)
    return bytes.length === 0 ? [] : [{ bytes, flaw: isLong ? 'too-long' : flaw }]
  }
  let wasCut = false
  return {
    push: (chunk) => {
      const records: RawRecord[] = []
      let from = 0
      for (let at = chunk.indexOf(recordEnd); at !== -1; at = chunk.indexOf(recordEnd, from)) {
        records.push(...take(chunk.subarray(from, at), undefined))
        from = at + 1
      }
      if (from < chunk.length) keep(chunk.subarray(from))
      return records
    },
    end: () => {
      const last = take(new Uint8Array(), 'cut')
      wasCut = last.length > 0
      return last
    },
    isCut: () => wasCut,
  }
}

interface Entry {
  readonly tag: string
  readonly length: number
  readonly start: number
}

/** Digits of a length and of a place, as the format has them. */
const [ofLength, ofPlace] = [4, 5]
/** What Koha writes of numbers that outgrow them: each field begins where the one before ends, which tells how wide a number is. */
const grown = [
  [0, 1],
  [1, 0],
  [1, 1],
] as const

const readDirectory = (text: string): readonly Entry[] | undefined => {
  const entries: Entry[] = []
  let next = 0
  for (let at = 0; at < text.length; ) {
    const entryAt = (more: number, further: number): Entry & { readonly size: number } => {
      const size = 3 + ofLength + more + ofPlace + further
      const numbers = text.slice(at + 3, at + size)
      const isNumber = /^\d+$/.test(numbers)
      const length = isNumber ? Number(numbers.slice(0, ofLength + more)) : -1
      return { tag: text.slice(at, at + 3), length, start: isNumber ? Number(numbers.slice(ofLength + more)) : -1, size }
    }
    const usual = entryAt(0, 0)
    const wider = usual.start === next ? [] : grown.map(([more, further]) => entryAt(more, further))
    const { size, ...entry } =
      wider.find(
        ({ length, start, size }) =>
          start === next && 3 + Math.max(ofLength, `${length}`.length) + Math.max(ofPlace, `${start}`.length) === size,
      ) ?? usual
    if (!/^[0-9A-Za-z]{3}$/.test(entry.tag) || at + size > text.length) return undefined
    entries.push(entry)
    next = entry.start + entry.length
    at += size
  }
  return entries.length === 0 ? undefined : entries
}

/** The fields between marks, each with its place from the first one on. */
const splitFields = (data: Uint8Array): { readonly start: number; readonly bytes: Uint8Array }[] => {
  const fields: { start: number; bytes: Uint8Array }[] = []
  for (let start = 0; start < data.length; ) {
    const found = data.indexOf(fieldEnd, start)
    const end = found === -1 ? data.length : found
    fields.push({ start, bytes: data.subarray(start, end) })
    start = end + 1
  }
  return fields
}

const isControl = (tag: string): boolean => tag.startsWith('00')
/** A control field has no subfields; any other begins with indicators, two as a rule, and a subfield. */
const fitsTag = (tag: string, bytes: Uint8Array): boolean => {
  const at = bytes.indexOf(subfieldStart)
  return isControl(tag) ? at === -1 : bytes.length === 0 || (at >= 0 && at <= 3)
}

/** The next leader inside what should be one record. */
const leaderInside = /\p{Cc}(?=\d{5}[ -~]{5}[\d ]{2}\d{5}[ -~]{7}\d{3})/gu

const parseOne = (bytes: Uint8Array, hasEnd: boolean): Result<RawFields, MarcRejection> => {
  const leader = latin1(bytes.subarray(0, leaderLength))
  const cut = refuse<MarcRejection>({ kind: 'marc-cut' })
  const odd = leader.match(/\p{Cc}/gu) ?? []
  if (!/^[\p{Cc} -~]{24}$/u.test(leader) || !/\d/.test(leader.slice(0, 17))) {
    return bytes.length < leaderLength && !hasEnd ? cut : refuse({ kind: 'marc-no-leader', value: leader.replace(/[^ -~]/g, '·') })
  }
  const directoryEnd = bytes.indexOf(fieldEnd, leaderLength)
  const entries = directoryEnd === -1 ? undefined : readDirectory(latin1(bytes.subarray(leaderLength, directoryEnd)))
  if (entries === undefined) return hasEnd ? refuse({ kind: 'marc-no-directory' }) : cut
  const data = bytes.subarray(directoryEnd + 1)
  const parts = splitFields(data)
  const heeded: Heeded[] = odd.map((sign) => ({ heed: 'signs-unknown', detail: `label 0x${sign.charCodeAt(0).toString(16)}` }))
  const said = Number(leader.slice(0, 5))
  const real = bytes.length + 1
  // Beyond what five digits can say, the leader has nothing true to say.
  let isWrong = (hasEnd && said !== real) || Number(leader.slice(12, 17)) !== directoryEnd + 1

  const byStart = new Map(parts.map((part) => [part.start, part.bytes]))
  const fields: RawField[] = []
  for (const { tag, length, start } of entries) {
    const found = byStart.get(start)
    if (found?.length !== length - 1) break
    fields.push({ tag, bytes: found })
  }
  if (fields.length < entries.length) {
    if (!hasEnd) return cut
    isWrong = true
    if (parts.length !== entries.length) {
      return refuse({ kind: 'marc-fields-counted', found: parts.length, expected: entries.length })
    }
    // Places that do not rise say that the fields stand in another order, which no one can tell any more.
    const disorder = entries.findIndex(({ start }, i) => i > 0 && start !== -1 && start < (entries[i - 1]?.start ?? 0))
    const unfit =
      disorder !== -1 && real <= sayable ? entries[disorder] : entries.find(({ tag }, i) => !fitsTag(tag, parts[i]?.bytes ?? data))
    if (unfit !== undefined) return refuse({ kind: 'marc-fields-unfit', tag: unfit.tag })
    fields.splice(0, fields.length, ...entries.map(({ tag }, i) => ({ tag, bytes: parts[i]?.bytes ?? data })))
  }
  if (isWrong) heeded.push({ heed: 'lengths-wrong', detail: `${leader.slice(0, 5)} → ${real}` })
  if (parts.length !== entries.length) heeded.push({ heed: 'fields-unlisted', detail: `${entries.length} → ${parts.length}` })
  if (!hasEnd) heeded.push({ heed: 'terminator-missing', detail: '' })
  return accept({ leader, fields, heeded })
}

export const parseIso2709: FieldParser = ({ bytes, flaw }) => {
  if (flaw === 'too-long') return [refuse({ kind: 'marc-too-long', maximum: maximumRecordBytes })]
  const whole = parseOne(bytes, flaw === undefined)
  // A directory may be true of the first of two: what it says is no proof that nothing follows.
  const mayBeSeveral = whole.ok ? whole.value.heeded.length > 0 : /^marc-fields/.test(whole.refusal.kind)
  if (!mayBeSeveral) return [whole]
  const starts = [...latin1(bytes).matchAll(leaderInside)].map(({ index }) => index + 1)
  if (starts.length === 0) return [whole]
  return [0, ...starts].map((start, i) => {
    const end = starts[i]
    return parseOne(bytes.subarray(start, end ?? bytes.length), end === undefined && flaw === undefined)
  })
}
