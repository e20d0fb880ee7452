/**
 * A PIN is chosen by its owner, once, with the code that a manager gave (SET-12). Runs on the endpoint. What comes is the verifier that
 * the tablet made: the PIN itself leaves the hand that typed it for no wire and no disk.
 */
import { timingSafeEqual } from 'node:crypto'
import type { Instant } from '../../domain/instant.ts'
import { isInTeam, type PinVerifier } from '../../domain/librarian/librarian.ts'
import type { ProblemKind } from '../../protocol/enrolment.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { Store } from '../storage/store.ts'
import { keepPinCode, keptPinCode, noteEntered, pinCodePurpose } from './change-team.ts'
import { CountedTries } from './count-tries.ts'
import { hashCode } from './enrolment-code.ts'
import type { ManagerAt } from './manager-pass.ts'

export type PinEnd = { readonly ok: true } | { readonly ok: false; readonly problem: ProblemKind; readonly retryAfterMs: number }

export class PinChoices {
  readonly #store: Store
  readonly #tries: CountedTries

  constructor(store: Store) {
    this.#store = store
    this.#tries = new CountedTries(store, 'pin')
  }

  /** Refuses with `too-many-attempts`, `code-unknown` or `code-expired`; a code that was used is unknown. */
  async choose({ libraryId, deviceId, librarianId }: ManagerAt, code: string, pin: PinVerifier, now: Instant): Promise<PinEnd> {
    const who = `${deviceId}/${librarianId}`
    const { mayTry, waitMs } = await this.#tries.take(who, now)
    if (!mayTry) return { ok: false, problem: 'too-many-attempts', retryAfterMs: waitMs }
    const shown = Buffer.from(await hashCode(this.#store, code, pinCodePurpose), 'hex')
    const problem = await this.#store.transact(libraryId, async (transaction): Promise<ProblemKind | undefined> => {
      const [row, kept] = [await transaction.row('librarian', librarianId), await keptPinCode(transaction, librarianId)]
      const zone = (await transaction.row('settings', 'settings'))?.zone ?? 'Europe/Paris'
      if (row === undefined || kept === undefined || !isInTeam(row, wallClockOf(zone)(now).date)) return 'code-unknown'
      if (!timingSafeEqual(shown, Buffer.from(kept.hash, 'hex'))) return 'code-unknown'
      if (now > kept.expiresAt) return 'code-expired'
      await transaction.writeRow({ ...row, pin, ownPin: 'chosen' }, now)
      await keepPinCode(transaction, librarianId, undefined)
      await noteEntered(transaction, librarianId)
      return undefined
    })
    if (problem !== 'code-unknown') await this.#tries.forget(who)
    return problem === undefined ? { ok: true } : { ok: false, problem, retryAfterMs: problem === 'code-unknown' ? waitMs : 0 }
  }
}
