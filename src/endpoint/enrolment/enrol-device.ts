/**
 * A code becomes a tablet's identity: a device id, a letter and a credential (PROTOCOL.md, Who is who). Runs on the endpoint.
 * The credential leaves once, in the answer; only its hash stays. Letters are never reused, and A is the endpoint's own (ORD-2).
 */
import { randomBytes } from 'node:crypto'
import { identityBytes, toDeviceId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { formatSubject } from '../../domain/operation/subject.ts'
import { type EnrolAnswer, type EnrolRequest, noEpoch, type ProblemKind } from '../../protocol/enrolment.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { exchangeKey } from '../authority/exchange-proof.ts'
import { openCase } from '../authority/receive-operation.ts'
import { makeTicket } from '../authority/ticket.ts'
import { writeDeviceRow } from '../authority/write-device-row.ts'
import { nextLetter } from '../storage/letters.ts'
import type { Store } from '../storage/store.ts'
import type { StoredDevice } from '../storage/stored.ts'
import { makeCredential } from './credential.ts'
import { hashCode } from './enrolment-code.ts'

/** Uses the code up. Refuses with `code-unknown`, `code-used` or `code-expired`. */
export const enrolDevice = async (
  store: Store,
  { code, name, erased, nonce }: EnrolRequest,
  now: Instant,
): Promise<EnrolAnswer | { readonly problem: ProblemKind }> => {
  const hash = await hashCode(store, code)
  const offered = await store.enrolmentCode(hash)
  if (offered === undefined) return { problem: 'code-unknown' }
  return store.transact(offered.libraryId, async (transaction) => {
    // Read again inside the transaction: two tablets may have scanned the same code.
    const current = (await transaction.enrolmentCode(hash)) ?? offered
    if (current.usedAt !== undefined) return { problem: 'code-used' }
    const isClosed = (await transaction.row('settings', 'settings'))?.closedAt !== undefined
    if (now > current.expiresAt || isClosed) return { problem: 'code-expired' }
    await transaction.keepEnrolmentCode({ ...current, usedAt: now })
    const { credential, credentialHash } = makeCredential()
    const library = await transaction.library()
    const id = toDeviceId(randomBytes(identityBytes).toString('hex'))
    const device: StoredDevice = {
      libraryId: offered.libraryId,
      id,
      letter: await nextLetter(transaction),
      name: name.trim(),
      credentialHash,
      nextCredentialHash: undefined,
      ticket: makeTicket({ key: await exchangeKey(transaction), epoch: library.epoch, deviceId: id }),
      previousTicket: undefined,
      lastHeardAt: now,
      pendingCount: 0,
      build: undefined,
      setAsideAt: undefined,
    }
    await transaction.keepDevice(device)
    const { madeBy } = current
    const admission = { at: now, ...(madeBy === undefined ? {} : { librarianId: madeBy }) }
    await writeDeviceRow(transaction, device, now, { admission })
    const former = erased === undefined ? undefined : await transaction.device(toDeviceId(erased))
    // Set aside, it was told to erase itself, and only once everything was received.
    if (former !== undefined && former.setAsideAt === undefined) {
      await openCase(
        transaction,
        { caseKind: 'loss-suspected', subject: formatSubject({ kind: 'device', deviceId: former.id }), cites: [] },
        now,
      )
    }
    return {
      protocol: protocolVersion,
      nonce,
      deviceId: device.id,
      letter: device.letter,
      credential,
      ticket: device.ticket,
      epoch: noEpoch,
      libraryName: library.name,
      library: library.identity,
      now,
    }
  })
}
