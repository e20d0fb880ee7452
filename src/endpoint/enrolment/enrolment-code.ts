/**
 * One-time codes that let one more tablet in (PROTOCOL.md, Who is who): made by the manager or by `npm run enrol`, typed or scanned once.
 * Runs on the endpoint and in its command. Only a keyed hash is kept, so that a stolen database opens no door.
 */
import { createHmac, randomInt } from 'node:crypto'
import type { LibrarianId, LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import { codeAlphabet, codeLength, normaliseCode } from '../../protocol/enrolment.ts'
import type { Store } from '../storage/store.ts'
import type { EnrolmentCode } from '../storage/stored.ts'

/** Milliseconds during which a code may be used: 10 minutes. */
const codeLifeMs = 10 * msPerMinute

/** The hash under which a code is kept, however it was typed; `purpose` names the key, so that a code is good for one thing alone. */
export const hashCode = async (store: Store, code: string, purpose = 'enrolment-code'): Promise<string> =>
  createHmac('sha256', await store.secret(purpose))
    .update(normaliseCode(code))
    .digest('hex')

export interface OfferedCode {
  /** "K7QF-2MXD". */
  readonly code: string
  readonly expiresAt: Instant
}

/** 8 characters of 31 are 39 bits, guessed at ten tries a minute. */
export const makeCode = (): string => {
  const code = Array.from({ length: codeLength }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join('')
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** Makes a code for one tablet of this library; `madeBy`: the manager who asked for it. */
export const offerEnrolmentCode = async (store: Store, libraryId: LibraryId, now: Instant, madeBy?: LibrarianId): Promise<OfferedCode> => {
  const code = makeCode()
  const hash = await hashCode(store, code)
  const expiresAt = toInstant(now + codeLifeMs)
  await store.transact(libraryId, (transaction) => transaction.keepEnrolmentCode({ libraryId, hash, expiresAt, usedAt: undefined, madeBy }))
  return { code, expiresAt }
}

/** Characters of a code's hash that name it to a manager: told apart by them, and opened by none. */
const idLength = 16
export const codeIdOf = ({ hash }: EnrolmentCode): string => hash.slice(0, idLength)

/** Ends a code that nobody has used, whoever made it. */
export const cancelEnrolmentCode = (store: Store, libraryId: LibraryId, codeId: string, now: Instant): Promise<void> =>
  store.transact(libraryId, async (transaction) => {
    const code = (await transaction.openCodes(now)).find((one) => codeIdOf(one) === codeId)
    if (code !== undefined) await transaction.keepEnrolmentCode({ ...code, expiresAt: toInstant(now - 1) })
  })

/** The link that a tablet opens, or scans: the code stays behind the #, which no server and no log ever sees. */
export const formatEnrolmentLink = (publicUrl: string, code: string): string => `${publicUrl}/#/enrol/${code}`
