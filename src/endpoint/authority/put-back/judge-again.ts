/**
 * A request that a history which was lost had accepted (CASE-7, CASE-19): whether it is accepted again, waits for the tablet that brings what it
 * changes, or is lost, which a case says on every tablet. Runs on the endpoint, inside a transaction.
 */
import { isExplained } from '../../../domain/case/case.ts'
import { recordCase } from '../../../domain/case/record-case.ts'
import { kindOf } from '../../../domain/desk/kinds.ts'
import type { CaseId } from '../../../domain/ids.ts'
import type { Instant } from '../../../domain/instant.ts'
import { composedAt, isDeskDay } from '../../../domain/operation/doubtful-dates.ts'
import type { DeskRequest, Envelope } from '../../../domain/operation/operation.ts'
import type { Refusal } from '../../../domain/operation/refusal.ts'
import { formatOrderSubject } from '../../../domain/operation/subject.ts'
import { isAsSeen } from '../../../domain/order/change-lines.ts'
import type { Order } from '../../../domain/order/order.ts'
import type { DeskReader } from '../../../domain/row/desk-state.ts'
import { isSameSlot } from '../../../domain/slot/slot.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { noteAsked, underWayMs } from '../../storage/asked-orders.ts'
import { readDesk, type StoreReader, type StoreTransaction } from '../../storage/store.ts'
import type { Receipt } from '../../storage/stored.ts'
import { isAnyAwaited, isHeldAnyway, isOvertaken, isSetSince, noteAcceptedAgain, subjectOfRequest } from './held-requests.ts'

/** What this request wants is so in the order that was brought. */
const isSo = (order: Order, request: DeskRequest): boolean => {
  switch (request.kind) {
    case 'place-order':
      return true
    case 'cancel-order':
      return order.cancelledBy !== undefined
    case 'reschedule-order':
      return isSameSlot(order.slot, request.to)
    case 'write-note':
      return order.note === request.note
    case 'substitute-record':
      return order.lines.some(({ id, wanted }) => id === request.lineId && wanted.kind === 'record' && wanted.recordId === request.to)
    case 'change-lines':
      return isAsSeen(order, { ...request, removes: request.adds, adds: request.removes })
    case 'claim':
    case 'release-claim':
    case 'settle-case':
      return false
  }
}

/**
 * What the request is to an order that a tablet brought back from the lost history (CASE-24): 'so': done already, nothing is done twice;
 * 'overtaken': the base has it, and something later in its place. Undefined: neither.
 */
const judgeByBrought = async (reader: StoreReader, request: DeskRequest, accepted: number): Promise<'so' | 'overtaken' | undefined> => {
  const order = 'orderId' in request ? await reader.row('order', request.orderId) : undefined
  if (order?.brought === undefined) return undefined
  if (isSo(order, request)) return 'so'
  return accepted <= order.brought.at - underWayMs ? 'overtaken' : undefined
}

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

/**
 * Why what it changes is not as its author had seen it; undefined: it is so. 'as-new': the rules judge it as the first time. `isLast`: nobody
 * can bring what is missing; `hasLeft`: the order left with its day.
 */
const refusalAgain = (
  state: DeskReader,
  request: DeskRequest,
  { isLast, hasLeft }: { readonly isLast: boolean; readonly hasLeft: boolean },
): Refusal['kind'] | 'as-new' | undefined => {
  const isTextTooLong = kindOf(request)
    .texts(request)
    .some((text) => text.length > textLengths.ofOperation)
  if (isTextTooLong) return 'as-new'
  const order = 'orderId' in request ? state.get('order', request.orderId) : undefined
  if (request.kind === 'place-order')
    return order !== undefined || hasLeft ? 'order-already-there' : isDeskDay(request.slot.date) ? undefined : 'slot-closed'
  if (order === undefined) return 'as-new'
  if (request.kind === 'reschedule-order') {
    if (!isSameSlot(order.slot, request.from)) return 'order-moved-meanwhile'
    return isDeskDay(request.to.date) ? undefined : 'slot-closed'
  }
  if (request.kind === 'change-lines') return isLast || isAsSeen(order, request) ? undefined : 'line-changed-meanwhile'
  if (request.kind !== 'substitute-record') return 'as-new'
  const wanted = order.lines.find(({ id }) => id === request.lineId)?.wanted
  if (wanted === undefined) return 'line-unknown'
  return wanted.kind === 'wish' || wanted.recordId === request.from ? undefined : 'line-changed-meanwhile'
}

/** What stands in the way; undefined: it is accepted. `refusalAsNew`: as the rules judge one that nobody ever accepted. */
export const judgeAgain = async (
  transaction: StoreTransaction,
  envelope: Envelope,
  request: DeskRequest,
  { accepted, now }: { readonly accepted: number; readonly now: Instant },
  refusalAsNew: () => Promise<string | undefined>,
): Promise<Outcome | undefined> => {
  const byBrought = await judgeByBrought(transaction, request, accepted)
  if (byBrought === 'overtaken' || (await isOvertaken(transaction, request, envelope.librarianId, accepted))) return refused('overtaken')
  const isLast = !(await isAnyAwaited(transaction))
  const placed = request.kind === 'place-order' ? [formatOrderSubject(request.orderId)] : []
  const hasLeft = (await transaction.erasedRows(placed)).length > 0
  const refusalNow = async (): Promise<string | undefined> => {
    const asked = await readDesk(transaction, (state) => refusalAgain(state, request, { isLast, hasLeft }))
    const refusal = asked === 'as-new' ? await refusalAsNew() : asked
    const isSet = refusal === undefined && (await isSetSince(transaction, request, envelope.librarianId, accepted))
    return isSet ? changedMeanwhile(request) : refusal
  }
  const refusal = byBrought === 'so' ? undefined : await refusalNow()
  if (!isLast && (refusal !== undefined || isHeldAnyway(request))) {
    return { outcome: 'quarantined', caseId: undefined, reason: 'base-awaited' }
  }
  if (refusal === undefined) {
    await noteAcceptedAgain(transaction, request, envelope.librarianId, accepted, now)
    if ('orderId' in request) await noteAsked(transaction, [request.orderId], accepted, now)
    return undefined
  }
  // What it wanted is so already.
  if (refusal === 'order-cancelled' || refusal === 'order-already-there') return refused(refusal)
  if (request.kind === 'settle-case' && (await isGone(transaction, request.caseId))) return refused(refusal)
  return refused(refusal, await openLostCase(transaction, envelope, now))
}
