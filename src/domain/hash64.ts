/**
 * A fast hash of a text, and sums of such hashes: what finds a row that is damaged, or a fact that was not seen. Runs everywhere.
 * It finds mistakes, not attackers. The order of a sum does not matter, so that both ends may change it part by part.
 */

// FNV-1a of 64 bits on UTF-16 code units, in two 32-bit halves, because BigInt per character is slow. The low half is multiplied in
// quarters of 16 bits: every step is a small integer. Constants: draft-eastlake-fnv-17, section 5.
export const hash64 = (text: string): bigint => {
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

export const addToDigest = (digest: bigint, hash: bigint): bigint => (digest + hash) % modulus
export const removeFromDigest = (digest: bigint, hash: bigint): bigint => (digest - hash + modulus) % modulus

/** 16 hexadecimal digits, as it travels. */
export const formatDigest = (digest: bigint): string => digest.toString(16).padStart(16, '0')
export const parseDigest = (text: string): bigint => BigInt(`0x${text}`)
