/**
 * Facts about an order that this database does not have yet (PROTOCOL.md, Epoch). Runs on the endpoint, inside a transaction.
 * After a roll-back each tablet hands over again what it holds, and the tablet that placed the order may come last. The documents have
 * these facts at once; the order gets them when it comes back, so that what was handed over is never shown as to prepare. Where nobody
 * brings it within a day, a case says so on every tablet; should it come later, it has its facts all the same, and the case closes by them.
 * Requests that wait for what they change are held, as quarantine holds, and tried again when their order or their case was written; once no
 * tablet is awaited any longer, all are tried for the last time.
 */
import { explainedBy, type LostRequest, subjectOfCase } from '../../../domain/case/case.ts'
import { lastCaseOf, recordCase } from '../../../domain/case/record-case.ts'
import { type DeviceId, type LibrarianId, type OperationId, type OrderId, toCaseId, toOrderId } from '../../../domain/ids.ts'
import { type Instant, msPerDay, toInstant } from '../../../domain/instant.ts'
import { composedAt } from '../../../domain/operation/doubtful-dates.ts'
import { type DeskRequest, type Envelope, isFact } from '../../../domain/operation/operation.ts'
import { formatOrderSubject, formatSubject, parseSubject } from '../../../domain/operation/subject.ts'
import { broughtMemo, changeSince, isLater, keepLater, readAwaitedOrders, readBrought } from '../../storage/change-since.ts'
import { isPassingFault } from '../../storage/passing-fault.ts'
import { batchFloorMemo } from '../../storage/sql-transaction.ts'
import { readDesk, type StoreReader, type StoreTransaction } from '../../storage/store.ts'
import type { Receipt } from '../../storage/stored.ts'
import { applyOperation, mostFacts, SubjectIsFull } from '../apply-operation.ts'
import { readOperation } from '../read-operation.ts'

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

/** Not empty: a request waits. */
export const heldMemo = 'requests-held'
/** Tablets hand over again what was last acknowledged within 14 days, and each time anew: after a few restores it was accepted long before. */
const keptMs = 60 * msPerDay

/** Cases about an order's line wait with their order. */
const placeOfSubject = (subject: string): string => {
  const about = parseSubject(subject)
  return about?.kind === 'line' ? formatOrderSubject(about.orderId) : subject
}

/** What a request is about: where it waits. */
const placeOf = (request: DeskRequest): string => {
  if ('orderId' in request) return formatOrderSubject(request.orderId)
  return request.kind === 'settle-case'
    ? placeOfSubject(subjectOfCase(request.caseId))
    : formatSubject({ kind: 'claim', scope: request.scope })
}

/** What a request sets there, so that of two the later one stands: a claim replaces everybody's of before, its end its author's alone. */
const namesOf = (request: DeskRequest, by: LibrarianId): readonly string[] => {
  switch (request.kind) {
    case 'reschedule-order':
    case 'write-note':
      return [request.kind]
    case 'substitute-record':
      return [`${request.kind} ${request.lineId}`]
    case 'settle-case':
      return [request.caseId]
    case 'claim':
      return ['claim', `claim by ${by}`]
    case 'release-claim':
      return [`claim by ${by}`]
    case 'place-order':
    case 'cancel-order':
    case 'change-lines':
      return []
  }
}

/** True in a database that was put back once: before that, what a tablet says was accepted once is in its receipts. */
export const wasPutBack = async (reader: StoreReader): Promise<boolean> => (await reader.memo(batchFloorMemo)) !== undefined

/** A later request of the lost history, on the same thing, is here already: this one was overtaken in that history too. */
export const isOvertaken = async (reader: StoreReader, request: DeskRequest, by: LibrarianId, accepted: number): Promise<boolean> => {
  for (const name of namesOf(request, by)) if (await isLater(reader, placeOf(request), name, accepted)) return true
  return false
}

export const noteAcceptedAgain = (
  transaction: StoreTransaction,
  request: DeskRequest,
  by: LibrarianId,
  accepted: number,
  now: Instant,
): Promise<void> => keepLater(transaction, placeOf(request), namesOf(request, by), accepted, now)

/** Of what is set to a value, which may come back. A decision names the one that it replaces, and of claims the last one stands. */
const nameOfValue = (request: DeskRequest, by: LibrarianId): string | undefined =>
  request.kind === 'settle-case' || isHeldAnyway(request) ? undefined : namesOf(request, by).map((name) => `set ${name}`)[0]

/**
 * Somebody who had heard of no acceptance set or claimed this: at the latest now, or when it was pressed, where its author knew nothing
 * of this history. Of a value, only while a tablet is awaited.
 */
