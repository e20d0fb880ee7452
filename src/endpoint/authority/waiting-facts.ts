/**
 * Facts about an order that this database does not have yet (PROTOCOL.md, Epoch). Runs on the endpoint, inside a transaction.
 * After a roll-back each tablet hands over again what it holds, and the tablet that placed the order may come last. The documents have
 * these facts at once; the order gets them when it comes back, so that what was handed over is never shown as to prepare. Where nobody
 * brings it within a day, a case says so on every tablet; should it come later, it has its facts all the same, and the case closes by them.
 */

import { explainedBy, type LostRequest } from '../../domain/case/case.ts'
import { lastCaseOf, recordCase } from '../../domain/case/record-case.ts'
import { type DeviceId, type OrderId, toOperationId } from '../../domain/ids.ts'
import { type Instant, msPerDay } from '../../domain/instant.ts'
import { composedAt } from '../../domain/operation/doubtful-dates.ts'
import { type Envelope, isFact } from '../../domain/operation/operation.ts'
import { formatOrderSubject } from '../../domain/operation/subject.ts'
import {
  type AwaitedOrder,
  awaitOrder,
  broughtMemo,
  forgetAwaited,
  keepAwaited,
  readAwaited,
  readBrought,
} from '../storage/awaited-orders.ts'
import { isPassingFault } from '../storage/passing-fault.ts'
import { readDesk } from '../storage/read-desk.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { Receipt } from '../storage/stored.ts'
import { applyOperation, mostFacts, SubjectIsFull } from './apply-operation.ts'
import { readOperation } from './read-operation.ts'
import { isAnyAwaited, wasPutBack } from './take-up-requests.ts'

type ReportDefect = (defect: unknown) => void

export const waitingMemo = (orderId: OrderId): string => `facts-before-order/${orderId}`
/** What has left the base is remembered for thirty days: of work that is older nobody can say whether its order was here. */
const longestSince = 28 * msPerDay

const idsOf = async (transaction: StoreTransaction, orderId: OrderId): Promise<readonly string[]> =>
  ((await transaction.memo(waitingMemo(orderId))) ?? '').split('\n').filter((line) => line !== '')

/** Notes a fact whose order is not here. */
export const noteWaitingFact = async (transaction: StoreTransaction, { payload, operationId }: Envelope, now: Instant): Promise<void> => {
  if (!isFact(payload) || !('orderId' in payload) || payload.orderId === undefined) return
  const { orderId } = payload
  if ((await transaction.row('order', orderId)) !== undefined) return
  // It was here, and has left the base after its day.
  if ((await transaction.erasedRows([formatOrderSubject(orderId)])).some(({ row }) => row.kind === 'order')) return
  const ids = await idsOf(transaction, orderId)
  if (ids.length >= mostFacts) return
  await transaction.keepMemo(waitingMemo(orderId), [...ids, operationId].join('\n'))
  await awaitOrder(transaction, orderId, now)
}

interface WaitingFact {
  readonly receipt: Receipt
  readonly envelope: Envelope
}

/** By its tablet's clock; by ours where that one is doubtful. */
const knownAt = ({ receipt, envelope }: WaitingFact): Instant => composedAt(envelope, receipt.receivedAt) ?? receipt.receivedAt

/** As long as their receipts say what they were (PRIV-3). */
const readWaitingFacts = async (transaction: StoreTransaction, orderId: OrderId): Promise<readonly WaitingFact[]> => {
  const found: WaitingFact[] = []
  for (const id of await idsOf(transaction, orderId)) {
    const receipt = (await transaction.receiptsOf(toOperationId(id))).find(({ outcome }) => outcome.startsWith('accepted'))
    if (receipt === undefined) continue
    const { read } = readOperation({ hash: receipt.hash, envelope: receipt.envelope })
    if (read.ok) found.push({ receipt, envelope: { ...read.envelope, deviceId: receipt.deviceId } })
  }
  return found
}

/** Does it under a savepoint: what breaks on one fact, or one order, stops nobody's push. Answers whether it is done. */
export const attempt = async (
  transaction: StoreTransaction,
  work: () => Promise<unknown>,
  reportDefect: ReportDefect,
): Promise<boolean> => {
  try {
    return (await transaction.savepoint(work)) !== false
  } catch (defect) {
    if (isPassingFault(defect)) throw defect
    reportDefect(defect)
    return false
  }
}

/** More than any order has costs nobody time: what is beyond stays on its document alone. */
const applyFact = async (transaction: StoreTransaction, { receipt, envelope }: WaitingFact, now: Instant): Promise<void> => {
  try {
    await applyOperation(transaction, envelope, receipt.receivedAt, now)
  } catch (defect) {
    if (!(defect instanceof SubjectIsFull)) throw defect
  }
}

const explainLoss = async (transaction: StoreTransaction, orderId: OrderId, last: WaitingFact, now: Instant): Promise<void> => {
  const row = await readDesk(transaction, (state) => lastCaseOf(state, 'order-lost', formatOrderSubject(orderId)))
  if (row === undefined || row.settlement !== undefined) return
  await transaction.writeRow(explainedBy(row, { ...last.envelope, at: knownAt(last) }), now)
}

