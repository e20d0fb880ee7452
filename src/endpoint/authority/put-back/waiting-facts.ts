/**
 * Facts about an order that this database does not have yet (PROTOCOL.md, Epoch). Runs on the endpoint, inside a transaction.
 * After a roll-back each tablet hands over again what it holds, and the tablet that placed the order may come last. The documents have
 * these facts at once; the order gets them when it comes back, so that what was handed over is never shown as to prepare. Where nobody
 * brings it within a day, a case says so on every tablet; should it come later, it has its facts all the same, and the case closes by them.
 */
import { explainedBy, type LostRequest } from '../../../domain/case/case.ts'
import { lastCaseOf, recordCase } from '../../../domain/case/record-case.ts'
import type { DeviceId, OperationId, OrderId } from '../../../domain/ids.ts'
import { type Instant, msPerDay } from '../../../domain/instant.ts'
import { composedAt } from '../../../domain/operation/doubtful-dates.ts'
import { type Envelope, isFact } from '../../../domain/operation/operation.ts'
import { formatOrderSubject } from '../../../domain/operation/subject.ts'
import { broughtMemo, changeSince, readAwaitedOrders, readBrought } from '../../storage/change-since.ts'
import { isPassingFault } from '../../storage/passing-fault.ts'
import { readDesk, type StoreTransaction } from '../../storage/store.ts'
import type { Receipt } from '../../storage/stored.ts'
import { applyOperation, mostFacts, SubjectIsFull } from '../apply-operation.ts'
import { readOperation } from '../read-operation.ts'
import { isAnyAwaited, wasPutBack } from './held-requests.ts'

type ReportDefect = (defect: unknown) => void

/** What has left the base is remembered for thirty days: of work that is older nobody can say whether its order was here. */
const longestSince = 28 * msPerDay

/** Notes a fact whose order is not here. */
export const noteWaitingFact = async (transaction: StoreTransaction, { payload, operationId }: Envelope, now: Instant): Promise<void> => {
  if (!isFact(payload) || !('orderId' in payload) || payload.orderId === undefined) return
  if ((await transaction.row('order', payload.orderId)) !== undefined) return
  const subject = formatOrderSubject(payload.orderId)
  // It was here, and has left the base after its day.
  if ((await transaction.erasedRows([subject])).some(({ row }) => row.kind === 'order')) return
  const { facts } = await transaction.sinceRestore(subject)
  if (facts.length < mostFacts)
    await changeSince(transaction, subject, { facts: [...facts, operationId], lastFactAt: now, isSaid: false }, now)
}

interface WaitingFact {
  readonly receipt: Receipt
  readonly envelope: Envelope
}

/** By its tablet's clock; by ours where that one is doubtful. */
const knownAt = ({ receipt, envelope }: WaitingFact): Instant => composedAt(envelope, receipt.receivedAt) ?? receipt.receivedAt

/** As long as their receipts say what they were (PRIV-3). */
const readFacts = async (transaction: StoreTransaction, ids: readonly OperationId[]): Promise<readonly WaitingFact[]> => {
  const found: WaitingFact[] = []
  for (const id of ids) {
    const receipt = (await transaction.receiptsOf(id)).find(({ outcome }) => outcome.startsWith('accepted'))
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

/**
 * Gives an order that is here now the facts that came before it; the case of its loss closes. A fact on which a rule breaks is reported, and
 * tried again at the closing; without `reportDefect` it is thrown.
 */
export const applyWaitingFacts = async (
  transaction: StoreTransaction,
  orderId: OrderId,
  now: Instant,
  reportDefect?: ReportDefect,
): Promise<void> => {
  const subject = formatOrderSubject(orderId)
  const waiting = await transaction.sinceRestore(subject)
  if (waiting.facts.length === 0) return
  const facts = await readFacts(transaction, waiting.facts)
  const broken: OperationId[] = []
  for (const fact of facts) {
    if (reportDefect === undefined) await applyFact(transaction, fact, now)
    else if (!(await attempt(transaction, () => applyFact(transaction, fact, now), reportDefect))) broken.push(fact.envelope.operationId)
  }
  const last = facts.at(-1)
  const lost = await readDesk(transaction, (state) => lastCaseOf(state, 'order-lost', subject))
  if (last !== undefined && lost !== undefined && lost.settlement === undefined)
    await transaction.writeRow(explainedBy(lost, { ...last.envelope, at: knownAt(last) }), now)
  await changeSince(transaction, subject, { facts: broken }, now)
}

/** Gives the orders that an import has brought what was done for them. */
export const takeUpBrought = async (transaction: StoreTransaction, now: Instant, reportDefect: ReportDefect): Promise<void> => {
  const brought = await readBrought(transaction)
  if (brought.length === 0) return
  for (const orderId of brought) {
    if ((await transaction.row('order', orderId)) !== undefined) await applyWaitingFacts(transaction, orderId, now, reportDefect)
  }
  await transaction.keepMemo(broughtMemo, '[]')
}

/** Answers whether all is said of it; false: its tablet, as `mayShow` says, has had as many cases as a closing opens. */
const openLostOrder = async (
  transaction: StoreTransaction,
  orderId: OrderId,
  ids: readonly OperationId[],
  now: Instant,
  mayShow: (by: DeviceId) => boolean,
): Promise<boolean> => {
  const lost = (await readFacts(transaction, ids))
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
 * At a closing: gives the orders that are here their facts. A day after its last fact a case says that an order is lost, once no tablet is
 * awaited (CASE-20); only a database that was put back forgets one.
 */
export const closeAwaited = async (transaction: StoreTransaction, now: Instant, reportDefect: ReportDefect): Promise<void> => {
  const awaited = await readAwaitedOrders(transaction)
  const mayShowAny = awaited.length > 0 && !(await isAnyAwaited(transaction))
  const isPutBack = await wasPutBack(transaction)
  const shown = new Map<DeviceId, number>()
  const mayShow = (by: DeviceId): boolean => {
    shown.set(by, (shown.get(by) ?? 0) + 1)
    return (shown.get(by) ?? 0) <= mostShown
  }
  for (const { orderId, facts, lastFactAt = now, isSaid } of awaited) {
    const say = () => openLostOrder(transaction, orderId, facts, now, mayShow)
    if ((await transaction.row('order', orderId)) !== undefined) {
      await applyWaitingFacts(transaction, orderId, now, reportDefect)
    } else if (!mayShowAny || now - lastFactAt < msPerDay) continue
    else if (!isPutBack || isSaid === true || (await attempt(transaction, say, reportDefect)))
      await changeSince(transaction, formatOrderSubject(orderId), now - lastFactAt < longestSince ? { isSaid: true } : { facts: [] }, now)
  }
}
