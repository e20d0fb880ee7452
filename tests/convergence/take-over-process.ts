/**
 * Takes from Node what would make two runs differ (its clock, its chance, hashing in other threads), and heavy answers. Runs in the simulator.
 * The endpoint asks `node:crypto` and `Date` for these and the page asks Web Crypto: while a world runs they answer from its seed, and
 * afterwards they are given back. Hashes stay true SHA-256.
 */
import crypto, { createHash } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import type { Chance } from './chance.ts'
import { lightResponse } from './light-http.ts'

const digestAtOnce = async (_: AlgorithmIdentifier, bytes: BufferSource): Promise<ArrayBuffer> => {
  const view = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return new Uint8Array(createHash('sha256').update(view).digest()).buffer
}

/** Runs `work` in a process whose clock is `now` and whose chance is `chance`. One at a time. */
export const takeOverProcess = async <T>(now: () => number, chance: Chance, work: () => Promise<T>): Promise<T> => {
  const { randomBytes, randomInt } = crypto
  const { digest } = globalThis.crypto.subtle
  const { now: realNow } = Date
  // The real functions have overloads that nobody here uses.
  const ours = {
    randomBytes: (size: number) => Buffer.from(chance.hex(size), 'hex'),
    randomInt: (limit: number) => chance.below(limit),
  }
  const { Response: realResponse } = globalThis
  const set = (functions: object, hash: typeof digest, clock: () => number, response: typeof Response): void => {
    globalThis.Response = response
    Object.assign(crypto, functions)
    syncBuiltinESMExports()
    Object.defineProperty(globalThis.crypto.subtle, 'digest', { value: hash, configurable: true, writable: true })
    Date.now = clock
  }
  set(ours, digestAtOnce as typeof digest, now, lightResponse)
  try {
    return await work()
  } finally {
    set({ randomBytes, randomInt }, digest, realNow, realResponse)
  }
}
