/**
 * The digest of a base: the sum, modulo 2^64, of the hashes of its rows (PROTOCOL.md, Pull). Runs on both ends.
 * It finds a corrupted or missing row. Both ends change it row by row: add the new row's hash, subtract the old one's.
 */
import { hash64 } from '../domain/hash64.ts'
import { canonicalJson } from './canonical-json.ts'

export interface DigestedRow {
  readonly kind: string
  readonly id: string
  readonly row: unknown
}

/** Hash of one row with its key; a tombstone (row null) counts 0. */
export const rowHash = ({ kind, id, row }: DigestedRow): bigint => (row === null ? 0n : rowTextHash(kind, id, canonicalJson(row)))

/** The same of a row whose canonical JSON is already made. */
export const rowTextHash = (kind: string, id: string, json: string): bigint => hash64(`${kind}\n${id}\n${json}`)
