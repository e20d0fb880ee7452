/**
 * Facts about an order that this database does not have yet (PROTOCOL.md, Epoch). Runs on the endpoint, inside the push's transaction.
 * After a roll-back each tablet hands over again what it holds, and the tablet that placed the order may come last. The documents have
 * these facts at once; the order gets them when it comes back, so that what was handed over is never shown as to prepare.
 */

import { type OrderId, toOperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { type Envelope, isFact } from '../../domain/operation/operation.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { applyOperation } from './apply-operation.ts'
import { readOperation } from './read-operation.ts'

const memoOf = (orderId: OrderId): string => `facts-before-order/${orderId}`

/** Notes a fact whose order is not here. */
export const noteWaitingFact = async (transaction: StoreTransaction, { payload, operationId }: Envelope): Promise<void> => {
  if (!isFact(payload) || !('orderId' in payload) || payload.orderId === undefined) return
  if ((await transaction.row('order', payload.orderId)) !== undefined) return
  const name = memoOf(payload.orderId)
  await transaction.keepMemo(name, `${(await transaction.memo(name)) ?? ''}${operationId}\n`)
}

/** Applies to an order just placed the facts that came before it, as long as their receipts say what they were (PRIV-3). */
export const applyWaitingFacts = async (transaction: StoreTransaction, orderId: OrderId, now: Instant): Promise<void> => {
  const ids = (await transaction.memo(memoOf(orderId)))?.trim().split('\n') ?? []
  for (const id of ids) {
    const receipt = (await transaction.receiptsOf(toOperationId(id))).find(({ outcome }) => outcome.startsWith('accepted'))
    if (receipt === undefined) continue
    const { read } = readOperation({ hash: receipt.hash, envelope: receipt.envelope })
    if (!read.ok) continue
    await applyOperation(transaction, { ...read.envelope, deviceId: receipt.deviceId }, receipt.receivedAt, now)
  }
}
