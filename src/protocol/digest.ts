/**
 * The digest of a base: the sum, modulo 2^64, of the hashes of its rows (PROTOCOL.md, Pull). Runs on both ends.
 * It finds a corrupted or missing row, not an attacker: a fast non-cryptographic hash is enough. The order of a sum does not matter,
 * so both ends change it row by row: add the new row's hash, subtract the old one's.
 */
import { canonicalJson } from './canonical-json.ts'

// FNV-1a, 64 bits, on UTF-16 code units, kept as two 32-bit halves because BigInt per character is slow; the low half is multiplied in
// quarters of 16 bits, so that every step stays a small integer.
// Constants: draft-eastlake-fnv-17, section 5 (offset basis cbf29ce484222325, prime 100000001b3).
const hash64 = (text: string): bigint => {
  let high = 0xcbf29ce4 | 0
  let low = 0x84222325 | 0
  for (let i = 0; i < text.length; i++) {
    low ^= text.charCodeAt(i)
    // (high·2^32 + low) × (2^40 + 0x1b3), modulo 2^64
    const first = (low & 0xffff) * 0x1b3
    const second = (low >>> 16) * 0x1b3 + (first >>> 16)
    high = (Math.imul(high, 0x1b3) + (second >>> 16) + (low << 8)) | 0
    low = (second << 16) | (first & 0xffff)
  }
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
}

const modulus = 1n << 64n

export interface DigestedRow {
  readonly kind: string
  readonly id: string
  readonly row: unknown
}

/** Hash of one row with its key; a tombstone (row null) counts 0. */
export const rowHash = ({ kind, id, row }: DigestedRow): bigint => (row === null ? 0n : rowTextHash(kind, id, canonicalJson(row)))

/** The same of a row whose canonical JSON is already made. */
export const rowTextHash = (kind: string, id: string, json: string): bigint => hash64(`${kind}\n${id}\n${json}`)

export const addToDigest = (digest: bigint, hash: bigint): bigint => (digest + hash) % modulus
export const removeFromDigest = (digest: bigint, hash: bigint): bigint => (digest - hash + modulus) % modulus

/** 16 hexadecimal digits, as it travels. */
export const formatDigest = (digest: bigint): string => digest.toString(16).padStart(16, '0')
export const parseDigest = (text: string): bigint => BigInt(`0x${text}`)