/** The order has come: of its facts only those wait on that are `broken`. */
const keepBroken = async (
  transaction: StoreTransaction,
  orderId: OrderId,
  facts: readonly WaitingFact[],
  broken: readonly WaitingFact[],
  now: Instant,
): Promise<void> => {
  const last = facts.at(-1)
  if (last !== undefined) await explainLoss(transaction, orderId, last, now)
  await transaction.keepMemo(waitingMemo(orderId), broken.map(({ envelope }) => envelope.operationId).join('\n'))
  if (broken.length === 0) await forgetAwaited(transaction, [orderId])
}

/** Applies to an order that has just come the facts that came before it. Throws what a rule throws on one: the order waits then too. */
export const applyWaitingFacts = async (transaction: StoreTransaction, orderId: OrderId, now: Instant): Promise<void> => {
  const facts = await readWaitingFacts(transaction, orderId)
  for (const fact of facts) await applyFact(transaction, fact, now)
  if (facts.length > 0) await keepBroken(transaction, orderId, facts, [], now)
}

/** The same, but one on which a rule breaks keeps none of the others from the order, and is tried again when the day is closed. */
const applyWhatCan = async (transaction: StoreTransaction, orderId: OrderId, now: Instant, reportDefect: ReportDefect): Promise<void> => {
  const facts = await readWaitingFacts(transaction, orderId)
  const broken: WaitingFact[] = []
  for (const fact of facts) {
    if (!(await attempt(transaction, () => applyFact(transaction, fact, now), reportDefect))) broken.push(fact)
  }
  await keepBroken(transaction, orderId, facts, broken, now)
}

/** Gives the orders that an import has brought what was done for them. */
export const takeUpBrought = async (transaction: StoreTransaction, now: Instant, reportDefect: ReportDefect): Promise<void> => {
  const brought = await readBrought(transaction)
  if (brought.length === 0) return
  for (const orderId of brought) {
    if ((await transaction.row('order', orderId)) !== undefined) await applyWhatCan(transaction, orderId, now, reportDefect)
  }
  await transaction.keepMemo(broughtMemo, '')
}

/** Answers whether all is said of it; false: its tablet, as `mayShow` says, has had as many cases as a closing opens. */
const openLostOrder = async (
  transaction: StoreTransaction,
  orderId: OrderId,
  now: Instant,
  mayShow: (by: DeviceId) => boolean,
): Promise<boolean> => {
  const facts = await readWaitingFacts(transaction, orderId)
  const lost = facts
    .map((fact): LostRequest => {
      const { operationId, type, librarianId, deviceId } = fact.envelope
      return { operationId, type, librarianId, deviceId, at: knownAt(fact) }
    })
    .filter(({ at }) => now - at < longestSince)
  const [first] = lost
  if (first === undefined) return true
  if (!mayShow(first.deviceId)) return false
  const cites = lost.map(({ operationId }) => operationId)
  const found = { caseKind: 'order-lost', subject: formatOrderSubject(orderId), cites } as const
  const row = await readDesk(transaction, (state) => recordCase(state, found))
  if (row !== undefined) await transaction.writeRow({ ...row, lost }, now)
  return true
}

/** Orders of which one closing says that they are lost, for one tablet: a lost tablet makes them up by the thousand. The others follow. */
const mostShown = 100

/**
 * Says on every tablet which orders nobody has brought, a day after the last that came of them, once no tablet is awaited (CASE-7). Only a
 * database that was put back can have forgotten one.
 */
const showLostOrders = async (
  transaction: StoreTransaction,
  here: ReadonlySet<OrderId>,
  now: Instant,
  reportDefect: ReportDefect,
): Promise<void> => {
  if (await isAnyAwaited(transaction)) return
  const awaited = await readAwaited(transaction)
  const isPutBack = await wasPutBack(transaction)
  const left: AwaitedOrder[] = []
  const shown = new Map<DeviceId, number>()
  const mayShow = (by: DeviceId): boolean => {
    shown.set(by, (shown.get(by) ?? 0) + 1)
    return (shown.get(by) ?? 0) <= mostShown
  }
  for (const one of awaited) {
    const { orderId, lastAt, isSaid } = one
    if (now - lastAt >= longestSince) await transaction.keepMemo(waitingMemo(orderId), '')
    else if (isSaid || now - lastAt < msPerDay) left.push(one)
    else {
      const isShown =
        !isPutBack ||
        here.has(orderId) ||
        (await attempt(transaction, () => openLostOrder(transaction, orderId, now, mayShow), reportDefect))
      left.push({ ...one, isSaid: isShown })
    }
  }
  await keepAwaited(transaction, left)
}

/** When a day is closed: what is left of the orders that were awaited. */
export const closeAwaited = async (transaction: StoreTransaction, now: Instant, reportDefect: ReportDefect): Promise<void> => {
  const awaited = await readAwaited(transaction)
  if (awaited.length === 0) return
  const here = new Set((await transaction.rowsOf('order')).map(({ id }) => id))
  for (const { orderId } of awaited) if (here.has(orderId)) await applyWhatCan(transaction, orderId, now, reportDefect)
  await showLostOrders(transaction, here, now, reportDefect)
}
