/**
 * POST /enrolment/v1/enrol: a one-time code becomes a tablet's credential (PROTOCOL.md, Who is who).
 * The code is single use, ten minutes old at most, hashed at rest. The credential is 256 random bits, sent once, hashed at the endpoint,
 * and then carried as `Authorization: Bearer <deviceId>.<credential>`.
 */
import * as v from 'valibot'
import { identifierSigns, identityBytes } from '../domain/ids.ts'
import { textLengths } from '../domain/text-lengths.ts'

/** A code as people type it: 8 characters from an alphabet without look-alikes, shown "K7QF-2MXD"; case, spaces and dashes do not count. */
export const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
export const codeLength = 8
export const normaliseCode = (text: string): string => text.toUpperCase().replace(/[\s-]/g, '')

/** Characters of a device id that somebody's browser may send: ours have 32. */
const maximumDeviceIdLength = 40

export const enrolRequest = v.object({
  protocol: v.number(),
  nonce: v.string(),
  code: v.pipe(v.string(), v.maxLength(textLengths.enrolmentCode)),
  /** What people will call this tablet ("Tablette de l'accueil"); may be empty. */
  name: v.pipe(v.string(), v.maxLength(textLengths.tabletName)),
  /** The device id that this browser had before it erased all it kept: a case then says that something may be lost. */
  erased: v.optional(v.pipe(v.string(), v.maxLength(maximumDeviceIdLength), v.regex(identifierSigns))),
})
export type EnrolRequest = v.InferOutput<typeof enrolRequest>

/**
 * An epoch that no library has. The first push under it is told the true one, and hands over again what was acknowledged before. A client
 * that took the true epoch for its own would never do so.
 */
export const noEpoch = '0'.repeat(2 * identityBytes)

export const enrolAnswer = v.object({
  protocol: v.number(),
  nonce: v.string(),
  deviceId: v.string(),
  letter: v.string(),
  /** 64 hexadecimal digits. */
  credential: v.string(),
  ticket: v.string(),
  epoch: v.string(),
  libraryName: v.string(),
  /** The library's identity: 32 hexadecimal digits. */
  library: v.string(),
  now: v.number(),
})
export type EnrolAnswer = v.InferOutput<typeof enrolAnswer>

/** POST /enrolment/v1/credential, with the credential in use: a new one, which takes its place once it is first used. */
export const credentialRequest = v.object({ protocol: v.number(), nonce: v.string() })
export const credentialAnswer = v.object({ protocol: v.number(), nonce: v.string(), /** 64 hexadecimal digits. */ credential: v.string() })
export type CredentialAnswer = v.InferOutput<typeof credentialAnswer>

/** Codes of the body `{ protocol, nonce, problem }` that any of our routes may answer instead, with 4xx. Never shown as such. */
export const problemKind = v.picklist([
  'code-unknown',
  'code-expired',
  'code-used',
  'too-many-attempts',
  'credential-unknown',
  'revoked',
  'two-tablets-one-identity',
  'other-library',
  'upgrade-required',
  'request-not-understood',
  'too-large',
  'quarantine-full',
  'passphrase-wrong',
  'passphrase-unset',
  'passphrase-too-short',
  'passphrase-too-common',
  'pass-over',
  'not-a-manager',
  'nothing-to-export',
])
export type ProblemKind = v.InferOutput<typeof problemKind>
export const problemAnswer = v.object({ protocol: v.number(), nonce: v.optional(v.string()), problem: problemKind })
