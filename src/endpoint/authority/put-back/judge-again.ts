/**
 * A request that a history which was lost had accepted (CASE-7, CASE-19): whether it is accepted again, waits for the tablet that brings what it
 * changes, or is lost, which a case says on every tablet. Runs on the endpoint, inside a transaction.
 */

import { isExplained } from '../../../domain/case/case.ts'
import { recordCase } from '../../../domain/case/record-case.ts'
import type { CaseId } from '../../../domain/ids.ts'
import type { Instant } from '../../../domain/instant.ts'
import { composedAt } from '../../../domain/operation/doubtful-dates.ts'
import type { DeskRequest, Envelope } from '../../../domain/operation/operation.ts'
import { noteAsked } from '../../storage/asked-orders.ts'
import { readDesk } from '../../storage/read-desk.ts'
import type { StoreTransaction } from '../../storage/store.ts'
import type { Receipt } from '../../storage/stored.ts'
import { isAnyAwaited, isHeldAnyway, isOvertaken, isSetSince, noteAcceptedAgain, subjectOfRequest } from '../take-up-requests.ts'
import { judgeByBrought } from './judge-by-brought.ts'

export interface Outcome {
  readonly outcome: Receipt['outcome']
  readonly caseId: CaseId | undefined
  readonly reason: string | undefined
}

export const refused = (reason: string, caseId?: CaseId | undefined): Outcome => ({ outcome: 'refused', caseId, reason })

/** Says on every tablet what had been accepted and could not come back. */
export const openLostCase = async (transaction: StoreTransaction, envelope: Envelope, now: Instant): Promise<CaseId | undefined> => {
  const { operationId, librarianId, deviceId, type } = envelope
  const at = composedAt(envelope, now) ?? now
  const found = { caseKind: 'request-lost', subject: subjectOfRequest(envelope), cites: [operationId] } as const
  const row = await readDesk(transaction, (state) => recordCase(state, found))
  if (row === undefined) return undefined
  await transaction.writeRow({ ...row, lost: [...(row.lost ?? []), { operationId, type, librarianId, deviceId, at }] }, now)
  return row.id
}

/** Nobody has to decide it any more: its slot is over capacity no longer, or never was here, or what was lost then is not lost now. */
const isGone = async (transaction: StoreTransaction, caseId: CaseId): Promise<boolean> => {
  const found = await transaction.row('case', caseId)
  if (found !== undefined) return found.caseKind === 'slot-overfilled' && isExplained(found)
  return caseId.startsWith('request-lost:') || caseId.startsWith('slot-overfilled:')
}

/** As the rules refuse it where what it changes is not as its author had seen it. */
const changedMeanwhile = ({ kind }: DeskRequest): string =>
  kind === 'reschedule-order' ? 'order-moved-meanwhile' : kind === 'write-note' ? 'note-changed-meanwhile' : 'line-changed-meanwhile'

/** What stands in the way; undefined: it is accepted. `refusalOf`: as the rules judge it, of one that was accepted once. */
export const judgeAgain = async (
  transaction: StoreTransaction,
  envelope: Envelope,
  request: DeskRequest,
  { accepted, now }: { readonly accepted: number; readonly now: Instant },
  refusalOf: (again: { readonly isLast: boolean }) => Promise<string | undefined>,
): Promise<Outcome | undefined> => {
  const byBrought = await judgeByBrought(transaction, request, accepted)
  if (byBrought === 'overtaken' || (await isOvertaken(transaction, request, envelope.librarianId, accepted))) return refused('overtaken')
  const isLast = !(await isAnyAwaited(transaction))
  const refusal =
    byBrought === 'so'
      ? undefined
      : ((await refusalOf({ isLast })) ?? ((await isSetSince(transaction, request, accepted)) ? changedMeanwhile(request) : undefined))
  if (!isLast && (refusal !== undefined || isHeldAnyway(request))) {
    return { outcome: 'quarantined', caseId: undefined, reason: 'base-awaited' }
  }
  if (refusal === undefined) {
    await noteAcceptedAgain(transaction, request, envelope.librarianId, accepted)
    if ('orderId' in request) await noteAsked(transaction, [request.orderId], accepted, now)
    return undefined
  }
  // What it wanted is so already.
  if (refusal === 'order-cancelled' || refusal === 'order-already-there') return refused(refusal)
  if (request.kind === 'settle-case' && (await isGone(transaction, request.caseId))) return refused(refusal)
  return refused(refusal, await openLostCase(transaction, envelope, now))
}
