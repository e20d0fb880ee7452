/**
 * The manager's acts are verified here, because a PIN that only the tablet checked proves nothing (PROTOCOL.md, Who is who).
 * Runs on the endpoint. After five errors each further try must wait, longer and longer; a restart of the endpoint forgives.
 * Errors are counted for each librarian on each tablet: wrong ones from a tablet that was stolen keep nobody out on the others.
 */
import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { DeviceId, LibrarianId, LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerMinute } from '../../domain/instant.ts'
import type { PinVerifier } from '../../domain/librarian/librarian.ts'
import type { ProblemKind } from '../../protocol/enrolment.ts'
import type { Store } from '../storage/store.ts'

const derive = promisify(pbkdf2)

/** Errors before the waiting starts. */
const freeErrors = 5
/** Milliseconds of the first wait; each further error doubles it, up to 5 minutes. */
const firstWaitMs = 1000
const longestWaitMs = 5 * msPerMinute

const isPin = async (pin: string, { salt, iterations, hash }: PinVerifier): Promise<boolean> => {
  const expected = Buffer.from(hash, 'hex')
  const derived = await derive(pin, Buffer.from(salt, 'hex'), iterations, expected.length, 'sha256')
  return timingSafeEqual(derived, expected)
}

export type ManagerVerdict = { readonly ok: true } | { readonly ok: false; readonly problem: ProblemKind; readonly retryAfterMs: number }

export class ManagerVerifier {
  readonly #store: Store
  readonly #errorsByWho = new Map<string, { readonly count: number; readonly mayTryAt: number }>()

  constructor(store: Store) {
    this.#store = store
  }

  /** Refuses with `too-many-attempts`, `pin-wrong` (an unknown librarian too) or, after the right PIN, `not-a-manager`. */
  async verify(
    { libraryId, deviceId }: { readonly libraryId: LibraryId; readonly deviceId: DeviceId },
    librarianId: LibrarianId,
    pin: string,
    now: Instant,
  ): Promise<ManagerVerdict> {
    const librarian = await this.#store.read(libraryId, async (reader) => reader.row('librarian', librarianId))
    if (librarian === undefined) return { ok: false, problem: 'pin-wrong', retryAfterMs: 0 }
    const who = `${deviceId}/${librarianId}`
    const errors = this.#errorsByWho.get(who)
    if (errors !== undefined && now < errors.mayTryAt) {
      return { ok: false, problem: 'too-many-attempts', retryAfterMs: errors.mayTryAt - now }
    }
    const count = (errors?.count ?? 0) + 1
    const waitMs = count < freeErrors ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (count - freeErrors))
    // An error until proved otherwise: tries made all at once are each counted before any is answered.
    this.#errorsByWho.set(who, { count, mayTryAt: now + waitMs })
    if (!(await isPin(pin, librarian.pin))) return { ok: false, problem: 'pin-wrong', retryAfterMs: waitMs }
    this.#errorsByWho.delete(who)
    return librarian.isManager ? { ok: true } : { ok: false, problem: 'not-a-manager', retryAfterMs: 0 }
  }
}
