/**
 * Whether a file holds bibliographic records in MARC: ISO 2709, or MARCXML. Runs in the endpoint's commands; pure.
 * Only its beginning tells, for whoever asks an ILS for "an export" is often given one under any name. A first record that lies of its
 * lengths still has the form of one.
 */
import type { MarcFormat } from './marc/marc-finding.ts'

/**
 * A record's leader (ISO 2709, 4.3): length, status, four signs, two lengths, base address, and a directory. The status is a letter, so a
 * long number that begins a line of a table is no leader.
 */
const leader = /(?:^|\p{Cc})\d{5}(?!\d)[\p{Cc} -~]{5}\d\d\d{5}[ -~]{3}\d\d[ -~]{2}\d{3}/u
/** Whatever its leader says: 24 signs, then a directory of tags and numbers, then its mark. */
const directory = /^[\p{Cc} -~]{24}(?:[0-9A-Za-z]{3}\d{9})+(?!\s)\p{Cc}/u
const marcXml = /<(?:\w+:)?(?:record|collection)\b[^>]*(?:MARC21\/slim|marcxchange)|<(?:\w+:)?leader>|<(?:\w+:)?controlfield\b/i

/** Bytes in which a MARC file shows what it is, after what its export may have put before. */
export const beginningBytes = 8192

/** The format of a MARC file by its beginning; undefined where it is none. */
export const detectMarc = (bytes: Uint8Array): MarcFormat | undefined => {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, beginningBytes)).replace(/^(?:\u00ef\u00bb\u00bf)?\s*/, '')
  if (leader.test(start) || directory.test(start)) return 'ISO 2709'
  return start.startsWith('<') && marcXml.test(start) ? 'MARCXML' : undefined
}
