/**
 * Writes down that two tablets run under one identity (I-17, CASE-2). Runs on the endpoint, inside the push's transaction.
 * What finds a copy is mostly a push that brings nothing, so a case cannot be told from the one before it by the facts it cites: a copy that
 * nobody was told of yet opens a new case once the one before is decided. One that goes on speaking after the decision opens none.
 */
import { type DeviceId, toOperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { formatSubject } from '../../domain/operation/subject.ts'
import type { PushAnswer, PushRequest } from '../../protocol/push.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { openCase, withCaseOfTablet } from './receive-operation.ts'

/** Copies of one tablet: each is a profile that somebody copied or put back. */
const remembered = 16

const copiesMemo = (deviceId: DeviceId): string => `copies/${deviceId}`

/** Whether this copy speaks for the first time. Its session tells it from others; past a disk that takes nothing it has none, and its ticket does. */
const isNewCopy = async (transaction: StoreTransaction, deviceId: DeviceId, { session, ticket }: PushRequest): Promise<boolean> => {
  const copy = session?.id ?? ticket
  const before = ((await transaction.memo(copiesMemo(deviceId))) ?? '').split(' ').filter((one) => one !== '')
  // The last heard is the last forgotten.
  await transaction.keepMemo(copiesMemo(deviceId), [...before.filter((one) => one !== copy), copy].slice(-remembered).join(' '))
  return !before.includes(copy)
}

/** Opens the case, or joins to it what came with the push; the receipts of that say so. */
export const sayCopied = async (
  transaction: StoreTransaction,
  deviceId: DeviceId,
  request: PushRequest,
  results: PushAnswer['results'],
  now: Instant,
): Promise<void> => {
  const accepted = results
    .filter(({ outcome }) => outcome.startsWith('accepted'))
    .map(({ operationId, hash }) => ({ id: toOperationId(operationId), hash }))
  const isNew = await isNewCopy(transaction, deviceId, request)
  // The decided case may have left with its day, and would be opened anew.
  if (!isNew && accepted.length === 0) return
  const subject = formatSubject({ kind: 'device', deviceId })
  const found = await openCase(
    transaction,
    { caseKind: 'two-tablets-one-identity', subject, cites: accepted.map(({ id }) => id), isNew },
    now,
  )
  for (const { id, hash } of accepted) {
    const receipt = await transaction.receipt(id, hash)
    if (receipt !== undefined) await transaction.keepReceipt(await withCaseOfTablet(transaction, receipt, found, id))
  }
}
