/**
 * What a tablet shows to be let in, at each request (PROTOCOL.md, Who is who). Runs on the endpoint.
 * 256 random bits that leave once, in an answer; only their hash stays. A tablet may ask for new ones: the old stay valid until the new
 * are first used, so that an answer lost on the way shuts nobody out.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { secretBytes, toDeviceId } from '../../domain/ids.ts'
import type { Store } from '../storage/store.ts'
import type { FoundDevice, StoredDevice } from '../storage/stored.ts'

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

export const makeCredential = (): { readonly credential: string; readonly credentialHash: string } => {
  const credential = randomBytes(secretBytes).toString('hex')
  return { credential, credentialHash: sha256(credential).toString('hex') }
}

/** The device that an `Authorization: Bearer <deviceId>.<credential>` header speaks for; undefined when it does not. */
export const authenticateDevice = async (store: Store, authorization: string | undefined): Promise<FoundDevice | undefined> => {
  const [, deviceId, credential] = /^Bearer ([0-9a-f]{32})\.([0-9a-f]{64})$/.exec(authorization ?? '') ?? []
  if (deviceId === undefined || credential === undefined) return undefined
  const device = await store.device(toDeviceId(deviceId))
  if (device === undefined) return undefined
  const shown = sha256(credential)
  const isShown = (hash: string): boolean => timingSafeEqual(shown, Buffer.from(hash, 'hex'))
  if (isShown(device.credentialHash)) return device
  const next = device.nextCredentialHash
  return next !== undefined && isShown(next) ? takeNext(store, device, next) : undefined
}

/** The new credential is used for the first time: the old one ends. */
const takeNext = async (store: Store, { id, libraryId, libraryIdentity }: FoundDevice, next: string): Promise<FoundDevice | undefined> =>
  store.transact(libraryId, async (transaction) => {
    const device = await transaction.device(id)
    if (device === undefined) return undefined
    if (device.credentialHash === next) return { ...device, libraryIdentity }
    if (device.nextCredentialHash !== next) return undefined
    const renewed = { ...device, credentialHash: next, nextCredentialHash: undefined }
    await transaction.keepDevice(renewed)
    return { ...renewed, libraryIdentity }
  })

/** A new credential for this device, valid beside the one it has; the one offered before, and never used, ends. */
export const offerCredential = async (store: Store, { id, libraryId }: StoredDevice): Promise<string> => {
  const { credential, credentialHash } = makeCredential()
  await store.transact(libraryId, async (transaction) => {
    const device = await transaction.device(id)
    if (device !== undefined) await transaction.keepDevice({ ...device, nextCredentialHash: credentialHash })
  })
  return credential
}
