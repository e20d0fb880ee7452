/**
 * The verifier of a manager's passphrase, which never leaves the endpoint (PRIV-5). Runs on the endpoint and in its commands.
 * scrypt takes 32 MiB and a quarter of a second on purpose: one at a time, and few that wait, so that a flood of tries takes neither the
 * memory nor the threads that the endpoint answers tablets with.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { normalisePassphrase } from '../../domain/librarian/judge-passphrase.ts'
import { SerialQueue } from '../storage/serial-queue.ts'

let loaded: Promise<ReadonlySet<string>> | undefined

/** Some 49,000 that are found most often in stolen lists (PRIV-5). Loaded when somebody chooses a passphrase, once a year: no start waits for it. */
export const commonestPasswords = (): Promise<ReadonlySet<string>> => {
  loaded ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']))
  return loaded
}

/** OWASP's Password Storage Cheat Sheet, 2025: N=2^15, r=8, p=3. */
const cost = { N: 2 ** 15, r: 8, p: 3 }
/** Bytes of the salt and of the hash. */
const [saltBytes, hashBytes] = [16, 32]
/** Beside the 128·N·r bytes of the algorithm itself. */
const maxmem = 64 * 1024 * 1024
/** Hashes that may wait for their turn: two seconds of work. */
const waitingAtMost = 8

const derive = (passphrase: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(normalisePassphrase(passphrase), salt, length, { ...options, maxmem }, (error, hash) => (error ? reject(error) : resolve(hash)))
  })

const turns = new SerialQueue()
let waiting = 0

/** Undefined where too many wait already: nothing was worked out. */
const inTurn = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  if (waiting >= waitingAtMost) return undefined
  waiting += 1
  try {
    return await turns.run(work)
  } finally {
    waiting -= 1
  }
}

/** "scrypt$32768$8$3$salt$hash", with what a later cost would need to read it. Undefined: too many at once. */
export const hashPassphrase = (passphrase: string): Promise<string | undefined> =>
  inTurn(async () => {
    const salt = randomBytes(saltBytes)
    const hash = await derive(passphrase, salt, hashBytes, cost)
    return ['scrypt', cost.N, cost.r, cost.p, salt.toString('hex'), hash.toString('hex')].join('$')
  })

/** Undefined: too many at once. */
export const isPassphrase = (passphrase: string, verifier: string): Promise<boolean | undefined> =>
  inTurn(async () => {
    const [, n, r, p, salt = '', hash = ''] = verifier.split('$')
    const expected = Buffer.from(hash, 'hex')
    const options = { N: Number(n), r: Number(r), p: Number(p) }
    return timingSafeEqual(await derive(passphrase, Buffer.from(salt, 'hex'), expected.length, options), expected)
  })
