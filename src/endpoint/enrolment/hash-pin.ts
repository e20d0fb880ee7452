/**
 * The verifier of a PIN, as it travels in the base so that signing in works off line. Runs on the endpoint and in its commands.
 * A PIN says who acts and protects nothing (PROTOCOL.md, Who is who): whoever holds a tablet can try out all four-digit PINs, however many
 * rounds the hash takes.
 */
import { pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { type PinVerifier, pinIterations } from '../../domain/librarian/librarian.ts'

const derive = promisify(pbkdf2)

/** Bytes of the salt (128 bits, NIST SP 800-132, section 5.1), and of the hash, which is SHA-256's own length. */
const [saltBytes, hashBytes] = [16, 32]

/** A new verifier; with `like`, the one that the same PIN gives under that salt, so that the two can be compared. */
export const hashPin = async (pin: string, like?: PinVerifier): Promise<PinVerifier> => {
  const salt = like?.salt ?? randomBytes(saltBytes).toString('hex')
  const rounds = like?.iterations ?? pinIterations
  const hash = await derive(pin, Buffer.from(salt, 'hex'), rounds, hashBytes, 'sha256')
  return { salt, iterations: rounds, hash: hash.toString('hex') }
}
