/**
 * Tells a request that came twice, the second time exchanges late, from a copied profile (PROTOCOL.md, Push). Runs on the endpoint, inside
 * the push's transaction. A copy of a profile presents an old ticket under a nonce of its own; a copy of a request has the nonce too.
 */
import type { DeviceId } from '../../domain/ids.ts'
import type { PushRequest } from '../../protocol/push.ts'
import type { StoreTransaction } from '../storage/store.ts'

/** Of one tablet: some minutes of exchanges. No line keeps a request longer. */
const remembered = 16

export const pushesMemo = (deviceId: DeviceId): string => `pushes/${deviceId}`
const lineOf = ({ ticket, nonce }: PushRequest): string => `${ticket} ${nonce}`

const linesOf = async (transaction: StoreTransaction, deviceId: DeviceId): Promise<readonly string[]> =>
  (await transaction.memo(pushesMemo(deviceId)))?.split('\n') ?? []

/** This very request was answered before, with a ticket. */
export const isLateCopy = async (transaction: StoreTransaction, deviceId: DeviceId, request: PushRequest): Promise<boolean> =>
  (await linesOf(transaction, deviceId)).includes(lineOf(request))

/** Remembers a request that is answered with a ticket. */
export const noteAnswered = async (transaction: StoreTransaction, deviceId: DeviceId, request: PushRequest): Promise<void> => {
  const before = (await linesOf(transaction, deviceId)).filter((line) => line !== lineOf(request))
  await transaction.keepMemo(pushesMemo(deviceId), [...before, lineOf(request)].slice(-remembered).join('\n'))
}
