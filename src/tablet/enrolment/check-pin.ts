/**
 * Signing in by PIN, offline: PBKDF2 against the librarian's row of the base. Runs in the page.
 * A PIN says who, it protects nothing (PROTOCOL.md, Who is who); the growing wait after five errors only discourages guessing at an unwatched desk.
 */
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import { isInTeam, type Librarian, type PinVerifier, pinIterations } from '../../domain/librarian/librarian.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { PinErrors } from '../storage/tablet-storage.ts'

const fromHex = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** PBKDF2 of a PIN, as the base has it. */
export const hashPin = async (pin: string, salt: string, iterations = pinIterations): Promise<PinVerifier> => {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits'])
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: fromHex(salt), iterations }, key, 256)
  return { salt, iterations, hash: [...new Uint8Array(bits)].map((byte) => byte.toString(16).padStart(2, '0')).join('') }
}

/** True when `pin` is the one that the verifier was made from. */
export const isPin = async ({ salt, iterations, hash }: PinVerifier, pin: string): Promise<boolean> =>
  (await hashPin(pin, salt, iterations)).hash === hash

/** Whether it is their PIN, and their last day is not over (SET-12). */
export const opens = async (librarian: Librarian, pin: string, today: LocalDate): Promise<boolean> =>
  isInTeam(librarian, today) && (await isPin(librarian.pin, pin))

/** Errors that cost nothing (PROTOCOL.md, Who is who). */
export const freeErrors = 5
const firstWaitMs = 15_000
const longestWaitMs = 5 * msPerMinute

/** After one more error: from the fifth on, each try waits twice as long as the one before, from 15 s to 5 min. */
export const countError = (errors: PinErrors | undefined, now: Instant): PinErrors => {
  const count = (errors?.count ?? 0) + 1
  const waitMs = count < freeErrors ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (count - freeErrors))
  return { count, waitUntil: toInstant(now + waitMs) }
}

/** Milliseconds before the next try is heard; a clock that was set back never makes it longer than the longest wait. */
export const waitLeft = (errors: PinErrors | undefined, now: Instant): number => {
  const leftMs = (errors?.waitUntil ?? now) - now
  return leftMs > longestWaitMs ? longestWaitMs : Math.max(0, leftMs)
}
