/**
 * What was accepted once is accepted again (PROTOCOL.md, Epoch). Runs on the endpoint, inside a transaction, after a database was put back.
 * Tablets hand over again in turn, so that a request may come before the one that it changes. It is held then, as quarantine holds, and
 * tried again after each push, and before one that sets the same thing and that nobody ever accepted. Once no tablet is awaited any longer,
 * what is still refused is shown on every tablet, as a case.
 */

import { subjectOfCase } from '../../domain/case/case.ts'
import { type LibrarianId, type OperationId, toOperationId } from '../../domain/ids.ts'
import { type Instant, msPerDay, toInstant } from '../../domain/instant.ts'
import { composedAt } from '../../domain/operation/doubtful-dates.ts'
import type { DeskRequest, Envelope } from '../../domain/operation/operation.ts'
import { formatOrderSubject, formatSubject } from '../../domain/operation/subject.ts'
import { formatClaimScope } from '../../domain/pull-list/claim.ts'
import { batchFloorMemo } from '../storage/sql-transaction.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'

/** Requests that wait, a line each: when it was first accepted, in a history that was lost, its id, and what it sets (older ones: not said). */
export const heldMemo = 'requests-held'

/** What a request sets, so that of two the later one stands; undefined: it sets nothing that another one replaces. */
const keyOf = (request: DeskRequest): string | undefined => {
  switch (request.kind) {
    case 'reschedule-order':
    case 'write-note':
      return `${request.kind} ${request.orderId}`
    case 'substitute-record':
      return `${request.kind} ${request.orderId} ${request.lineId}`
    case 'settle-case':
      return `${request.kind} ${request.caseId}`
    case 'claim':
    case 'release-claim':
      return `claim ${formatClaimScope(request.scope)}`
    case 'place-order':
    case 'cancel-order':
    case 'change-lines':
      return undefined
  }
}

/** Of no epoch: a copy that is put back knows what stands in it, whichever history it was taken in. Its value is a time. */
const againMemo = 'accepted-again '
const memoOf = (key: string): string => `${againMemo}${key}`
const sinceMemo = 'set-since '
/** Tablets hand over again what was last acknowledged within 14 days, and each time anew: after a few restores it was accepted long before. */
const keptMs = 60 * msPerDay

/** Where it is kept when this was accepted: a claim replaces everybody's of before, and the end of one its author's alone. */
const memosOf = (request: DeskRequest, by: LibrarianId): readonly string[] => {
  const key = keyOf(request)
  if (key === undefined) return []
  if (request.kind !== 'claim' && request.kind !== 'release-claim') return [memoOf(key)]
  const own = memoOf(`claim by ${by} ${formatClaimScope(request.scope)}`)
  return request.kind === 'claim' ? [memoOf(key), own] : [own]
}

/** True in a database that was put back once: before that, what a tablet says was accepted once is in its receipts. */
export const wasPutBack = async (reader: StoreReader): Promise<boolean> => (await reader.memo(batchFloorMemo)) !== undefined

const isLater = async (reader: StoreReader, memo: string, accepted: number): Promise<boolean> =>
  Number((await reader.memo(memo)) ?? -1) > accepted

/** A later request of the lost history, on the same thing, is here already: this one was overtaken in that history too. */
export const isOvertaken = async (reader: StoreReader, request: DeskRequest, by: LibrarianId, accepted: number): Promise<boolean> => {
  for (const memo of memosOf(request, by)) if (await isLater(reader, memo, accepted)) return true
  return false
}

/** The latest stands, whichever comes last. */
const keepLater = async (transaction: StoreTransaction, memo: string, at: number): Promise<void> => {
  if (!(await isLater(transaction, memo, at))) await transaction.keepMemo(memo, `${at}`)
}

export const noteAcceptedAgain = async (
  transaction: StoreTransaction,
  request: DeskRequest,
  by: LibrarianId,
  accepted: number,
): Promise<void> => {
  for (const memo of memosOf(request, by)) await keepLater(transaction, memo, accepted)
}

