/**
 * Whether a file given as CSV holds bibliographic records in MARC: ISO 2709, or MARCXML. Runs in the endpoint's commands; pure.
 * Whoever asks an ILS for "an export" is often given one, and a CSV reader would only say that columns are missing.
 */
export type MarcFormat = 'ISO 2709' | 'MARCXML'

/** A record's leader (ISO 2709, 4.3): its length, its status, four signs, two lengths, the base address of its data, and a directory. */
const leader = /^\d{5}[\x20-\x7e]{5}\d\d\d{5}[\x20-\x7e]{3}\d\d[\x20-\x7e]{2}\d{3}/
const marcXml = /<(?:\w+:)?(?:record|collection)\b[^>]*(?:MARC21\/slim|marcxchange)|<(?:\w+:)?leader>|<(?:\w+:)?controlfield\b/i

/** Bytes in which a MARC file shows what it is, after what its export may have put before. */
const beginningBytes = 8192

/** The format of a MARC file by its beginning; undefined where it is none. */
export const detectMarc = (bytes: Uint8Array): MarcFormat | undefined => {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, beginningBytes)).replace(/^(?:\u00ef\u00bb\u00bf)?\s*/, '')
  if (leader.test(start)) return 'ISO 2709'
  return start.startsWith('<') && marcXml.test(start) ? 'MARCXML' : undefined
}