export const noteSetSince = async (
  transaction: StoreTransaction,
  envelope: Envelope,
  request: DeskRequest,
  now: Instant,
): Promise<void> => {
  const { librarianId: by, base } = envelope
  const isOfThisHistory = base?.epoch === (await transaction.library()).epoch
  const at = isOfThisHistory ? now : (composedAt(envelope, now) ?? now)
  // Nothing refuses a claim of before that comes after this one, or waits: it is overtaken.
  if (isHeldAnyway(request)) return noteAcceptedAgain(transaction, request, by, at, now)
  const name = nameOfValue(request, by)
  if (name !== undefined && (await isAnyAwaited(transaction))) await keepLater(transaction, placeOf(request), [name], at, now)
}

/** What it changes looks as its author had seen it, and is not: somebody set it to that since. */
export const isSetSince = async (reader: StoreReader, request: DeskRequest, by: LibrarianId, accepted: number): Promise<boolean> => {
  const name = nameOfValue(request, by)
  return name !== undefined && isLater(reader, placeOf(request), name, accepted)
}

/** What no tablet can bring any more is overtaken by nothing. */
export const forgetSince = (transaction: StoreTransaction, now: Instant): Promise<void> =>
  transaction.forgetSinceRestore(toInstant(now - keptMs))

/** A tablet may still bring what the database has forgotten. */
export const isAnyAwaited = async (reader: StoreReader): Promise<boolean> =>
  (await reader.rowsOf('device')).some(({ awaitedSince }) => awaitedSince !== undefined)

/** Claims have no refusal that could tell one too early from one in its turn. */
export const isHeldAnyway = ({ kind }: DeskRequest): boolean => kind === 'claim' || kind === 'release-claim'

export const hold = async (
  transaction: StoreTransaction,
  { operationId, librarianId }: Pick<Envelope, 'operationId' | 'librarianId'>,
  request: DeskRequest,
  accepted: number,
  now: Instant,
): Promise<void> => {
  const { held } = await transaction.sinceRestore(placeOf(request))
  const sets = namesOf(request, librarianId)[0] ?? ''
  await changeSince(transaction, placeOf(request), { held: [...held, { operationId, accepted, sets }] }, now)
  await transaction.keepMemo(heldMemo, 'some')
}

/** What its case is about. */
export const subjectOfRequest = ({ payload, operationId }: Envelope): string => {
  if ('orderId' in payload && payload.orderId !== undefined) return formatOrderSubject(payload.orderId)
  return payload.kind === 'settle-case' ? subjectOfCase(payload.caseId) : formatSubject({ kind: 'operation', operationId })
}

type TakeUp = (operationId: OperationId, accepted: number) => Promise<boolean>

/** What is tried: where something may have changed, asked again after each round; `sets`: only what sets that. */
export interface Tried {
  places(): readonly string[]
  readonly sets?: string
}

/** What waits where this transaction wrote an order or a case since that version. */
export const writtenAfter = (transaction: StoreTransaction, version: number): Tried => ({
  places: () => [
    ...new Set(
      transaction.writtenAfter(version).flatMap(({ kind, id }) => {
        if (kind === 'order') return [formatOrderSubject(toOrderId(id))]
        return kind === 'case' ? [placeOfSubject(subjectOfCase(toCaseId(id)))] : []
      }),
    ),
  ],
})

/** What waits to set the same as this request; undefined: it sets nothing that another one sets. */
export const rivalsOf = ({ payload, librarianId }: Envelope): Tried | undefined => {
  const sets = isFact(payload) ? undefined : namesOf(payload, librarianId)[0]
  return isFact(payload) || sets === undefined ? undefined : { places: () => [placeOf(payload)], sets }
}

/**
 * Tries what is held, in the order of the lost history, as long as one lets another through. `takeUp`: whether it waits no longer. `which`
 * undefined: all, for the last time.
 */
export const takeUpRequests = async (
  transaction: StoreTransaction,
  takeUp: TakeUp,
  which: Tried | undefined,
  now: Instant,
): Promise<void> => {
  if (((await transaction.memo(heldMemo)) ?? '') === '') return
  for (let isAnyDone = true; isAnyDone; ) {
    const found = which === undefined ? [...(await transaction.waitingSinceRestore())] : []
    for (const subject of which?.places() ?? []) found.push({ subject, ...(await transaction.sinceRestore(subject)) })
    const tried = found
      .flatMap(({ subject, held }) => held.map((one) => ({ subject, ...one })))
      .filter(({ sets }) => which?.sets === undefined || which.sets === sets)
      .sort((a, b) => a.accepted - b.accepted)
    const done = new Set<string>()
    const subjects = new Set<string>()
    for (const { subject, operationId, accepted } of tried) {
      if (!(await takeUp(operationId, accepted))) continue
      done.add(operationId)
      subjects.add(subject)
    }
    for (const subject of subjects) {
      const { held } = await transaction.sinceRestore(subject)
      await changeSince(transaction, subject, { held: held.filter(({ operationId }) => !done.has(operationId)) }, now)
    }
    if (which === undefined && done.size === tried.length) await transaction.keepMemo(heldMemo, '')
    isAnyDone = done.size > 0
  }
}