/** Of what is set to a value, which may come back. A decision names the one that it replaces, and of claims the last one stands. */
const sinceMemoOf = (request: DeskRequest): string | undefined =>
  request.kind === 'reschedule-order' || request.kind === 'write-note' || request.kind === 'substitute-record'
    ? `${sinceMemo}${keyOf(request)}`
    : undefined

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
  const isOfThisHistory = envelope.base?.epoch === (await transaction.library()).epoch
  const at = isOfThisHistory ? now : (composedAt(envelope, now) ?? now)
  // Nothing refuses a claim of before that comes after this one, or waits: it is overtaken.
  if (isHeldAnyway(request)) return noteAcceptedAgain(transaction, request, envelope.librarianId, at)
  const memo = sinceMemoOf(request)
  if (memo !== undefined && (await isAnyAwaited(transaction))) await keepLater(transaction, memo, at)
}

/** What it changes looks as its author had seen it, and is not: somebody set it to that since. */
export const isSetSince = async (reader: StoreReader, request: DeskRequest, accepted: number): Promise<boolean> => {
  const memo = sinceMemoOf(request)
  return memo !== undefined && isLater(reader, memo, accepted)
}

/** What no tablet can bring any more is overtaken by nothing. */
export const forgetAgain = async (transaction: StoreTransaction, now: Instant): Promise<void> => {
  for (const start of [againMemo, sinceMemo]) await transaction.forgetMemos(start, toInstant(now - keptMs))
}

/** A tablet may still bring what the database has forgotten. */
export const isAnyAwaited = async (reader: StoreReader): Promise<boolean> =>
  (await reader.rowsOf('device')).some(({ awaitedSince }) => awaitedSince !== undefined)

/** Claims have no refusal that could tell one too early from one in its turn. */
export const isHeldAnyway = ({ kind }: DeskRequest): boolean => kind === 'claim' || kind === 'release-claim'

interface Held {
  readonly accepted: number
  readonly operationId: OperationId
  /** What `keyOf` says of it; empty: it sets nothing that another one sets. */
  readonly key: string
}

const readHeld = async (reader: StoreReader): Promise<readonly Held[]> =>
  ((await reader.memo(heldMemo)) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [accepted, operationId = '', ...key] = line.split(' ')
      return { accepted: Number(accepted), operationId: toOperationId(operationId), key: key.join(' ') }
    })
    .sort((a, b) => a.accepted - b.accepted)

const keepHeld = (transaction: StoreTransaction, held: readonly Held[]): Promise<void> =>
  transaction.keepMemo(heldMemo, held.map(({ accepted, operationId, key }) => `${accepted} ${operationId} ${key}`).join('\n'))

export const hold = async (
  transaction: StoreTransaction,
  operationId: OperationId,
  request: DeskRequest,
  accepted: number,
): Promise<void> => keepHeld(transaction, [...(await readHeld(transaction)), { accepted, operationId, key: keyOf(request) ?? '' }])

/** What this request sets, where something that was accepted once waits to set it too. */
export const keyHeldToo = async (reader: StoreReader, request: DeskRequest): Promise<string | undefined> => {
  const key = keyOf(request)
  return key !== undefined && (await readHeld(reader)).some((one) => one.key === key) ? key : undefined
}

/** What its case is about. */
export const subjectOfRequest = ({ payload, operationId }: Envelope): string => {
  if ('orderId' in payload && payload.orderId !== undefined) return formatOrderSubject(payload.orderId)
  return payload.kind === 'settle-case' ? subjectOfCase(payload.caseId) : formatSubject({ kind: 'operation', operationId })
}

/**
 * Tries what is held, in the order of the lost history, as long as one lets another through. `takeUp`: whether it waits no longer.
 * `only`: what sets that.
 */
export const takeUpRequests = async (
  transaction: StoreTransaction,
  takeUp: (operationId: OperationId, accepted: number) => Promise<boolean>,
  only?: string,
): Promise<void> => {
  const before = await readHeld(transaction)
  const others = before.filter(({ key }) => only !== undefined && key !== only)
  let held = before.filter((one) => !others.includes(one))
  const count = held.length
  for (let tried = held.length + 1; held.length < tried && held.length > 0; ) {
    tried = held.length
    const waiting: Held[] = []
    for (const one of held) if (!(await takeUp(one.operationId, one.accepted))) waiting.push(one)
    held = waiting
  }
  if (held.length < count) await keepHeld(transaction, [...others, ...held])
}
