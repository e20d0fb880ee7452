/**
 * What a manager acts with after the passphrase: 256 random bits, good for ten minutes, for one manager on one tablet (PRIV-5). Runs on the
 * endpoint. It leaves once, in an answer; its hash stays in the database, so that each process of several knows it, and a restart too.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type DeviceId, type LibrarianId, type LibraryId, secretBytes } from '../../domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import { isInTeam } from '../../domain/librarian/librarian.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { Store, StoreReader, StoreTransaction } from '../storage/store.ts'

/** Milliseconds during which the passphrase is not asked again; the screen says ten minutes. */
const passLifeMs = 10 * msPerMinute

const hashPass = (pass: string): string => createHash('sha256').update(pass).digest('hex')

/** Who acts, and where. */
export interface ManagerAt {
  readonly libraryId: LibraryId
  readonly deviceId: DeviceId
  readonly librarianId: LibrarianId
}

export interface GivenPass {
  readonly pass: string
  readonly expiresAt: Instant
}

/** A pass for this manager on this tablet; the one before ends. */
export const givePass = async (transaction: StoreTransaction, { deviceId, librarianId }: ManagerAt, now: Instant): Promise<GivenPass> => {
  const pass = randomBytes(secretBytes).toString('hex')
  const expiresAt = toInstant(now + passLifeMs)
  await transaction.endPasses(librarianId, deviceId, now)
  await transaction.keepPass({ hash: hashPass(pass), deviceId, librarianId, expiresAt })
  return { pass, expiresAt }
}

/** Whoever left is none any more, from the day after (SET-12). */
export const isManagerNow = async (reader: StoreReader, librarianId: LibrarianId, now: Instant): Promise<boolean> => {
  const librarian = await reader.row('librarian', librarianId)
  const settings = await reader.row('settings', 'settings')
  return librarian?.isManager === true && (settings === undefined || isInTeam(librarian, wallClockOf(settings.zone)(now).date))
}

/** True when it was given to this manager on this tablet, is not over, and whoever it was given to is a manager still. */
export const holdsPass = (store: Store, { libraryId, deviceId, librarianId }: ManagerAt, pass: string, now: Instant): Promise<boolean> =>
  store.read(libraryId, async (reader) => {
    const given = await reader.pass(hashPass(pass))
    if (given === undefined || given.deviceId !== deviceId || given.librarianId !== librarianId || now >= given.expiresAt) return false
    return isManagerNow(reader, librarianId, now)
  })
