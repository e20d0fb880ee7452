/**
 * Requests that a history which was lost had accepted, and that wait for what they change (PROTOCOL.md, After a restore). Runs on the endpoint,
 * inside a transaction. Tablets hand over again in turn, so that a request may come before the one that it changes. It is held then, as
 * quarantine holds, and tried again when its order or its case was written. Once no tablet is awaited any longer, all are tried for the last
 * time.
 */
import { subjectOfCase } from '../../../domain/case/case.ts'
import { type LibrarianId, type OperationId, toCaseId, toOrderId } from '../../../domain/ids.ts'
import { type Instant, msPerDay, toInstant } from '../../../domain/instant.ts'
import { composedAt } from '../../../domain/operation/doubtful-dates.ts'
import { type DeskRequest, type Envelope, isFact } from '../../../domain/operation/operation.ts'
import { formatOrderSubject, formatSubject, parseSubject } from '../../../domain/operation/subject.ts'
import { changeSince, isLater, keepLater } from '../../storage/change-since.ts'
import { batchFloorMemo } from '../../storage/sql-transaction.ts'
import type { StoreReader, StoreTransaction } from '../../storage/store.ts'

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
