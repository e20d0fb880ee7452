/**
 * What is done with an order in the making on the telephone, until it is placed. Runs on the tablet.
 */
import { type RecordId, toLineId } from '../ids.ts'
import type { BibliographicRecord } from '../item/record.ts'
import type { LocalMoment } from '../local-date.ts'
import type { DeskRequest, WantedLine } from '../operation/operation.ts'
import { addedLineId } from '../order/ask-change.ts'
import type { ChangeLines } from '../order/change-lines.ts'
import type { Wanted } from '../order/order.ts'
import type { Settings } from '../settings/settings.ts'
import { isUrgent } from '../slot/judge-placing.ts'
import type { Call } from './call.ts'

/** PHONE-12: drafts that may wait at once. */
export const mostAside = 3

export const callInHand = (calls: readonly Call[]): Call | undefined => calls.find(({ asideAt }) => asideAt === undefined)

/** The first to wait first. */
export const callsAside = (calls: readonly Call[]): readonly Call[] =>
  calls.filter(({ asideAt }) => asideAt !== undefined).sort((a, b) => (a.asideAt ?? 0) - (b.asideAt ?? 0))

/** The same title twice is one line. */
export const hasRecord = ({ lines }: Call, recordId: RecordId): boolean =>
  lines.some((line) => line.kind === 'record' && line.recordId === recordId)

/** A title into the order, or out of it. */
export const toggleRecord = (call: Call, { id: recordId, title, author, documentType, copies }: BibliographicRecord): Call => ({
  ...call,
  lines: hasRecord(call, recordId)
    ? call.lines.filter((line) => line.kind !== 'record' || line.recordId !== recordId)
    : [...call.lines, { kind: 'record', recordId, title, author, documentType, copies }],
})

const wantedBy = (line: Call['lines'][number]): Wanted =>
  line.kind === 'wish'
    ? { kind: 'wish', text: line.text, ...(line.count === undefined ? {} : { count: line.count }) }
    : { kind: 'record', recordId: line.recordId }

/** PHONE-8, PHONE-15: the request that adds what was said to the open order, and takes out what is no longer wanted. */
export const changeOrder = ({ orderId, lines, changing }: Call, overrideReason: string | undefined): ChangeLines | undefined =>
  changing && {
    kind: 'change-lines',
    orderId: changing.orderId,
    removes: changing.removes,
    adds: lines.map((line, n) => ({ id: addedLineId(orderId, n), wanted: wantedBy(line) })),
    overrideReason,
  }

/** A line of the open order out of it, or back in. */
export const toggleRemoved = (call: Call, { id, wanted }: WantedLine): Call => {
  if (call.changing === undefined) return call
  const { removes } = call.changing
  const left = removes.filter((line) => line.id !== id)
  return { ...call, changing: { ...call.changing, removes: left.length < removes.length ? left : [...removes, { id, wanted }] } }
}

/** The request for what was said, with what the team must know of it; undefined where nobody's card or no hour is known yet. */
export const placeCall = (
  { orderId, number, card, lines, slot, callBackNumber, language }: Call,
  settings: Settings,
  { now, note, overrideReason }: { readonly now: LocalMoment; readonly note: string; readonly overrideReason: string | undefined },
): Extract<DeskRequest, { readonly kind: 'place-order' }> | undefined => {
  if (card === undefined || slot === undefined) return undefined
  return {
    kind: 'place-order',
    orderId,
    number,
    source: 'phone',
    card,
    slot,
    lines: lines.map((line, n) => ({
      id: toLineId(String(n + 1)),
      wanted: wantedBy(line),
    })),
    note,
    callBackNumber: callBackNumber.trim() === '' ? undefined : callBackNumber.trim(),
    isUrgent: isUrgent(settings, slot, now),
    overrideReason,
    language,
  }
}
