/**
 * A one-time code becomes this tablet's identity. Runs in the page.
 * Enrolling again after the endpoint forgot the tablet keeps the outbox: only who carries it changes.
 */
import { toDeviceId, toDeviceLetter, toLibraryIdentity } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import { enrolAnswer, normaliseCode } from '../../protocol/enrolment.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type { Identity } from '../storage/tablet-storage.ts'
import { ask, type Transport } from '../sync/transport.ts'

export type Enrolled = { readonly kind: 'enrolled'; readonly identity: Identity } | { readonly kind: 'refused'; readonly problem: string }

/**
 * Presents `code` (as typed), a name for the tablet, and the device id of which this browser erased everything. Refused with one of the
 * protocol's codes, or 'unreachable'.
 */
export const askEnrolment = async (
  transport: Transport,
  { code, name, erased }: { readonly code: string; readonly name: string; readonly erased: string | undefined },
  nonce: string,
): Promise<Enrolled> => {
  const body = JSON.stringify({ protocol: protocolVersion, nonce, code: normaliseCode(code), name, erased })
  const answer = await ask(transport, { method: 'POST', path: '/enrolment/v1/enrol', body, identity: undefined }, enrolAnswer, nonce)
  if (answer.kind === 'problem') return { kind: 'refused', problem: answer.problem }
  if (answer.kind === 'refused-whole') return { kind: 'refused', problem: 'code-unknown' }
  if (answer.kind === 'unanswered') return { kind: 'refused', problem: 'unreachable' }
  const { deviceId, letter, credential, ticket, epoch, libraryName, library, now } = answer.value
  const identity = {
    ...{ deviceId: toDeviceId(deviceId), letter: toDeviceLetter(letter), ticket, epoch, libraryName },
    library: toLibraryIdentity(library),
    ...{ credential, formerCredential: undefined, credentialAt: toInstant(now) },
  }
  return { kind: 'enrolled', identity }
}
