/**
 * A manager's own passphrase: verified, chosen by a one-time code, changed, chosen anew (PRIV-5, decision 18). Runs on the endpoint; codes
 * are made in its command too. It stands in no row, so that no tablet has what it could be worked out from.
 * A code ends nothing by itself: the older passphrase is good until the new one is chosen, so that nobody's gesture shuts a manager out.
 */
import { timingSafeEqual } from 'node:crypto'
import type { LibrarianId, LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import { judgePassphrase } from '../../domain/librarian/judge-passphrase.ts'
import type { ProblemKind } from '../../protocol/enrolment.ts'
import type { Store, StoreReader } from '../storage/store.ts'
import type { StoredPassphrase } from '../storage/stored.ts'
import { CountedTries } from './count-tries.ts'
import { hashCode, makeCode, type OfferedCode } from './enrolment-code.ts'
import { commonestPasswords, hashPassphrase, isPassphrase } from './hash-passphrase.ts'
import { type GivenPass, givePass, isManagerNow, type ManagerAt } from './manager-pass.ts'

/** Milliseconds during which a code may be used: time to walk from the server to the desk. */
const codeLifeMs = 60 * msPerMinute
/** Milliseconds to wait where too many passphrases are being worked out. */
const busyMs = 1000

/** A one-time code by which this manager chooses a passphrase; the code before it ends. */
export const offerPassphraseCode = async (
  store: Store,
  libraryId: LibraryId,
  librarianId: LibrarianId,
  now: Instant,
): Promise<OfferedCode> => {
  const code = makeCode()
  const expiresAt = toInstant(now + codeLifeMs)
  const hash = await hashCode(store, code, 'passphrase-code')
  await store.transact(libraryId, async (transaction) => {
    const { verifier } = (await transaction.passphrase(librarianId)) ?? {}
    await transaction.keepPassphrase({ librarianId, verifier, code: { hash, expiresAt } })
  })
  return { code, expiresAt }
}

type Refused = { readonly ok: false; readonly problem: ProblemKind; readonly retryAfterMs: number }
const refuse = (problem: ProblemKind, retryAfterMs = 0): Refused => ({ ok: false, problem, retryAfterMs })
export type Verdict = { readonly ok: true } | Refused
export type Entered = { readonly ok: true; readonly given: GivenPass } | Refused

/** What gives the right to choose: the one-time code, or the passphrase before. */
export type Proof = { readonly code: string } | { readonly former: string }

const namesOf = async (reader: StoreReader): Promise<readonly string[]> => {
  const settings = await reader.row('settings', 'settings')
  const librarians = await reader.rowsOf('librarian')
  return [settings?.libraryName ?? '', settings?.serviceName ?? '', ...librarians.map(({ name }) => name)]
}

export class ManagerPassphrases {
  readonly #store: Store
  readonly #tries: CountedTries

  constructor(store: Store) {
    this.#store = store
    this.#tries = new CountedTries(store, 'passphrase')
  }

  /** Refuses with `not-a-manager`, `too-many-attempts`, `passphrase-unset` or `passphrase-wrong`. */
  verify(manager: ManagerAt, passphrase: string, now: Instant): Promise<Verdict> {
    return this.#try(manager, now, (kept) => this.#judge(passphrase, kept?.verifier))
  }

  /** A pass for the right passphrase. */
  async enter(manager: ManagerAt, passphrase: string, now: Instant): Promise<Entered> {
    const verdict = await this.verify(manager, passphrase, now)
    if (!verdict.ok) return verdict
    return { ok: true, given: await this.#store.transact(manager.libraryId, (transaction) => givePass(transaction, manager, now)) }
  }

  /** Ends the passphrase before, its code and all its passes; answers a pass. Refuses a code that is not theirs, is over or was used. */
  async choose(manager: ManagerAt, proof: Proof, passphrase: string, now: Instant): Promise<Entered> {
    const { libraryId, librarianId } = manager
    const verdict = await this.#try(manager, now, (kept) =>
      'code' in proof ? this.#judgeCode(proof.code, kept?.code, now) : this.#judge(proof.former, kept?.verifier),
    )
    if (!verdict.ok) return verdict
    const fault = judgePassphrase(passphrase, await this.#store.read(libraryId, namesOf), await commonestPasswords())
    if (fault !== undefined) return refuse(fault)
    const before = await this.#kept(manager)
    const verifier = await hashPassphrase(passphrase)
    if (verifier === undefined) return refuse('too-many-attempts', busyMs)
    return this.#store.transact(libraryId, async (transaction) => {
      // Two tablets may have typed the same code.
      const kept = await transaction.passphrase(librarianId)
      if (kept?.verifier !== before?.verifier || kept?.code?.hash !== before?.code?.hash) return refuse('code-unknown')
      await transaction.keepPassphrase({ librarianId, verifier, code: undefined })
      await transaction.endPasses(librarianId, undefined, now)
      return { ok: true, given: await givePass(transaction, manager, now) }
    })
  }

  #kept({ libraryId, librarianId }: ManagerAt): Promise<StoredPassphrase | undefined> {
    return this.#store.read(libraryId, (reader) => reader.passphrase(librarianId))
  }

  async #try(
    manager: ManagerAt,
    now: Instant,
    judge: (kept: StoredPassphrase | undefined) => Promise<ProblemKind | undefined>,
  ): Promise<Verdict> {
    const { libraryId, deviceId, librarianId } = manager
    // The base says who is a manager: no secret is given away, and none is tried.
    const isManager = await this.#store.read(libraryId, (reader) => isManagerNow(reader, librarianId, now))
    if (!isManager) return refuse('not-a-manager')
    const who = `${deviceId}/${librarianId}`
    const { mayTry, waitMs } = await this.#tries.take(who, now)
    if (!mayTry) return refuse('too-many-attempts', waitMs)
    const problem = await judge(await this.#kept(manager))
    if (problem === 'passphrase-wrong' || problem === 'code-unknown') return refuse(problem, waitMs)
    // What was not looked at is no error.
    await this.#tries.forget(who)
    return problem === undefined ? { ok: true } : refuse(problem, problem === 'too-many-attempts' ? busyMs : 0)
  }

  async #judge(passphrase: string, verifier: string | undefined): Promise<ProblemKind | undefined> {
    if (verifier === undefined) return 'passphrase-unset'
    const isRight = await isPassphrase(passphrase, verifier)
    return isRight === undefined ? 'too-many-attempts' : isRight ? undefined : 'passphrase-wrong'
  }

  async #judgeCode(code: string, kept: StoredPassphrase['code'], now: Instant): Promise<ProblemKind | undefined> {
    const shown = Buffer.from(await hashCode(this.#store, code, 'passphrase-code'), 'hex')
    if (kept === undefined || !timingSafeEqual(shown, Buffer.from(kept.hash, 'hex'))) return 'code-unknown'
    return now > kept.expiresAt ? 'code-expired' : undefined
  }
}
