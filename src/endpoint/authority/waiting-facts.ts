/**
 * Facts about an order that this database does not have yet (PROTOCOL.md, Epoch). Runs on the endpoint, inside the push's transaction.
 * After a roll-back each tablet hands over again what it holds, and the tablet that placed the order may come last. The documents have
 * these facts at once; the order gets them when it comes back, so that what was handed over is never shown as to prepare. Where nobody
 * brings it within a day, a case says so on every tablet.
 */

import type { LostRequest } from '../../domain/case/case.ts'
import { recordCase } from '../../domain/case/record-case.ts'
import { type OrderId, toOperationId, toOrderId } from '../../domain/ids.ts'
import { type Instant, msPerDay } from '../../domain/instant.ts'
import { type Envelope, isFact } from '../../domain/operation/operation.ts'
import { formatOrderSubject } from '../../domain/operation/subject.ts'
import { readDesk } from '../storage/read-desk.ts'
import type { Receipt, StoreReader, StoreTransaction } from '../storage/store.ts'
import { applyOperation } from './apply-operation.ts'
import { readOperation } from './read-operation.ts'
import { isAnyAwaited, wasPutBack } from './take-up-requests.ts'

const memoOf = (orderId: OrderId): string => `facts-before-order/${orderId}`
/** The orders that nobody has brought yet, a line each. A copy of before the tablets were enrolled does not know that it was put back. */
export const awaitedMemo = 'orders-awaited'

const ordersAwaited = async (reader: StoreReader): Promise<readonly OrderId[]> =>
  ((await reader.memo(awaitedMemo)) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map(toOrderId)

const awaitOrder = async (transaction: StoreTransaction, orderId: OrderId): Promise<void> => {
  // It was here, and has left the base after its day.
  if ((await transaction.erasedRows([formatOrderSubject(orderId)])).length > 0) return
  const awaited = await ordersAwaited(transaction)
  if (!awaited.includes(orderId)) await transaction.keepMemo(awaitedMemo, [...awaited, orderId].join('\n'))
}

/** Notes a fact whose order is not here. */
export const noteWaitingFact = async (transaction: StoreTransaction, { payload, operationId }: Envelope): Promise<void> => {
  if (!isFact(payload) || !('orderId' in payload) || payload.orderId === undefined) return
  if ((await transaction.row('order', payload.orderId)) !== undefined) return
  const name = memoOf(payload.orderId)
  await transaction.keepMemo(name, `${(await transaction.memo(name)) ?? ''}${operationId}\n`)
  await awaitOrder(transaction, payload.orderId)
}

interface WaitingFact {
  readonly receipt: Receipt
  readonly envelope: Envelope
}

/** As long as their receipts say what they were (PRIV-3). */
const readWaitingFacts = async (transaction: StoreTransaction, orderId: OrderId): Promise<readonly WaitingFact[]> => {
  const ids = ((await transaction.memo(memoOf(orderId))) ?? '').split('\n').filter((line) => line !== '')
  const found: WaitingFact[] = []
  for (const id of ids) {
    const receipt = (await transaction.receiptsOf(toOperationId(id))).find(({ outcome }) => outcome.startsWith('accepted'))
    if (receipt === undefined) continue
    const { read } = readOperation({ hash: receipt.hash, envelope: receipt.envelope })
    if (read.ok) found.push({ receipt, envelope: { ...read.envelope, deviceId: receipt.deviceId } })
  }
  return found
}

/** Applies to an order just placed the facts that came before it. */
export const applyWaitingFacts = async (transaction: StoreTransaction, orderId: OrderId, now: Instant): Promise<void> => {
  for (const { receipt, envelope } of await readWaitingFacts(transaction, orderId)) {
    await applyOperation(transaction, envelope, receipt.receivedAt, now)
  }
  if ((await transaction.memo(memoOf(orderId))) !== undefined) await transaction.keepMemo(memoOf(orderId), '')
}

const openLostOrder = async (
  transaction: StoreTransaction,
  orderId: OrderId,
  facts: readonly WaitingFact[],
  now: Instant,
): Promise<void> => {
  const lost = facts.map(
    ({ envelope: { operationId, type, librarianId, deviceId, at } }): LostRequest => ({ operationId, type, librarianId, deviceId, at }),
  )
  const cites = lost.map(({ operationId }) => operationId)
  const row = await readDesk(transaction, (state) =>
    recordCase(state, { caseKind: 'order-lost', subject: formatOrderSubject(orderId), cites }),
  )
  if (row !== undefined) await transaction.writeRow({ ...row, lost }, now)
}

/**
 * Gives the orders that an import brought back what was done for them, and says on every tablet which ones nobody brought, once no tablet
 * is awaited and all their facts have been here for a day (CASE-7).
 */
export const takeUpOrders = async (transaction: StoreTransaction, now: Instant): Promise<void> => {
  const awaited = await ordersAwaited(transaction)
  if (awaited.length === 0) return
  const mayStillCome = await isAnyAwaited(transaction)
  const isPutBack = await wasPutBack(transaction)
  const left: OrderId[] = []
  for (const orderId of awaited) {
    if ((await transaction.row('order', orderId)) !== undefined) {
      await applyWaitingFacts(transaction, orderId, now)
      continue
    }
    const facts = await readWaitingFacts(transaction, orderId)
    if (mayStillCome || facts.some(({ receipt }) => now - receipt.receivedAt < msPerDay)) left.push(orderId)
    else if (facts.length > 0 && isPutBack) await openLostOrder(transaction, orderId, facts, now)
  }
  if (left.length < awaited.length) await transaction.keepMemo(awaitedMemo, left.join('\n'))
}
